"""What a bank account is matched by: open lines of both sides, what people taught, how evidence did.

Rule kept: bank accounts that share a ledger account are matched together: their ledger lines cannot be told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Min, Q, QuerySet

from bookkeeping.domain.matching import Line, Memory
from bookkeeping.domain.matching.calibration import Counts
from bookkeeping.models import (
    BankAccount,
    BankLine,
    BankMatch,
    BankMatchLine,
    BankStatement,
    JournalLine,
    MatchState,
    VoucherState,
)
from kernel.money import to_fen

BY_PERSON = "person"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A posted line on the bank account's ledger account; `amount` + is money in. `counterparty` is its voucher's."""

    id: int
    day: date
    amount: Decimal
    counterparty: str
    description: str
    voucher_id: int
    voucher: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A bank account with those it is matched together with; sub-accounts of its ledger account belong to it.

    `start` is the day from which both sides are compared: that of the first statement, where it says none the first
    of the month of the first bank line; None without bank lines.
    """

    account: BankAccount
    accounts: tuple[int, ...]
    start: date | None


def desk_of(account: BankAccount) -> Desk:
    """The desk of an account."""
    together = BankAccount.objects.filter(company_id=account.company_id, account_code=account.account_code)
    ids = tuple(together.order_by("pk").values_list("pk", flat=True))
    first = BankLine.objects.filter(account__in=ids).aggregate(day=Min("date"))["day"]
    if first is None:
        return Desk(account, ids, None)
    told = BankStatement.objects.filter(account__in=ids).aggregate(day=Min("start"))["day"]
    return Desk(account, ids, min(told or first.replace(day=1), first))


def desks(company_id: int) -> list[Desk]:
    """The desks of a company, one for each ledger account that bank accounts in use stand for."""
    found: dict[str, BankAccount] = {}
    for account in BankAccount.objects.filter(company_id=company_id, is_active=True).order_by("pk"):
        found.setdefault(account.account_code, account)
    return [desk_of(account) for account in found.values()]


def bank_lines(desk: Desk, until: date) -> QuerySet[BankLine]:
    """All bank lines up to a day."""
    return BankLine.objects.filter(account__in=desk.accounts, date__lte=until)


def ledger_rows(desk: Desk, until: date) -> QuerySet[JournalLine]:
    """Posted lines of the ledger account from the start to a day, without what was reversed in the time."""
    if desk.start is None:
        return JournalLine.objects.none()
    rows = JournalLine.objects.filter(
        account__company_id=desk.account.company_id,
        account__code__startswith=desk.account.account_code,
        voucher__state=VoucherState.POSTED,
        voucher__date__gte=desk.start,
        voucher__date__lte=until,
    )
    gone = Q(voucher__reversed_by__date__lte=until) | Q(voucher__reverses__date__gte=desk.start)
    return rows.exclude(pk__in=rows.filter(gone).values("pk")).order_by("voucher__date", "pk")


def open_bank(desk: Desk, until: date) -> list[BankLine]:
    """Bank lines in no match that holds, oldest first."""
    held = BankMatchLine.objects.filter(holds=True, bank_line__account__in=desk.accounts).values("bank_line")
    return list(bank_lines(desk, until).exclude(pk__in=held).order_by("date", "position", "pk"))


def open_ledger(desk: Desk, until: date) -> list[LedgerLine]:
    """Ledger lines in no match that holds, oldest first."""
    held = BankMatchLine.objects.filter(holds=True, match__account__in=desk.accounts, ledger_line__isnull=False)
    return as_ledger_lines(desk, ledger_rows(desk, until).exclude(pk__in=held.values("ledger_line")))


def as_ledger_lines(desk: Desk, rows: QuerySet[JournalLine]) -> list[LedgerLine]:
    """The lines with what matching needs; amounts in the account's currency."""
    is_foreign = desk.account.currency != "CNY"
    columns = ("pk", "voucher__date", "debit", "credit", "foreign_amount", "description", "counterparty", "voucher_id")
    parties, lines = _parties(rows), []
    found = rows.values_list(*columns, "voucher__voucher_type", "voucher__number", "voucher__description")
    for pk, day, debit, credit, foreign, words, party, voucher, kind, number, title in found:
        amount = (foreign if debit else -foreign) if is_foreign else debit - credit
        name = party or parties.get(voucher, "")
        lines.append(LedgerLine(pk, day, amount, name, words or title, voucher, f"{kind}-{number}"))
    return lines


