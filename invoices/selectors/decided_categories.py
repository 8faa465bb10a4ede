"""What people of a company decided on categories: examples the learned sorter takes in."""

from __future__ import annotations

from typing import Final

from invoices.models import FieldCorrection, InvoiceLine

MOST: Final = 1_000
FIELD: Final = "category"


def decided_categories(company_id: int) -> tuple[tuple[str, str], ...]:
    """(item name, category) of the latest decisions, oldest first."""
    rows = FieldCorrection.objects.filter(company_id=company_id, field=FIELD).order_by("-pk")[:MOST]
    decided = {row.invoice_id: row.new or "" for row in reversed(rows)}
    lines = InvoiceLine.objects.filter(company_id=company_id, invoice_id__in=decided, position=1)
    names = dict(lines.values_list("invoice_id", "item_name"))
    return tuple((names[one] or "", category) for one, category in decided.items() if names.get(one))
