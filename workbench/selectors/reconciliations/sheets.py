"""The sheets of the reconciliations: plain values in, a sheet with its number of differences out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookkeeping.exports import Column, Kind, Sheet, bank_findings, invoice_troubles, row, settlement_of
from foundation.models import Company
from invoices.exports import has_list, list_differences
from kernel.period import AccountingPeriod
from tax_filing.exports import Compared, vat_comparison, withholding_comparison


@dataclass(frozen=True, slots=True)
class Checked:
    """A sheet with what differs; `differences` is None where there is nothing to compare, which the note says."""

    sheet: Sheet
    differences: int | None


def bank(company: Company, period: AccountingPeriod) -> Checked:
    """Bank and ledger by account; lines stand in the reconciliation statement of each."""
    found = bank_findings(company.pk, period)
    rows = [row([one.evidence.get("account", ""), one.message_en if _english() else one.message_zh]) for one in found]
    columns = Column("code", _("科目")), Column("text", _("差异"))
    return Checked(Sheet(_("银行与账面"), str(period), columns, rows), len(found))


def settlement(company: Company, period: AccountingPeriod) -> Checked:
    """Invoices with money and age; payments no invoice takes."""
    found = settlement_of(company.pk, period)
    open_ones = [one for one in found.invoices if one.open > 0]
    rows = [
        row([
            _direction(one.invoice.direction), one.invoice.number, one.invoice.day, one.invoice.party,
            one.invoice.gross, one.paid, one.open, (period.end - one.invoice.day).days,
        ])
        for one in open_ones
    ]  # fmt: skip
    rows += [
        row([_("收款") if paid.amount > 0 else _("付款"), _("没有发票"), paid.day, paid.party, abs(paid.amount),
             abs(paid.amount) - left, left, (period.end - paid.day).days])
        for paid, left in found.unused
    ]  # fmt: skip
    columns = (
        Column("direction", _("方向")), Column("number", _("发票号码")), Column("day", _("日期"), Kind.DATE),
        Column("party", _("往来单位")), Column("gross", _("金额"), Kind.AMOUNT),
        Column("paid", _("已结算"), Kind.AMOUNT),
        Column("open", _("未结算"), Kind.AMOUNT), Column("age", _("账龄（天）"), Kind.COUNT),
    )  # fmt: skip
    note = _("同一单位先按金额相同结算，其余先结最早的发票；只计银行收付，现金和抵账不在内。")
    return Checked(Sheet(_("收付款与发票"), str(period), columns, rows, note), len(rows))


def vouchers(company: Company, period: AccountingPeriod) -> Checked:
    """Invoices of the month beside their vouchers."""
    words = {"not_booked": _("未入账"), "voucher_gone": _("凭证已冲销"), "amount": _("凭证金额不足")}
    found = invoice_troubles(company.pk, period)
    rows = [
        row([_direction(one.fact.direction), one.fact.invoice_number, one.fact.issue_date, _party(one.fact),
             one.fact.gross_amount, one.booked, words[one.trouble]])
        for one in found
    ]  # fmt: skip
    columns = (
        Column("direction", _("方向")), Column("number", _("发票号码")), Column("day", _("日期"), Kind.DATE),
        Column("party", _("往来单位")), Column("gross", _("价税合计"), Kind.AMOUNT),
        Column("booked", _("凭证金额"), Kind.AMOUNT), Column("trouble", _("差异")),
    )  # fmt: skip
    return Checked(Sheet(_("发票与凭证"), str(period), columns, rows), len(found))


def bureau(company: Company, period: AccountingPeriod) -> Checked:
    """Our invoices beside the bureau's list."""
    words = {
        "not_received": _("税局有，我方未收到"), "not_listed": _("我方有，税局清单没有"),
        "amount": _("金额不一致"), "state": _("税局状态为作废或异常"),
    }  # fmt: skip
    columns = (
        Column("direction", _("方向")), Column("number", _("发票号码")), Column("day", _("日期"), Kind.DATE),
        Column("party", _("往来单位")), Column("ours", _("我方金额"), Kind.AMOUNT),
        Column("theirs", _("税局金额"), Kind.AMOUNT), Column("trouble", _("差异")),
    )  # fmt: skip
    if not has_list(company.pk, period):
        return Checked(
            Sheet(_("发票与税局清单"), str(period), columns, [], _("本期还没有税局清单：从接口取得，或导入导出的表。")),
            None,
        )
    found = list_differences(company.pk, period)
    rows = [
        row([_direction(one.shown.direction), one.shown.number, one.shown.day, one.shown.party,
             one.ours.gross if one.ours else None, one.theirs.gross if one.theirs else None, words[one.kind]])
        for one in found
    ]  # fmt: skip
    return Checked(Sheet(_("发票与税局清单"), str(period), columns, rows), len(found))


def vat(company: Company, period: AccountingPeriod) -> Checked:
    """VAT accounts beside the return due with the month."""
    return _compared(
        _("增值税科目与申报表"), period, vat_comparison(company, period), _("本月没有到期的增值税申报表。")
    )


def payroll(company: Company, period: AccountingPeriod) -> Checked:
    """Payroll beside the withholding return of the month."""
    found = withholding_comparison(company, period)
    return _compared(_("工资与扣缴申报"), period, found, _("本期没有计税的工资。"))


def _compared(title: str, period: AccountingPeriod, found: list[Compared], nothing: str) -> Checked:
    rows = [row([one.en if _english() else one.zh, one.shown, one.booked, one.shown - one.booked]) for one in found]
    columns = (
        Column("name", _("项目")), Column("return", _("申报表"), Kind.AMOUNT),
        Column("books", _("账上"), Kind.AMOUNT), Column("difference", _("差额"), Kind.AMOUNT),
    )  # fmt: skip
    differences = sum(one.differs for one in found) if found else None
    return Checked(Sheet(title, str(period), columns, rows, "" if found else nothing), differences)


def _english() -> bool:
    return get_language() == "en"


def _direction(direction: str) -> str:
    return _("销项") if direction == "sale" else _("进项")


def _party(fact: object) -> str:
    return str(getattr(fact, "buyer_name" if getattr(fact, "direction", "") == "sale" else "seller_name", ""))
