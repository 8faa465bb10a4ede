"""What the engine is asked and what it answers, as frozen values in names of accounts.

Rule kept: names, not codes; the chart of the company turns them into codes at the very end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bookkeeping.domain.account import Side
from kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of an invoice, yuan."""

    item_name: str
    net_amount: Decimal
    tax_amount: Decimal = ZERO
    tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to book. Anything but the taxpayer's status may be unknown (None or empty)."""

    is_general_taxpayer: bool
    standard: str
    direction: str = ""  # purchase | sale | bank_in | bank_out | "" unknown
    item: str = ""
    description: str = ""
    counterparty: str = ""
    net_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    gross_amount: Decimal | None = None
    tax_rate: Decimal | None = None
    day: date | None = None
    kind: str = ""
    category: str = ""
    industry: str = ""
    input_vat: str = ""
    deductible_vat: Decimal | None = None
    is_red_letter: bool = False
    lines: tuple[CaseLine, ...] = ()

    @property
    def text(self) -> str:
        """All words of the case."""
        return " ".join(part for part in (self.item, self.description) if part)


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account by first-level name and detail."""

    account: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.account}-{self.detail}" if self.detail else self.account


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen account with how sure, by which layer and why."""

    name: AccountName
    confidence: float
    layer: str
    reason_zh: str
    reason_en: str
    alternatives: tuple[tuple[AccountName, float], ...] = ()
    blocks_input_vat: bool = False
    is_goods: bool = False
    is_gift: bool = False


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One line of a proposed entry, in names."""

    side: Side
    name: AccountName
    amount: Decimal
    description: str = ""
    counterparty: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The proposed entry; the first line is the main one."""

    lines: tuple[ProposedLine, ...]
    choice: Choice
    action: str
    input_vat: str = "none"
    template: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
