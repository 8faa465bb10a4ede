"""Write the opening balances of a takeover: from the tables chosen for it, with the year to date and counterparties.

Rules kept: nothing is written unless debits equal credits, every account with figures has become one of ours and every
row could be read; written anew until the first voucher is posted, over earlier ones only by a supervisor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from bookkeeping.domain.account import Category, Chart, Side
from bookkeeping.domain.analysis import Analysis
from bookkeeping.domain.payroll_table import RowError
from bookkeeping.models import Takeover, TakeoverSheet
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.takeover import Material, has_openings, has_posted, material_of, sides_of, wide_chart
from bookkeeping.services.open_books import OpeningBalance, set_opening_balances
from bookkeeping.services.taken_accounts import Opened, item_name
from bookkeeping.takeover.balances import BalanceRow, BalanceTable, Figures, why_unbalanced
from bookkeeping.takeover.sheets import Kind
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import InvalidValue, NotReady
from kernel.money import ZERO, total

Place = tuple[str, str, Analysis]


@dataclass
class OpeningPlan:
    """What would be written, seen before it is. Amounts in yuan, by row of the tables."""

    sheets: list[TakeoverSheet] = field(default_factory=list)
    rows: list[tuple[BalanceRow, Figures]] = field(default_factory=list)
    parties: list[tuple[BalanceRow, Figures]] = field(default_factory=list)
    problems: list[RowError] = field(default_factory=list)
    hints: list[RowError] = field(default_factory=list)

    @property
    def debit(self) -> Decimal:
        """Debit balances."""
        return total(max(figures.closing, ZERO) for _row, figures in self.rows)

    @property
    def credit(self) -> Decimal:
        """Credit balances."""
        return total(max(-figures.closing, ZERO) for _row, figures in self.rows)

    @property
    def year(self) -> tuple[Decimal, Decimal]:
        """Movements since 1 January."""
        figures = [figures for _row, figures in self.rows]
        return total(one.year_debit for one in figures), total(one.year_credit for one in figures)


def read_takeover(takeover: Takeover) -> Material:
    """The files read with the sides of the accounts they were mapped to."""
    chart = wide_chart(books_of(takeover.company_id))
    return material_of(takeover, sides_of(takeover, chart))


def plan_openings(takeover: Takeover, material: Material) -> OpeningPlan:
    """What the tables chosen say as opening balances, and everything that keeps them from being written."""
    plan = OpeningPlan()
    for sheet in material.of_kind(Kind.BALANCES, Kind.PARTIES):
        if sheet.use == "check":
            continue
        table = material.balances[sheet.pk]
        plan.sheets.append(sheet)
        plan.problems += table.problems
        plan.hints += table.hints
        rows = [(row, _at_opening(takeover, sheet, table, row.figures)) for row in table.rows]
        target = plan.parties if sheet.kind == Kind.PARTIES else plan.rows
        target += [(row, figures) for row, figures in rows if figures]
        if sheet.kind == Kind.BALANCES:
            _check_sums(plan, table, sheet)
    if plan.parties and not plan.rows:
        plan.rows, plan.parties = plan.parties, []
    _check_parties(plan)
    if not plan.rows and not plan.problems:
        plan.problems.append(RowError(0, "", "没有可作期初的余额表", "no table to take opening balances from"))
    if sum(sheet.kind == Kind.BALANCES for sheet in plan.sheets) > 1:
        plan.problems.append(
            RowError(
                0, "", "有多张余额表用作期初，请只留一张", "more than one balance table is chosen for the openings"
            )
        )
    opened = Opened(takeover, takeover.started_by)
    keys = dict.fromkeys(row.key for row, _figures in plan.rows)
    for key in keys:
        if opened.missing(key):
            plan.problems.append(RowError(0, key, f"科目 {key} 还没有对应", f"account {key} is not mapped"))
    return plan


def _at_opening(takeover: Takeover, sheet: TakeoverSheet, table: BalanceTable, said: Figures) -> Figures:
    """Balance and year to date on the day the books begin; the balance stands in `closing`."""
    year = (ZERO, ZERO)
    if takeover.company.first_period.month > 1:
        if "year_debit" in table.has:
            year = (said.year_debit, said.year_credit)
            if sheet.use == "opening":
                year = (year[0] - said.period_debit, year[1] - said.period_credit)
        elif sheet.use == "closing" and sheet.start.endswith("-01"):
            year = (said.period_debit, said.period_credit)
    balance = said.closing if sheet.use == "closing" else said.opening
    return Figures(
        closing=balance, year_debit=year[0], year_credit=year[1], quantity=said.quantity, foreign=said.foreign
    )


def _check_sums(plan: OpeningPlan, table: BalanceTable, sheet: TakeoverSheet) -> None:
    name = "closing" if sheet.use == "closing" else "opening"
    if difference := table.sum_of(name):
        reasons = why_unbalanced(table, name)
        zh, en = "；".join(zh for zh, _en in reasons), "; ".join(en for _zh, en in reasons)
        plan.problems.append(
            RowError(0, "", f"借贷不平，相差 {difference}。{zh}", f"debits and credits differ by {difference}. {en}")
        )
    debit, credit = plan.year
    if debit != credit:
        said = f"本年累计借贷不平，相差 {debit - credit}"
        plan.problems.append(RowError(0, "", said, f"movements of the year differ by {debit - credit}"))


def _check_parties(plan: OpeningPlan) -> None:
    """The parts of an account add up to its balance."""
    sums: dict[str, Decimal] = {}
    for row, figures in plan.parties:
        sums[row.key] = sums.get(row.key, ZERO) + figures.closing
    whole = {row.key: figures.closing for row, figures in plan.rows}
    for key, said in sums.items():
        if (difference := said - whole.get(key, ZERO)) != 0:
            plan.problems.append(
                RowError(
                    0,
                    key,
                    f"往来及辅助余额合计与科目 {key} 的余额相差 {difference}",
                    f"the parts of account {key} and its balance differ by {difference}",
                )
            )


def import_openings(takeover: Takeover, *, actor: User) -> int:
    """Rows written. Raises `InvalidValue` with the first problem, `NotReady` once vouchers are posted."""
    company = takeover.company
    again = has_openings(company.pk, company.first_period)
    require_role(actor, company, Role.SUPERVISOR if again else Role.ACCOUNTANT)
    if has_posted(company.pk):
        raise NotReady("vouchers are posted already", message_zh="已有记账凭证，期初余额不能再改")
    plan = plan_openings(takeover, read_takeover(takeover))
    if plan.problems:
        first = plan.problems[0]
        raise InvalidValue(first.message_en, message_zh=first.message_zh)
    with transaction.atomic():
        opened = Opened(takeover, actor)
        opened.settle(dict.fromkeys(row.key for row, _figures in plan.rows))
        openings = _openings(opened, plan)
        set_opening_balances(books_of(company.pk), openings, actor=actor)
        TakeoverSheet.objects.filter(pk__in=[sheet.pk for sheet in plan.sheets]).update(
            imported_at=timezone.now(), imported_by=actor, result={"rows": len(openings)}
        )
        content = {"rows": len(openings), "debit": str(plan.debit), "files": _files(plan.sheets)}
        record(company=company, actor=actor, action="takeover.openings_imported", subject=takeover, content=content)
    return len(openings)


def _files(sheets: Iterable[TakeoverSheet]) -> list[str]:
    return sorted({sheet.document.sha256 for sheet in sheets})


def _openings(opened: Opened, plan: OpeningPlan) -> list[OpeningBalance]:
    sums: dict[Place, Figures] = {}
    parted = {row.key for row, _figures in plan.parties}
    for row, figures in [*_without_parts(plan, parted), *plan.parties]:
        place = _place(opened, row)
        sums[place] = sums.get(place, Figures()).plus(figures)
    profit = opened.chart.first_level_named("本年利润")
    codes = set(opened.chart.leaves(profit.code)) if profit else set()
    closed = any(code in codes and (f.year_debit or f.year_credit) for (code, _p, _a), f in sums.items())
    return [_opening(opened.chart, place, figures, closed=closed) for place, figures in sums.items() if figures]


def _without_parts(plan: OpeningPlan, parted: set[str]) -> Iterable[tuple[BalanceRow, Figures]]:
    """Rows of accounts; of those a second table parts, only the movements its parts do not say."""
    for row, figures in plan.rows:
        if row.key not in parted:
            yield row, figures
            continue
        parts = [said for other, said in plan.parties if other.key == row.key]
        year_debit = figures.year_debit - total(one.year_debit for one in parts)
        year_credit = figures.year_credit - total(one.year_credit for one in parts)
        yield row, Figures(year_debit=year_debit, year_credit=year_credit)


def _place(opened: Opened, row: BalanceRow) -> Place:
    code, party = opened.place(row.key)
    if not party and opened.chart[code].tracks_counterparty:
        party = said_party(row.items)
    return code, party, opened.analysis(code, row.items)


def said_party(items: Mapping[str, str]) -> str:
    """The counterparty a row names, without its code."""
    return item_name(items.get("counterparty", "") or items.get("employee", ""))


def _opening(chart: Chart, place: Place, figures: Figures, *, closed: bool) -> OpeningBalance:
    """The row; where 本年利润 moved, what stands against the normal side of profit and loss carried it forward."""
    code, party, analysis = place
    account = chart[code]
    row = OpeningBalance(
        code,
        max(figures.closing, ZERO),
        max(-figures.closing, ZERO),
        figures.year_debit,
        figures.year_credit,
        party,
        analysis,
        abs(figures.quantity) if account.unit else Decimal(0),
        abs(figures.foreign) if account.currency else ZERO,
    )
    if not closed or account.category is not Category.PROFIT_LOSS:
        return row
    if account.normal_side is Side.DEBIT:
        return replace(row, carried_credit=figures.year_credit)
    return replace(row, carried_debit=figures.year_debit)
