"""Surtaxes on VAT: urban construction tax and the two education surcharges, with exemption and the six-taxes relief.

Source: 城市维护建设税法, 国务院令第448号, 财综〔2010〕98号, 财税〔2016〕12号, 财政部 税务总局公告2023年第12号.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from kernel.money import ZERO, round_to_fen, total
from law.store import RuleValue, lookup

Location = Literal["city", "county", "other"]
Span = Literal["month", "quarter"]

URBAN: Final = "urban_construction_tax"
EDUCATION: Final = "education_surcharge"
LOCAL_EDUCATION: Final = "local_education_surcharge"


@dataclass(frozen=True, slots=True)
class SurtaxBasis:
    """What surtaxes are computed from: VAT to pay and sales of the period in yuan, and who pays."""

    vat: Decimal
    sales: Decimal
    span: Span
    location: Location
    six_taxes_relief: bool


@dataclass(frozen=True, slots=True)
class Surtax:
    """One surtax: due before relief, exempted, reduced by the six-taxes relief, to pay (all yuan)."""

    name: str
    rate: Decimal
    due: Decimal
    exempted: Decimal
    reduced: Decimal
    payable: Decimal
    rules: tuple[RuleValue, ...]


def surtaxes(basis: SurtaxBasis, on: date) -> tuple[Surtax, ...]:
    """The three surtaxes in the order of the form. Raises `NoRuleInForce`."""
    return tuple(_surtax(name, basis, on) for name in (URBAN, EDUCATION, LOCAL_EDUCATION))


def surtax_total(basis: SurtaxBasis, on: date) -> Decimal:
    """What is to pay in all."""
    return total(surtax.payable for surtax in surtaxes(basis, on))


def rate_of(name: str, location: Location, on: date) -> tuple[Decimal, RuleValue]:
    """The rate of a surtax at a place, with its rule."""
    if name == URBAN:
        rule = lookup("surtaxes.urban_construction_rate", on)
        return Decimal(rule.value[location]), rule
    rule = lookup("surtaxes.education_rate" if name == EDUCATION else "surtaxes.local_education_rate", on)
    return rule.decimal, rule


def education_exempt(sales: Decimal, span: Span, on: date) -> tuple[bool, RuleValue]:
    """Whether sales of the period leave both education surcharges exempt (limit inclusive)."""
    rule = lookup("surtaxes.education_exemption_sales", on)
    return sales <= Decimal(rule.value[span]), rule


def _surtax(name: str, basis: SurtaxBasis, on: date) -> Surtax:
    rate, rule = rate_of(name, basis.location, on)
    rules = [rule]
    exact = max(basis.vat, ZERO) * rate
    due = round_to_fen(exact)
    if name != URBAN:
        exempt, exemption = education_exempt(basis.sales, basis.span, on)
        if exempt:
            return Surtax(name, rate, due, due, ZERO, ZERO, (rule, exemption))
    share = Decimal(0)
    if basis.six_taxes_relief:
        relief = lookup("surtaxes.six_taxes_relief", on)
        share = relief.decimal
        rules.append(relief)
    payable = round_to_fen(exact * (1 - share))
    return Surtax(name, rate, due, ZERO, due - payable, payable, tuple(rules))
