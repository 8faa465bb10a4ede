"""The entry form of a voucher: what was typed, read into a draft, and shown again with every mistake at its row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.http import HttpRequest

from bookkeeping.domain.analysis import Item
from bookkeeping.domain.typed_rows import FIELDS, Problem, TypedRow, ratio_of, read_rows
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.entry_hints import item_names, items_in_use

MOST_ROWS = 500
MOST_ATTACHMENTS = 9999


@dataclass(frozen=True, slots=True)
class TypedVoucher:
    """A voucher as it stands in the form."""

    day: str
    rows: tuple[TypedRow, ...]
    voucher_type: str = ""
    attachments: str = ""
    entry_key: str = ""
    template: str = ""

    @property
    def number(self) -> int:
        """Papers counted; what is no number counts as none."""
        said = self.attachments.strip()
        return min(int(said), MOST_ATTACHMENTS) if said.isascii() and said.isdigit() else 0


def typed_voucher(request: HttpRequest) -> TypedVoucher:
    """What the form holds; rows that say nothing are left out."""
    columns = {name: request.POST.getlist(name)[:MOST_ROWS] for name in FIELDS}
    length = max(len(column) for column in columns.values())
    rows = [
        TypedRow(**{name: (column[at] if at < len(column) else "")[:200] for name, column in columns.items()})
        for at in range(length)
    ]
    said = {name: request.POST.get(name, "") for name in ("voucher_type", "attachments", "entry_key", "template")}
    return TypedVoucher(request.POST.get("date", ""), tuple(row for row in rows if not row.is_empty), **said)


def read_typed(books: Books, typed: TypedVoucher) -> tuple[VoucherDraft | None, list[Problem]]:
    """The draft, or what is wrong."""
    named = {item for row in typed.rows for item in row.items}
    lines, problems = read_rows(books.chart, typed.rows, items_in_use(books.company.pk, named))
    try:
        day = date.fromisoformat(typed.day)
    except ValueError:
        problems = [Problem(0, "请填写凭证日期", "the date is missing"), *problems]
    if problems:
        return None, problems
    description = lines[0].description if lines else ""
    key = f"entry:{typed.entry_key}"[:160] if typed.entry_key else ""
    return VoucherDraft(day, description, lines, key, (), "manual", typed.voucher_type, typed.number), []


def typed_rows_of(books: Books, lines: tuple[DraftLine, ...]) -> tuple[TypedRow, ...]:
    """Lines of a voucher as the form shows them."""
    names = item_names(books.company.pk, {item for line in lines for item in line.analysis})
    return tuple(_row(books, line, names) for line in lines)


def _row(books: Books, line: DraftLine, names: dict[Item, str]) -> TypedRow:
    row = TypedRow(
        description=line.description,
        account=f"{line.account_code} {books.chart.full_name(line.account_code)}",
        counterparty=line.counterparty,
        quantity=_shown(line.quantity),
        unit_price=_ratio(line.amount, line.quantity),
        foreign_amount=_shown(line.foreign_amount),
        rate=_ratio(line.amount, line.foreign_amount),
        debit=_shown(line.debit),
        credit=_shown(line.credit),
    )
    return replace(row, **{item.dimension: names.get(item, item.code) for item in line.analysis})


def _shown(value: Decimal) -> str:
    return f"{value:f}" if value else ""


def _ratio(amount: Decimal, of: Decimal) -> str:
    return f"{ratio_of(amount, of):f}" if of else ""
