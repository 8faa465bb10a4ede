"""Does the return tie with the ledger? Differences are findings with both figures.

Rule kept: output and input VAT of a general return equal the movements of their accounts, to the fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from foundation.models import Company
from kernel.finding import Finding, Severity
from kernel.period import TaxPeriod
from tax_filing.domain.cell_key import CellKey
from tax_filing.domain.due import VAT_GENERAL, VAT_SMALL_SCALE
from tax_filing.domain.return_engine import FilledReturn
from tax_filing.selectors.ledger_figures import LedgerFigures

ROUNDING_LIMIT = Decimal("1.00")


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a return beside the books, yuan; with `slack` only what the return has more than that counts."""

    rule: str
    zh: str
    en: str
    shown: Decimal
    booked: Decimal
    slack: Decimal | None = None

    @property
    def differs(self) -> bool:
        """Whether somebody must look."""
        return self.shown != self.booked if self.slack is None else self.shown - self.booked > self.slack


def tie_out(company: Company, filled: FilledReturn, period: TaxPeriod) -> list[Finding]:
    """Findings where return and ledger differ."""
    return [_difference(one) for one in compared(company, filled, period) if one.differs]


def compared(company: Company, filled: FilledReturn, period: TaxPeriod) -> list[Compared]:
    """Figures of a VAT return beside their accounts; none for other forms."""
    if filled.form.form == VAT_GENERAL:
        return _general(LedgerFigures(company, period), filled)
    if filled.form.form == VAT_SMALL_SCALE:
        return _small_scale(LedgerFigures(company, period), filled)
    return []


def _general(ledger: LedgerFigures, filled: FilledReturn) -> list[Compared]:
    def main(line: str) -> Decimal:
        return filled.cells[CellKey("main", line, "general")]

    output = ledger.credited("output_vat") - ledger.debited("output_vat") + ledger.credited("vat_simplified")
    claimed = ledger.debited("input_vat") - ledger.credited("input_vat") - ledger.credited("input_vat_reversal")
    return [
        Compared("VAT_OUTPUT_TIES", "销项税额", "Output VAT", main("11") + main("21"), output),
        Compared("VAT_INPUT_TIES", "进项税额（减转出）", "Input VAT less reversals", main("12") - main("14"), claimed),
    ]


def _small_scale(ledger: LedgerFigures, filled: FilledReturn) -> list[Compared]:
    """VAT booked on the sales must cover what the return says is due; a few fen of rounding are normal."""
    due = filled.cells[CellKey("main", "20", "total")]
    booked = ledger.credited("vat")
    return [Compared("VAT_ACCRUED", "应交增值税计提数", "VAT accrued in the books", due, booked, ROUNDING_LIMIT)]


def _difference(one: Compared) -> Finding:
    less = one.shown - one.booked
    return Finding(
        one.rule,
        Severity.WARN,
        f"{one.zh}：申报表 {one.shown}，账上 {one.booked}，相差 {less}",
        f"{one.en}: {one.shown} on the return, {one.booked} in the books, a difference of {less}",
        evidence={"return": str(one.shown), "books": str(one.booked)},
    )
