"""Base of the company API and how refusals answer."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from foundation.models import Company, Role
from foundation.permissions import CompanyPermission
from kernel.errors import InvalidValue, NotPermitted, Refusal, ZhangfangError
from kernel.period import AccountingPeriod


class CompanyAPIView(APIView):
    """Base of API views under /api/v1/companies/<company_id>/; `read_role` for GET, `write_role` for the rest.

    After the permission check `self.company`, `self.role` and `self.period` are set.
    """

    permission_classes = [CompanyPermission]
    read_role: ClassVar[Role] = Role.VIEWER
    write_role: ClassVar[Role] = Role.ACCOUNTANT
    company: Company
    role: Role
    period: AccountingPeriod


class _Refused(APIException):
    def __init__(self, refusal: ZhangfangError, status: int) -> None:
        self.status_code = status
        super().__init__({"code": refusal.code, "message": refusal.message, "message_zh": refusal.message_zh})


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refusals become 400, 403 or 409 with their code; the rest as the framework does."""
    if isinstance(error, NotPermitted):
        error = _Refused(error, 403)
    elif isinstance(error, InvalidValue):
        error = _Refused(error, 400)
    elif isinstance(error, Refusal):
        error = _Refused(error, 409)
    return exception_handler(error, context)
