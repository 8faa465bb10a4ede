"""Trial balance, ledgers and statements on screen; any figure opens what it was added up from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bookkeeping.charts import titles_en
from bookkeeping.domain.balances import first_level_totals, roll_up
from bookkeeping.domain.cash_flow import cash_flow_of
from bookkeeping.domain.statements import StatementLine, Statements
from bookkeeping.models import Voucher
from bookkeeping.selectors.balances import balances, counterparty_balances, trial_balance_of, year_start
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.ledger import ledger_of
from bookkeeping.selectors.statements import cash_vouchers, statements_of
from bookkeeping.views.shared import period_of, span_of
from foundation.access import company_view
from foundation.models import Role

KINDS = {"balance_sheet": _("资产负债表"), "income_statement": _("利润表"), "cash_flow": _("现金流量表")}


@company_view(Role.VIEWER)
@require_safe
def trial_balance(request: HttpRequest, company_id: int) -> HttpResponse:
    """The trial balance; `?level=` limits the depth, `?from=` widens the span."""
    start, end = span_of(request)
    depth = int(request.GET["level"]) if request.GET.get("level", "").isdigit() else 9
    rows = trial_balance_of(books_of(company_id), start, end)
    context = {
        "rows": [row for row in rows if row.level <= depth],
        "totals": first_level_totals(rows),
        "start": start,
        "end": end,
        "level": depth,
    }
    return render(request, "bookkeeping/trial_balance.html", context)


@company_view(Role.VIEWER)
@require_safe
def ledger(request: HttpRequest, company_id: int, code: str) -> HttpResponse:
    """The ledger of one account and everything below it."""
    books = books_of(company_id)
    if code not in books.chart:
        raise Http404
    start, end = span_of(request)
    party = request.GET.get("counterparty", "*")
    context = {
        "ledger": ledger_of(books, code, start, end, counterparty=None if party == "*" else party),
        "start": start,
        "end": end,
        "party": party,
        "parties": counterparty_balances(books, code, end) if books.chart[code].tracks_counterparty else [],
    }
    return render(request, "bookkeeping/ledger.html", context)


def _lines_of(result: Statements, kind: str) -> list[StatementLine]:
    """The lines of a statement, titled in the reader's language."""
    if kind not in KINDS:
        raise Http404
    lines: list[StatementLine] = list(getattr(result, kind))
    if get_language() != "en":
        return lines
    return [replace(line, title=titles_en().get(line.title, line.title)) for line in lines]


@company_view(Role.VIEWER)
@require_safe
def statements(request: HttpRequest, company_id: int) -> HttpResponse:
    """One of the three statements; `?kind=` chooses."""
    kind = request.GET.get("kind", "balance_sheet")
    books = books_of(company_id)
    lines = _lines_of(statements_of(books, period_of(request)), kind)
    context = {"kind": kind, "kinds": KINDS.items(), "form": books.layout.forms[kind], "lines": lines}
    if kind == "balance_sheet":
        assets = [line for line in lines if line.column == "asset"]
        claims = [line for line in lines if line.column != "asset"]
        height = max(len(assets), len(claims))
        padded = [[*side, *[None] * (height - len(side))] for side in (_without_end(assets), _without_end(claims))]
        context["pairs"] = [*[*zip(*padded, strict=True)][: height - 1], (assets[-1], claims[-1])]
    return render(request, "bookkeeping/statements.html", context)


def _without_end(lines: list[StatementLine]) -> list[StatementLine | None]:
    """All but the grand total, which both columns print on the last row."""
    return list(lines[:-1])


@dataclass(frozen=True, slots=True)
class Source:
    """One thing a figure was added up from."""

    label: str
    amount: object
    code: str = ""
    voucher: Voucher | None = None
    line: int | None = None


@company_view(Role.VIEWER)
@require_safe
def figure(request: HttpRequest, company_id: int, kind: str, line: int) -> HttpResponse:
    """What a figure of a statement was added up from: lines, accounts or vouchers."""
    books, period = books_of(company_id), period_of(request)
    lines = _lines_of(statements_of(books, period), kind)
    shown = next((row for row in lines if row.line == line), None)
    if shown is None:
        raise Http404
    layout_line = next(row for row in getattr(books.layout, kind) if row.line == line)
    if shown.is_total:
        parts = [(number, 1) for number in layout_line.add] + [(number, -1) for number in layout_line.subtract]
        by_number = {row.line: row for row in lines}
        sources = [
            Source(by_number[n].title, sign * next(iter(by_number[n].amounts.values())), line=n) for n, sign in parts
        ]
    elif kind == "cash_flow":
        sources = _cash_sources(books, request, line)
    else:
        sources = _account_sources(books, request, shown, with_profit=layout_line.with_profit)
    context = {"kind": kind, "kind_name": KINDS[kind], "line": shown, "sources": sources, "span": year_start(period)}
    return render(request, "bookkeeping/figure.html", context)


def _account_sources(books: Books, request: HttpRequest, shown: StatementLine, *, with_profit: bool) -> list[Source]:
    period = period_of(request)
    rolled = roll_up(books.chart, balances(books.company.pk, period, period))
    is_sheet = "closing" in shown.amounts
    codes = [code for code in shown.accounts if code in rolled]
    if with_profit:
        codes += [code for code in rolled if len(code) == 4 and books.chart[code].category == "profit_loss"]
    return [
        Source(
            books.chart.full_name(code),
            abs(rolled[code].closing) if is_sheet else abs(rolled[code].earned),
            code=code,
        )
        for code in codes
    ]


def _cash_sources(books: Books, request: HttpRequest, line: int) -> list[Source]:
    period = period_of(request)
    flows = {
        voucher: flow[line]
        for voucher, _period, lines in cash_vouchers(books, period, period)
        if line in (flow := cash_flow_of(lines, books.cash_codes, books.layout.cash_rules))
    }
    vouchers = Voucher.objects.filter(company_id=books.company.pk, pk__in=flows).order_by("number")
    return [Source(row.description, abs(flows[row.pk]), voucher=row) for row in vouchers]