def _parties(rows: QuerySet[JournalLine]) -> dict[int, str]:
    """The one counterparty named in the voucher of each line; vouchers that name several are left out."""
    beside = JournalLine.objects.filter(voucher__in=rows.order_by().values("voucher")).exclude(counterparty="")
    names: dict[int, set[str]] = {}
    for voucher, name in beside.order_by().values_list("voucher_id", "counterparty").distinct():
        names.setdefault(voucher, set()).add(name)
    return {voucher: next(iter(found)) for voucher, found in names.items() if len(found) == 1}


def ledger_for_matching(rows: Sequence[LedgerLine]) -> list[Line]:
    """Ledger lines as the matcher takes them."""
    return [Line(row.id, row.day.toordinal(), to_fen(row.amount), row.counterparty, row.description) for row in rows]


def bank_for_matching(rows: Sequence[BankLine]) -> list[Line]:
    """Bank lines as the matcher takes them."""
    return [
        Line(row.pk, row.date.toordinal(), to_fen(row.amount), row.counterparty_name, row.description, row.reference)
        for row in rows
    ]


def memory_of(desk: Desk) -> Memory:
    """Pairs people took apart, and whose name a bank's name turned out to be."""
    parted = set()
    undone = BankMatch.objects.filter(
        account__in=desk.accounts, state__in=(MatchState.UNDONE, MatchState.REJECTED), undone_by__isnull=False
    )
    for ours, theirs in _sides(undone).values():
        parted |= {(one, other) for one in ours for other in theirs}
    return Memory(_aliases(desk), frozenset(parted))


def _sides(matches: QuerySet[BankMatch]) -> dict[int, tuple[list[int], list[int]]]:
    found: dict[int, tuple[list[int], list[int]]] = {}
    rows = BankMatchLine.objects.filter(match__in=matches).values_list("match_id", "ledger_line_id", "bank_line_id")
    for match, ours, theirs in rows:
        sides = found.setdefault(match, ([], []))
        if ours:
            sides[0].append(ours)
        if theirs:
            sides[1].append(theirs)
    return found


def _aliases(desk: Desk) -> Mapping[str, str]:
    """Names of the bank that people matched with lines of one other name, and of no second one."""
    made = BankMatch.objects.filter(
        company_id=desk.account.company_id, state=MatchState.MATCHED, made_by__isnull=False
    ).order_by()
    banks = dict(BankLine.objects.filter(matches__match__in=made).values_list("pk", "counterparty_name"))
    ledger = JournalLine.objects.filter(bank_matches__match__in=made)
    parties, vouchers = _parties(ledger), dict(ledger.values_list("pk", "voucher_id"))
    known: dict[str, set[str]] = {}
    for ours, theirs in _sides(made).values():
        names = {parties.get(vouchers[row], "") for row in ours} - {""}
        for row in theirs:
            known.setdefault(banks[row], set()).update(names)
    known.pop("", None)
    return {written: next(iter(names)) for written, names in known.items() if len(names) == 1}


def record_of(desk: Desk) -> dict[str, Counts]:
    """By kind of evidence how many suggestions people accepted, and how many matches or suggestions they refused."""
    rows = BankMatch.objects.filter(company_id=desk.account.company_id)
    right = Counter(rows.filter(state=MatchState.MATCHED, made_by__isnull=False).values_list("layer", flat=True))
    wrong = Counter(rows.filter(undone_by__isnull=False).values_list("layer", flat=True))
    return {layer: (right[layer], wrong[layer]) for layer in (right.keys() | wrong.keys()) - {BY_PERSON}}


def reversed_matches(desk: Desk) -> QuerySet[BankMatch]:
    """Matches that hold a line of a voucher reversed since."""
    rows = BankMatchLine.objects.filter(
        holds=True, match__account__in=desk.accounts, ledger_line__voucher__reversed_by__isnull=False
    )
    return BankMatch.objects.filter(pk__in=rows.values(pk_of_match=F("match_id")))
