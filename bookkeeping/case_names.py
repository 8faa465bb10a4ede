"""Accounts of a case: found by the names it uses, with the sub-accounts it needs opened on the chart."""

from __future__ import annotations

from collections.abc import Sequence

from bookkeeping.charts import parse_detail
from bookkeeping.domain.account import Chart, ChartAccount
from kernel.errors import InvalidValue

NAME_LENGTH = 60


class Names:
    """Finds leaf accounts by name, opening the sub-accounts a case uses."""

    def __init__(self, chart: Chart, rows: Sequence[tuple[str, str]], optional: Chart) -> None:
        self.chart, self.extra = chart, list[ChartAccount]()
        read = {row: parse_detail(optional, *row) for row in set(rows)}
        self._ours = {row: (account, detail[:NAME_LENGTH]) for row, (account, detail) in read.items()}
        wanted = set(self._ours.values())
        # Details first: an account that has some takes entries without one on its 其他.
        for account, detail in sorted(wanted, key=lambda pair: (pair[0], not pair[1], pair[1])):
            self._open_first_level(account, optional)
            if (first := self.chart.first_level_named(account)) is not None:
                self._open_leaf(first.code, detail)

    def _open_first_level(self, account: str, optional: Chart) -> None:
        row = optional.first_level_named(account)
        if row is not None and self.chart.first_level_named(account) is None:
            self._add([optional[code] for code in _with_children(optional, row.code)])

    def _open_leaf(self, first: str, detail: str) -> None:
        """A leaf for `detail` below `first`; entries on an account that has details go to its 其他."""
        place = next((code for code in _with_children(self.chart, first) if self.chart.detail(code) == detail), None)
        if place is None:
            self._open(first, detail)
        elif not self.chart.is_leaf(place) and self._rest(place) is None:
            self._open(place, "其他")

    def _rest(self, code: str) -> str | None:
        return next((child for child in self.chart.children(code) if self.chart[child].name == "其他"), None)

    def _open(self, parent_code: str, name: str) -> None:
        parent = self.chart[parent_code]
        account = ChartAccount(
            self.chart.next_child_code(parent_code),
            name,
            parent_code,
            parent.normal_side,
            parent.category,
            tracks_counterparty=parent.tracks_counterparty,
        )
        self._add([account])

    def _add(self, accounts: list[ChartAccount]) -> None:
        self.extra += accounts
        self.chart = self.chart.extended(accounts)

    def code(self, account: str, detail: str) -> str:
        """The leaf code. Raises `InvalidValue` for an account the standard does not know."""
        name, ours = self._ours[account, detail]
        first = self.chart.first_level_named(name)
        if first is None:
            raise InvalidValue(f"no account {account!r}", message_zh=f"科目表中没有“{account}”")
        place = next(code for code in _with_children(self.chart, first.code) if self.chart.detail(code) == ours)
        return place if self.chart.is_leaf(place) else str(self._rest(place))


def _with_children(chart: Chart, code: str) -> list[str]:
    return [code, *[below for child in chart.children(code) for below in _with_children(chart, child)]]
