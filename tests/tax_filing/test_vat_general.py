"""The general VAT return: rows of the schedules, carry-overs, and the identities of the form."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import InvalidValue
from tax_filing.domain.compute_return import compute


def sale(net: str, tax: str, *, rate: str = "0.13", **more: str) -> dict[str, str]:
    return {
        "net_amount": net,
        "tax_amount": tax,
        "rate": rate,
        "method": "general",
        "invoice": "special",
        "nature": "goods",
    } | more


def voucher(net: str, tax: str, *, kind: str = "special_invoice", use: str = "taxable", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "count": 1, "net_amount": net, "tax_amount": tax, "confirmed": True, "use": use} | more


def facts(**parts: Any) -> dict[str, Any]:
    return {"taxpayer": {"location": "city", "six_taxes_relief": False}, "period": "2026-04", **parts}


def main(answer: dict[str, Any], number: int, column: str = "general") -> Decimal:
    return Decimal(answer["lines"]["main"][str(number)][column])


def schedule_2(answer: dict[str, Any], row: str) -> Decimal:
    return Decimal(answer["lines"]["schedule_2"][row]["tax_amount"])


def test_output_less_input_is_due() -> None:
    answer = compute("vat_general", facts(sales=[sale("230000", "29900")], input=[voucher("223000", "28990")]))
    assert (answer["tax_payable"], answer["surtaxes"]["urban_construction_tax"]) == ("910.00", "63.70")


def test_more_input_than_output_is_carried_forward_into_the_next_return() -> None:
    first = compute("vat_general", facts(sales=[sale("455000", "59150")], input=[voucher("465000", "60450")]))
    assert (first["tax_payable"], main(first, 20)) == ("0.00", 1300)
    second = compute("vat_general", facts(period="2026-05", sales=[sale("20000", "2600")], previous=first["lines"]))
    assert (main(second, 13), main(second, 34), main(second, 11, "general_year_to_date")) == (1300, 1300, 61750)


def test_the_first_return_of_a_year_starts_its_own_cumulation() -> None:
    december = compute("vat_general", facts(period="2025-12", sales=[sale("1000", "130")]))
    january = compute("vat_general", facts(period="2026-01", sales=[sale("2000", "260")], previous=december["lines"]))
    assert (main(january, 11, "general_year_to_date"), main(january, 25), main(january, 30)) == (260, 130, 130)


@pytest.mark.parametrize(
    ("rate", "nature", "method", "row"),
    [
        ("0.13", "goods", "general", "1"),
        ("0.13", "services", "general", "2"),
        ("0.09", "goods", "general", "3"),
        ("0.09", "services", "general", "4"),
        ("0.06", "services", "general", "5"),
        ("0.05", "services", "simplified", "9b"),
        ("0.03", "goods", "simplified", "11"),
        ("0.03", "services", "simplified", "12"),
    ],
)
def test_each_sale_has_its_row_of_schedule_1(rate: str, nature: str, method: str, row: str) -> None:
    answer = compute(
        "vat_general", facts(sales=[sale("10000", "100", rate=rate, nature=nature, method=method, invoice="ordinary")])
    )
    assert answer["lines"]["schedule_1"][row]["3"] == "10000.00"
    assert answer["lines"]["schedule_1"][row]["4"] == "100.00"
    assert main(answer, 5 if method == "simplified" else 1) == 10000


def test_exempt_and_export_sales_stand_apart() -> None:
    sales = [
        sale("500", "0", rate="0", method="exempt", nature="services"),
        sale("700", "0", rate="0", method="export_refund"),
    ]
    answer = compute("vat_general", facts(sales=sales))
    assert (main(answer, 7), main(answer, 8), main(answer, 10), main(answer, 11)) == (700, 500, 500, 0)


def test_a_rate_that_does_not_belong_to_its_method_is_refused() -> None:
    with pytest.raises(InvalidValue):
        compute("vat_general", facts(sales=[sale("1", "0.03", rate="0.03")]))


@pytest.mark.parametrize(
    ("use", "row"),
    [
        ("welfare", "15"),
        ("catering", "15"),
        ("abnormal_loss", "16"),
        ("simplified", "17"),
        ("exempt", "14"),
        ("loan", "23b"),
    ],
)
def test_a_claimed_invoice_of_a_blocked_use_is_reversed_in_its_row(use: str, row: str) -> None:
    answer = compute("vat_general", facts(input=[voucher("1000", "130", use=use)]))
    assert (main(answer, 12), main(answer, 14), schedule_2(answer, row)) == (130, 130, 130)


def test_an_unconfirmed_invoice_is_not_claimed() -> None:
    answer = compute("vat_general", facts(input=[voucher("1000", "130", confirmed=False)]))
    assert main(answer, 12) == 0


def test_tickets_are_computed_from_the_fare_and_shown_in_the_memo_row() -> None:
    rail = {"kind": "rail", "gross_amount": "109"}
    road = {"kind": "road", "gross_amount": "103"}
    answer = compute("vat_general", facts(input=[rail, road]))
    assert (schedule_2(answer, "8b"), schedule_2(answer, "10"), schedule_2(answer, "12")) == (12, 12, 12)


def test_a_ticket_for_a_blocked_use_is_simply_not_claimed() -> None:
    answer = compute("vat_general", facts(input=[{"kind": "rail", "gross_amount": "109", "use": "welfare"}]))
    assert (main(answer, 12), main(answer, 14)) == (0, 0)


def test_farm_products_are_credited_at_nine_percent_of_the_price() -> None:
    answer = compute("vat_general", facts(input=[voucher("10000", "300", kind="farm")]))
    assert schedule_2(answer, "6") == 900


def test_a_received_red_letter_invoice_is_a_reversal() -> None:
    answer = compute("vat_general", facts(red_letter_received=[{"net_amount": "-1000", "tax_amount": "-130"}]))
    assert (schedule_2(answer, "20"), main(answer, 14)) == (130, 130)


def test_the_additional_deduction_is_used_up_to_the_tax_and_the_rest_carried() -> None:
    answer = compute("vat_general", facts(sales=[sale("1000", "130")], additional_deduction="200"))
    assert (main(answer, 19), answer["lines"]["schedule_4"]["6"]["6"]) == (0, "70.00")


amounts = st.decimals(min_value=0, max_value=500_000, places=2)
sales = st.lists(
    st.builds(
        lambda net, rate, nature, invoice: {
            "net_amount": str(net), "tax_amount": str((net * Decimal(rate)).quantize(Decimal("0.01"))), "rate": rate,
            "method": "general", "nature": nature, "invoice": invoice,
        },
        amounts,
        st.sampled_from(["0.13", "0.09", "0.06"]),
        st.sampled_from(["goods", "services"]),
        st.sampled_from(["special", "ordinary", "none"]),
    ),
    max_size=4,
)  # fmt: skip
vouchers = st.lists(
    st.builds(
        lambda net, kind, use: voucher(
            str(net), str((net * Decimal("0.13")).quantize(Decimal("0.01"))), kind=kind, use=use
        ),
        amounts,
        st.sampled_from(["special_invoice", "customs", "motor_vehicle", "farm", "rail", "road_toll"]),
        st.sampled_from(["taxable", "welfare", "loan", "exempt"]),
    ),
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(sales=sales, vouchers=vouchers, credit=amounts, prepaid=amounts)
def test_the_identities_of_the_form_hold_for_any_facts(
    sales: list[dict[str, str]], vouchers: list[dict[str, Any]], credit: Decimal, prepaid: Decimal
) -> None:
    answer = compute(
        "vat_general", facts(sales=sales, input=vouchers, credit_brought_forward=str(credit), prepaid=str(prepaid))
    )
    assert [check["rule"] for check in answer["cross_checks"] if not check["holds"]] == []
    assert main(answer, 17) == main(answer, 12) + main(answer, 13) - main(answer, 14) - main(answer, 15) + main(
        answer, 16
    )
    assert main(answer, 18) == max(min(main(answer, 17), main(answer, 11)), Decimal(0))
    assert main(answer, 20) == main(answer, 17) - main(answer, 18)
    assert main(answer, 33) == main(answer, 25) + main(answer, 26) - main(answer, 27)
    assert main(answer, 38) == main(answer, 16) + main(answer, 22) + main(answer, 36) - main(answer, 37)
    for row in answer["lines"]["schedule_1"].values():
        if "1" in row:
            assert Decimal(row["9"]) == sum(Decimal(row[column]) for column in ("1", "3", "5", "7"))
