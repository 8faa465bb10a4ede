"""An indicator as dated data: what it measures, when it applies, where it trips, what it says and advises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from kernel.finding import Severity
from law.store import STORE, Confidence, NoRuleInForce, RuleStore, RuleValue
from risk.domain.expression import Value
from risk.domain.facts import Kind

PREFIX: Final = "indicators."
USUAL: Final = "usual"
"""The names of `by_industry` and `by_size` for everyone the table does not list."""
_COMPARISONS: Final = ("above", "at_least", "below", "at_most")
_UPWARD: Final = frozenset({"above", "at_least"})
Table = Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Level:
    """Trips when the metric stands so to `limit` (a formula). Each level says where its limit comes from."""

    severity: Severity
    comparison: str
    limit: str
    source: str
    confidence: Confidence

    @property
    def is_tunable(self) -> bool:
        """Whether a company may have its own limit: never where law says it, never where filing stops."""
        return self.severity is not Severity.BLOCK and self.confidence is not Confidence.OFFICIAL

    def loosened(self, limit: Decimal, by: Decimal) -> Decimal:
        """The limit moved away from the metric by the share `by` of itself."""
        return limit + abs(limit) * by * (1 if self.comparison in _UPWARD else -1)

    def trips(self, metric: Decimal, limit: Decimal) -> bool:
        """Whether `metric` is on the wrong side of `limit`."""
        match self.comparison:
            case "above":
                return metric > limit
            case "at_least":
                return metric >= limit
            case "below":
                return metric < limit
            case _:
                return metric <= limit


@dataclass(frozen=True, slots=True)
class Indicator:
    """One version of one indicator. `metrics` are tried in order until one has all its facts."""

    id: str
    title: str
    title_en: str
    metrics: tuple[str, ...]
    when: str
    levels: tuple[Level, ...]
    show: Kind
    message_zh: str
    message_en: str
    action_zh: str
    action_en: str
    source: str
    confidence: Confidence
    note: str
    derived: Mapping[str, str]
    references: Mapping[str, Value]
    by_industry: Table
    by_size: Table

    def numbers_for(self, industry: str, size: str) -> Mapping[str, Value]:
        """What its formulas may name besides facts: numbers of other rules, of the industry, of the size."""
        tables = ((self.by_industry, industry), (self.by_size, size))
        own = {name: value for table, key in tables for name, value in table.get(key, table.get(USUAL, {})).items()}
        return {**self.references, **own}


@lru_cache(maxsize=64)
def indicators_on(day: date, store: RuleStore = STORE) -> tuple[Indicator, ...]:
    """Every indicator in force on the day, in order of id. Tables that only serve indicators are left out."""
    found = []
    for rule in store.ids():
        if not rule.startswith(PREFIX):
            continue
        try:
            version = store.lookup(rule, day)
            if isinstance(version.value, Mapping) and "metric" in version.value:
                found.append(_indicator(version, day, store))
        except NoRuleInForce:  # the indicator itself, or a number of law it stands on
            continue
    return tuple(found)


def indicator_on(name: str, day: date) -> Indicator | None:
    """One indicator, None where none of this name is in force."""
    return next((indicator for indicator in indicators_on(day) if indicator.id == name), None)


def _indicator(version: RuleValue, day: date, store: RuleStore) -> Indicator:
    value: Mapping[str, Any] = version.value
    metric = value["metric"]
    return Indicator(
        id=version.rule.removeprefix(PREFIX),
        title=version.title,
        title_en=version.title_en,
        metrics=tuple(metric) if isinstance(metric, list) else (metric,),
        when=value.get("when", ""),
        levels=tuple(_level(level, version) for level in value["levels"]),
        show=Kind(value["show"]),
        message_zh=value["message_zh"],
        message_en=value["message_en"],
        action_zh=value["action_zh"],
        action_en=value["action_en"],
        source=version.source,
        confidence=version.confidence,
        note=version.note,
        derived=value.get("derive", {}),
        references={name: referred(path, day, store) for name, path in value.get("uses", {}).items()},
        by_industry=_exact(value.get("by_industry", {})),
        by_size=_exact(value.get("by_size", {})),
    )


def _level(raw: Mapping[str, Any], version: RuleValue) -> Level:
    return Level(
        severity=Severity(raw["severity"]),
        comparison=(comparison := next(word for word in _COMPARISONS if word in raw)),
        limit=str(raw[comparison]),
        source=raw.get("source", version.source),
        confidence=Confidence(raw.get("confidence", version.confidence)),
    )


def _exact(table: Mapping[str, Mapping[str, Any]]) -> Table:
    return {key: {name: Decimal(str(value)) for name, value in row.items()} for key, row in table.items()}


def referred(path: str, day: date, store: RuleStore = STORE) -> Value:
    """A number of another rule: `rule.id`, `rule.id/key` of a table, `rule.id/max` of a list. Raises NoRuleInForce."""
    rule, _slash, key = path.partition("/")
    value = store.lookup(rule, day).value
    if key == "max" and isinstance(value, list):
        value = max(value)
    elif key:
        value = value[key]
    return Decimal(str(value))
