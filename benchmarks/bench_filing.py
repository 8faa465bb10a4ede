"""A return through the portal and over the API, each against the plainest script, all in turns in one run.

The bot keeps its browser and the company's session, reads every field back, compares the confirmation page and
fetches the receipt; its rival starts a browser, fills field by field and checks nothing. Ratios are rival ÷ ours for
the bot (times faster) and ours ÷ rival for the API.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.test.utils import override_settings

from benchmarks.figure import Figure, against, in_turns, spread
from benchmarks.filing.bureau import KEY, SECRET, bureau, taxpayer
from benchmarks.filing.plain import FORM, Bare, by_fresh_browser
from benchmarks.filing.processes import browsers_of
from rpa.checkpoints import ListSink
from rpa.hands import HANDS
from rpa.order import BotOrder, BotResult, Ending, Purpose
from tax_filing.channels.direct_api import DirectApiChannel
from tax_filing.exports import Accepted, FilingPackage
from tests.bureau_sandbox.sample_returns import small_scale_return

ROUNDS: Final = 7
API_EACH_ROUND: Final = 20
COMPANIES: Final = 100
START, END = date(2026, 7, 1), date(2026, 9, 30)
EVIDENCE: Final = {
    "trace, pictures, hashes": {"with_trace": True},
    "pictures, hashes": {"with_trace": False},
    "no evidence": {"with_trace": False, "with_pictures": False},
}
FRESH: Final = "fresh browser, one fill per field"


def figures() -> Iterator[Figure]:
    """The bot in three strengths of evidence, the API, and many companies by one worker."""
    with bureau() as url, override_settings(BUREAU_API_URL=url, BUREAU_APP_KEY=KEY, BUREAU_APP_SECRET=SECRET):
        yield from _by_bot(url)
        yield from _by_api(url)
        yield from _many(url)
    HANDS.rest()


def _by_bot(url: str) -> Iterator[Figure]:
    ready = {name: iter([_logged_in(url) for _ in range(ROUNDS)]) for name in EVIDENCE}
    rivals: dict[str, Callable[[], object]] = {
        f"bot, {name}": partial(lambda name, how: _file(next(ready[name]), **how), name, how)
        for name, how in EVIDENCE.items()
    }
    fresh = iter([taxpayer(url) for _ in range(ROUNDS)])
    seconds = in_turns(rivals | {FRESH: lambda: by_fresh_browser(url, next(fresh))}, ROUNDS)
    yield Figure(FRESH, sorted(seconds[FRESH])[ROUNDS // 2], "s")
    for name in rivals:
        low, middle, high = spread(seconds, FRESH, name)
        yield Figure(name, sorted(seconds[name])[ROUNDS // 2], "s", FRESH, middle, low, high)


def _by_api(url: str) -> Iterator[Figure]:
    bare, channel = Bare(url), DirectApiChannel()
    ours, theirs = ([taxpayer(url) for _ in range(ROUNDS * API_EACH_ROUND)] for _ in range(2))

    def by_channel() -> None:
        for _ in range(API_EACH_ROUND):
            outcome = channel.submit(_package(ours.pop()))
            assert isinstance(outcome, Accepted), outcome

    def by_hand() -> None:
        for _ in range(API_EACH_ROUND):
            assert bare.file(theirs.pop()).startswith(b"%PDF-")

    seconds = in_turns({"channel": by_channel, "bare": by_hand}, ROUNDS)
    each = sorted(seconds["channel"])[ROUNDS // 2] / API_EACH_ROUND * 1000
    yield Figure("direct API with receipt", each, "ms", "bare HTTP calls", against(seconds, "channel", "bare"))


def _many(url: str) -> Iterator[Figure]:
    """One worker, a company after the other: filings a second with all evidence, browsers, and memory."""
    orders = [_logged_in(url) for _ in range(COMPANIES)]
    memory, browsers, begun = [], 0, time.perf_counter()
    for order in orders:
        _file(order, with_trace=True)
        held = browsers_of(os.getpid())
        browsers = max(browsers, held.browsers)
        memory.append(held.megabytes)
    yield Figure(f"{COMPANIES} companies, all evidence", COMPANIES / (time.perf_counter() - begun), "filings/s")
    yield Figure("browsers at once, at most", browsers, "")
    early, late = (sum(part) / len(part) for part in (memory[20:40], memory[-20:]))
    yield Figure("memory of the browser, last 20 companies", late, "MB", "companies 21 to 40", late / early)


def _logged_in(url: str) -> BotOrder:
    """An order of a new company whose session is kept from an earlier look."""
    order = BotOrder(
        purpose=Purpose.LOOK_UP, portal="sandbox_portal", base_url=url, taxpayer_id=taxpayer(url), form=FORM,
        period_start=START, period_end=END, cells=small_scale_return(), with_trace=False,
        credentials={"user_name": "handler", "password": "practice-password"},
    )  # fmt: skip
    seen: BotResult = HANDS.take(order, ListSink()).result(120)
    return BotOrder(**_fields(order) | {"purpose": Purpose.FILE, "storage_state": seen.storage_state})


def _file(order: BotOrder, **how: Any) -> None:
    result = HANDS.take(BotOrder(**_fields(order) | how), ListSink()).result(120)
    assert result.ending is Ending.ACCEPTED, result


def _fields(order: BotOrder) -> dict[str, Any]:
    return {name: getattr(order, name) for name in BotOrder.__dataclass_fields__}


def _package(taxpayer_id: str) -> FilingPackage:
    return FilingPackage(
        key=f"bench:{taxpayer_id}", company_id=0, taxpayer_id=taxpayer_id, company_name="", form=FORM, edition="2026",
        period_start=START, period_end=END, cells=small_scale_return(), tax_payable=Decimal("4240.00"),
        payload_hash="", channel="direct_api",
    )  # fmt: skip
