"""Templates of vouchers: as rows to enter, and those not used yet in a month."""

from __future__ import annotations

from dataclasses import fields

from bookkeeping.domain.typed_rows import TypedRow
from bookkeeping.models import Voucher, VoucherTemplate
from foundation.models import ProvenanceLink
from kernel.period import AccountingPeriod

SOURCE = "voucher_template"
"""Type of source that says which template a voucher was entered from."""


def rows_of(template: VoucherTemplate) -> tuple[TypedRow, ...]:
    """The rows as typed."""
    known = [field.name for field in fields(TypedRow)]
    return tuple(TypedRow(**{name: str(row.get(name, "")) for name in known}) for row in template.rows)


def templates_due(company_id: int, period: AccountingPeriod) -> list[VoucherTemplate]:
    """Recurring templates from which no voucher of the period was entered."""
    recurring = list(VoucherTemplate.objects.filter(company_id=company_id, is_recurring=True))
    if not recurring:
        return []
    ours = Voucher.objects.filter(company_id=company_id, period=str(period)).values("pk")
    used = ProvenanceLink.objects.filter(
        company_id=company_id, source_type=SOURCE, target_type="voucher", target_id__in=ours
    )
    known = set(used.values_list("source_id", flat=True))
    return [template for template in recurring if template.pk not in known]
