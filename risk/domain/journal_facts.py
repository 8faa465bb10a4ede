"""Facts that only single journal lines tell: days below zero, doubles, money that came back, crowding, odd words.

Rule kept: each fact comes with the lines it was found in, and a fact that the lines cannot tell stays missing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from kernel.money import total
from kernel.period import AccountingPeriod
from law.store import lookup
from risk.domain.account_facts import RUNNING_COSTS
from risk.domain.journal import Entry, touching
from risk.domain.money_facts import money_facts
from risk.domain.told import Told

WORDS: Final = "indicators.words"
WHOLE: Final = Decimal(1000)
LAST_DAYS: Final = 3
MONTHS_FIXED: Final = 3
"""A claim of the same amount in so many months is taken for fixed."""
_BENFORD: Final = [math.log10(1 + 1 / digit) for digit in range(1, 10)]


def facts_of_entries(
    entries: Sequence[Entry], openings: Mapping[str, Decimal], period: AccountingPeriod, months: int = 1
) -> Told:
    """What the lines of the last `months` months up to `period` tell; `openings` are net debits by first level."""
    told = Told()
    own = [entry for entry in entries if not entry.carries_forward]
    first = period.shifted(1 - months)
    money_facts(told, own, openings)
    _dates(told, own, first, period)
    _crowding(told, own)
    _words(told, own, period)
    return told


def _dates(told: Told, entries: Sequence[Entry], first: AccountingPeriod, last: AccountingPeriod) -> None:
    dated = [entry for entry in entries if entry.day is not None]
    outside = {entry.voucher: entry for entry in dated if entry.day and not first.start <= entry.day <= last.end}
    if dated:
        told.say("entries_outside_period", len(outside), outside.values())
    sales = [entry for entry in dated if entry.account == "主营业务收入" and entry.credit > 0]
    if sales and (all_sales := total(entry.credit for entry in sales)):
        late = [entry for entry in sales if entry.day and _is_late(entry.day)]
        told.say("revenue_entries", len(sales))
        told.say("month_end_revenue_share", total(entry.credit for entry in late) / all_sales, late)


def _is_late(day: date) -> bool:
    return (AccountingPeriod.of(day).end - day).days < LAST_DAYS


def _crowding(told: Told, entries: Sequence[Entry]) -> None:
    """First digits over the different amounts; whole thousands among expenses; red letters among all lines."""
    amounts = {(entry.amount, entry.counterparty or entry.voucher) for entry in entries if entry.debit >= 1}
    if amounts:
        digits = Counter(int(str(amount)[0]) for amount, _whose in amounts)
        away = [abs(digits[digit] / len(amounts) - share) for digit, share in enumerate(_BENFORD, start=1)]
        told.say("benford_amounts", len(amounts))
        told.say("benford_deviation", Decimal(str(round(sum(away) / len(away), 6))))
    expenses = [entry for entry in entries if entry.account in RUNNING_COSTS and entry.is_debit]
    told.say("entries_counted", len(expenses))
    if expenses:
        whole = [entry for entry in expenses if entry.amount >= WHOLE and not entry.amount % WHOLE]
        told.say("round_entries_share", Decimal(len(whole)) / len(expenses), whole)
    if entries:
        red = [entry for entry in entries if entry.is_red_letter]
        told.say("red_letter_entries_share", Decimal(len(red)) / len(entries), red)


def _words(told: Told, entries: Sequence[Entry], period: AccountingPeriod) -> None:
    words: Mapping[str, list[str]] = lookup(WORDS, period.end).value
    if any(entry.account in RUNNING_COSTS for entry in entries):
        spoken = touching(entries, RUNNING_COSTS, tuple(words["personal_items"]))
        personal = [entry for entry in spoken if entry.is_debit and "福利" not in entry.detail]
        told.say("personal_items_expense", total(entry.debit for entry in personal), personal)
    people = _fixed_claims([entry for entry in entries if any(w in entry.text for w in words["reimbursement"])])
    told.say("fixed_reimbursement_people", len({entry.counterparty for entry in people}), people)


def _fixed_claims(claims: Iterable[Entry]) -> list[Entry]:
    """Claims of one person that repeat the same amount in three months or more."""
    by_person: defaultdict[tuple[str, Decimal], list[Entry]] = defaultdict(list)
    for entry in claims:
        if entry.counterparty and entry.day:
            by_person[entry.counterparty, entry.amount].append(entry)
    return [
        entry
        for lines in by_person.values()
        if len({AccountingPeriod.of(line.day) for line in lines if line.day}) >= MONTHS_FIXED
        for entry in lines
    ]


def vehicle_costs(
    entries: Sequence[Entry], asset_details: Sequence[str], period: AccountingPeriod
) -> tuple[Decimal, list[Entry]] | None:
    """Car costs while neither assets nor leases speak of a car; None where the assets are not named."""
    words: Mapping[str, list[str]] = lookup(WORDS, period.end).value
    if asset_details and not any(asset_details):
        return None
    owns = any(word in detail for detail in asset_details for word in words["vehicles"])
    leases = any(word in entry.text or word in entry.detail for entry in entries for word in words["vehicle_leases"])
    if owns or leases:
        return None
    lines = [entry for entry in touching(entries, RUNNING_COSTS, tuple(words["vehicle_costs"])) if entry.is_debit]
    return total(entry.debit for entry in lines), lines
