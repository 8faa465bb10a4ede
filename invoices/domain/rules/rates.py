"""Rules about VAT rates: in force on the day, fit for the content, the kind and the seller."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoices.domain.categories import category_of_item
from invoices.domain.fapiao import FapiaoLine
from invoices.domain.kinds import SPECIAL, VAT_INVOICES
from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force
from kernel.money import text

_UNTAXED: Final = frozenset({"exempt", "out_of_scope", "zero_rated"})


def rate_in_force(case: Case) -> Iterator[Trip]:
    """Each rate existed on the issue date; a former rate is a question."""
    rule = rule_in_force("RATE_NOT_IN_FORCE", case.day)
    if rule is None or case.fapiao.issue_date is None or case.fapiao.kind not in VAT_INVOICES:
        return
    for rate in sorted({line.tax_rate for line in case.fapiao.lines if line.tax_rate is not None}):
        evidence = {"rate": percent(rate), "issue_date": case.fapiao.issue_date.isoformat()}
        if _among(rate, rule.value.get("transition_rates", [])):
            yield Trip("OLD_RATE", evidence, ("lines",))
        elif not _among(rate, rule.value["rates"]):
            yield Trip("RATE_NOT_IN_FORCE", evidence, ("lines", "issue_date"))


def rate_for_content(case: Case) -> Iterator[Trip]:
    """The usual rates of some contents that leave no doubt."""
    rule = rule_in_force("RATE_FOR_CONTENT", case.day)
    if rule is None or case.fapiao.kind not in VAT_INVOICES:
        return
    for line in case.fapiao.lines:
        usual = rule.value["rates_by_category"].get(_category_id(line))
        if usual and line.tax_rate is not None and not _among(line.tax_rate, usual):
            expected = "、".join(percent(Decimal(rate)) for rate in usual if Decimal(rate))
            yield Trip(
                "RATE_FOR_CONTENT", {"item": line.item_name or "", "rate": percent(line.tax_rate), "expected": expected}
            )


def special_invoice_exempt(case: Case) -> Iterator[Trip]:
    """A special invoice for sales that bear no VAT."""
    if case.fapiao.kind not in SPECIAL:
        return
    for line in case.fapiao.lines:
        if line.tax_treatment in _UNTAXED or (line.tax_rate is not None and line.tax_rate == 0 and not line.tax_amount):
            yield Trip("SPECIAL_INVOICE_EXEMPT", {"item": line.item_name or ""}, ("lines",))
            return


def rate_for_seller(case: Case) -> Iterator[Trip]:
    """A small-scale company that invoices at a general rate, or has outgrown the limit."""
    company = case.context.company
    if company.vat_status != "small_scale":
        return
    rule = rule_in_force("RATE_FOR_SELLER", case.day)
    rates = {line.tax_rate for line in case.fapiao.lines if line.tax_rate is not None}
    wrong = sorted(rate for rate in rates if rule and not _among(rate, rule.value["levy_rates"]))
    if case.context.direction == "sale" and wrong:
        yield Trip("RATE_FOR_SELLER", {"rate": percent(wrong[-1])}, ("lines",))
    limit = rule_in_force("SMALL_SCALE_OVER_LIMIT", case.day)
    if (
        limit
        and company.sales_last_12_months is not None
        and company.sales_last_12_months > Decimal(limit.value["limit"])
    ):
        yield Trip(
            "SMALL_SCALE_OVER_LIMIT", {"sales": text(company.sales_last_12_months), "limit": limit.value["limit"]}
        )


def percent(rate: Decimal) -> str:
    """A ratio as people write it: 0.13 is 13%."""
    return f"{(rate * 100).normalize():f}%"


def _among(rate: Decimal, rates: list[str]) -> bool:
    return any(Decimal(one) == rate for one in rates)


def _category_id(line: FapiaoLine) -> str:
    return category_of_item(line.item_name, line.tax_category).id if line.item_name else ""


RATE_RULES: Final[tuple[RuleFunction, ...]] = (rate_in_force, rate_for_content, special_invoice_exempt, rate_for_seller)
