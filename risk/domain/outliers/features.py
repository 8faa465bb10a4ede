"""How unlike its company a journal line is, in five ways, each a number that is about 0 for an ordinary line.

Amounts are compared as logarithms by median and median deviation, so that a few outliers do not hide themselves; groups
with few lines lean on what is usual for the company. Rarities are bits: 10 means once in about a thousand.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from risk.domain.journal import MONEY, Entry, vouchers_of

NAMES: Final = ("amount_for_account", "amount_for_party", "account_pair", "account_for_party", "fixed_amount")
LEAST_OF_PARTY: Final = 4
"""Lines of a party before its habits count."""
LEAN: Final = 4.0
"""A group leans on the company's usual spread as if so many of its lines had it."""
PRECEDENTS: Final = 2
"""So many lines of about the same amount make it a usual one."""
FLOOR: Final = 0.05
"""Least spread of the logarithm: amounts equal to the fen are still compared with 5 %."""
TO_DEVIATION: Final = 1.4826
_QUIET: Final = frozenset({"应交税费", *MONEY})
Floats = NDArray[np.float64]
Account = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in a group of lines: median amount in yuan, how many, and the spread of the logarithm."""

    yuan: float
    count: int
    spread: float


@dataclass(slots=True)
class Features:
    """One row per line in the order of `NAMES`, and what was usual where a line was compared with a group."""

    values: Floats
    usual_of_account: dict[Hashable, Usual]
    usual_of_party: dict[Hashable, Usual]
    accounts_of_party: dict[str, Counter[Account]]
    rare_pairs: dict[str, tuple[str, str]]


def features_of(entries: Sequence[Entry]) -> Features:
    """The features of every line; `(len(entries), 5)`, all at least 0."""
    logs = np.log(np.array([max(float(entry.amount), 0.01) for entry in entries]))
    by_account, usual_account = _deviations(entries, logs, [(_account(entry), entry.is_debit) for entry in entries])
    keys = [(entry.counterparty, entry.account, entry.is_debit) if entry.counterparty else None for entry in entries]
    by_party, usual_party = _deviations(entries, logs, keys, least=LEAST_OF_PARTY)
    rare_pairs, pair_bits = _pair_bits(entries)
    of_party, party_bits = _party_bits(entries)
    fixed = _fixed(keys, by_party, usual_party)
    values = np.column_stack([by_account, by_party, pair_bits, party_bits, fixed])
    return Features(values, usual_account, usual_party, of_party, rare_pairs)


def _account(entry: Entry) -> Account:
    return entry.account, entry.detail


def _deviations(
    entries: Sequence[Entry], logs: Floats, keys: Sequence[Hashable | None], least: int = 2
) -> tuple[Floats, dict[Hashable, Usual]]:
    """Robust deviations of the logarithm within each group; 0 for lines of no group or of too small a one."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key is not None:
            groups[key].append(place)
    spreads = {key: _spread(logs[places]) for key, places in groups.items() if len(places) >= least}
    pooled = float(np.median(list(spreads.values()))) if spreads else 1.0
    found, usual = np.zeros(len(entries)), {}
    for key, own in spreads.items():
        places, count = groups[key], len(groups[key])
        middle = float(np.median(logs[places]))
        spread = max(FLOOR, math.sqrt((count * own**2 + LEAN * pooled**2) / (count + LEAN)))
        found[places] = np.minimum(np.abs(logs[places] - middle), _to_precedents(logs[places])) / spread
        usual[key] = Usual(math.exp(middle), count, own)
    return found, usual


