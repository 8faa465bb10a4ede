"""The vouchers of a period as a table that can be taken in again (凭证导出)."""

from __future__ import annotations

from django.db.models import QuerySet

from bookkeeping.domain.account import Chart
from bookkeeping.domain.typed_rows import ratio_of
from bookkeeping.domain.voucher_table import HEADINGS
from bookkeeping.models import JournalLine, Voucher
from bookkeeping.models.voucher import WITH_ANALYSIS
from bookkeeping.spreadsheets import write_table

COLUMNS = (
    "day", "word", "number", "attachments", "description", "code", "name", "debit", "credit", "quantity", "unit_price",
    "foreign_amount", "rate", "counterparty", "department", "employee", "project", "stock_item",
)  # fmt: skip


def table_of(chart: Chart, vouchers: QuerySet[Voucher]) -> bytes:
    """An Excel file with one row for each line, headed as the import knows it; vouchers wait with a made-up number."""
    lines = JournalLine.objects.filter(voucher__in=vouchers).select_related("voucher", "account", *WITH_ANALYSIS)
    ordered = lines.order_by("voucher__date", "voucher__voucher_type", "voucher__number", "voucher_id", "position")
    header = [HEADINGS[name][0] for name in COLUMNS]
    return write_table("凭证", header, ([_value(chart, line, name) for name in COLUMNS] for line in ordered))


def _value(chart: Chart, line: JournalLine, name: str) -> object:
    voucher, amount = line.voucher, line.debit or line.credit
    if name in {"department", "employee", "project", "stock_item"}:
        item = getattr(line.analysis, name) if line.analysis else None
        return str(item) if item else ""
    values = {
        "day": voucher.date.isoformat(),
        "word": voucher.voucher_type,
        # a voucher that waits has no number yet; its own id, far above, keeps its lines together
        "number": str(voucher.number or 1_000_000 + voucher.pk),
        "attachments": str(voucher.attachment_count or ""),
        "description": line.description,
        "code": line.account.code,
        "name": chart.full_name(line.account.code),
        "debit": line.debit or None,
        "credit": line.credit or None,
        "quantity": _plain(line.quantity),
        "unit_price": _plain(ratio_of(amount, line.quantity)) if line.quantity else "",
        "foreign_amount": line.foreign_amount or None,
        "rate": _plain(ratio_of(amount, line.foreign_amount)) if line.foreign_amount else "",
        "counterparty": line.counterparty,
    }
    return values[name]


def _plain(value: object) -> str:
    """Quantities and prices as text, because their places must not be cut."""
    return f"{value:f}" if value else ""
