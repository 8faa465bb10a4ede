"""Facts of the money accounts: the lowest day, the busiest day, payments made twice, money that came back, cash.

Rule kept: payments within the company's own money (a withdrawal, a deposit) are no payments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from kernel.money import ZERO, total
from risk.domain.account_facts import BANK, CASH
from risk.domain.journal import MONEY, Entry, vouchers_of
from risk.domain.told import Told

DOUBLE_WITHIN: Final = timedelta(days=7)
BACK_WITHIN: Final = timedelta(days=10)
SMALL: Final = Decimal(1000)
"""Payments below are no doubles or round trips worth a look."""
_NEVER_DOUBLE: Final = frozenset({"应付职工薪酬", "应交税费", "财务费用", *MONEY})


def money_facts(told: Told, entries: Sequence[Entry], openings: Mapping[str, Decimal]) -> None:
    """Everything the lines of money accounts tell; `openings` are net debits by first level."""
    _money_by_day(told, entries, openings)
    _payments(told, entries)


def _money_by_day(told: Told, entries: Sequence[Entry], openings: Mapping[str, Decimal]) -> None:
    for accounts, name in ((CASH, "lowest_cash_balance"), (BANK, "lowest_bank_balance")):
        lines = [entry for entry in entries if entry.account in accounts]
        if not lines or any(entry.day is None for entry in lines):
            continue
        by_day = _by_day(lines)
        balance, lowest = total(openings.get(account, ZERO) for account in accounts), None
        for day in sorted(by_day):
            balance += total(entry.debit - entry.credit for entry in by_day[day])
            if lowest is None or balance < lowest[0]:
                lowest = balance, day
        if lowest:
            told.say(name, lowest[0], by_day[lowest[1]])
        if accounts is CASH:
            sums: dict[date, Decimal] = {day: _larger_side(lines) for day, lines in by_day.items()}
            busiest = max(sums, key=lambda day: sums[day])
            told.say("largest_daily_cash", sums[busiest], by_day[busiest])


def _by_day(lines: Iterable[Entry]) -> dict[date, list[Entry]]:
    found: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in lines:
        if entry.day is not None:
            found[entry.day].append(entry)
    return dict(found)


def _larger_side(lines: Iterable[Entry]) -> Decimal:
    rows = list(lines)
    return max(total(row.debit for row in rows), total(row.credit for row in rows))


def _payments(told: Told, entries: Sequence[Entry]) -> None:
    """Cash share, doubles and round trips; payments within the company's own money do not count."""
    paid, received = [], []
    for lines in vouchers_of(entries).values():
        others = {entry.account for entry in lines if entry.account not in MONEY}
        money = [entry for entry in lines if entry.account in MONEY and not entry.is_red_letter]
        if not others:
            continue
        paid += [_named(entry, lines) for entry in money if not entry.is_debit]
        received += [_named(entry, lines) for entry in money if entry.is_debit]
    if everything := total(entry.amount for entry in paid):
        cash = [entry for entry in paid if entry.account in CASH]
        told.say("payments_total", everything)
        told.say("cash_payments_share", total(entry.amount for entry in cash) / everything, cash)
    ordinary = {voucher for voucher, lines in vouchers_of(entries).items() if _NEVER_DOUBLE & _contras(lines)}
    again = _again([entry for entry in paid if entry.voucher not in ordinary], paid, DOUBLE_WITHIN)
    doubles = [entry for entry in again if not _is_monthly(entry, paid)]
    told.say("duplicate_payments", len(doubles), doubles)
    back = [entry for entry in _again(received, paid, BACK_WITHIN) if entry.counterparty]
    told.say("round_trip_amount", total(entry.amount for entry in back), back)


def _is_monthly(entry: Entry, paid: Iterable[Entry]) -> bool:
    """Whether this is the only such payment of its month: rent of one month may follow that of another by days."""
    alike = [one for one in paid if one.amount == entry.amount and one.counterparty == entry.counterparty]
    in_month = [one for one in alike if one.day and entry.day and _month(one.day) == _month(entry.day)]
    return len(in_month) == 1


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _contras(lines: Iterable[Entry]) -> set[str]:
    return {entry.account for entry in lines if entry.account not in MONEY}


def _named(entry: Entry, lines: Sequence[Entry]) -> Entry:
    """A money line that names no party takes the party of its voucher."""
    party = entry.counterparty or next((line.counterparty for line in lines if line.counterparty), "")
    text = entry.text or next((line.text for line in lines if line.text), "")
    return replace(entry, text=text, counterparty=party)


def _again(later: Iterable[Entry], earlier: Iterable[Entry], within: timedelta) -> list[Entry]:
    """Lines of `later` whose party (else text) and amount stood in `earlier` on another voucher shortly before."""
    known: defaultdict[tuple[str, Decimal], list[Entry]] = defaultdict(list)
    for entry in earlier:
        known[entry.counterparty or entry.text, entry.amount].append(entry)
    found = []
    for entry in later:
        if entry.amount < SMALL or entry.day is None or not (entry.counterparty or entry.text):
            continue
        before = known.get((entry.counterparty or entry.text, entry.amount), ())
        if any(_shortly_before(one, entry, within) for one in before):
            found.append(entry)
    return found


def _shortly_before(one: Entry, entry: Entry, within: timedelta) -> bool:
    if one.voucher == entry.voucher or one.day is None or entry.day is None:
        return False
    gap = entry.day - one.day
    return timedelta(0) < gap <= within or (not gap and one.voucher < entry.voucher)