def _to_precedents(logs: Floats) -> Floats:
    """Distance of each amount to its second nearest neighbour: a party may have two usual amounts."""
    order = np.argsort(logs, kind="stable")
    ordered = np.concatenate([[-np.inf] * PRECEDENTS, logs[order], [np.inf] * PRECEDENTS])
    centre = ordered[PRECEDENTS:-PRECEDENTS]
    # with k neighbours on either side, the k-th nearest is within the best window of k that holds the amount
    below = [centre - ordered[PRECEDENTS - step : len(ordered) - PRECEDENTS - step] for step in range(PRECEDENTS + 1)]
    above = [ordered[PRECEDENTS + step : len(logs) + PRECEDENTS + step] - centre for step in range(PRECEDENTS + 1)]
    windows = [np.maximum(below[step], above[PRECEDENTS - step]) for step in range(PRECEDENTS + 1)]
    found = np.empty(len(logs))
    found[order] = np.min(windows, axis=0)
    return found


def _spread(logs: Floats) -> float:
    return TO_DEVIATION * float(np.median(np.abs(logs - np.median(logs))))


def _fixed(keys: Sequence[Hashable | None], deviations: Floats, usual: dict[Hashable, Usual]) -> Floats:
    """1 where a party whose amount never changes comes with another."""
    is_fixed = np.array([(one := usual.get(key)) is not None and one.spread < FLOOR / 10 for key in keys])
    return np.where(is_fixed & (deviations > 1), 1.0, 0.0)


def _principal(lines: Sequence[int], entries: Sequence[Entry]) -> int:
    """The line that says what a voucher is about: the greatest that is neither money nor tax."""
    telling = [place for place in lines if entries[place].account not in _QUIET] or list(lines)
    expense = [place for place in telling if entries[place].account.endswith(("费用", "收入", "成本"))]
    return max(expense or telling, key=lambda place: entries[place].amount)


def _pair_bits(entries: Sequence[Entry]) -> tuple[dict[str, tuple[str, str]], Floats]:
    """The rarest debit and credit accounts of each voucher, and their rarity, told by its principal line.

    A pair is rare only when each account seldom meets the other: an account used once, against the bank, is not.
    """
    vouchers = _places(entries)
    across = {voucher: _across(lines, entries) for voucher, lines in vouchers.items()}
    pairs = Counter(pair for found in across.values() for pair in found)
    accounts = Counter(account for found in across.values() for pair in found for account in pair)
    rarest, bits = {}, np.zeros(len(entries))
    for voucher, lines in vouchers.items():
        rarities = {pair: _bits(pairs[pair], accounts[pair[0]], accounts[pair[1]]) for pair in across[voucher]}
        if rarities:
            rarest[voucher] = max(rarities, key=lambda pair: rarities[pair])
            bits[_principal(lines, entries)] = rarities[rarest[voucher]]
    return rarest, bits


def _places(entries: Sequence[Entry]) -> dict[str, list[int]]:
    places = {id(entry): place for place, entry in enumerate(entries)}
    return {voucher: [places[id(entry)] for entry in lines] for voucher, lines in vouchers_of(entries).items()}


def _across(lines: Iterable[int], entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Pairs of first-level accounts, debit against credit, in a fixed order."""
    ins = {entries[place].account for place in lines if entries[place].is_debit}
    outs = {entries[place].account for place in lines if not entries[place].is_debit}
    return sorted((debit, credit) for debit in ins for credit in outs)


def _bits(together: int, one: int, other: int) -> float:
    """Bits by which a meeting is rare for the account that meets less; each one before makes it more ordinary."""
    return max(0.0, math.log2((min(one, other) + 1) / together)) / together


def _party_bits(entries: Sequence[Entry]) -> tuple[dict[str, Counter[Account]], Floats]:
    """Rarity of the account among the lines of a party that has habits; money and tax lines say nothing."""
    of_party: defaultdict[str, Counter[Account]] = defaultdict(Counter)
    for entry in entries:
        if entry.counterparty and entry.account not in _QUIET:
            of_party[entry.counterparty][_account(entry)] += 1
    bits = np.zeros(len(entries))
    for place, entry in enumerate(entries):
        known = of_party.get(entry.counterparty) if entry.account not in _QUIET else None
        if known and (others := known.total() - 1) >= LEAST_OF_PARTY:
            times = known[_account(entry)]
            bits[place] = math.log2((others + 1) / times) / times
    return dict(of_party), bits
