"""The bank reconciliation statement of an account as of a day (银行存款余额调节表), read from what is matched.

Rule kept: a match counts as of a day only when all its lines lie before; a cheque cashed next month is outstanding in
this one. The bank's own last balance is taken where it says one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, Sum

from bookkeeping.models import BankLine, BankMatch, BankMatchLine, BankStatement, JournalLine, MatchState, PeriodBalance
from bookkeeping.models.voucher import VoucherState
from bookkeeping.selectors.bank_matching import Desk, LedgerLine, as_ledger_lines, bank_lines, ledger_rows
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class ReconciliationStatement:
    """Both balances and what stands between them, yuan (or the account's currency).

    `opening_difference` is what bank and ledger differed by before the first bank line; `differences` are those of
    matches (fees not booked yet). Amounts of open lines are + in, − out.
    """

    until: date
    ledger_balance: Decimal
    bank_balance: Decimal
    opening_difference: Decimal
    differences: Decimal
    open_bank: tuple[BankLine, ...]
    open_ledger: tuple[LedgerLine, ...]

    @property
    def bank_received(self) -> list[BankLine]:
        """银行已收，企业未收."""
        return [row for row in self.open_bank if row.amount > 0]

    @property
    def bank_paid(self) -> list[BankLine]:
        """银行已付，企业未付."""
        return [row for row in self.open_bank if row.amount <= 0]

    @property
    def ledger_received(self) -> list[LedgerLine]:
        """企业已收，银行未收."""
        return [row for row in self.open_ledger if row.amount > 0]

    @property
    def ledger_paid(self) -> list[LedgerLine]:
        """企业已付，银行未付."""
        return [row for row in self.open_ledger if row.amount <= 0]

    @property
    def adjusted_ledger(self) -> Decimal:
        """The ledger balance after what only the bank knows."""
        known = self.ledger_balance + self.opening_difference + self.differences
        return known + total(row.amount for row in self.open_bank)

    @property
    def adjusted_bank(self) -> Decimal:
        """The bank balance after what only the ledger knows."""
        return self.bank_balance + total(row.amount for row in self.open_ledger)

    @property
    def is_balanced(self) -> bool:
        """Whether both come to the same."""
        return self.adjusted_ledger == self.adjusted_bank


def reconciliation_statement(desk: Desk, until: date) -> ReconciliationStatement:
    """The statement as of the end of `until`."""
    later = _later_matches(desk, until)
    holding = BankMatchLine.objects.filter(holds=True, match__account__in=desk.accounts).exclude(match__in=later)
    open_bank = bank_lines(desk, until).exclude(pk__in=holding.filter(bank_line__isnull=False).values("bank_line"))
    ours = ledger_rows(desk, until).exclude(pk__in=holding.filter(ledger_line__isnull=False).values("ledger_line"))
    before = ledger_balance(desk, desk.start - timedelta(days=1)) if desk.start else ZERO
    opening, closing = zip(*(_bank_balances(account, until) for account in desk.accounts), strict=True)
    known = [value for value in opening if value is not None]
    opening_sum = total(known) if known else before
    matched = BankMatch.objects.filter(account__in=desk.accounts, state=MatchState.MATCHED).exclude(pk__in=later)
    return ReconciliationStatement(
        until=until,
        ledger_balance=ledger_balance(desk, until),
        bank_balance=total(closing) if known else before + total(closing),
        opening_difference=opening_sum - before if desk.start and desk.start <= until else ZERO,
        differences=matched.aggregate(sum=Sum("difference"))["sum"] or ZERO,
        open_bank=tuple(open_bank.order_by("date", "position", "pk")),
        open_ledger=tuple(as_ledger_lines(desk, ours)),
    )


def _later_matches(desk: Desk, until: date) -> set[int]:
    """Matches that hold and have a line after the day."""
    rows = BankMatchLine.objects.filter(holds=True, match__account__in=desk.accounts)
    late = Q(bank_line__date__gt=until) | Q(ledger_line__voucher__date__gt=until)
    return set(rows.filter(late).values_list("match_id", flat=True))


def ledger_balance(desk: Desk, until: date) -> Decimal:
    """Debit less credit of the ledger account at the end of a day, in the account's currency."""
    period = AccountingPeriod.of(until)
    code, company = desk.account.account_code, desk.account.company_id
    is_foreign = desk.account.currency != "CNY"
    debit, credit = ("foreign_debit", "foreign_credit") if is_foreign else ("debit", "credit")
    earlier = PeriodBalance.objects.filter(company_id=company, account__code__startswith=code, period__lt=str(period))
    sums = earlier.aggregate(debit=Sum(debit), credit=Sum(credit))  # apart: a difference of columns stays in fen
    opening = (sums["debit"] or ZERO) - (sums["credit"] or ZERO)
    rows = JournalLine.objects.filter(
        account__company_id=company,
        account__code__startswith=code,
        period=str(period),
        voucher__state=VoucherState.POSTED,
        voucher__date__lte=until,
    )
    moved = ZERO
    for paid_in, paid_out, foreign in rows.values_list("debit", "credit", "foreign_amount"):
        moved += (foreign if paid_in else -foreign) if is_foreign else paid_in - paid_out
    return opening + moved


def _bank_balances(account: int, until: date) -> tuple[Decimal | None, Decimal]:
    """Balance before the first line where it is known, and balance at the end of the day (else the sum of lines)."""
    rows = BankLine.objects.filter(account_id=account, date__lte=until).order_by("date", "position", "pk")
    lines = list(rows.values_list("amount", "balance"))
    opening = BankStatement.objects.filter(account_id=account, opening_balance__isnull=False).order_by("start").first()
    told = next((place for place, (_, balance) in enumerate(lines) if balance is not None), None)
    if told is not None:
        first = lines[told][1] - total(amount for amount, _ in lines[: told + 1])
        last = max(place for place, (_, balance) in enumerate(lines) if balance is not None)
        return first, lines[last][1] + total(amount for amount, _ in lines[last + 1 :])
    if opening is not None:
        return opening.opening_balance, opening.opening_balance + total(amount for amount, _ in lines)
    return None, total(amount for amount, _ in lines)
