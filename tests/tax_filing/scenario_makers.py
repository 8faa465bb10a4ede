"""Makes the taxpayers of `scenarios/*.yaml`: facts across the edges of the law, figures by the naive second reading.

Run `python -m tests.tax_filing.scenario_makers` to write the files anew. What they expect comes from `naive/` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

import yaml

from tests.tax_filing import scenario_makers_income as income
from tests.tax_filing.scenario_tools import FEN, FOLDER, Plain, Scenario, around, taxpayer


def small_scale() -> Iterator[Scenario]:
    """The threshold in both years, by month and quarter, whatever the invoices."""
    forms = (("企业", "enterprise"), ("个体工商户", "individual_business"))
    mixes = (("全部普票", "0"), ("部分专票", "80000"), ("未开票", "none"))
    spans = (("2025-11", 100000), ("2025Q4", 300000), ("2026-05", 100000), ("2026Q2", 300000))
    for number, ((word, form), (mix, special), (period, limit)) in enumerate(product(forms, mixes, spans), start=1):
        for edge, sales in around(limit):
            rows = (
                [sale(sales, "none")] if special == "none" else [sale(str(Decimal(sales) - int(special)), "ordinary")]
            )
            if special not in ("none", "0"):
                rows.append(sale(special, "special"))
            who = {"legal_form": form, "location": ("city", "county", "other")[number % 3], "six_taxes_relief": True}
            vat = {"taxpayer": who, "period": period, "sales": rows}
            extra = income_of(form, period, sales)
            yield taxpayer(
                f"small-{period}-{form[:3]}-{special}-{edge}",
                f"{word}，{mix}，{period} 销售额{edge}",
                ("vat_small_scale", vat),
                extra,
            )


def sale(net: str, invoice: str, **more: str) -> dict[str, str]:
    return {"net_amount": net, "rate": "0.01", "invoice": invoice, "nature": "services"} | more


def income_of(form: str, period: str, sales: str) -> tuple[str, dict[str, Any]]:
    """The income tax that goes with the sales: a fifth of them is profit."""
    quarter = period if "Q" in period else f"{period[:4]}Q{(int(period[5:]) + 2) // 3}"
    cost = str((Decimal(sales) * Decimal("0.8")).quantize(FEN))
    if form == "individual_business":
        return "iit_business_income", {"period": quarter, "year_to_date": {"revenue": sales, "cost_and_expenses": cost}}
    people = [{"headcount_start": 4, "headcount_end": 6, "assets_start": "200000", "assets_end": "260000"}] * int(
        quarter[-1]
    )
    return "cit_prepayment", {"period": quarter, "year_to_date": {"revenue": sales, "cost": cost}, "quarters": people}


def small_scale_oddities() -> Iterator[Scenario]:
    """Waivers, red letters, used assets, real estate, prepayments and nil returns."""
    below, above = "120000", "350000"
    stories: list[tuple[str, list[dict[str, str]], dict[str, Any]]] = []
    for base, word in ((below, "未达"), (above, "达到")):
        plain = sale(base, "ordinary")
        stories += [
            (f"{word}起征点，一笔放弃免税", [plain, sale("20000", "ordinary", waives="exemption")], {}),
            (
                f"{word}起征点，一笔放弃减征按3%",
                [plain, sale("20000", "special", rate="0.03", waives="reduced_rate")],
                {},
            ),
            (f"{word}起征点，红字冲减", [plain, sale("-30000", "ordinary")], {}),
            (f"{word}起征点，专票红字", [plain, sale("50000", "special"), sale("-50000", "special")], {}),
            (
                f"{word}起征点，销售旧设备",
                [plain, sale("40000", "ordinary", rate="0.03", nature="used_fixed_asset")],
                {},
            ),
            (
                f"{word}起征点，旧设备开专票",
                [plain, sale("40000", "special", rate="0.03", nature="used_fixed_asset")],
                {},
            ),
            (f"{word}起征点，出租不动产", [plain, sale("30000", "ordinary", rate="0.05", nature="real_estate")], {}),
            (f"{word}起征点，异地预缴", [plain], {"prepaid": "200"}),
            (f"{word}起征点，货物与服务", [plain, sale("10000", "none", nature="goods")], {}),
        ]
    stories.append(("零申报", [], {}))
    stories.append(
        (
            "卖房使总额达到，其余不足",
            [sale("100000", "ordinary"), sale("900000", "ordinary", rate="0.05", nature="real_estate")],
            {},
        )
    )
    places = product(("city", "county", "other"), (True, False))
    for number, ((story, rows, more), (place, relief)) in enumerate(
        ((story, next_place) for story, next_place in zip(stories * 2, list(places) * 10, strict=False)), start=1
    ):
        year = "2025Q3" if number > len(stories) else "2026Q3"
        who = {"legal_form": "enterprise", "location": place, "six_taxes_relief": relief}
        facts = {"taxpayer": who, "period": year, "sales": rows, **more}
        yield taxpayer(f"odd-{number:02}", f"小规模企业 {year}：{story}", ("vat_small_scale", facts))


def general() -> Iterator[Scenario]:
    """Every rate, method, voucher and use; credits, reliefs and the education limit."""
    number = 0
    rates = [
        ("general", "0.13"), ("general", "0.09"), ("general", "0.06"), ("simplified", "0.03"), ("simplified", "0.05"),
        ("exempt", "0"), ("export_refund", "0"),
    ]  # fmt: skip
    for (method, rate), nature, net in product(rates, ("goods", "services"), ("99999.99", "100000.01")):
        number += 1
        sold = {
            "net_amount": net,
            "rate": rate,
            "method": method,
            "invoice": ("special", "ordinary", "none")[number % 3],
            "nature": nature,
        }
        if method in ("exempt", "export_refund"):
            sold["invoice"] = "ordinary"
        yield month(number, f"按{method} {rate} 销售{nature}", [sold], [bought("30000", "3900")])
    kinds = [
        bought("10000", "1300"),
        *(bought("10000", "1300", kind=kind) for kind in ("motor_vehicle", "customs")),
        {"kind": "farm", "net_amount": "5000"},
        bought("10000", "600", kind="withheld"),
        {"kind": "rail", "gross_amount": "1090"},
        {"kind": "air", "gross_amount": "2180"},
        {"kind": "road", "gross_amount": "103"},
        {"kind": "bridge_toll", "gross_amount": "105"},
        bought("300", "9", kind="road_toll"),
        bought("1000", "90", confirmed=False),
    ]
    uses = ("taxable", "simplified", "exempt", "welfare", "abnormal_loss", "catering", "entertainment", "loan")
    for voucher, use in product(kinds, uses):
        if (
            "kind" in voucher
            and voucher["kind"] in ("customs", "withheld", "motor_vehicle")
            and use not in ("taxable", "welfare")
        ):
            continue
        number += 1
        yield month(
            number,
            f"进项{voucher.get('kind', '专票')}用于{use}",
            [sold_at("200000", "26000")],
            [{**voucher, "use": use}],
        )
    more: list[tuple[str, list[Any], list[Any], dict[str, Any]]] = [
        ("留抵结转", [sold_at("10000", "1300")], [bought("50000", "6500")], {"credit_brought_forward": "200"}),
        ("留抵恰好抵完", [sold_at("10000", "1300")], [], {"credit_brought_forward": "1300"}),
        (
            "收到红字专票",
            [sold_at("100000", "13000")],
            [bought("20000", "2600")],
            {"red_letter_received": [{"net_amount": "-5000", "tax_amount": "-650"}]},
        ),
        ("销项红字", [sold_at("100000", "13000"), sold_at("-20000", "-2600")], [], {}),
        ("加计抵减", [sold_at("100000", "13000")], [bought("50000", "6500")], {"additional_deduction": "325"}),
        ("加计抵减超过应纳", [sold_at("10000", "1300")], [bought("9000", "1170")], {"additional_deduction": "500"}),
        ("预缴少于应纳", [sold_at("100000", "13000")], [], {"prepaid": "3000"}),
        ("预缴多于应纳", [sold_at("10000", "1300")], [], {"prepaid": "3000"}),
        ("零申报", [], [], {}),
        (
            "转出大于进项",
            [],
            [bought("10000", "1300", use="welfare")],
            {"red_letter_received": [{"net_amount": "-1", "tax_amount": "-1"}]},
        ),
    ]
    for (story, sales, inputs, extra), (place, relief) in product(
        more, (("city", False), ("county", True), ("other", True))
    ):
        number += 1
        yield month(number, story, sales, inputs, taxpayer={"location": place, "six_taxes_relief": relief}, **extra)


def sold_at(net: str, tax: str) -> dict[str, str]:
    return {"net_amount": net, "tax_amount": tax, "rate": "0.13", "invoice": "special", "nature": "goods"}


def bought(net: str, tax: str, **more: Any) -> dict[str, Any]:
    return {"kind": "special_invoice", "net_amount": net, "tax_amount": tax, "confirmed": True, **more}


def month(number: int, story: str, sales: list[Any], inputs: list[Any], **more: Any) -> Scenario:
    who = {"taxpayer": {"location": "city"}}
    facts = {**who, "period": "2026-04", "sales": sales, "input": inputs, **more}
    return taxpayer(f"general-{number:03}", f"一般纳税人 2026-04：{story}", ("vat_general", facts))


FILES = {
    "small_scale_threshold": small_scale,
    "small_scale_oddities": small_scale_oddities,
    "general_months": general,
    "prepayments": income.prepayments,
    "withholding": income.wages,
    "other_taxes": income.shorter,
}


def main() -> None:
    """Write every file."""
    FOLDER.mkdir(exist_ok=True)
    for name, maker in FILES.items():
        lines = [f"# {(maker.__doc__ or '').strip()}"]
        for scenario in maker():
            lines.append(f"- id: {scenario['id']}")
            lines.append(f"  story: {scenario['story']}")
            lines.append("  returns:")
            for filed in scenario["returns"]:
                lines.append(f"  - form: {filed['form']}")
                for part in ("facts", "expect", "refused"):
                    if part not in filed:
                        continue
                    flow = yaml.dump(
                        filed[part],
                        Dumper=Plain,
                        default_flow_style=True,
                        allow_unicode=True,
                        width=10**6,
                        sort_keys=False,
                    )
                    lines.append(f"    {part}: {flow.strip()}")
        (FOLDER / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
