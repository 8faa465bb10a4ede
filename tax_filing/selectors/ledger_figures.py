"""Figures a return takes from the ledger: movements and balances of accounts, lines of the statements."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping.exports import movements, statements
from foundation.models import Company
from kernel.money import ZERO, money
from kernel.period import AccountingPeriod, TaxPeriod
from tax_filing.domain.ledger_map import LedgerMap, StatementFigure, ledger_map


class LedgerFigures:
    """The ledger of one company over one tax period; each account list is asked for once."""

    def __init__(self, company: Company, period: TaxPeriod) -> None:
        self.company = company
        self.period = period
        self.map: LedgerMap = ledger_map(company.accounting_standard)
        rows = movements(company.pk, period.months[0], period.months[-1])
        self._rows = {row.code: row for row in rows}

    def code(self, name: str) -> str:
        """Account code of a figure of the map."""
        return self.map.accounts[name]

    def credited(self, name: str) -> Decimal:
        """Credit movement of the period."""
        row = self._rows.get(self.code(name))
        return row.credit if row else ZERO

    def debited(self, name: str) -> Decimal:
        """Debit movement of the period."""
        row = self._rows.get(self.code(name))
        return row.debit if row else ZERO

    def opening_credit(self, name: str) -> Decimal:
        """Opening balance on the credit side, negative when it is a debit balance."""
        row = self._rows.get(self.code(name))
        return row.opening_credit - row.opening_debit if row else ZERO

    def closing_credit(self, name: str) -> Decimal:
        """Closing balance on the credit side, negative when it is a debit balance."""
        row = self._rows.get(self.code(name))
        return row.closing_credit - row.closing_debit if row else ZERO


def income_statement_to_date(company: Company, period: AccountingPeriod) -> dict[str, Decimal]:
    """Year-to-date figures of the income statement by the names of the CIT return, with `profit`."""
    mapping = ledger_map(company.accounting_standard)
    lines = {line.line: money(line.amounts["year_to_date"]) for line in statements(company.pk, period).income_statement}
    figures = {name: _figure(figure, lines) for name, figure in mapping.income_statement.items()}
    return figures | {"profit": lines.get(mapping.profit_line, ZERO)}


def _figure(figure: StatementFigure, lines: dict[int, Decimal]) -> Decimal:
    added = sum((lines.get(line, ZERO) for line in figure.plus), ZERO)
    return added - sum((lines.get(line, ZERO) for line in figure.minus), ZERO)


def total_assets(company: Company, period: AccountingPeriod) -> Decimal:
    """Assets at the end of a period."""
    wanted = ledger_map(company.accounting_standard).total_assets_line
    for line in statements(company.pk, period).balance_sheet:
        if line.line == wanted:
            return money(line.amounts["closing"])
    return ZERO
