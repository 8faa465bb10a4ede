"""The spans a reader picks with one click: this month, quarter, year to date, the last twelve months."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class QuickSpan:
    """One choice: `key` is the keyboard's name where it has one."""

    label: str
    start: AccountingPeriod
    end: AccountingPeriod
    is_shown: bool
    key: str = ""


def quick_spans(start: AccountingPeriod, end: AccountingPeriod, first: AccountingPeriod) -> list[QuickSpan]:
    """Spans around the one shown, and the same span one step earlier and later."""
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    quarter = AccountingPeriod.of(end.quarter.start)
    offers = [
        (_("上一期"), start.shifted(-length), end.shifted(-length), "previous"),
        (_("本月"), end, end, ""),
        (_("本季"), quarter, end, ""),
        (_("本年"), AccountingPeriod(end.year, 1), end, ""),
        (_("近12个月"), end.shifted(-11), end, ""),
        (_("自启用"), first, end, ""),
        (_("下一期"), start.shifted(length), end.shifted(length), "next"),
    ]
    return [QuickSpan(label, a, b, (a, b) == (start, end), key) for label, a, b, key in offers if a <= b and b >= first]
