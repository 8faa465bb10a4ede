"""An indicator as dated data: what it measures, when it applies, where it trips, what it says and advises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kernel.finding import Severity
from law.store import STORE, NoRuleInForce, RuleStore, RuleValue
from risk.domain.expression import Value
from risk.domain.facts import Kind

PREFIX: Final = "indicators."
_COMPARISONS: Final = ("above", "at_least", "below", "at_most")


@dataclass(frozen=True, slots=True)
class Level:
    """Trips when the metric stands so to `limit` (a formula)."""

    severity: Severity
    comparison: str
    limit: str

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
    confidence: str
    derived: Mapping[str, str]
    references: Mapping[str, Value]
    by_industry: Mapping[str, Mapping[str, Decimal]]


def indicators_on(day: date, store: RuleStore = STORE) -> list[Indicator]:
    """Every indicator in force on the day, in order of id. Tables that only serve indicators are left out."""
    found = []
    for rule in store.ids():
        if not rule.startswith(PREFIX):
            continue
        try:
            version = store.lookup(rule, day)
        except NoRuleInForce:
            continue
        if isinstance(version.value, Mapping):
            found.append(_indicator(version, day, store))
    return found


def _indicator(version: RuleValue, day: date, store: RuleStore) -> Indicator:
    value: Mapping[str, Any] = version.value
    metric = value["metric"]
    return Indicator(
        id=version.rule.removeprefix(PREFIX),
        title=version.title,
        title_en=version.title_en,
        metrics=tuple(metric) if isinstance(metric, list) else (metric,),
        when=value.get("when", ""),
        levels=tuple(_level(level) for level in value["levels"]),
        show=Kind.COUNT if value["show"] == "plain" else Kind(value["show"]),
        message_zh=value["message_zh"],
        message_en=value["message_en"],
        action_zh=value["action_zh"],
        action_en=value["action_en"],
        source=version.source,
        confidence=str(version.confidence),
        derived=value.get("derive", {}),
        references={name: referred(path, day, store) for name, path in value.get("uses", {}).items()},
        by_industry=value.get("by_industry", {}),
    )


def _level(raw: Mapping[str, Any]) -> Level:
    comparison = next(word for word in _COMPARISONS if word in raw)
    return Level(Severity(raw["severity"]), comparison, str(raw[comparison]))


def referred(path: str, day: date, store: RuleStore = STORE) -> Value:
    """A number of another rule: `rule.id`, `rule.id/key` of a table, `rule.id/max` of a list. Raises NoRuleInForce."""
    rule, _slash, key = path.partition("/")
    value = store.lookup(rule, day).value
    if key == "max" and isinstance(value, list):
        value = max(value)
    elif key:
        value = value[key]
    return Decimal(str(value))
