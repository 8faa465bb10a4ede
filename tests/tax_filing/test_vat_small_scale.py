"""The small-scale VAT return: threshold, special invoices, waivers, and the identities of the form."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import InvalidValue
from tax_filing.domain.compute_return import compute


def sale(
    net: str, *, rate: str = "0.01", invoice: str = "ordinary", nature: str = "services", waives: str = "none"
) -> dict[str, str]:
    return {"net_amount": net, "rate": rate, "invoice": invoice, "nature": nature, "waives": waives}


def facts(
    *sales: dict[str, str], period: str = "2026Q2", form: str = "enterprise", prepaid: str = "0"
) -> dict[str, Any]:
    taxpayer = {"legal_form": form, "filing": "quarter", "location": "city", "six_taxes_relief": True}
    return {"taxpayer": taxpayer, "period": period, "sales": list(sales), "prepaid": prepaid}


def line(answer: dict[str, Any], number: str, column: str = "total") -> Decimal:
    return Decimal(answer["lines"]["main"][number][column])


def test_below_the_threshold_an_enterprise_is_exempt_on_lines_10_and_18() -> None:
    answer = compute("vat_small_scale", facts(sale("250000")))
    assert (line(answer, "10"), line(answer, "18"), line(answer, "22")) == (250000, 7500, 0)
    assert (line(answer, "1"), line(answer, "11")) == (0, 0)


def test_an_individual_business_uses_lines_11_and_19() -> None:
    answer = compute("vat_small_scale", facts(sale("250000"), form="individual_business"))
    assert (line(answer, "11"), line(answer, "19"), line(answer, "10")) == (250000, 7500, 0)


def test_exactly_the_threshold_is_taxed_in_2026_with_a_warning_and_was_exempt_in_2025() -> None:
    answer = compute("vat_small_scale", facts(sale("300000")))
    assert answer["tax_payable"] == "3000.00"
    assert "VAT_SALES_AT_THRESHOLD" in [finding["rule"] for finding in answer["findings"]]
    assert compute("vat_small_scale", facts(sale("300000"), period="2025Q4"))["tax_payable"] == "0.00"


def test_a_special_invoice_below_the_threshold_is_taxed_and_the_rest_is_not() -> None:
    answer = compute("vat_small_scale", facts(sale("150000"), sale("100000", invoice="special")))
    assert (line(answer, "1"), line(answer, "2"), line(answer, "10")) == (100000, 100000, 150000)
    assert (line(answer, "15"), line(answer, "16"), line(answer, "22")) == (3000, 2000, 1000)


def test_a_special_invoice_at_three_percent_pays_three_percent() -> None:
    answer = compute("vat_small_scale", facts(sale("100000", invoice="special", rate="0.03")))
    assert answer["tax_payable"] == "3000.00"


def test_a_waived_reduction_is_taxed_at_three_percent_and_kept_out_of_line_16() -> None:
    answer = compute("vat_small_scale", facts(sale("400000"), sale("10000", waives="reduced_rate", rate="0.03")))
    assert (line(answer, "16"), line(answer, "22")) == (8000, 4300)


def test_over_the_threshold_everything_is_taxed_at_one_percent() -> None:
    answer = compute("vat_small_scale", facts(sale("200000"), sale("120000", invoice="none", nature="goods")))
    assert answer["tax_payable"] == "3200.00"
    assert (line(answer, "1", "goods"), line(answer, "1", "services"), line(answer, "3")) == (120000, 200000, 200000)


def test_used_fixed_assets_are_taxed_at_two_percent_on_line_7() -> None:
    answer = compute("vat_small_scale", facts(sale("400000"), sale("10000", nature="used_fixed_asset", rate="0.03")))
    assert (line(answer, "7"), line(answer, "8"), line(answer, "16")) == (10000, 10000, 8100)
    assert answer["tax_payable"] == "4200.00"


def test_real_estate_pays_five_percent_and_leaves_the_rest_exempt() -> None:
    answer = compute("vat_small_scale", facts(sale("200000"), sale("500000", nature="real_estate", rate="0.05")))
    assert (line(answer, "4"), line(answer, "10"), line(answer, "22")) == (500000, 200000, 25000)


def test_surtaxes_are_halved_and_stand_on_lines_23_to_25() -> None:
    answer = compute("vat_small_scale", facts(sale("376238")))
    assert [str(line(answer, number)) for number in ("23", "24", "25")] == ["131.68", "56.44", "37.62"]


def test_education_surcharges_are_exempt_up_to_the_limit_though_vat_is_due() -> None:
    answer = compute("vat_small_scale", facts(sale("100000", invoice="special")))
    assert answer["surtaxes"] == {
        "urban_construction_tax": "35.00", "education_surcharge": "0.00", "local_education_surcharge": "0.00"
    }  # fmt: skip


def test_a_monthly_filer_has_the_monthly_threshold() -> None:
    assert compute("vat_small_scale", facts(sale("99999.99"), period="2026-05"))["tax_payable"] == "0.00"
    assert compute("vat_small_scale", facts(sale("100000"), period="2026-05"))["tax_payable"] == "1000.00"


def test_goods_at_a_rate_the_form_has_no_cell_for_are_refused() -> None:
    with pytest.raises(InvalidValue):
        compute("vat_small_scale", facts(sale("1000", rate="0.05", nature="goods")))


def test_more_prepaid_than_due_blocks_online_filing() -> None:
    answer = compute("vat_small_scale", facts(sale("400000"), prepaid="5000"))
    blocked = [finding["rule"] for finding in answer["findings"] if finding["severity"] == "block"]
    assert (answer["tax_payable"], blocked) == ("-1000.00", ["CROSS_CHECK_S_REFUND"])


def test_every_figure_says_where_it_comes_from() -> None:
    trace = compute("vat_small_scale", facts(sale("400000")))["trace"]["main.16.services"]
    assert trace["inputs"]["reduced_services"] == "400000"
    assert {rule["name"] for rule in trace["rules"]} >= {"vat.small_scale.reduced_rate", "vat.small_scale.levy_rate"}
    assert all(rule["source"] for rule in trace["rules"])


def test_the_deadline_is_the_published_day() -> None:
    assert compute("vat_small_scale", facts(period="2026Q3"))["deadline"] == "2026-10-26"


sales = st.lists(
    st.fixed_dictionaries(
        {
            "net_amount": st.decimals(min_value=0, max_value=400_000, places=2).map(str),
            "rate": st.sampled_from(["0.01", "0.03"]),
            "invoice": st.sampled_from(["special", "ordinary", "none"]),
            "nature": st.sampled_from(["goods", "services", "used_fixed_asset"]),
            "waives": st.sampled_from(["none", "exemption", "reduced_rate"]),
        }
    ),
    max_size=6,
)


@pytest.mark.parametrize("form", ["enterprise", "individual_business"])
@settings(max_examples=40, deadline=None)
@given(sales=sales)
def test_the_identities_of_the_form_hold_for_any_sales(form: str, sales: list[dict[str, str]]) -> None:
    answer = compute("vat_small_scale", facts(*sales, form=form))
    assert [check["rule"] for check in answer["cross_checks"] if not check["holds"]] == []
    everything = sum((line(answer, number) for number in ("1", "4", "7", "9")), Decimal(0))
    assert everything == sum((Decimal(sale["net_amount"]) for sale in sales), Decimal(0))
    if form == "individual_business":
        assert line(answer, "10") == line(answer, "18") == 0
