"""What every page of the books needs: company, period and actor with their types, and the accounts to pick from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bookkeeping.models import Account, ContributionRate
from foundation.models import Company, User
from kernel.period import AccountingPeriod
from law.contributions import cities

LAYOUT_NAMES = (
    ("a4-2", _("A4 每页两张")),
    ("a4-3", _("A4 每页三张")),
    ("a5", _("A5")),
    ("continuous", _("连续纸 241×139.7 mm")),
    ("invoice", _("增票版 240×140 mm")),
)
"""Papers vouchers are printed on, by the names of `reports.voucher_slips.LAYOUTS`."""


def company_of(request: HttpRequest) -> Company:
    """The company `company_view` admitted."""
    return cast("Company", request.company)  # type: ignore[attr-defined]


def period_of(request: HttpRequest) -> AccountingPeriod:
    """The period shown."""
    return cast("AccountingPeriod", request.period)  # type: ignore[attr-defined]


def actor_of(request: HttpRequest) -> User:
    """The person acting."""
    return cast("User", request.user)


@dataclass(frozen=True, slots=True)
class AccountOption:
    """One leaf account as the picker shows it; `search` holds full name and pinyin initials."""

    code: str
    search: str


def account_options(company: Company) -> list[AccountOption]:
    """Leaf accounts in code order."""
    rows = Account.objects.filter(company=company, is_leaf=True).values_list("code", "search_text")
    return [AccountOption(code, text.removeprefix(code).strip()) for code, text in rows]


def span_of(request: HttpRequest) -> tuple[AccountingPeriod, AccountingPeriod]:
    """From `?from=` to the period shown; one month unless the address says otherwise."""
    end = period_of(request)
    asked = request.GET.get("from", "")
    start = AccountingPeriod.parse(asked) if asked else end
    return min(start, end), end


def city_options(company: Company, period: AccountingPeriod) -> list[tuple[str, str]]:
    """Cities to insure in: those with a table, and those the company has rates of its own for."""
    known = cities(period.end)
    own = set(ContributionRate.objects.filter(company=company).values_list("city", flat=True)) - known.keys()
    return [*known.items(), *((name, name) for name in sorted(own))]
