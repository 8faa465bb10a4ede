"""API permissions: closed by default, members of the company in the URL by choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from foundation.access import SAFE_METHODS, enter
from foundation.selectors.periods import shown_period

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Nobody(BasePermission):
    """The default permission: closed until a view says who may enter."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Never."""
        return False


class CompanyPermission(BasePermission):
    """Members of the company in the URL, with the role the view names."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True for members with the role; the view gains `company`, `role`, `period`."""
        if not request.user.is_authenticated:
            return False
        minimum = view.read_role if request.method in SAFE_METHODS else view.write_role  # type: ignore[attr-defined]
        company, role = enter(request.user, int(view.kwargs["company_id"]), minimum)
        view.company, view.role = company, role  # type: ignore[attr-defined]
        view.period = shown_period(company, request.query_params.get("period"))  # type: ignore[attr-defined]
        return True
