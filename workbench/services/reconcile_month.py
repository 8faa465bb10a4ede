"""Running the reconciliations of a month and keeping what they said."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from bookkeeping.exports import Row
from foundation.models import Company
from kernel.errors import NotReady
from kernel.period import AccountingPeriod
from workbench.models import Reconciliation
from workbench.selectors.reconciliations import KINDS, Checked, Reconciling

MOST_KEPT = 500


def reconcile_month(company: Company, period: AccountingPeriod) -> int:
    """Look at all of them; how many differences there are together. Run again it overwrites what it said."""
    return sum(keep(company, period, kind).differences or 0 for kind in KINDS.values())


def keep(company: Company, period: AccountingPeriod, kind: Reconciling) -> Reconciliation:
    """One of them; what cannot be compared yet (no taxpayer status) is kept as not comparable."""
    with override("zh-hans"):
        checked = _checked(company, period, kind)
    row, _made = Reconciliation.objects.update_or_create(
        company=company,
        period=str(period),
        kind=kind.key,
        defaults={
            "differences": checked.differences if checked else None,
            "exceptions": [_texts(one) for one in checked.sheet.rows[:MOST_KEPT]] if checked else [],
        },
    )
    return row


def _checked(company: Company, period: AccountingPeriod, kind: Reconciling) -> Checked | None:
    try:
        return kind.check(company, period)
    except NotReady:
        return None


def _texts(row: Row) -> list[str]:
    values = [cell.value for cell in row.cells]
    return ["" if value is None else value.isoformat() if isinstance(value, date) else str(value) for value in values]
