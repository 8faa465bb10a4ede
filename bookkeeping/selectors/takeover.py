"""What the files of a takeover say, read anew from the kept documents: nothing of them is copied into tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bookkeeping.charts import chart_for
from bookkeeping.domain.account import Chart, Side
from bookkeeping.domain.payroll_table import RowError
from bookkeeping.models import ChartMapping, PeriodBalance, Takeover, TakeoverAccount, TakeoverSheet, Voucher
from bookkeeping.selectors.books import Books, is_general_taxpayer
from bookkeeping.takeover.accounts import ForeignAccount, account_of, tree
from bookkeeping.takeover.balances import BalanceTable, read_balances
from bookkeeping.takeover.cards import CardTable, read_cards
from bookkeeping.takeover.entries import VoucherTable, read_vouchers
from bookkeeping.takeover.mapping import Action, Decision
from bookkeeping.takeover.sheets import Head, Kind, recognise, rows_below
from foundation.documents.exports import open_document
from foundation.workbooks import SheetCells, read_sheets
from kernel.period import AccountingPeriod

Read = tuple[TakeoverSheet, Head, SheetCells]


@dataclass
class Material:
    """Everything uploaded, read. Sums of a balance table without direction need the sides of mapped accounts."""

    takeover: Takeover
    sheets: list[Read]
    balances: dict[int, BalanceTable] = field(default_factory=dict)
    vouchers: dict[int, VoucherTable] = field(default_factory=dict)
    cards: dict[int, CardTable] = field(default_factory=dict)
    accounts: list[ForeignAccount] = field(default_factory=list)

    def of_kind(self, *kinds: Kind) -> list[TakeoverSheet]:
        """The sheets of these kinds, in order of upload."""
        return [sheet for sheet, _head, _cells in self.sheets if sheet.kind in kinds]

    def problems(self, sheet: TakeoverSheet) -> list[RowError]:
        """What is wrong with the rows of a sheet."""
        table = self.balances.get(sheet.pk) or self.vouchers.get(sheet.pk) or self.cards.get(sheet.pk)
        return list(table.problems) if table else []

    def hints(self, sheet: TakeoverSheet) -> list[RowError]:
        """What a person should know of a sheet, though nothing is wrong."""
        table = self.balances.get(sheet.pk)
        return list(table.hints) if table else []


def material_of(takeover: Takeover, sides: Mapping[str, Side] | None = None) -> Material:
    """The files read. Raises `InvalidValue` when one is no longer readable."""
    documents: dict[int, list[SheetCells]] = {}
    sheets: list[Read] = []
    for sheet in takeover.sheets.select_related("document"):
        if sheet.document_id not in documents:
            documents[sheet.document_id] = read_sheets(open_document(sheet.document))
        cells = documents[sheet.document_id][sheet.position]
        sheets.append((sheet, recognise(cells.rows), cells))
    found = Material(takeover, sheets)
    for sheet, head, cells in sheets:
        _read(found, sheet, head, cells, sides or {})
    found.accounts = tree(_accounts(found))
    return found


def _read(found: Material, sheet: TakeoverSheet, head: Head, cells: SheetCells, sides: Mapping[str, Side]) -> None:
    if head.kind in {Kind.BALANCES, Kind.PARTIES}:
        found.balances[sheet.pk] = read_balances(head, cells.rows, sides)
    elif head.kind is Kind.VOUCHERS:
        found.vouchers[sheet.pk] = read_vouchers(head, cells.rows)
    elif head.kind is Kind.ASSETS:
        found.cards[sheet.pk] = read_cards(head, cells.rows)


def _accounts(found: Material) -> Iterable[ForeignAccount]:
    """Accounts of every sheet; charts first, for they say most."""
    for _sheet, head, cells in found.sheets:
        if head.kind is Kind.CHART:
            yield from (account for _n, said in rows_below(head, cells.rows) if (account := account_of(said)))
    for table in found.balances.values():
        yield from table.accounts
    for vouchers in found.vouchers.values():
        yield from vouchers.accounts


def wide_chart(books: Books) -> Chart:
    """The company's chart with the accounts its standard opens when needed."""
    company = books.company
    general = is_general_taxpayer(company, company.first_period.start)
    whole = chart_for(company.accounting_standard, general_vat=general, optional=True)
    return Chart.of([*(row for row in whole if row.code not in books.chart), *books.chart])


def sides_of(takeover: Takeover, chart: Chart) -> dict[str, Side]:
    """Normal sides of the other package's accounts, by those of ours they become."""
    rows: dict[str, TakeoverAccount] = {row.key: row for row in takeover.accounts.all()}
    found: dict[str, Side] = {}
    for key, row in rows.items():
        target, above = row.target, row
        while not target and above.parent in rows:
            above = rows[above.parent]
            target = above.target
        if target in chart:
            found[key] = chart[target].normal_side
    return found


def remembered(takeover: Takeover) -> dict[tuple[str, str], Decision]:
    """What was decided before of accounts of this package: for the agency, then for the company itself."""
    company = takeover.company
    rows = ChartMapping.objects.filter(
        agency_id=company.agency_id, source=takeover.source, standard=company.accounting_standard
    )
    found: dict[tuple[str, str], Decision] = {}
    for mine in (rows.filter(company=None), rows.filter(company=company)):
        for row in mine:
            found[row.code, row.name] = Decision(Action(row.action), row.target, row.new_name, 1.0, "remembered")
    return found


def has_openings(company_id: int, first: AccountingPeriod) -> bool:
    """Whether opening balances were written."""
    return PeriodBalance.objects.filter(company_id=company_id, period__lt=str(first)).exists()


def has_posted(company_id: int) -> bool:
    """Whether a voucher is posted: from then on openings stay."""
    return Voucher.objects.filter(company_id=company_id, state="posted").exists()
