"""Social insurance and housing fund: the dated table of a city, and what a base costs employer and employee.

Rules kept: the base is lifted to the floor and cut at the cap of each fund (社会保险法第十二条、二十三条、三十五条;
住房公积金管理条例第十六条、十八条); each side is rounded by itself, to the fen, or to the yuan where the city says
so. A rate the city leaves to the single employer (work injury by trade, housing fund by choice) is never assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kernel.errors import NotReady
from kernel.money import ZERO, round_to_fen, round_to_yuan
from law.store import STORE, NoRuleInForce, RuleValue, lookup, rules_under

FUNDS: Final = ("pension", "medical", "maternity", "unemployment", "injury", "housing_fund")
HOUSING_FUND: Final = "housing_fund"
NAMES: Final = {
    "pension": "基本养老保险",
    "medical": "基本医疗保险",
    "maternity": "生育保险",
    "unemployment": "失业保险",
    "injury": "工伤保险",
    "housing_fund": "住房公积金",
}


@dataclass(frozen=True, slots=True)
class FundTerms:
    """Limits of the base in yuan, rates as ratios, a fixed amount the employee adds. `None`: nobody has said."""

    fund: str
    floor: Decimal | None = None
    cap: Decimal | None = None
    employer: Decimal | None = None
    person: Decimal | None = None
    person_extra: Decimal = ZERO
    whole_yuan: bool = False
    source: str = ""

    def overlaid(self, own: FundTerms) -> FundTerms:
        """These terms with what `own` says itself put over them."""
        said = {name: getattr(own, name) for name in ("floor", "cap", "employer", "person")}
        said |= {"person_extra": own.person_extra or None, "source": own.source or None}
        kept: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
        return replace(self, **kept, whole_yuan=self.whole_yuan or own.whole_yuan)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One fund of one month in yuan: the base within its limits, both sides, where the terms are written.

    `of` names an earlier month when this is the difference a later notice made to it.
    """

    fund: str
    base: Decimal
    employer: Decimal
    person: Decimal
    source: str = ""
    of: str = ""


def cities(on: date) -> dict[str, str]:
    """Cities with a table in force: code and Chinese name."""
    found: dict[str, str] = {}
    for rule in rules_under("social"):
        city = rule.split(".")[1]
        if any(version.covers(on) for version in STORE.versions(rule)):
            found.setdefault(city, STORE.versions(rule)[0].title.partition("：")[0])
    return found


def city_name(code: str) -> str:
    """The Chinese name of a city with a table; any other place is its own name."""
    rules = [rule for rule in rules_under("social") if rule.split(".")[1] == code]
    return STORE.versions(rules[0])[0].title.partition("：")[0] if rules else code


def city_code(said: str, on: date) -> str:
    """The code of a city with a table, said by code or name ("上海", "上海市"); any other place is its own code."""
    name = said.strip()
    known = {title: code for code, title in cities(on).items()}
    return known.get(name) or known.get(name.removesuffix("市")) or name


def city_terms(city: str, on: date) -> dict[str, FundTerms]:
    """What the city's table says of each fund on the day; empty for a city without one."""
    return {terms.fund: terms for terms in _terms(city, on)}


def _terms(city: str, on: date) -> Iterator[FundTerms]:
    for fund in FUNDS:
        try:
            yield _read(fund, lookup(f"social.{city}.{fund}", on))
        except NoRuleInForce:
            continue


def _read(fund: str, rule: RuleValue) -> FundTerms:
    said = rule.value
    amounts = {
        name: None if said[name] is None else Decimal(said[name]) for name in ("floor", "cap", "employer", "person")
    }
    extra = Decimal(said.get("person_extra", 0))
    return FundTerms(fund, **amounts, person_extra=extra, whole_yuan=bool(said.get("whole_yuan")), source=rule.source)


def contribute(terms: FundTerms, base: Decimal) -> Contribution:
    """What a base costs. Raises `NotReady` where a rate is not settled."""
    if terms.employer is None or terms.person is None:
        name = NAMES[terms.fund]
        raise NotReady(
            f"the rates of {terms.fund} are not settled; enter the company's own",
            message_zh=f"{name}的费率尚未确定，请在“缴费标准”中填写本企业的费率",
            fund=terms.fund,
        )
    used = within(terms, base)
    rounded = round_to_yuan if terms.whole_yuan else round_to_fen
    person = rounded(used * terms.person) + (terms.person_extra if used else ZERO)
    return Contribution(terms.fund, used, rounded(used * terms.employer), person, terms.source)


def within(terms: FundTerms, base: Decimal) -> Decimal:
    """The base between floor and cap; a base of 0 stays 0: not enrolled."""
    if base <= 0:
        return ZERO
    lifted = base if terms.floor is None else max(base, terms.floor)
    return round_to_fen(lifted if terms.cap is None else min(lifted, terms.cap))
