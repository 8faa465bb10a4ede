"""From facts to warnings: each indicator in force is measured, and the gravest level that trips speaks.

Rule kept: every warning carries the figures it stands on, its threshold, its source and what to do, in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from kernel.finding import Finding, Severity
from kernel.period import AccountingPeriod
from risk.domain.expression import Scope, Value, evaluate, names_in
from risk.domain.facts import Kind, kind_of, plain, written
from risk.domain.indicator import Indicator, Level, indicators_on
from risk.domain.size import size_of

Tuning = Mapping[str, Decimal]
"""By indicator the share by which the limits of a company were loosened."""
_WEIGHT: Final = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class RiskWarning:
    """One indicator that tripped. `threshold` and the values of `evidence` are plain decimal strings.

    `standard_threshold` is set where this company's limit differs from the usual one. `rows` are what stands behind
    the figures: each names its kind, its reference, a label, a date and an amount.
    """

    indicator: str
    severity: Severity
    title_zh: str
    title_en: str
    message_zh: str
    message_en: str
    evidence: Mapping[str, str]
    threshold: str
    source: str
    action_zh: str
    action_en: str
    confidence: str = ""
    metric: str = ""
    standard_threshold: str = ""
    rows: tuple[Mapping[str, Any], ...] = field(default=())

    def as_finding(self) -> Finding:
        """The same as a finding, for gates and closing checks."""
        return Finding(
            rule=self.indicator,
            severity=self.severity,
            message_zh=self.message_zh,
            message_en=self.message_en,
            law=self.source,
            fix_zh=self.action_zh,
            fix_en=self.action_en,
            evidence=self.evidence,
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """What an indicator measured: its metric, the formula used, and everything the formula could see."""

    indicator: Indicator
    metric: Decimal
    formula: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Tripped:
    """The level that spoke, its limit for this company and the usual one."""

    level: Level
    limit: Decimal
    usual: Decimal


def inspect(
    facts: Mapping[str, Value],
    period: AccountingPeriod,
    *,
    vat_status: str = "",
    industry: str = "",
    tuning: Tuning | None = None,
) -> list[RiskWarning]:
    """The warnings of a period, gravest first. Facts are values of `read_facts`; unknown company traits are empty."""
    scope = scope_of(facts, period, vat_status=vat_status, industry=industry)
    loosened = tuning or {}
    judged = (
        measure_and_judge(indicator, scope, loosened.get(indicator.id, Decimal(0)))
        for indicator in indicators_on(period.end)
    )
    return sorted(
        (warning for warning in judged if warning is not None),
        key=lambda warning: (-_WEIGHT[warning.severity], warning.indicator),
    )


def scope_of(facts: Mapping[str, Value], period: AccountingPeriod, *, vat_status: str, industry: str) -> Scope:
    """What formulas may name: the facts and the traits of company and period."""
    month = Decimal(period.month)
    return {"vat_status": vat_status, "industry": industry, "month": month, "size": size_of(facts, period), **facts}


def measure_and_judge(indicator: Indicator, facts: Scope, loosened: Decimal = Decimal(0)) -> RiskWarning | None:
    """The warning of one indicator; `None` where it does not apply, lacks facts or does not trip."""
    measured = measure(indicator, facts)
    if measured is None:
        return None
    for level in indicator.levels:
        usual = evaluate(level.limit, measured.scope)
        if not isinstance(usual, Decimal):
            continue
        limit = level.loosened(usual, loosened) if loosened and level.is_tunable else usual
        if level.trips(measured.metric, limit):
            return _warning(measured, Tripped(level, limit, usual))
    return None


def measure(indicator: Indicator, facts: Scope) -> Measured | None:
    """The metric of an indicator; `None` where it does not apply or lacks facts."""
    numbers = indicator.numbers_for(str(facts.get("industry", "")), str(facts.get("size", "")))
    scope: dict[str, Value] = {**facts, **numbers}
    if indicator.when and evaluate(indicator.when, scope) is not True:
        return None
    for formula in indicator.metrics:
        metric = evaluate(formula, scope)
        if isinstance(metric, Decimal):
            for name, derived in indicator.derived.items():
                if (value := evaluate(derived, scope)) is not None:
                    scope[name] = value
            return Measured(indicator, metric, formula, scope)
    return None


def _warning(measured: Measured, tripped: Tripped) -> RiskWarning:
    indicator, scope, show = measured.indicator, measured.scope, measured.indicator.show
    words = _Words(scope)
    words |= {"metric": written(measured.metric, show), "limit": written(tripped.limit, show)}
    return RiskWarning(
        indicator=indicator.id,
        severity=tripped.level.severity,
        title_zh=indicator.title,
        title_en=indicator.title_en,
        message_zh=indicator.message_zh.format_map(words),
        message_en=indicator.message_en.format_map(words),
        evidence=_evidence(measured),
        threshold=_plain_as(tripped.limit, show),
        source=tripped.level.source,
        action_zh=indicator.action_zh,
        action_en=indicator.action_en,
        confidence=str(tripped.level.confidence),
        metric=_plain_as(measured.metric, show),
        standard_threshold="" if tripped.limit == tripped.usual else _plain_as(tripped.usual, show),
    )


class _Words(dict[str, str]):
    """Facts as people read them, written only when a message names them; a missing one is a dash."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __missing__(self, name: str) -> str:
        return written(self.scope[name], kind_of(name)) if name in self.scope else "—"


def _evidence(measured: Measured) -> dict[str, str]:
    indicator, scope = measured.indicator, measured.scope
    used = (*names_in(measured.formula), *(names_in(indicator.when) if indicator.when else ()), *indicator.derived)
    shown = {name: _plain_as(scope[name], kind_of(name)) for name in dict.fromkeys(used) if name in scope}
    return shown | {"metric": _plain_as(measured.metric, indicator.show)}


def _plain_as(value: Value, kind: Kind) -> str:
    if kind is Kind.YUAN and isinstance(value, Decimal):
        return f"{value:.2f}"
    return plain(value)
