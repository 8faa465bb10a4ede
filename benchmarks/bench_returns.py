"""What a return with its trace costs beside the law written down plainly, and whether ten thousand cost the same each.

The rival is the naive second reading of the tests (`tests/tax_filing/naive`): the same facts, the tables of the same
form, no formulas, no rules with sources, no trace. Ours is measured with every figure its trace needs kept, and once
more with the whole trace written out as the command prints it.
"""

from __future__ import annotations

import gc
import random
import resource
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from benchmarks.figure import Figure, against, in_turns, spread
from tax_filing.domain.compute_return import compute, fill_prepared, prepare, trace_of
from tests.tax_filing.naive import NAIVE, vat_general

Facts = dict[str, Any]
SIZES: Final = (100, 1_000, 10_000)
SALES: Final = 40
VOUCHERS: Final = 30
EACH_ROUND: Final = 60
ROUNDS: Final = 9


def figures() -> Iterator[Figure]:
    """Ours against the naive reading for three forms, then growth and memory."""
    yield from _against_naive("vat_general", _general(1), vat_general.tables)
    yield from _against_naive("vat_small_scale", _small_scale(1), NAIVE["vat_small_scale"])
    yield from _against_naive("cit_prepayment", _prepayment(1), NAIVE["cit_prepayment"])
    yield from _growth()


def _against_naive(form: str, facts: Facts, naive: Callable[[Facts], object]) -> Iterator[Figure]:
    def ours() -> None:
        for _ in range(EACH_ROUND):
            fill_prepared(prepare(form, facts))

    def printed() -> None:
        for _ in range(EACH_ROUND):
            trace_of(fill_prepared(prepare(form, facts)))

    def theirs() -> None:
        for _ in range(EACH_ROUND):
            naive(facts)

    ours()
    rivals = {"ours": ours, "printed": printed, "naive": theirs}
    seconds = in_turns(rivals, rounds=ROUNDS, clock=time.process_time)
    for name, title in (("ours", "with_trace"), ("printed", "with_trace_printed")):
        low, _, high = spread(seconds, name, "naive")
        each = min(seconds[name]) / EACH_ROUND * 1e3
        ratio = against(seconds, name, "naive")
        yield Figure(f"returns.{form}.{title}", each, "ms each", "naive without trace", ratio, low, high)
    yield Figure(f"returns.{form}.naive", min(seconds["naive"]) / EACH_ROUND * 1e3, "ms each")


def _growth() -> Iterator[Figure]:
    """Cost of each return and the peak of memory, from a hundred returns to ten thousand."""
    base = 0.0
    for size in SIZES:
        chance = random.Random(size)
        began, clock = _memory(), time.process_time()
        for _ in range(size):
            compute("vat_small_scale", _small_scale(chance.randrange(10**9)))
        each = (time.process_time() - clock) / size * 1e3
        base = base or each
        yield Figure(f"returns.computed_{size}", each, "ms each", f"of {SIZES[0]}", each / base)
        gc.collect()
        yield Figure(f"returns.memory_grown_{size}", _memory() - began, "MB")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _amount(chance: random.Random, most: int = 50_000) -> str:
    return str(Decimal(chance.randrange(100, most * 100)) / 100)


def _general(seed: int) -> Facts:
    chance = random.Random(seed)
    sales = [
        {
            "net_amount": _amount(chance),
            "rate": chance.choice(["0.13", "0.09", "0.06"]),
            "invoice": chance.choice(["special", "ordinary", "none"]),
            "nature": chance.choice(["goods", "services"]),
        }
        for _ in range(SALES)
    ]
    vouchers = [
        {"kind": "special_invoice", "net_amount": _amount(chance), "tax_amount": _amount(chance, 3000)}
        for _ in range(VOUCHERS)
    ]
    return {"taxpayer": {"location": "city"}, "period": "2026-04", "sales": sales, "input": vouchers}


def _small_scale(seed: int) -> Facts:
    chance = random.Random(seed)
    sales = [
        {
            "net_amount": _amount(chance),
            "rate": "0.01",
            "invoice": chance.choice(["special", "ordinary", "none"]),
            "nature": chance.choice(["goods", "services"]),
        }
        for _ in range(12)
    ]
    return {"taxpayer": {"location": "city", "six_taxes_relief": True}, "period": "2026Q2", "sales": sales}


def _prepayment(seed: int) -> Facts:
    chance = random.Random(seed)
    quarter = {"headcount_start": 9, "headcount_end": 12, "assets_start": "900000", "assets_end": "1000000"}
    names = ("revenue", "cost", "administrative_expenses", "selling_expenses", "finance_expenses")
    return {
        "period": "2026Q3",
        "year_to_date": {name: _amount(chance) for name in names},
        "quarters": [quarter] * 3,
    }
