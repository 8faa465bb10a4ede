"""Who may enter. Every page and API view of a company passes through here; what forgets to is closed or fails a test.

Rule kept: strangers get 404 (they do not learn that the company exists), members without the role get 403.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from foundation.models import Company, Role, User
from foundation.selectors.periods import shown_period
from kernel.errors import NotPermitted

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponseBase]


def companies_of(user: User) -> QuerySet[Company]:
    """The companies the person is a member of, directly or through the whole agency."""
    memberships = user.memberships.all()
    return Company.objects.filter(
        Q(pk__in=memberships.values("company_id"))
        | Q(agency_id__in=memberships.filter(company=None).values("agency_id"))
    )


def role_in(user: User, company: Company) -> Role | None:
    """The person's highest role for the company; None for strangers."""
    if not user.is_authenticated or not user.is_active:
        return None
    mine = user.memberships.filter(agency_id=company.agency_id).filter(Q(company=company) | Q(company=None))
    highest = mine.aggregate(highest=Max("role"))["highest"]
    return Role(highest) if highest else None


def require_role(user: User, company: Company, minimum: Role) -> Role:
    """The role, for services called outside a request. Raises `NotPermitted`."""
    role = role_in(user, company)
    if role is None or role < minimum:
        raise NotPermitted(
            f"{user} needs role {minimum.name} for {company}",
            message_zh=f"{user} 没有“{company}”的{minimum.label}权限",
        )
    return role


def enter(user: User, company_id: int, minimum: Role) -> tuple[Company, Role]:
    """The company and the role in it. Raises Http404 for strangers, PermissionDenied for lesser roles."""
    company = Company.objects.select_related("agency").filter(pk=company_id).first()
    role = role_in(user, company) if company else None
    if company is None or role is None:
        raise Http404
    if role < minimum:
        raise PermissionDenied
    return company, role


def company_view(read: Role, *, write: Role | None = None) -> Callable[[View], View]:
    """Decorate a page of a company: `read` for GET and HEAD, `write` (default `read`) for everything else.

    Gives the view `request.company`, `request.role` and `request.period`.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def entered(request: HttpRequest, company_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
            minimum = read if request.method in SAFE_METHODS else (write or read)
            company, role = enter(request.user, company_id, minimum)  # type: ignore[arg-type]
            request.company, request.role = company, role  # type: ignore[attr-defined]
            request.period = shown_period(company, request.GET.get("period"))  # type: ignore[attr-defined]
            return view(request, company_id, *args, **kwargs)

        entered.required_roles = (read, write or read)  # type: ignore[attr-defined]
        return entered

    return decorate
