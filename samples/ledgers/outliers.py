"""Outliers planted in a year: single entries that no rule forbids and that this company would not make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from samples.ledgers.year import YEAR, Ledger

SHARE: Final = 0.0025
"""Planted transactions per line of the ledger."""
OTHER_DETAILS: Final = {"业务招待费", "广告费", "咨询费", "维修费", "办公费", "运输费"}
Transaction = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Planted:
    """Which transaction, and in what way it is unlike the company."""

    transaction: str
    kind: str


def with_outliers(year: Ledger, seed: int) -> tuple[Ledger, list[Planted]]:
    """A copy of the year with outliers, and where they are."""
    rng, made = Random(f"outliers {seed}"), deepcopy(year)
    lines = sum(len(row["entries"]) for row in made.transactions)
    planted: list[Planted] = []
    kinds = list(KINDS)
    while len(planted) < max(5, round(lines * SHARE)):
        kind = kinds[len(planted) % len(kinds)]
        row = KINDS[kind](rng, made)
        row["id"] = f"x{len(planted):04d}"
        made.transactions.append(row)
        planted.append(Planted(row["id"], kind))
    made.transactions.sort(key=lambda row: (row["date"], row["id"]))
    return made, planted


def _is_expense(row: Transaction) -> bool:
    return row["entries"][0]["account"] in ("管理费用", "销售费用") and bool(row["counterparty"])


def _is_purchase(row: Transaction) -> bool:
    return row["description"] in ("采购", "付货款", "收回货款") or _is_expense(row)


def _scaled(row: Transaction, factor: float) -> Transaction:
    for entry in row["entries"]:
        entry["amount"] = f"{float(entry['amount']) * factor:.2f}"
    debit = sum(float(entry["amount"]) for entry in row["entries"] if entry["direction"] == "debit")
    others = sum(float(entry["amount"]) for entry in row["entries"][:-1] if entry["direction"] == "credit")
    row["entries"][-1]["amount"] = f"{debit - others:.2f}"
    return row


def _moved(row: Transaction, days: int) -> Transaction:
    day = date.fromisoformat(row["date"]) + timedelta(days=days)
    row["date"] = min(day, date(YEAR, 12, 31)).isoformat()
    return row


def _by_party(made: Ledger, fits: Callable[[Transaction], bool]) -> dict[str, list[Transaction]]:
    found: defaultdict[str, list[Transaction]] = defaultdict(list)
    for row in made.transactions:
        if fits(row) and row["counterparty"]:
            found[row["counterparty"]].append(row)
    return {party: rows for party, rows in found.items() if len(rows) >= 6}


def _amount_for_party(rng: Random, made: Ledger) -> Transaction:
    """Many times what this party usually costs, though others cost as much: a small party with a great bill."""
    parties = _by_party(made, _is_purchase)
    usual = {
        party: sorted(float(row["entries"][0]["amount"]) for row in rows)[len(rows) // 2]
        for party, rows in parties.items()
    }
    smaller = sorted(usual, key=lambda party: usual[party])[: max(1, len(usual) // 2)]
    row = deepcopy(rng.choice(parties[rng.choice(smaller)]))
    return _moved(_scaled(row, rng.uniform(6, 14)), rng.randint(1, 12))


def _fixed_amount_changed(rng: Random, made: Ledger) -> Transaction:
    """What is the same every month comes once with another amount."""
    rents = [row for row in made.transactions if row["entries"][0]["detail"] in ("房租", "通讯费")]
    return _moved(_scaled(deepcopy(rng.choice(rents)), rng.uniform(2.2, 4)), rng.randint(3, 15))


def _rare_pair(rng: Random, made: Ledger) -> Transaction:
    """An ordinary amount between two accounts that have nothing to do with each other."""
    row = deepcopy(rng.choice([row for row in made.transactions if _is_expense(row)]))
    row["entries"] = [row["entries"][0], deepcopy(row["entries"][-1])]
    row["entries"][1]["amount"] = row["entries"][0]["amount"]
    row["entries"][1]["account"] = rng.choice(("应收账款", "主营业务收入", "累计折旧", "应付职工薪酬"))
    row["entries"][1]["detail"] = "工资" if row["entries"][1]["account"] == "应付职工薪酬" else ""
    return _moved(row, rng.randint(1, 9))


def _account_for_party(rng: Random, made: Ledger) -> Transaction:
    """A party well known, booked to an account it never touched."""
    parties = _by_party(made, _is_expense)
    row = deepcopy(rng.choice(parties[rng.choice(sorted(parties))]))
    used = {entry["detail"] for other in made.transactions if _is_expense(other) for entry in other["entries"]}
    others = sorted(OTHER_DETAILS & used - {row["entries"][0]["detail"]})
    row["entries"][0]["detail"] = rng.choice(others)
    row["entries"][0]["account"] = "销售费用" if row["entries"][0]["detail"] in ("广告费", "运输费") else "管理费用"
    return _moved(row, rng.randint(1, 9))


def _shifted_point(rng: Random, made: Ledger) -> Transaction:
    """The decimal point in the wrong place: ten times too much."""
    parties = _by_party(made, _is_purchase)
    return _scaled(deepcopy(rng.choice(parties[rng.choice(sorted(parties))])), 10)


KINDS: Final[dict[str, Callable[[Random, Ledger], Transaction]]] = {
    "amount_for_party": _amount_for_party,
    "rare_pair": _rare_pair,
    "account_for_party": _account_for_party,
    "shifted_point": _shifted_point,
    "fixed_amount_changed": _fixed_amount_changed,
}
