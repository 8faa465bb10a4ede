"""Closing checks of the books as warnings: they are wrapped, never computed again."""

from __future__ import annotations

from collections.abc import Iterable

from kernel.finding import Finding, Severity
from risk.domain.inspect import RiskWarning

PREFIX = "closing."


def warnings_of(findings: Iterable[Finding]) -> list[RiskWarning]:
    """One warning per rule; several findings of a rule are joined, the gravest decides."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return [_joined(rule, found) for rule, found in by_rule.items()]


def _joined(rule: str, found: list[Finding]) -> RiskWarning:
    order = list(Severity)
    first = found[0]
    gravest = max((finding.severity for finding in found), key=order.index)
    evidence = {key: value for finding in found for key, value in finding.evidence.items()}
    return RiskWarning(
        indicator=PREFIX + rule.lower(),
        severity=Severity.BLOCK if gravest is Severity.REJECT else gravest,
        title_zh="结账检查",
        title_en="Closing check",
        message_zh="；".join(dict.fromkeys(finding.message_zh for finding in found)),
        message_en="; ".join(dict.fromkeys(finding.message_en for finding in found)),
        evidence=evidence,
        threshold="",
        source=first.law,
        action_zh=first.fix_zh,
        action_en=first.fix_en,
    )
