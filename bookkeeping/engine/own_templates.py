"""A template a company wrote itself: when it fits, and the entry it makes.

Rules kept: words are plain text, never patterns; all conditions given must hold; an entry is parted by shares to the
fen and the largest line of a side takes what rounding leaves, so it balances whenever the template does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.account import Side
from bookkeeping.engine.case import AccountName, Case, CaseLine, Choice, ProposedLine
from bookkeeping.engine.company_rules import party_of
from bookkeeping.engine.invoices import Amounts
from kernel.errors import InvalidValue
from kernel.money import ZERO, cut_to_fen, total

ROLES = ("gross", "net", "tax", "cost", "vat")
"""What a line's share is taken of; cost = gross less deductible VAT, vat = deductible VAT."""
_TAX = frozenset({"tax", "vat"})
_SURE = 0.9
_TRIALS = (
    Amounts(Decimal(100), Decimal(13), Decimal(113), Decimal(13)),
    Amounts(Decimal(100), Decimal(13), Decimal(113), ZERO),
    Amounts(Decimal(100), ZERO, Decimal(100), ZERO),
)
Chooser = Callable[[Case, CaseLine | None], Choice]


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a template fits. Empty fields ask nothing; `words`: any of them; amounts in yuan, gross, both inclusive."""

    words: tuple[str, ...] = ()
    direction: str = ""
    kinds: tuple[str, ...] = ()
    counterparty: str = ""
    least: Decimal | None = None
    most: Decimal | None = None

    def hold(self, case: Case) -> bool:
        """Whether all of them hold for a case."""
        gross = abs(Amounts.of(case).gross)
        return (
            (not self.direction or case.direction == self.direction)
            and (not self.counterparty or "".join(self.counterparty.split()) in party_of(case))
            and (not self.kinds or case.kind in self.kinds or case.category in self.kinds)
            and (not self.words or any(word in case.text for word in self.words))
            and (self.least is None or gross >= self.least)
            and (self.most is None or gross <= self.most)
        )

    @property
    def ask_nothing(self) -> bool:
        """Whether they would fit everything."""
        return not (self.words or self.kinds or self.counterparty)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line: an account, or `slot` "main" for the engine's choice; `share` of the role's amount."""

    side: Side
    role: str = "gross"
    name: AccountName | None = None
    share: Decimal = Decimal(1)

    @property
    def is_main(self) -> bool:
        """Whether the engine chooses the account."""
        return self.name is None


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A company's own template; `code` and `version` name what booked an entry."""

    code: str
    name: str
    conditions: Conditions
    lines: tuple[OwnLine, ...]
    version: int = 1

    def fits(self, case: Case) -> bool:
        """Whether the template is for this case."""
        return self.conditions.hold(case)

    def check(self) -> None:
        """Raises `InvalidValue` where the template has no name, fits everything or does not balance."""
        if not self.name.strip():
            raise InvalidValue("a template needs a name", message_zh="请填写模板名称")
        if self.conditions.ask_nothing:
            raise InvalidValue(
                "a template needs words, kinds or a counterparty", message_zh="请至少填写关键词、票种或往来单位之一"
            )
        if len(self.lines) < 2 or any(line.role not in ROLES or not 0 < line.share <= 1 for line in self.lines):
            raise InvalidValue(
                "two lines or more, shares above 0 up to 1", message_zh="至少两行分录，比例须大于 0、不超过 100%"
            )
        slots = [line for line in self.lines if line.is_main]
        if len(slots) > 1 or any(line.role in _TAX for line in slots) or all(line.role in _TAX for line in self.lines):
            raise InvalidValue("one open slot at most, not for tax", message_zh="只能有一行由系统选科目，且不能是税额")
        for amounts in _TRIALS:
            debit, credit = (_side_total(self.lines, side, amounts) for side in (Side.DEBIT, Side.CREDIT))
            if debit != credit:
                raise InvalidValue(
                    f"of net {amounts.net}, VAT {amounts.tax}, deductible {amounts.deductible}: {debit} ≠ {credit}",
                    message_zh=f"借贷不平：不含税 {amounts.net}、税额 {amounts.tax}、可抵扣 {amounts.deductible} 时，"
                    f"借方 {debit}、贷方 {credit}",
                )


def _main(lines: Sequence[OwnLine]) -> OwnLine:
    fit = [line for line in lines if line.role not in _TAX]
    return next((line for line in fit if line.is_main), fit[0])


def _amount(amounts: Amounts, role: str) -> Decimal:
    return {
        "gross": amounts.gross,
        "net": amounts.net,
        "tax": amounts.tax,
        "cost": amounts.gross - amounts.deductible,
        "vat": amounts.deductible,
    }[role]


def _side_total(lines: Sequence[OwnLine], side: Side, amounts: Amounts) -> Decimal:
    return total(line.share * _amount(amounts, line.role) for line in lines if line.side is side)


def build_own(template: OwnTemplate, case: Case, choose: Chooser) -> tuple[tuple[ProposedLine, ...], Choice]:
    """(lines with the main one first, choice of its account)."""
    amounts = Amounts.of(case)
    main = _main(template.lines)
    chosen = choose(case, case.lines[0] if case.lines else None) if main.is_main else _said(template, main)
    ordered = [main, *(line for line in template.lines if line is not main)]
    sums = {side: _side_total(template.lines, side, amounts) for side in Side}
    parts = [cut_to_fen(line.share * _amount(amounts, line.role)) for line in ordered]
    for side, wanted in sums.items():
        own = [at for at, line in enumerate(ordered) if line.side is side]
        largest = max(own, key=lambda at: abs(parts[at]))
        parts[largest] += cut_to_fen(wanted) - total(parts[at] for at in own)
    lines = [
        ProposedLine(line.side, line.name or chosen.name, amount, case.item, case.counterparty)
        for line, amount in zip(ordered, parts, strict=True)
        if amount
    ]
    return tuple(lines), chosen


def _said(template: OwnTemplate, main: OwnLine) -> Choice:
    name = main.name or AccountName("")
    return Choice(
        name,
        _SURE,
        "own_template",
        f"符合本企业模板“{template.name}”（第 {template.version} 版），记入“{name}”",
        f"the company's template “{template.name}” (version {template.version}) says {name}",
    )
