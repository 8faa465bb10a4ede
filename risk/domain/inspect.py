"""From facts to warnings: each indicator in force is measured, and the gravest level that trips speaks.

Rule kept: every warning carries the figures it stands on, its threshold, its source and what to do, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kernel.finding import Finding, Severity
from kernel.period import AccountingPeriod
from risk.domain.expression import Scope, Value, evaluate, names_in
from risk.domain.facts import Kind, kind_of, plain, written
from risk.domain.indicator import Indicator, Level, indicators_on


@dataclass(frozen=True, slots=True)
class RiskWarning:
    """One indicator that tripped. `threshold` and the values of `evidence` are plain decimal strings."""

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


def inspect(
    facts: Mapping[str, Value], period: AccountingPeriod, *, vat_status: str = "", industry: str = ""
) -> list[RiskWarning]:
    """The warnings of a period, gravest first. Facts are values of `read_facts`; unknown company traits are empty."""
    company: dict[str, Value] = {"vat_status": vat_status, "industry": industry, "month": Decimal(period.month)}
    scope = {**company, **facts}
    order = list(Severity)
    warnings = (measure_and_judge(indicator, scope, industry) for indicator in indicators_on(period.end))
    return sorted(
        (warning for warning in warnings if warning is not None),
        key=lambda warning: (-order.index(warning.severity), warning.indicator),
    )


def measure_and_judge(indicator: Indicator, facts: Scope, industry: str) -> RiskWarning | None:
    """The warning of one indicator; `None` where it does not apply, lacks facts or does not trip."""
    measured = _measure(indicator, facts, industry)
    if measured is None:
        return None
    for level in indicator.levels:
        limit = evaluate(level.limit, measured.scope)
        if isinstance(limit, Decimal) and level.trips(measured.metric, limit):
            return _warning(measured, level, limit)
    return None


def _measure(indicator: Indicator, facts: Scope, industry: str) -> Measured | None:
    scope: dict[str, Value] = {**facts, **indicator.references, **indicator.by_industry.get(industry, {})}
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


def _warning(measured: Measured, level: Level, limit: Decimal) -> RiskWarning:
    indicator, scope = measured.indicator, measured.scope
    words = {name: written(value, kind_of(name)) for name, value in scope.items()}
    words |= {"metric": written(measured.metric, indicator.show), "limit": written(limit, indicator.show)}
    return RiskWarning(
        indicator=indicator.id,
        severity=level.severity,
        title_zh=indicator.title,
        title_en=indicator.title_en,
        message_zh=indicator.message_zh.format_map(words),
        message_en=indicator.message_en.format_map(words),
        evidence=_evidence(measured),
        threshold=_plain_as(limit, indicator.show),
        source=indicator.source,
        action_zh=indicator.action_zh,
        action_en=indicator.action_en,
    )


def _evidence(measured: Measured) -> dict[str, str]:
    indicator, scope = measured.indicator, measured.scope
    used: Iterable[str] = [*names_in(measured.formula), *(names_in(indicator.when) if indicator.when else ())]
    shown = {name: _plain_as(scope[name], kind_of(name)) for name in dict.fromkeys(used) if name in scope}
    shown |= {name: _plain_as(scope[name], kind_of(name)) for name in indicator.derived if name in scope}
    return shown | {"metric": _plain_as(measured.metric, indicator.show)}


def _plain_as(value: Value, kind: Kind) -> str:
    if kind is Kind.YUAN and isinstance(value, Decimal):
        return f"{value:.2f}"
    return plain(value)
