"""The pouch of a period as an Excel workbook: sums, purchases, sales, and what was sent back.

Rule kept: every text is written as text, so a name such as `=HYPERLINK(…)` stays a name; the same on re-opening,
because the cell is a string and no formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from invoices.domain.summing import Summary, Total
from invoices.models import Direction, InputVatUsage, VerdictState
from invoices.selectors.pouch import Leaf, Pouch, Side
from invoices.templatetags.fapiao import category_name, kind_name, rate_name

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def pouch_to_excel(pouch: Pouch) -> bytes:
    """The workbook; amounts are numbers with two places."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        sheets = _Sheets(book)
        for side in pouch.sides:
            sheets.sums(side)
        for side in pouch.sides:
            sheets.list(_side_name(side.direction), _leaves(side), side.summary.all)
        if pouch.returned or not pouch.sides:
            sheets.list(_("退票"), pouch.returned, None)
    return buffer.getvalue()


class _Sheets:
    """Writes rows of text and money, nothing else."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        self._money = book.add_format({"num_format": "#,##0.00"})

    def sums(self, side: Side) -> None:
        """One sheet with every table of one side below the other."""
        sheet, row = self._book.add_worksheet(f"{_side_name(side.direction)} {_('汇总')}"), 0
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 5, 16)
        for title, totals, name_of in _tables(side.summary):
            row = self._rows(sheet, row, [title, *_amount_titles()], bold=True)
            for one in totals:
                row = self._rows(sheet, row, _total_cells(name_of(one.name), one))
            row = self._rows(sheet, row, _total_cells(_("合计"), side.summary.all), bold=True) + 1

    def list(self, title: str, leaves: Iterable[Leaf], total: Total | None) -> None:
        """One sheet with a row an invoice and the sum below."""
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 8, 18)
        row = self._rows(sheet, 0, _list_titles(), bold=True)
        for leaf in leaves:
            row = self._rows(sheet, row, _leaf_cells(leaf))
        if total is not None:
            amounts = [total.net, total.tax, total.gross, total.deductible]
            self._rows(sheet, row, [_("合计"), *[""] * 8, *amounts], bold=True)

    def _rows(self, sheet: Any, row: int, cells: Sequence[object], *, bold: bool = False) -> int:
        for column, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(row, column, value, self._bold if bold else None)
            elif value is not None:
                sheet.write_number(row, column, value, self._money if not isinstance(value, int) else None)
        return row + 1


def _tables(summary: Summary) -> list[tuple[str, Sequence[Total], Callable[[str], str]]]:
    usages, verdicts = dict(InputVatUsage.choices), dict(VerdictState.choices)
    return [
        (_("类别"), summary.by_category, category_name),
        (_("往来单位"), summary.by_counterparty, lambda name: name or "—"),
        (_("税率"), summary.by_rate, rate_name),
        (_("进项处理"), summary.by_usage, lambda name: str(usages.get(name, name))),
        (_("账期"), summary.by_period, str),
        (_("结论"), summary.by_verdict, lambda name: str(verdicts.get(name, name))),
    ]


def _amount_titles() -> list[str]:
    return [_("张数"), _("金额"), _("税额"), _("价税合计"), _("可抵扣税额")]


def _list_titles() -> list[str]:
    return [
        _("类别"), _("票种"), _("开票日期"), _("发票号码"), _("往来单位"), _("结论"), _("处理"), _("进项处理"),
        _("附列资料（二）行次"), _("金额"), _("税额"), _("价税合计"), _("可抵扣税额"),
    ]  # fmt: skip


def _total_cells(name: str, total: Total) -> list[object]:
    return [name, total.count, total.net, total.tax, total.gross, total.deductible]


def _leaf_cells(leaf: Leaf) -> list[object]:
    one = leaf.invoice
    return [
        category_name(one.category),
        kind_name(one.kind),
        one.issue_date.isoformat() if one.issue_date else "",
        one.invoice_number or "",
        leaf.counterparty,
        str(one.get_verdict_display()),
        str(one.get_decision_display()),
        str(one.get_input_vat_display()),
        leaf.schedule_2_row,
        one.net_amount,
        one.tax_amount,
        one.gross_amount,
        one.deductible_vat,
    ]


def _leaves(side: Side) -> Iterable[Leaf]:
    return (leaf for sheaf in side.sheaves for leaf in sheaf.leaves)


def _side_name(direction: str) -> str:
    return _("销项") if direction == Direction.SALE else _("进项")
