"""Foreign currency at the end of a period: balances at the closing rate, the difference to exchange differences.

Rules kept: only monetary items are revalued (企业会计准则第19号 Art. 11, 小企业会计准则 Art. 76); a rate belongs to its
day and is never guessed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.account import Category, Side
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, entry
from bookkeeping.models import ExchangeRate, Voucher
from bookkeeping.selectors.analysis import ItemBalance, analyses_by_id, item_balances
from bookkeeping.selectors.books import Books, books_of
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue
from kernel.finding import Finding, Severity
from kernel.money import ZERO, round_to_fen, total
from kernel.period import AccountingPeriod

ORIGIN = "revaluation"


@transaction.atomic
def keep_rate(company: Company, *, currency: str, day: date, rate: Decimal, actor: User) -> ExchangeRate:
    """The rate of a day, entered or corrected. Raises `InvalidValue` for a rate that is not positive."""
    require_role(actor, company, Role.ACCOUNTANT)
    currency = currency.strip().upper()
    if rate <= 0 or len(currency) != 3 or currency == "CNY":
        raise InvalidValue("a currency and a positive rate are needed", message_zh="请填写外币代码和大于零的汇率")
    row, _created = ExchangeRate.objects.update_or_create(
        company=company, currency=currency, day=day, defaults={"rate": rate, "entered_by": actor}
    )
    content = {"currency": currency, "day": day.isoformat(), "rate": str(rate)}
    record(company=company, actor=actor, action="exchange_rate.kept", subject=row, content=content)
    return row


class Revaluation:
    """Before the taxes that follow from profit."""

    name = "revaluation"
    title = _("外币调汇")
    order = 8

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The voucher still to be posted, if any."""
        books = books_of(company_id)
        rows = _balances(books, period)
        rates = rates_on(books, period)
        analyses = analyses_by_id(company_id, {row.analysis_id for row in rows})
        lines = []
        for row in rows:
            rate = rates.get(books.chart[row.code].currency)
            difference = ZERO if rate is None else difference_of(row, rate)
            if difference:
                words = f"期末调汇 {books.chart[row.code].currency} {rate}"
                side = Side.DEBIT if difference > 0 else Side.CREDIT
                line = entry(row.code, side, abs(difference), text=words, counterparty=row.counterparty)
                lines.append(replace(line, analysis=analyses.get(row.analysis_id, ())))
        if not lines:
            return []
        lines.append(_counter(books, lines))
        earlier = Voucher.objects.filter(company_id=company_id, key__startswith=f"{ORIGIN}:{period}:").count()
        key = f"{ORIGIN}:{period}:{earlier + 1}"
        return [VoucherDraft(period.end, "期末调汇", tuple(lines), key=key, origin=ORIGIN)]


def difference_of(row: ItemBalance, rate: Decimal) -> Decimal:
    """Yuan the balance must move by (debit positive) to stand at `rate`."""
    return round_to_fen(row.closing_foreign * rate) - row.closing


def _counter(books: Books, lines: list[DraftLine]) -> DraftLine:
    """Exchange differences take the other side: a gain is a negative expense, on the debit side in red."""
    gain = total(line.debit - line.credit for line in lines)
    return entry(books.special_leaf("exchange_differences"), Side.DEBIT, -gain, text="期末调汇")


def rates_on(books: Books, period: AccountingPeriod) -> dict[str, Decimal]:
    """By currency the rate of the period's last day."""
    found = ExchangeRate.objects.filter(company=books.company, day=period.end)
    return dict(found.values_list("currency", "rate"))


def _balances(books: Books, period: AccountingPeriod) -> list[ItemBalance]:
    left_out = tuple(books.layout.accounts["not_revalued"])
    codes = [
        account.code
        for account in books.chart
        if account.currency
        and account.category in (Category.ASSET, Category.LIABILITY)
        and not account.code.startswith(left_out)
    ]
    return item_balances(books.company.pk, period, period, codes) if codes else []


def rate_findings(books: Books, period: AccountingPeriod) -> list[Finding]:
    """Balances in a currency whose rate is missing, or that do not stand at it."""
    rates, found = rates_on(books, period), []
    rows = [row for row in _balances(books, period) if row.closing_foreign or row.closing]
    missing = sorted({books.chart[row.code].currency for row in rows} - rates.keys())
    if missing:
        names = "、".join(missing)
        zh, en = f"缺少 {period.end} 的汇率：{names}", f"no exchange rate on {period.end}: {names}"
        found.append(Finding("RATE_MISSING", Severity.BLOCK, zh, en, evidence={"currencies": names}))
    off = [
        row
        for row in rows
        if (rate := rates.get(books.chart[row.code].currency)) is not None and difference_of(row, rate)
    ]
    if off:
        codes = "、".join(sorted({row.code for row in off}))
        zh, en = f"外币科目尚未调汇：{codes}", f"foreign accounts not revalued: {codes}"
        found.append(Finding("NOT_REVALUED", Severity.BLOCK, zh, en, evidence={"accounts": codes}))
    return found
