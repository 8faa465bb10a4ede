"""Is the paper a good voucher, and may its VAT be deducted? Runs every rule, words what tripped, gives the verdict.

Rule kept: blocked input VAT alone never rejects a paper; a claim above what may be deducted does. A conclusion that
rests on a doubtful reading is a question (warn), not a rejection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from invoices.domain.categories import Category, category_of
from invoices.domain.context import CheckContext
from invoices.domain.fapiao import Fapiao
from invoices.domain.input_vat import InputVatDecision, Usage, decide_input_vat
from invoices.domain.rules import ALL_RULES
from invoices.domain.trip import Case, Trip, rule_in_force
from kernel.finding import Finding, Severity, worst
from kernel.money import ZERO, text
from law.store import STORE, RuleValue

DOUBTFUL_BELOW: Final = 0.9
"""Readings below this confidence (ratio) are shown to a person before anything is concluded from them."""


class Verdict(StrEnum):
    """What the checks say of an invoice; `PENDING` until they ran."""

    PENDING = "pending"
    COMPLIANT = "compliant"
    WARN = "warn"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Verdict, category, input VAT and every finding."""

    verdict: Verdict
    category: Category
    input_vat: InputVatDecision
    findings: tuple[Finding, ...]


def check_compliance(fapiao: Fapiao, context: CheckContext) -> CheckResult:
    """All findings on one invoice. Never raises for what an invoice says."""
    case = Case(fapiao, context, context.category or category_of(fapiao))
    tripped = [
        (trip, rule)
        for function in ALL_RULES
        for trip in function(case)
        if (rule := rule_in_force(trip.rule, case.day))
    ]
    decision = decide_input_vat(case)
    if decision.amount and _void(tripped, fapiao):
        decision = InputVatDecision(Usage.NOT_DEDUCTIBLE, ZERO, "凭证不合规", "the voucher does not comply")
    tripped += [
        (trip, rule) for trip in _about_input_vat(case, decision) if (rule := rule_in_force(trip.rule, case.day))
    ]
    findings = tuple(_finding(trip, rule, fapiao) for trip, rule in tripped)
    return CheckResult(verdict_of(findings), case.category, decision, findings)


def named_finding(name: str, day: date) -> Finding:
    """A rule as a finding without evidence, worded by its title; the version in force on the day, else the last."""
    rule = rule_in_force(name, day) or STORE.versions(f"invoices.{name}")[-1]
    value = rule.value
    return Finding(
        rule=name,
        severity=Severity(value["severity"]),
        message_zh=rule.title,
        message_en=rule.title_en or rule.title,
        law=rule.source,
        fix_zh=_worded(value.get("fix_zh", ""), {}),
        fix_en=_worded(value.get("fix_en", ""), {}),
    )


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """The gravest finding decides."""
    gravest = worst(findings)
    if gravest in {Severity.REJECT, Severity.BLOCK}:
        return Verdict.REJECT
    return Verdict.WARN if gravest is Severity.WARN else Verdict.COMPLIANT


def _void(tripped: list[tuple[Trip, RuleValue]], fapiao: Fapiao) -> bool:
    """Whether a defect of the voucher takes its input VAT with it."""
    return any(rule.value.get("voids_input_vat") and not _doubtful(trip, fapiao) for trip, rule in tripped)


def _about_input_vat(case: Case, decision: InputVatDecision) -> Iterator[Trip]:
    """Blocked VAT of a deduction voucher is said; a claim above what is deductible is refused."""
    reasons = {"reason": decision.reason_zh, "reason_en": decision.reason_en}
    claimed, rule = case.context.claimed_input_vat, rule_in_force("INPUT_VAT_CLAIMED_TOO_HIGH", case.day)
    if rule and claimed is not None and claimed > decision.amount + Decimal(rule.value["tolerance"]):
        amounts = {"claimed": text(claimed), "deductible": text(decision.amount)}
        arguable = claimed <= decision.arguable + Decimal(rule.value["tolerance"])
        yield Trip("INPUT_VAT_CLAIM_ARGUABLE" if arguable else "INPUT_VAT_CLAIMED_TOO_HIGH", reasons | amounts)
    elif decision.blocked and case.fapiao.tax_amount:
        yield Trip("INPUT_VAT_BLOCKED", reasons | {"tax": text(case.fapiao.tax_amount)})


def _doubtful(trip: Trip, fapiao: Fapiao) -> bool:
    return any(fapiao.confidence.get(name, 1.0) < DOUBTFUL_BELOW for name in trip.fields)


def _finding(trip: Trip, rule: RuleValue, fapiao: Fapiao) -> Finding:
    severity, evidence = Severity(rule.value["severity"]), dict(trip.evidence)
    if severity is Severity.REJECT and _doubtful(trip, fapiao):
        severity, evidence = Severity.WARN, evidence | {"doubtful_reading": ", ".join(trip.fields)}
    wording = {
        key: _worded(rule.value.get(key, ""), evidence) for key in ("message_zh", "message_en", "fix_zh", "fix_en")
    }
    return Finding(rule=trip.rule, severity=severity, law=rule.source, evidence=evidence, **wording)


def _worded(template: str, evidence: Mapping[str, str]) -> str:
    return template.format_map(_Blank(evidence))


class _Blank(dict[str, str]):
    """Evidence in which a name that was not gathered reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
