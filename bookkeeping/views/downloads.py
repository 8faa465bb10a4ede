"""Excel files of the reports.

Rule kept: every text is written as text, so that a narration beginning with = is never a formula on somebody's desk.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookkeeping.models import JournalLine
from bookkeeping.selectors.assets import asset_rows
from bookkeeping.selectors.balances import trial_balance_of
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.ledger import ledger_of
from bookkeeping.selectors.statements import statements_of
from bookkeeping.views.reports import KINDS
from bookkeeping.views.shared import company_of, period_of, span_of
from foundation.access import company_view
from foundation.models import Role

Row = Sequence[object]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, subtitle: str, header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One sheet: title, subtitle, header, rows; amounts as numbers, everything else as text."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(title[:31])
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, subtitle)
    for column, name in enumerate(header):
        sheet.write_string(2, column, name, bold)
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(number, column, value, money)
            else:
                sheet.write_string(number, column, "" if value is None else str(value))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 12, 16)
    sheet.freeze_panes(3, 0)
    book.close()
    return target.getvalue()


def _answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@company_view(Role.VIEWER)
@require_safe
def trial_balance_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """The trial balance as Excel."""
    start, end = span_of(request)
    header = [
        _("科目编码"),
        _("科目名称"),
        _("期初借方"),
        _("期初贷方"),
        _("本期借方"),
        _("本期贷方"),
        _("期末借方"),
        _("期末贷方"),
    ]
    rows = [
        (r.code, r.name, r.opening_debit, r.opening_credit, r.debit, r.credit, r.closing_debit, r.closing_credit)
        for r in trial_balance_of(books_of(company_id), start, end)
    ]
    subtitle = f"{company_of(request).name}  {start} – {end}"
    return _answer(workbook(_("科目余额表"), subtitle, header, rows), f"trial-balance-{end}")


@company_view(Role.VIEWER)
@require_safe
def ledger_file(request: HttpRequest, company_id: int, code: str) -> HttpResponse:
    """The ledger of an account as Excel."""
    books = books_of(company_id)
    if code not in books.chart:
        raise Http404
    start, end = span_of(request)
    found = ledger_of(books, code, start, end)
    header = [_("日期"), _("摘要"), _("凭证号"), _("往来单位"), _("借方金额"), _("贷方金额"), _("余额")]
    rows: list[Row] = [("", _("期初余额"), "", "", None, None, found.opening)]
    rows += [
        (r.date, r.description, f"记-{r.number}", r.counterparty, r.debit, r.credit, r.balance) for r in found.rows
    ]
    subtitle = f"{company_of(request).name}  {found.name}  {start} – {end}"
    return _answer(workbook(_("明细账"), subtitle, header, rows), f"ledger-{code}-{end}")


@company_view(Role.VIEWER)
@require_safe
def statement_file(request: HttpRequest, company_id: int, kind: str) -> HttpResponse:
    """One statement as Excel."""
    if kind not in KINDS:
        raise Http404
    lines = getattr(statements_of(books_of(company_id), period_of(request)), kind)
    columns = [_("期末余额"), _("年初余额")] if kind == "balance_sheet" else [_("本期金额"), _("本年累计金额")]
    rows = [(str(line.line), line.title, *line.amounts.values()) for line in lines]
    subtitle = f"{company_of(request).name}  {period_of(request)}"
    name = kind.replace("_", "-")
    return _answer(
        workbook(str(KINDS[kind]), subtitle, [_("行次"), _("项目"), *columns], rows), f"{name}-{period_of(request)}"
    )


@company_view(Role.VIEWER)
@require_safe
def journal_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """Every journal line of the period as Excel."""
    books = books_of(company_id)
    lines = JournalLine.objects.filter(voucher__company_id=company_id, period=str(period_of(request)))
    header = [
        _("日期"),
        _("摘要"),
        _("凭证号"),
        _("科目编码"),
        _("科目名称"),
        _("往来单位"),
        _("借方金额"),
        _("贷方金额"),
    ]
    rows = [
        (
            line.voucher.date,
            line.description,
            str(line.voucher),
            line.account.code,
            books.chart.full_name(line.account.code),
            line.counterparty,
            line.debit,
            line.credit,
        )
        for line in lines.select_related("voucher", "account").order_by("voucher__number", "voucher_id", "position")
    ]
    subtitle = f"{company_of(request).name}  {period_of(request)}"
    return _answer(workbook(_("序时账"), subtitle, header, rows), f"journal-{period_of(request)}")


@company_view(Role.VIEWER)
@require_safe
def assets_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """The asset cards of the period as Excel."""
    month = period_of(request)
    header = [
        _("资产编号"),
        _("资产名称"),
        _("资产类型"),
        _("使用部门"),
        _("启用日期"),
        _("使用月数"),
        _("资产原值"),
        _("本期计提"),
        _("累计计提"),
        _("净值"),
    ]
    rows = [
        (
            row.card.code,
            row.card.name,
            row.card.get_kind_display(),
            row.card.department,
            row.card.in_use,
            str(row.card.life_months),
            row.card.cost,
            row.charge,
            row.accumulated,
            row.net,
        )
        for row in asset_rows(company_id, month)
    ]
    return _answer(workbook(_("资产卡片"), f"{company_of(request).name}  {month}", header, rows), f"assets-{month}")
