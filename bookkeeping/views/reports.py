"""Statements on screen and as files; any figure opens what it was added up from."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bookkeeping.domain.cash_flow import cash_flow_of
from bookkeeping.domain.sheet import Source as Origin
from bookkeeping.domain.statement_parts import Part, earned_parts, position_parts
from bookkeeping.domain.statements import LayoutLine, StatementLine
from bookkeeping.models import Voucher
from bookkeeping.reports.statement_sheets import KINDS, VIEWS, lines_of, statement_sheet
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.cash_choices import chosen_items
from bookkeeping.selectors.statements import cash_vouchers
from bookkeeping.views.addresses import address_of
from bookkeeping.views.report_pages import file_answer
from bookkeeping.views.shared import company_of, period_of
from foundation.access import company_view
from foundation.models import Role
from kernel.period import AccountingPeriod

VIEW_NAMES = {"period": _("本期与累计"), "annual": _("年报格式"), "last_year": _("比上年")}


def _chosen(request: HttpRequest, kind: str) -> str:
    """The way a statement is shown. Raises Http404 for what does not exist."""
    view = request.GET.get("view", VIEWS[0])
    if kind not in KINDS or view not in VIEWS:
        raise Http404
    return view


@company_view(Role.VIEWER)
@require_safe
def statements(request: HttpRequest, company_id: int) -> HttpResponse:
    """One of the three statements; `?kind=` chooses, `?view=` says beside what."""
    kind = request.GET.get("kind", "balance_sheet")
    view, books = _chosen(request, kind), books_of(company_id)
    context = {
        "kind": kind,
        "kinds": KINDS.items(),
        "view": view,
        "views": VIEW_NAMES.items(),
        "sheet": statement_sheet(books, period_of(request), kind, view),
    }
    return render(request, "bookkeeping/statements.html", context)


@company_view(Role.VIEWER)
@require_safe
def statement_file(request: HttpRequest, company_id: int, kind: str, form: str) -> HttpResponse:
    """One statement as Excel or PDF."""
    view = _chosen(request, kind)
    sheet = statement_sheet(books_of(company_id), period_of(request), kind, view)
    return file_answer(sheet, company_of(request), f"{kind.replace('_', '-')}-{period_of(request)}", form)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing a figure was added up from."""

    label: str
    amount: object
    address: str
    voucher: Voucher | None = None


@company_view(Role.VIEWER)
@require_safe
def figure(request: HttpRequest, company_id: int, kind: str, line: int) -> HttpResponse:
    """What a figure of a statement was added up from: lines, accounts, counterparties or vouchers."""
    _chosen(request, kind)
    books, period = books_of(company_id), period_of(request)
    lines = lines_of(books, period, kind)
    shown = next((row for row in lines if row.line == line), None)
    if shown is None:
        raise Http404
    layout_line = next(row for row in getattr(books.layout, kind) if row.line == line)
    if shown.is_total:
        sources = _lines(company_id, layout_line, lines, (kind, period))
    elif kind == "cash_flow":
        sources = _vouchers(books, period, line)
    else:
        sources = [_account(books, period, part) for part in _parts(books, period, kind, layout_line)]
    context = {"kind": kind, "kind_name": KINDS[kind], "line": shown, "sources": sources}
    return render(request, "bookkeeping/figure.html", context)


def _lines(
    company_id: int, layout_line: LayoutLine, lines: list[StatementLine], place: tuple[str, AccountingPeriod]
) -> list[Source]:
    kind, period = place
    by_number = {row.line: row for row in lines}
    parts = [(number, 1) for number in layout_line.add] + [(number, -1) for number in layout_line.subtract]
    return [
        Source(
            f"{number} {by_number[number].title}",
            sign * next(iter(by_number[number].amounts.values())),
            address_of(company_id, Origin("figure", f"{kind}/{number}", end=period)),
        )
        for number, sign in parts
    ]


def _parts(books: Books, period: AccountingPeriod, kind: str, line: LayoutLine) -> list[Part]:
    kept = balances(books.company.pk, period, period)
    return position_parts(books.chart, line, kept) if kind == "balance_sheet" else earned_parts(line, kept)


def _account(books: Books, period: AccountingPeriod, part: Part) -> Source:
    origin = Origin("subsidiary-ledger", part.code, period, period, part.counterparty)
    party = f" · {part.counterparty}" if part.counterparty else ""
    name = f"{part.code} {books.chart.full_name(part.code)}{party}"
    return Source(name, part.amount, address_of(books.company.pk, origin))


def _vouchers(books: Books, period: AccountingPeriod, line: int) -> list[Source]:
    chosen, rules = chosen_items(books, period, period), books.layout.cash_rules
    flows = {
        voucher: flow[line]
        for voucher, _period, lines in cash_vouchers(books, period, period)
        if line in (flow := cash_flow_of(lines, books.cash_codes, rules, chosen.get(voucher, {})))
    }
    found = Voucher.objects.filter(company_id=books.company.pk, pk__in=flows).order_by("number")
    return [
        Source(row.description, abs(flows[row.pk]), address_of(books.company.pk, Origin("cash_flow", str(row.pk))), row)
        for row in found
    ]
