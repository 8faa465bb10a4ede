"""Outliers as a fact of a period with its rows: one row per voucher, its strangest line, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from risk.domain.journal import ROWS_SHOWN, Entry, row_of
from risk.domain.outliers.score import LEAST_LINES, Outlier, find_outliers
from risk.domain.told import Told


def tell_outliers(
    told: Told, entries: Sequence[Entry], *, kind: str = "voucher", among: Collection[str] | None = None
) -> None:
    """Say how many vouchers (of those `among`, else of all) hold an outlier; silent where nothing can be learned."""
    if len(entries) < LEAST_LINES:
        return
    strangest: dict[str, Outlier] = {}
    for outlier in find_outliers(entries):
        if among is None or outlier.entry.voucher in among:
            strangest.setdefault(outlier.entry.voucher, outlier)
    told.say("unusual_entries", len(strangest))
    told.rows["unusual_entries"] = [
        row_of(
            one.entry,
            kind,
            "；".join(reason.zh for reason in one.reasons),
            "; ".join(reason.en for reason in one.reasons),
        )
        for one in list(strangest.values())[:ROWS_SHOWN]
    ]
