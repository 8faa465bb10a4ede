"""Reading facts, and what every preparation hands to the engine.

Rule kept: an amount that is missing or null is 0; anything unreadable is refused with the field's name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal

from kernel.errors import InvalidValue, Refusal
from kernel.finding import Finding, Severity
from kernel.money import ZERO, exact
from kernel.period import TaxPeriod
from law.store import RuleValue, lookup
from law.surtaxes import EDUCATION, LOCAL_EDUCATION, URBAN, Location, education_exempt, rate_of
from tax_filing.domain.cell_key import AMOUNT, CellKey
from tax_filing.domain.return_engine import InputValue, Source

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Inputs of one return with the findings made on the way, and the previous return's cells.

    `row_titles` names the lines of a section that repeats, `answer` is what the command prints beside the form.
    """

    form: str
    period: TaxPeriod
    inputs: Mapping[str, InputValue]
    findings: tuple[Finding, ...] = ()
    previous: Mapping[CellKey, Decimal] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    row_titles: tuple[str, ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)


class InputSheet:
    """Adds up inputs by name, remembering the papers and rules each was made from."""

    def __init__(self) -> None:
        self._values: defaultdict[str, Decimal] = defaultdict(Decimal)
        self._sources: defaultdict[str, list[Source]] = defaultdict(list)
        self._rules: defaultdict[str, list[RuleValue]] = defaultdict(list)

    def add(
        self, name: str, value: Decimal | int, *, sources: Sequence[Source] = (), rules: Sequence[RuleValue] = ()
    ) -> None:
        """Add to an input."""
        self._values[name] += value
        if sources:
            self._sources[name].extend(sources)
        if rules:
            self._rules[name].extend(rules)

    def of(self, name: str) -> Decimal:
        """What an input holds so far, 0 when nothing."""
        return self._values.get(name, ZERO)

    def inputs(self) -> dict[str, InputValue]:
        """All inputs."""
        return {
            name: InputValue(value, tuple(self._sources.get(name, ())), tuple(self._rules.get(name, ())))
            for name, value in self._values.items()
        }


def amount(facts: Facts, name: str) -> Decimal:
    """An amount of the facts; missing or null is 0. Raises `NotMoney`."""
    return exact(facts.get(name))


def rows(facts: Facts, name: str) -> Sequence[Facts]:
    """A list of objects; missing is empty. Raises `InvalidValue`."""
    found = facts.get(name) or []
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        raise InvalidValue(f"{name} must be a list of objects", message_zh=f"“{name}”应为对象列表")
    return found


def group(facts: Facts, name: str) -> Facts:
    """A nested object; missing is empty. Raises `InvalidValue`."""
    found = facts.get(name) or {}
    if not isinstance(found, Mapping):
        raise InvalidValue(f"{name} must be an object", message_zh=f"“{name}”应为对象")
    return found


def choice(facts: Facts, name: str, allowed: Sequence[str], default: str) -> str:
    """One of the allowed words. Raises `InvalidValue`."""
    found = facts.get(name) or default
    if found not in allowed:
        raise InvalidValue(
            f"{name} is {found!r}, expected one of {', '.join(allowed)}", message_zh=f"“{name}”不能是“{found}”"
        )
    return str(found)


def tax_period(facts: Facts) -> TaxPeriod:
    """The tax period the facts are of. Raises `InvalidValue`."""
    if not facts.get("period"):
        raise InvalidValue("period is missing", message_zh="缺少税款所属期")
    return TaxPeriod.parse(str(facts["period"]))


def span_of(period: TaxPeriod) -> Literal["month", "quarter"]:
    """Whether a tax period is a month or a quarter. Raises `InvalidValue`."""
    match len(period.months):
        case 1:
            return "month"
        case 3:
            return "quarter"
    raise InvalidValue(f"{period} is neither a month nor a quarter", message_zh=f"{period} 不是月度或季度")


def sources_of(row: Facts) -> tuple[Source, ...]:
    """Papers behind a row of facts, where the books name them."""
    found = row.get("sources")
    return tuple(Source(str(source["kind"]), int(source["id"])) for source in found) if found else ()


class AssessedTaxation(Refusal):
    """The tax is assessed by the bureau (核定征收、定期定额), which this product does not compute."""

    code: ClassVar[str] = "assessed_taxation"


def refuse_assessed(facts: Facts) -> None:
    """Only taxation by books is computed. Raises `AssessedTaxation` for what the bureau assesses."""
    names = {"assessed_rate": "核定应税所得率", "assessed_tax": "核定应纳税额", "fixed_amount": "定期定额"}
    found = choice(group(facts, "taxpayer"), "collection", ("books", *names), "books")
    if found in names:
        raise AssessedTaxation(
            f"taxation by {found} is assessed by the tax bureau and not computed here",
            message_zh=f"{names[found]}征收由主管税务机关核定，请按核定通知书申报，本系统只计算查账征收",
        )


def add_surtax_inputs(sheet: InputSheet, taxpayer: Facts, *, sales: Decimal, period: TaxPeriod) -> None:
    """Rates, exemption and relief of the surtaxes, as inputs of the surtax schedule."""
    location: Location = choice(taxpayer, "location", ("city", "county", "other"), "city")  # type: ignore[assignment]
    for name, surtax in (
        ("urban_rate", URBAN),
        ("education_rate", EDUCATION),
        ("local_education_rate", LOCAL_EDUCATION),
    ):
        rate, rule = rate_of(surtax, location, period.end)
        sheet.add(name, rate, rules=(rule,))
    exempt, exemption = education_exempt(sales, span_of(period), period.end)
    sheet.add("education_exempt", int(exempt), rules=(exemption,))
    if taxpayer.get("six_taxes_relief"):
        relief = lookup("surtaxes.six_taxes_relief", period.end)
        sheet.add("six_taxes_share", relief.decimal, rules=(relief,))


def cells_of(lines: Facts) -> dict[CellKey, Decimal]:
    """Cells of a return from its `lines` as commands print them."""
    return {
        CellKey(str(section), str(line), str(column)): exact(value)
        for section, section_lines in lines.items()
        for line, columns in section_lines.items()
        for column, value in (columns if isinstance(columns, Mapping) else {AMOUNT: columns}).items()
    }


def warn(rule: str, zh: str, en: str, **evidence: object) -> Finding:
    """A warning of the preparation."""
    return Finding(rule, Severity.WARN, zh, en, evidence={name: str(value) for name, value in evidence.items()})
