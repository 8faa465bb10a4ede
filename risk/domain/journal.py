"""Journal lines as plain values, whoever kept the books, and the rows of evidence they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

ROWS_SHOWN: Final = 20
MONEY: Final = ("库存现金", "现金", "银行存款", "其他货币资金")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal line. `voucher` names its voucher where it was kept, `label` as people say it; amounts in yuan."""

    voucher: str
    label: str
    day: date | None
    account: str
    detail: str
    debit: Decimal
    credit: Decimal
    text: str = ""
    counterparty: str = ""
    is_red_letter: bool = False
    carries_forward: bool = False

    @property
    def amount(self) -> Decimal:
        """The amount without its side."""
        return abs(self.debit or self.credit)

    @property
    def is_debit(self) -> bool:
        """Whether it stands on the debit side."""
        return bool(self.debit)


def vouchers_of(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The lines of each voucher, in order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.voucher, []).append(entry)
    return found


def rows_of(entries: Iterable[Entry], kind: str = "voucher") -> tuple[Row, ...]:
    """Rows of evidence, the greatest amounts first, as many as a page shows."""
    greatest = sorted(entries, key=lambda entry: entry.amount, reverse=True)[:ROWS_SHOWN]
    return tuple(row_of(entry, kind) for entry in greatest)


def row_of(entry: Entry, kind: str = "voucher", reason_zh: str = "", reason_en: str = "") -> Row:
    """One row: what opens, when, what it says, how much, and why it is shown where that is not plain."""
    reasons = {"reason_zh": reason_zh, "reason_en": reason_en} if reason_zh else {}
    return {
        "kind": kind,
        "id": entry.voucher,
        "label": entry.label,
        "date": entry.day.isoformat() if entry.day else "",
        "text": " ".join(part for part in (entry.account, entry.detail, entry.text, entry.counterparty) if part),
        "amount": f"{entry.amount:.2f}",
        **reasons,
    }


def touching(entries: Sequence[Entry], accounts: Iterable[str], words: tuple[str, ...] = ()) -> list[Entry]:
    """The lines on some first-level accounts whose detail or text speaks of one of the words."""
    wanted = frozenset(accounts)
    return [
        entry
        for entry in entries
        if entry.account in wanted
        and not entry.carries_forward
        and (not words or any(word in entry.detail or word in entry.text for word in words))
    ]
