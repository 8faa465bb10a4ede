"""The printed identities of the official forms hold for whatever facts: VAT of both kinds and the CIT prepayment."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tax_filing.domain.compute_return import compute

FEN = Decimal("0.01")
FEW = settings(max_examples=40, deadline=None)
AMOUNTS = st.decimals(min_value=-50_000, max_value=900_000, places=2).map(str)
POSITIVE = st.decimals(min_value=0, max_value=900_000, places=2).map(str)


def table(answer: dict[str, Any], section: str, column: str = "") -> dict[str, Decimal]:
    """One column of a section by line; what prints as a dash is left out."""
    rows = answer["lines"][section].items()
    return {
        line: Decimal(row[column] if column else row) for line, row in rows if not column or row.get(column) is not None
    }


small_scale_facts = st.fixed_dictionaries(
    {
        "taxpayer": st.fixed_dictionaries(
            {"legal_form": st.sampled_from(["enterprise", "individual_business"]), "six_taxes_relief": st.booleans()}
        ),
        "period": st.sampled_from(["2025Q4", "2026-05", "2026Q3"]),
        "sales": st.lists(
            st.fixed_dictionaries(
                {
                    "net_amount": POSITIVE,
                    "rate": st.sampled_from(["0.01", "0.03"]),
                    "invoice": st.sampled_from(["special", "ordinary", "none"]),
                    "nature": st.sampled_from(["goods", "services", "used_fixed_asset", "real_estate"]),
                    "waives": st.sampled_from(["none", "exemption", "reduced_rate"]),
                }
            ),
            max_size=6,
        ),
        "deductions": st.lists(
            st.fixed_dictionaries(
                {"rate": st.just("0.03"), "gross_amount": POSITIVE, "deduction": POSITIVE, "opening": POSITIVE}
            ),
            max_size=1,
        ),
        "prepaid": POSITIVE,
        "tax_control_cost": st.sampled_from(["0", "280"]),
    }
)


@FEW
@given(small_scale_facts)
def test_the_small_scale_form(facts: dict[str, Any]) -> None:
    answer = compute("vat_small_scale", facts)
    line = table(answer, "main", "total")
    assert line["9"] == line["10"] + line["11"] + line["12"]
    assert line["20"] == line["15"] - line["16"]
    assert line["22"] == line["20"] - line["21"]
    assert line["16"] <= line["15"]
    assert line["17"] >= line["18"] + line["19"]
    assert not line["10"] * line["11"]
    assert line["1"] >= line["2"] + line["3"]
    assert line["7"] >= line["8"]
    first = table(answer, "schedule_1")
    assert first["4"] == first["1"] + first["2"] - first["3"] >= 0
    assert first["7"] == first["5"] - first["6"] >= 0
    assert first["8"] == (first["7"] / Decimal("1.03")).quantize(FEN, ROUND_HALF_UP)
    assert table(answer, "relief_schedule", "4")["1"] == line["16"]
    refused = [check["rule"] for check in answer["cross_checks"] if not check["holds"]]
    assert refused == (["S_REFUND"] if line["22"] < 0 else [])


general_facts = st.fixed_dictionaries(
    {
        "taxpayer": st.fixed_dictionaries({"six_taxes_relief": st.booleans()}),
        "period": st.sampled_from(["2025-12", "2026-01", "2026-08"]),
        "sales": st.lists(
            st.fixed_dictionaries(
                {
                    "net_amount": AMOUNTS,
                    "rate": st.sampled_from(["0.13", "0.09", "0.06"]),
                    "invoice": st.sampled_from(["special", "ordinary", "none"]),
                    "nature": st.sampled_from(["goods", "services"]),
                }
            ),
            max_size=5,
        ),
        "input": st.lists(
            st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(["special_invoice", "customs", "farm", "withheld", "rail", "road_toll"]),
                    "net_amount": POSITIVE,
                    "tax_amount": POSITIVE,
                    "use": st.sampled_from(["taxable", "welfare", "exempt", "abnormal_loss", "loan"]),
                }
            ),
            max_size=5,
        ),
        "deductions": st.lists(
            st.fixed_dictionaries({"rate": st.sampled_from(["0.09", "0.06"]), "amount": POSITIVE}), max_size=2
        ),
        "red_letter_received": st.lists(st.fixed_dictionaries({"tax_amount": POSITIVE}), max_size=1),
        "credit_brought_forward": POSITIVE,
        "additional_deduction": POSITIVE,
        "prepaid": POSITIVE,
        "prepaid_construction": POSITIVE,
        "inspection_tax": POSITIVE,
        "simplified_inspection_tax": POSITIVE,
        "inspection_tax_paid": POSITIVE,
        "tax_control_cost": st.sampled_from(["0", "280"]),
    }
)


@FEW
@given(general_facts)
def test_the_general_main_form(facts: dict[str, Any]) -> None:
    answer = compute("vat_general", facts)
    line = table(answer, "main", "general")
    extra = Decimal(answer["lines"]["schedule_4"]["6"]["5"])
    assert line["17"] == line["12"] + line["13"] - line["14"] - line["15"] + line["16"]
    assert line["18"] == max(Decimal(0), min(line["17"], line["11"]))
    assert line["19"] == line["11"] - line["18"] - extra
    assert line["20"] == line["17"] - line["18"]
    assert line["24"] == line["19"] + line["21"] - line["23"]
    assert line["27"] == line["28"] + line["29"] + line["30"] + line["31"]
    assert line["32"] == line["24"] + line["25"] + line["26"] - line["27"]
    assert line["33"] == line["25"] + line["26"] - line["27"]
    assert line["34"] == line["24"] - line["28"] - line["29"]
    assert line["38"] == line["16"] + line["22"] + line["36"] - line["37"]
    later = compute("vat_general", {"period": "2026-09", "previous": answer["lines"]})
    assert table(later, "main", "general")["13"] == line["20"]


@FEW
@given(general_facts)
def test_the_schedules_of_the_general_form(facts: dict[str, Any]) -> None:
    answer = compute("vat_general", facts)
    second = table(answer, "schedule_2", "tax_amount")
    assert second["1"] == second["2"] + second["3"]
    assert second["4"] == second["5"] + second["6"] + second["7"] + second["8a"] + second["8b"]
    assert second["12"] == second["1"] + second["4"] + second["11"]
    reversed_rows = ("14", "15", "16", "17", "18", "19", "20", "21", "22", "23a", "23b")
    assert second["13"] == sum((second[row] for row in reversed_rows), Decimal(0))
    assert second["29"] == second["30"] + second["31"] + second["32"] + second["33"]
    for line, row in answer["lines"]["schedule_1"].items():
        if row.get("1") is None:
            continue
        cell = {column: Decimal(value) for column, value in row.items() if value is not None}
        assert cell["9"] == cell["1"] + cell.get("3", 0) + cell.get("5", 0) + cell.get("7", 0)
        assert cell["10"] == cell["2"] + cell["4"] + cell["6"] + cell["8"]
        if "12" in cell:
            assert cell["11"] == cell["9"] + cell["10"]
            assert cell["13"] == cell["11"] - cell["12"]
            rate = {"2": "0.13", "4": "0.09", "5": "0.06"}.get(line)
            if rate and cell["12"]:
                taken_out = cell["13"] / (1 + Decimal(rate)) * Decimal(rate)
                assert cell["14"] == taken_out.quantize(FEN, ROUND_HALF_UP)
    refused = {check["rule"] for check in answer["cross_checks"] if not check["holds"]}
    assert refused <= {"G_REVERSED_MORE"}


@FEW
@given(
    st.fixed_dictionaries(
        dict.fromkeys(("revenue", "cost", "finance_expenses", "non_operating_income", "non_taxable_income"), AMOUNTS)
    ),
    POSITIVE,
    POSITIVE,
    st.sampled_from(["2025Q4", "2026-08", "2026Q3"]),
)
def test_the_prepayment_form(to_date: dict[str, str], losses: str, prepaid: str, period: str) -> None:
    asset = {"kind": "one_off", "original": "90000", "booked": "1500", "ordinary": "1500", "accelerated": "90000"}
    facts = {"losses_brought_forward": losses, "prepaid_to_date": prepaid, "accelerated_assets": [asset]}
    answer = compute("cit_prepayment", {"period": period, "year_to_date": to_date, **facts})
    line = table(answer, "main")
    assert line["18"] == line["15"] + line["16"] - line["17"]
    assert line["21"] == Decimal(answer["lines"]["accelerated"]["3"]["reduction"]) == 88500
    taken = line["20"] + line["21"] + line["22"] + line["23"] + line["24"]
    assert line["25"] == line["18"] + line["19"] - taken
    # A negative balance is filed as 0 while the open switch `cit.row32_floor` says so.
    assert line["32"] == max(Decimal(0), line["27"] - line["28"] - line["29"] - line["30"] - line["31"])
    assert 0 <= line["24"] <= Decimal(losses)
