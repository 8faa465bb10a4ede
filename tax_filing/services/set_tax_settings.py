"""Keep what the books cannot know for a company's taxes: headcount, losses, earlier prepayments, industry."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.money import text
from kernel.period import TaxPeriod
from tax_filing.selectors.facts_from_books import tax_settings


def set_tax_settings(company: Company, quarter: TaxPeriod, data: Mapping[str, Any], *, actor: User) -> Company:
    """Store the answers of the tax settings page; headcount and investor deductions belong to `quarter`.

    Raises `NotPermitted` below accountant.
    """
    require_role(actor, company, Role.ACCOUNTANT)
    year = str(quarter.end.year)
    with transaction.atomic():
        row = Company.objects.select_for_update().get(pk=company.pk)
        kept = tax_settings(row)
        changed = kept | {
            "restricted_industry": bool(data["restricted_industry"]),
            "losses_brought_forward": _money(data["losses_brought_forward"]),
            "cit_prepaid_before_books": kept.get("cit_prepaid_before_books", {}) | {year: _money(data["cit_prepaid"])},
            "investor_deductions": kept.get("investor_deductions", {})
            | {str(quarter): _money(data["investor_deductions"])},
            "headcount": _headcount(kept, quarter, data),
            "funds": _funds(kept, quarter, data),
        }
        row.policy = row.policy | {"tax": changed}
        row.save(update_fields=["policy"])
        record(company=row, actor=actor, action="tax_settings.changed", subject=row, content=changed)
    return row


def _headcount(kept: Mapping[str, Any], quarter: TaxPeriod, data: Mapping[str, Any]) -> dict[str, list[int]]:
    stated: dict[str, list[int]] = dict(kept.get("headcount", {}))
    if data["headcount_start"] is not None and data["headcount_end"] is not None:
        stated[str(quarter)] = [data["headcount_start"], data["headcount_end"]]
    return stated


def _funds(kept: Mapping[str, Any], quarter: TaxPeriod, data: Mapping[str, Any]) -> dict[str, Any]:
    """The rate of the water fund, and last year's staff for the disabled fund; an empty answer is none."""
    funds = dict(kept.get("funds", {}))
    if "water_fund_rate" not in data:
        return funds
    funds["water_fund_rate"] = str(data["water_fund_rate"]) if data.get("water_fund_rate") else ""
    staff = dict(funds.get("disabled_fund", {}))
    year = str(quarter.end.year - 1)
    staff.pop(year, None)
    if data.get("staff_last_year") is not None:
        staff[year] = {
            "headcount": data["staff_last_year"],
            "disabled": data.get("disabled_last_year") or 0,
            "wages": _money(data["wages_last_year"]),
        }
    return funds | {"disabled_fund": staff}


def _money(value: Decimal | None) -> str:
    return text(value or Decimal(0))
