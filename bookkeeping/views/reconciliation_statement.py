"""The bank reconciliation statement (银行存款余额调节表) in its usual form, as page, printed file and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from bookkeeping.domain.sheet import Column, Kind, Row, Sheet, Style, row
from bookkeeping.models import BankAccount, BankLine
from bookkeeping.selectors.bank_matching import Desk, LedgerLine, desk_of
from bookkeeping.selectors.bank_reconciliation import ReconciliationStatement, reconciliation_statement
from bookkeeping.views.report_pages import file_answer
from bookkeeping.views.shared import company_of, period_of
from foundation.access import company_view
from foundation.models import Role
from kernel.money import ZERO


class _Half(NamedTuple):
    """One line of a half of the form: what, and how much."""

    words: str
    amount: Decimal | None = None


@company_view(Role.VIEWER)
@require_safe
def statement(request: HttpRequest, company_id: int, account_id: int) -> HttpResponse:
    """The statement at the end of the period."""
    desk = _desk(company_id, account_id)
    found = reconciliation_statement(desk, period_of(request).end)
    context = {"desk": desk, "sheet": sheet_of(desk, found), "statement": found}
    return render(request, "bookkeeping/reconciliation_statement.html", context)


@company_view(Role.VIEWER)
@require_safe
def statement_file(request: HttpRequest, company_id: int, account_id: int, form: str) -> HttpResponse:
    """The same as a file."""
    desk, period = _desk(company_id, account_id), period_of(request)
    sheet = sheet_of(desk, reconciliation_statement(desk, period.end))
    return file_answer(sheet, company_of(request), f"reconciliation-{desk.account.pk}-{period}", form)


def _desk(company_id: int, account_id: int) -> Desk:
    return desk_of(get_object_or_404(BankAccount, pk=account_id, company_id=company_id))


def sheet_of(desk: Desk, found: ReconciliationStatement) -> Sheet:
    """The form: the ledger at the left, the bank at the right, both ending at the same balance."""
    words = pgettext("reconcile", "项目"), pgettext("reconcile", "金额")
    ledger, bank = pgettext("reconcile", "企业银行存款日记账"), pgettext("reconcile", "银行对账单")
    columns = (
        Column("ledger_item", words[0], group=ledger),
        Column("ledger_amount", words[1], Kind.AMOUNT, ledger),
        Column("bank_item", words[0], group=bank),
        Column("bank_amount", words[1], Kind.AMOUNT, bank),
    )
    title = pgettext("reconcile", "银行存款余额调节表")
    subtitle = f"{desk.account.name} {desk.account.number} · {found.until.isoformat()}"
    note = "" if found.is_balanced else pgettext("reconcile", "调节后余额不相等，请查找漏记、错记或缺失的对账单。")
    return Sheet(title, subtitle, columns, _rows(found), note)


def _rows(found: ReconciliationStatement) -> list[Row]:
    first = row([
        pgettext("reconcile", "账面余额"), found.ledger_balance,
        pgettext("reconcile", "对账单余额"), found.bank_balance,
    ], Style.OPENING)  # fmt: skip
    last = row([
        pgettext("reconcile", "调节后余额"), found.adjusted_ledger,
        pgettext("reconcile", "调节后余额"), found.adjusted_bank,
    ], Style.TOTAL)  # fmt: skip
    left = [
        *_known(found),
        *_part(pgettext("reconcile", "加：银行已收、企业未收"), found.bank_received),
        *_part(pgettext("reconcile", "减：银行已付、企业未付"), found.bank_paid),
    ]
    right = [
        *_part(pgettext("reconcile", "加：企业已收、银行未收"), found.ledger_received),
        *_part(pgettext("reconcile", "减：企业已付、银行未付"), found.ledger_paid),
    ]
    nothing = _Half("")
    pairs = zip_longest(left, right, fillvalue=nothing)
    return [first, *(row([one.words, one.amount, other.words, other.amount]) for one, other in pairs), last]


def _known(found: ReconciliationStatement) -> list[_Half]:
    """What the two sides differed by before, and by what matches differ; only where there is any."""
    parts = (
        (pgettext("reconcile", "启用对账前的差额"), found.opening_difference),
        (pgettext("reconcile", "已对账但金额不同（如手续费未入账）"), found.differences),
    )
    return [_Half(words, amount) for words, amount in parts if amount != ZERO]


def _part(title: str, rows: Sequence[BankLine] | Sequence[LedgerLine]) -> list[_Half]:
    """A heading with its sum, then each line; amounts positive, since the heading says which way."""
    total = sum((abs(line.amount) for line in rows), ZERO)
    return [_Half(title, total), *(_Half(f"　{_words(line)}", abs(line.amount)) for line in rows)]


def _words(line: BankLine | LedgerLine) -> str:
    if isinstance(line, BankLine):
        return " ".join(part for part in (line.date.isoformat(), line.counterparty_name, line.description) if part)
    return " ".join(part for part in (line.day.isoformat(), line.voucher, line.description) if part)
