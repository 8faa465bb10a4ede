"""Does the return tie with the ledger? Differences are findings with both figures.

Rule kept: output and input VAT of a general return equal the movements of their accounts, to the fen.
"""

from __future__ import annotations

from decimal import Decimal

from foundation.models import Company
from kernel.finding import Finding, Severity
from kernel.period import TaxPeriod
from tax_filing.domain.cell_key import CellKey
from tax_filing.domain.due import VAT_GENERAL, VAT_SMALL_SCALE
from tax_filing.domain.return_engine import FilledReturn
from tax_filing.selectors.ledger_figures import LedgerFigures

ROUNDING_LIMIT = Decimal("1.00")


def tie_out(company: Company, filled: FilledReturn, period: TaxPeriod) -> list[Finding]:
    """Findings where return and ledger differ."""
    if filled.form.form == VAT_GENERAL:
        return _general(LedgerFigures(company, period), filled)
    if filled.form.form == VAT_SMALL_SCALE:
        return _small_scale(LedgerFigures(company, period), filled)
    return []


def _general(ledger: LedgerFigures, filled: FilledReturn) -> list[Finding]:
    def main(line: str) -> Decimal:
        return filled.cells[CellKey("main", line, "general")]

    output = ledger.credited("output_vat") - ledger.debited("output_vat") + ledger.credited("vat_simplified")
    claimed = ledger.debited("input_vat") - ledger.credited("input_vat") - ledger.credited("input_vat_reversal")
    differences = (
        ("VAT_OUTPUT_TIES", "销项税额", "Output VAT", main("11") + main("21"), output),
        ("VAT_INPUT_TIES", "进项税额（减转出）", "Input VAT less reversals", main("12") - main("14"), claimed),
    )
    return [_difference(rule, zh, en, shown, booked) for rule, zh, en, shown, booked in differences if shown != booked]


def _small_scale(ledger: LedgerFigures, filled: FilledReturn) -> list[Finding]:
    """VAT booked on the sales must cover what the return says is due; a few fen of rounding are normal."""
    due = filled.cells[CellKey("main", "20", "total")]
    booked = ledger.credited("vat")
    if due - booked <= ROUNDING_LIMIT:
        return []
    return [_difference("VAT_ACCRUED", "应交增值税计提数", "VAT accrued in the books", due, booked)]


def _difference(rule: str, zh: str, en: str, shown: Decimal, booked: Decimal) -> Finding:
    return Finding(
        rule,
        Severity.WARN,
        f"{zh}：申报表 {shown}，账上 {booked}，相差 {shown - booked}",
        f"{en}: {shown} on the return, {booked} in the books, a difference of {shown - booked}",
        evidence={"return": str(shown), "books": str(booked)},
    )
