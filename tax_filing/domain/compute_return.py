"""One return from the facts of its period, in the shape the command contract fixes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kernel.errors import InvalidValue
from kernel.finding import Finding, Severity
from kernel.money import text
from kernel.period import TaxPeriod
from law.calendar import Deadline, annual_deadline, filing_deadline
from law.store import RuleValue
from tax_filing.domain.cell_key import AMOUNT, CellKey
from tax_filing.domain.facts import (
    cit_annual,
    cit_prepayment,
    iit_business_income,
    iit_withholding,
    stamp_duty,
    vat_general,
    vat_small_scale,
)
from tax_filing.domain.facts.common import Facts, Prepared
from tax_filing.domain.return_engine import CellTrace, FilledReturn, Override, ReturnData, fill
from tax_filing.domain.return_form import ReturnForm, form_in_force

_PREPARATIONS: Final[Mapping[str, Callable[[Facts], Prepared]]] = {
    module.FORM: module.prepare
    for module in (
        vat_small_scale,
        vat_general,
        cit_prepayment,
        cit_annual,
        iit_withholding,
        iit_business_income,
        stamp_duty,
    )
}
FORMS: Final = tuple(_PREPARATIONS)
Lines = dict[str, dict[str, Any]]


def prepare(form: str, facts: Facts) -> Prepared:
    """Inputs of a return. Raises `InvalidValue` for an unknown form or unreadable facts, `NoRuleInForce`."""
    if form not in _PREPARATIONS:
        raise InvalidValue(f"unknown form {form!r}", message_zh=f"未知的申报表“{form}”")
    return _PREPARATIONS[form](facts)


def fill_prepared(prepared: Prepared, overrides: Mapping[CellKey, Override] | None = None) -> FilledReturn:
    """The form of the period in force, filled."""
    form = form_in_force(prepared.form, prepared.period.end).with_rows(prepared.row_titles)
    data = ReturnData(
        on=prepared.period.end, inputs=prepared.inputs, previous=prepared.previous, overrides=overrides or {}
    )
    return fill(form, data)


def compute(form: str, facts: Facts) -> dict[str, Any]:
    """The whole answer of `compute_return`. Raises `Refusal`s."""
    prepared = prepare(form, facts)
    filled = fill_prepared(prepared)
    deadline = deadline_of(form, prepared.period)
    return {
        "form": form,
        "edition": filled.form.edition,
        "tax_period": {"start": prepared.period.start.isoformat(), "end": prepared.period.end.isoformat()},
        "deadline": deadline.day.isoformat(),
        "deadline_provisional": deadline.provisional,
        "lines": lines_of(filled.form, filled.cells),
        "tax_payable": text(filled.tax_payable),
        "surtaxes": {name: text(value) for name, value in filled.surtaxes.items()},
        "cross_checks": checks_of(filled),
        "findings": [finding_json(finding) for finding in findings_of(prepared, filled)],
        "trace": trace_of(filled),
        **prepared.answer,
    }


def deadline_of(form: str, period: TaxPeriod) -> Deadline:
    """The last day of a return; annual settlements have days of their own."""
    return annual_deadline(form, period.end.year) if form == cit_annual.FORM else filing_deadline(period)


def lines_of(form: ReturnForm, cells: Mapping[CellKey, Decimal]) -> Lines:
    """Cells as `{section: {line: {column: "0.00"}}}`; a line of a one-column section is the amount itself."""
    lines: Lines = {section.name: {} for section in form.sections}
    for key, value in cells.items():
        if key.column == AMOUNT:
            lines[key.section][key.line] = text(value)
        else:
            lines[key.section].setdefault(key.line, {})[key.column] = text(value)
    return lines


def checks_of(filled: FilledReturn) -> list[dict[str, Any]]:
    """Cross-checks with their outcome."""
    return [
        {"rule": result.check.rule, "holds": result.holds, "message": result.check.message.zh,
         "message_en": result.check.message.en}
        for result in filled.checks
    ]  # fmt: skip


def findings_of(prepared: Prepared, filled: FilledReturn) -> tuple[Finding, ...]:
    """Findings of the preparation and one for each cross-check that fails."""
    return (*prepared.findings, *(_failed(result.check.rule, filled) for result in filled.checks if not result.holds))


def _failed(rule: str, filled: FilledReturn) -> Finding:
    check = next(result.check for result in filled.checks if result.check.rule == rule)
    severity = Severity.WARN if check.warn_only else Severity.BLOCK
    message = check.message
    return Finding(f"CROSS_CHECK_{rule}", severity, message.zh, message.en, evidence={"formula": check.formula})


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as commands print it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message_zh": finding.message_zh,
        "message_en": finding.message_en,
        "evidence": dict(finding.evidence),
    }


def trace_of(filled: FilledReturn) -> dict[str, Any]:
    """Every cell's formula, figures, rules and papers."""
    rules: dict[int, dict[str, str]] = {}
    return {str(key): _trace_json(trace, rules) for key, trace in filled.trace.items()}


def _trace_json(trace: CellTrace, rules: dict[int, dict[str, str]]) -> dict[str, Any]:
    """One cell's trace as plain data; a rule many cells follow is written out once."""
    for rule in trace.rules:
        if id(rule) not in rules:
            rules[id(rule)] = rule_json(rule)
    shown: dict[str, Any] = {
        "formula": trace.formula,
        "inputs": {name: str(value) for name, value in trace.inputs.items()},
        "rules": [rules[id(rule)] for rule in trace.rules],
    }
    if trace.sources:
        shown["sources"] = [{"kind": source.kind, "id": source.id} for source in trace.sources]
    if trace.overridden is not None:
        shown |= {"computed": text(trace.overridden), "reason": trace.reason}
    return shown


def rule_json(rule: RuleValue) -> dict[str, str]:
    """A rule of law behind a cell: its name, value and where it is written."""
    return {
        "name": rule.rule,
        "title": rule.title,
        "title_en": rule.title_en,
        "value": _value_text(rule.value),
        "source": rule.source,
        "confidence": rule.confidence.value,
        "effective_from": rule.effective_from.isoformat(),
    }


def _value_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_value_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return f"{len(value)} steps" if value and isinstance(value[0], Mapping) else ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)
