"""Inputs of the small-scale VAT return: each sale goes to the taxed or the exempt side and to its column.

Rules kept (with their dates in `law/rules/vat/small_scale.yaml`): below the threshold everything is exempt but special
invoices and waived sales; once it is reached all sales are taxed. A sale invoiced at 3 % is taxed at 3 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kernel.errors import InvalidValue
from kernel.finding import Finding
from kernel.money import ZERO, round_to_fen, total
from kernel.period import TaxPeriod
from law.store import lookup
from law.thresholds import ThresholdTest, threshold_test
from tax_filing.domain.cell_key import AMOUNT, CellKey
from tax_filing.domain.facts.common import (
    Facts,
    InputSheet,
    Prepared,
    add_surtax_inputs,
    amount,
    cells_of,
    choice,
    group,
    rows,
    sources_of,
    span_of,
    tax_period,
    warn,
)
from tax_filing.domain.return_engine import Source

FORM: Final = "vat_small_scale"
_INVOICES: Final = ("special", "ordinary", "none")
_NATURES: Final = ("goods", "services", "used_fixed_asset", "real_estate")
_WAIVERS: Final = ("none", "exemption", "reduced_rate")


@dataclass(frozen=True, slots=True)
class Sale:
    """One sale without VAT: rate printed or due, kind of invoice, what is sold, which relief is waived."""

    net_amount: Decimal
    rate: Decimal
    invoice: str
    nature: str
    waives: str
    sources: tuple[Source, ...]

    @property
    def column(self) -> str:
        """Column of the form."""
        return "goods" if self.nature in ("goods", "used_fixed_asset") else "services"

    @property
    def taxed_below_threshold(self) -> bool:
        """Whether it is taxed although the threshold is not reached."""
        return self.invoice == "special" or self.waives != "none"


def prepare(facts: Facts) -> Prepared:
    """Inputs and findings from the facts of one tax period. Raises `InvalidValue`, `NoRuleInForce`."""
    period = tax_period(facts)
    taxpayer = group(facts, "taxpayer")
    previous = cells_of(group(facts, "previous"))
    sheet = InputSheet()
    margins = [sale for row in rows(facts, "deductions") for sale in _margin(sheet, row, previous, period)]
    sales = [*(_sale(row, period) for row in rows(facts, "sales")), *margins]
    test = threshold_test(
        sales=round_to_fen(total(sale.net_amount for sale in sales)),
        real_estate=total(sale.net_amount for sale in sales if sale.nature == "real_estate"),
        span=span_of(period),
        on=period.end,
    )
    sheet.add(
        "is_individual",
        int(
            choice(taxpayer, "legal_form", ("enterprise", "individual_business"), "enterprise") == "individual_business"
        ),
    )
    sheet.add("prepaid", amount(facts, "prepaid"))
    sheet.add("tax_control_cost", amount(facts, "tax_control_cost"))
    sheet.add("same_year", int(bool(previous) and period.start.month != 1))
    add_surtax_inputs(sheet, taxpayer, sales=test.sales, period=period)
    for sale in sales:
        _place(sheet, sale, test, period)
    findings = tuple(_findings(sales, test, period))
    return Prepared(FORM, period, sheet.inputs(), findings, previous, extra={"threshold": test})


def _margin(sheet: InputSheet, row: Facts, previous: Mapping[CellKey, Decimal], period: TaxPeriod) -> list[Sale]:
    """Margin-taxed services (差额征税): schedule 1, and what is left of them as a sale. Raises `InvalidValue`."""
    levy = lookup("vat.small_scale.levy_rate", period.end).decimal
    sale = _sale({**row, "net_amount": "0", "nature": "services"}, period)
    name, closing = ("3", "4") if sale.rate <= levy else ("5", "12")
    stated = row.get("opening") is not None
    opening = amount(row, "opening") if stated else previous.get(CellKey("schedule_1", closing, AMOUNT), ZERO)
    gross, arising = amount(row, "gross_amount"), amount(row, "deduction")
    deducted = max(ZERO, min(opening + arising, gross))
    for column, value in (("gross", gross), ("arising", arising)):
        sheet.add(f"s1_{column}_{name}", value, sources=sale.sources)
    if stated:
        sheet.add(f"s1_opening_{name}", opening)
        sheet.add(f"s1_opening_{name}_given", 1)
    sheet.add(f"s1_divisor_{name}", sale.rate)
    return [replace(sale, net_amount=round_to_fen((gross - deducted) / (1 + sale.rate)))]


def _sale(row: Facts, period: TaxPeriod) -> Sale:
    allowed = _rates(period)
    rate = amount(row, "rate") if row.get("rate") not in (None, "") else min(allowed)
    if rate not in allowed:
        raise InvalidValue(f"rate {rate} is not a levy rate", message_zh=f"征收率 {rate} 无效")
    nature = choice(row, "nature", _NATURES, "goods")
    if nature == "goods" and rate == lookup("vat.small_scale.real_estate_levy_rate", period.end).decimal:
        raise InvalidValue(f"goods have no levy rate {rate}", message_zh=f"货物没有 {rate} 的征收率")
    return Sale(
        net_amount=amount(row, "net_amount"),
        rate=rate,
        invoice=choice(row, "invoice", _INVOICES, "none"),
        nature=nature,
        waives=choice(row, "waives", _WAIVERS, "none"),
        sources=sources_of(row),
    )


def _rates(period: TaxPeriod) -> tuple[Decimal, ...]:
    names = ("reduced_rate", "used_asset_rate", "levy_rate", "real_estate_levy_rate")
    return tuple(lookup(f"vat.small_scale.{name}", period.end).decimal for name in names)


def _place(sheet: InputSheet, sale: Sale, test: ThresholdTest, period: TaxPeriod) -> None:
    """Add one sale to the inputs of its lines."""
    taxed = sale.taxed_below_threshold or (test.reached and not (test.rest_exempt and sale.nature != "real_estate"))
    real_estate_rate = lookup("vat.small_scale.real_estate_levy_rate", period.end).decimal
    if not taxed:
        _add(sheet, sale, f"below_threshold_{sale.column}", test)
        if sale.rate == real_estate_rate:
            _add(sheet, sale, f"below_threshold_5_{sale.column}", test)
    elif sale.nature == "used_fixed_asset":
        _place_used_asset(sheet, sale, test)
    elif sale.rate == real_estate_rate:
        _place_taxed(sheet, sale, "5", test)
    else:
        _place_taxed(sheet, sale, "3", test)
        if _is_reduced(sale, period):
            _add(sheet, sale, f"reduced_{sale.column}", test)


def _place_taxed(sheet: InputSheet, sale: Sale, rate: str, test: ThresholdTest) -> None:
    _add(sheet, sale, f"taxed_{rate}_{sale.column}", test)
    if sale.invoice != "none":
        _add(sheet, sale, f"{sale.invoice}_{rate}_{sale.column}", test)


def _place_used_asset(sheet: InputSheet, sale: Sale, test: ThresholdTest) -> None:
    """A used asset sold on a special invoice has given up the reduced rate and is an ordinary 3 % sale."""
    if sale.waives == "reduced_rate" or sale.invoice == "special":
        _place_taxed(sheet, sale, "3", test)
        return
    _add(sheet, sale, "used_assets_goods", test)
    _add(sheet, sale, "used_assets_reduced_goods", test)
    if sale.invoice == "ordinary":
        _add(sheet, sale, "used_assets_ordinary_goods", test)


def _is_reduced(sale: Sale, period: TaxPeriod) -> bool:
    """Whether the reduced rate applies: invoiced or due at it, not waived, not real estate."""
    reduced = lookup("vat.small_scale.reduced_rate", period.end).decimal
    return sale.rate == reduced and sale.waives != "reduced_rate" and sale.nature != "real_estate"


def _add(sheet: InputSheet, sale: Sale, name: str, test: ThresholdTest) -> None:
    sheet.add(name, sale.net_amount, sources=sale.sources, rules=test.rules)


def _findings(sales: list[Sale], test: ThresholdTest, period: TaxPeriod) -> list[Finding]:
    findings = []
    if test.at_limit and test.limit:
        findings.append(
            warn(
                "VAT_SALES_AT_THRESHOLD",
                f"销售额正好等于 {test.limit}，口径未见官方问答，请人工确认",
                f"Sales are exactly {test.limit}: no official answer was found on the limit itself, please confirm",
                sales=test.sales,
                limit=test.limit,
            )
        )
    if test.rest_exempt:
        findings.append(
            warn(
                "VAT_REAL_ESTATE_LEFT_OUT",
                "剔除销售不动产后未达到标准，其他销售额按免税填报，请确认口径",
                "Without real estate the threshold is not reached; other sales are shown as exempt, please confirm",
                sales=test.sales,
            )
        )
    findings.extend(_rate_findings(sales, period))
    return findings


def _rate_findings(sales: list[Sale], period: TaxPeriod) -> list[Finding]:
    reduced = lookup("vat.small_scale.reduced_rate", period.end).decimal
    levy = lookup("vat.small_scale.levy_rate", period.end).decimal
    findings = []
    if any(sale.nature == "real_estate" and sale.rate == reduced for sale in sales):
        findings.append(
            warn(
                "VAT_REDUCED_RATE_ON_REAL_ESTATE",
                "不动产销售或出租不适用减按1%，按法定征收率计税",
                "Real estate has no reduced rate; the statutory levy rate is applied",
            )
        )
    if any(_needless_three_percent(sale, levy) for sale in sales):
        findings.append(
            warn(
                "VAT_REDUCED_RATE_NOT_USED",
                "有按3%开具且未声明放弃减征的销售，按票面3%计税",
                "Some sales are at 3 % without waiving the reduction; they are taxed at the printed 3 %",
            )
        )
    return findings


def _needless_three_percent(sale: Sale, levy: Decimal) -> bool:
    return (
        sale.rate == levy
        and sale.waives == "none"
        and sale.nature in ("goods", "services")
        and sale.invoice != "special"
    )
