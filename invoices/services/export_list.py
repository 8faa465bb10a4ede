"""A list of invoices as an Excel workbook.

Rule kept: every text is written as text, so a name such as `=HYPERLINK(…)` stays a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from invoices.models import Invoice
from invoices.templatetags.fapiao import category_name, kind_name

_AMOUNTS: Final = ("net_amount", "tax_amount", "gross_amount", "deductible_vat")
_WIDTHS: Final = (12, 24, 14, 20, 30, 22, 30, 22, 14, 12, 12, 12, 12, 12, 12, 10, 10)


def invoices_to_excel(invoices: Iterable[Invoice]) -> bytes:
    """The workbook: one row an invoice, amounts as numbers with two places, a sum line below."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet, bold = book.add_worksheet(_("发票")), book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        for column, (title, width) in enumerate(zip(_titles(), _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, 0)
        sums, row = [Decimal(0)] * len(_AMOUNTS), 0
        for row, invoice in enumerate(invoices, start=1):
            for column, value in enumerate(_texts(invoice)):
                sheet.write_string(row, column, value)
            for offset, name in enumerate(_AMOUNTS):
                amount = getattr(invoice, name)
                if amount is not None:
                    sheet.write_number(row, len(_texts(invoice)) + offset, amount, money)
                    sums[offset] += amount
        sheet.write_string(row + 1, 0, _("合计"), bold)
        for offset, amount in enumerate(sums):
            sheet.write_number(row + 1, len(_WIDTHS) - len(_AMOUNTS) + offset, amount, money)
    return buffer.getvalue()


def _titles() -> list[str]:
    return [
        _("账期"), _("票种"), _("开票日期"), _("发票号码"), _("销售方名称"), _("销售方识别号"), _("购买方名称"),
        _("购买方识别号"), _("类别"), _("方向"), _("结论"), _("处理"), _("进项处理"),
        _("金额"), _("税额"), _("价税合计"), _("可抵扣税额"),
    ]  # fmt: skip


def _texts(invoice: Invoice) -> list[str]:
    return [
        invoice.period,
        kind_name(invoice.kind),
        invoice.issue_date.isoformat() if invoice.issue_date else "",
        invoice.invoice_number or "",
        invoice.seller_name or "",
        invoice.seller_taxpayer_id or "",
        invoice.buyer_name or "",
        invoice.buyer_taxpayer_id or "",
        category_name(invoice.category),
        invoice.get_direction_display(),
        invoice.get_verdict_display(),
        invoice.get_decision_display(),
        invoice.get_input_vat_display(),
    ]
