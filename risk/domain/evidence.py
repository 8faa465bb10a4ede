"""The rows that stand behind a warning: of each figure it shows, the lines it was computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from risk.domain.account_facts import lines_asked
from risk.domain.inspect import RiskWarning
from risk.domain.journal import ROWS_SHOWN, Entry, Row, rows_of, touching


def with_rows(
    warnings: Iterable[RiskWarning],
    entries: Sequence[Entry],
    found: Mapping[str, Sequence[Entry]],
    others: Mapping[str, Sequence[Row]] | None = None,
    *,
    kind: str = "voucher",
) -> list[RiskWarning]:
    """The warnings with their rows.

    `found` are lines named fact by fact, `others` rows that are no journal lines (invoices, returns); for the rest the
    lines of the accounts are taken that the fact is read from.
    """
    rows = _Rows(entries, found, others or {}, kind)
    return [replace(warning, rows=rows.of(warning)) for warning in warnings]


class _Rows:
    def __init__(
        self,
        entries: Sequence[Entry],
        found: Mapping[str, Sequence[Entry]],
        others: Mapping[str, Sequence[Row]],
        kind: str,
    ) -> None:
        self.entries, self.found, self.others, self.kind = entries, found, others, kind

    def of(self, warning: RiskWarning) -> tuple[Row, ...]:
        if warning.rows:
            return warning.rows
        rows = [row for fact in warning.evidence for row in self._behind(fact)]
        return tuple({(row["kind"], row["id"], row["text"]): row for row in rows}.values())[:ROWS_SHOWN]

    def _behind(self, fact: str) -> Sequence[Row]:
        if fact in self.others:
            return self.others[fact]
        if fact in self.found:
            return rows_of(self.found[fact], self.kind)
        asked = lines_asked(fact)
        return rows_of(touching(self.entries, asked.accounts, asked.words), self.kind) if asked else ()
