"""Bank accounts and what is kept of them: whose a statement is, which lines are there, where balances do not follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Q

from bookkeeping.bank.table import Explained
from bookkeeping.domain.bank_fingerprints import KnownLine
from bookkeeping.domain.bank_statement import Statement
from bookkeeping.models import BankAccount, BankLine, BankLineState, StatementMapping

_STARS = re.compile(r"[*•]+")
_MARKS = re.compile(r"[*xX•]+")


def account_of(company_id: int, statement: Statement) -> BankAccount | None:
    """The account a statement is of: by its number, masked or not; a wallet that names none by its kind alone."""
    rows = BankAccount.objects.filter(company_id=company_id, is_active=True, currency=statement.currency)
    if not statement.account:
        found = list(rows.filter(kind=statement.kind).exclude(kind="bank"))
    else:
        pattern = _pattern(statement.account)
        found = [row for row in rows if row.number and pattern.fullmatch(row.number)]
    return found[0] if len(found) == 1 else None


def _pattern(number: str) -> re.Pattern[str]:
    """Digits hidden by marks may be any (an x hides one only among digits); four digits alone are the last ones."""
    plain = "".join(number.split())
    if plain.isdigit() and len(plain) == 4:
        return re.compile(rf".*{plain}")
    hides = _MARKS if re.fullmatch(r"[\d*xX•]+", plain) else _STARS
    shown = [re.escape(part) for part in hides.split(plain)]
    return re.compile(".*".join(shown) if sum(map(len, shown)) >= 4 else r"(?!)")


def known_lines(account: BankAccount, statement: Statement) -> list[KnownLine]:
    """What the account keeps of the days of a statement."""
    days = [line.day for line in statement.lines]
    rows = BankLine.objects.filter(account=account, date__gte=min(days), date__lte=max(days))
    values = rows.values_list("fingerprint", "statement__layout", "date", "amount", "balance")
    return [KnownLine(*row) for row in values]


def explained(company_id: int) -> list[Explained]:
    """The headers people of this company have explained."""
    rows = StatementMapping.objects.filter(company_id=company_id)
    return [Explained(row.header, row.columns, row.sign) for row in rows]


def accounts_with_counts(company_id: int) -> list[BankAccount]:
    """Accounts with `lines_kept`, `lines_open` and `last_day`."""
    rows = BankAccount.objects.filter(company_id=company_id).annotate(
        lines_kept=Count("lines"),
        lines_open=Count("lines", filter=Q(lines__state=BankLineState.OPEN)),
        last_day=Max("lines__date"),
    )
    return list(rows.order_by("-is_active", "pk"))


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line with the balance after it, and whether it does not follow from the one before."""

    line: BankLine
    balance: Decimal | None
    is_gap: bool
    missing: Decimal

    @property
    def paid(self) -> Decimal:
        """What went out, as people write it."""
        return abs(self.line.amount)


def lines_shown(account: BankAccount, start: date, end: date) -> list[LineShown]:
    """Lines of the span, oldest first; balances the bank did not say follow from the last it said."""
    before = BankLine.objects.filter(account=account, date__lt=start, balance__isnull=False)
    last = before.order_by("-date", "-position", "-pk").first()
    running = None if last is None else last.balance
    if last is not None and running is not None:
        between = BankLine.objects.filter(account=account, date__lt=start, date__gte=last.date)
        running += sum((row.amount for row in between if _order(row) > _order(last)), Decimal(0))
    rows = BankLine.objects.filter(account=account, date__gte=start, date__lte=end).order_by("date", "position", "pk")
    return list(_running(list(rows), running))


def _running(rows: Sequence[BankLine], running: Decimal | None) -> Iterator[LineShown]:
    for row in rows:
        expected = None if running is None else running + row.amount
        said: Decimal | None = row.balance
        is_gap = said is not None and expected is not None and said != expected
        running = said if said is not None else expected
        missing = said - expected if is_gap and said is not None and expected is not None else Decimal(0)
        yield LineShown(row, running, is_gap, missing)


def _order(row: BankLine) -> tuple[date, int, int]:
    return row.date, row.position, row.pk
