"""The accounts on the other side of ledger lines (对方科目), for the vouchers of one page."""

from __future__ import annotations

from collections.abc import Iterable

from bookkeeping.models import JournalLine
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.ledger import LedgerRow


def counter_accounts(books: Books, rows: Iterable[LedgerRow]) -> dict[tuple[int, bool], str]:
    """Names of the first-level accounts opposite, by (voucher, whether our line is a debit)."""
    vouchers = {line.voucher_id for line in rows}
    lines = JournalLine.objects.filter(voucher_id__in=vouchers).order_by("voucher_id", "position")
    found: dict[tuple[int, bool], list[str]] = {}
    for voucher, code, debit in lines.values_list("voucher_id", "account__code", "debit"):
        names = found.setdefault((voucher, not debit), [])
        name = books.chart.first_level(code).name
        if name not in names:
            names.append(name)
    return {key: "、".join(names) for key, names in found.items()}
