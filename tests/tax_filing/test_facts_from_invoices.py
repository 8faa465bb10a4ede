"""Facts of a return from booked invoices: kinds to rows, rates to lines, and what only the tax settings know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from bookkeeping.exports import TaxLine
from foundation.models import Company, User
from kernel.period import AccountingPeriod, TaxPeriod
from tax_filing.domain.compute_return import compute
from tax_filing.selectors import facts_from_books
from tax_filing.selectors.facts_from_books import facts_for
from tax_filing.services.draft_returns import draft_returns
from tests.conftest import Login

pytestmark = pytest.mark.django_db
D = Decimal
SEPTEMBER = AccountingPeriod(2026, 9)


def line(direction: str, net: str, tax: str, **more: Any) -> TaxLine:
    known: dict[str, Any] = {
        "direction": direction, "date": date(2026, 10, 9), "period": "2026-10", "net_amount": D(net),
        "tax_amount": D(tax), "gross_amount": D(net) + D(tax), "tax_rate": D("0.13"), "invoice": "special",
        "kind": "fully_digital_special", "nature": "goods", "method": "general", "use": "taxable", "confirmed": True,
        "invoice_id": 1, "voucher_id": 10, "is_red_letter": False, "deductible_vat": D(0), "count": 1,
    }  # fmt: skip
    return TaxLine(**(known | more))


@pytest.fixture
def booked(monkeypatch: pytest.MonkeyPatch) -> list[TaxLine]:
    """The tax lines the books would give."""
    lines: list[TaxLine] = []
    monkeypatch.setattr(facts_from_books, "tax_lines", lambda company_id, start, end: lines)
    return lines


def general_return(company: Company) -> dict[str, Any]:
    return compute("vat_general", facts_for(company, "vat_general", TaxPeriod.parse("2026-10")))


def test_purchases_reach_their_rows_of_schedule_2(general: Company, booked: list[TaxLine]) -> None:
    booked += [
        line("purchase", "1000.00", "130.00", deductible_vat=D("130.00"), invoice_id=1, voucher_id=1),
        line("purchase", "500.00", "45.00", deductible_vat=D("45.00"), voucher_kind="rail", invoice_id=2, voucher_id=2),
        line(
            "purchase", "200.00", "6.00", deductible_vat=D("6.00"), voucher_kind="road_toll", invoice_id=3, voucher_id=3
        ),
        line("purchase", "900.00", "54.00", invoice_id=4, voucher_id=4),
        line(
            "purchase", "-100.00", "-13.00", deductible_vat=D("-13.00"), is_red_letter=True, invoice_id=5, voucher_id=5
        ),
    ]
    rows = general_return(general)["lines"]["schedule_2"]
    assert [rows[row]["tax_amount"] for row in ("2", "8b", "10", "12", "20", "13")] == [
        "136.00", "45.00", "45.00", "181.00", "13.00", "13.00",
    ]  # fmt: skip
    assert (rows["2"]["count"], rows["2"]["net_amount"]) == ("2.00", "1200.00")


def test_an_invoice_of_two_rates_counts_once_with_its_whole_amount(general: Company, booked: list[TaxLine]) -> None:
    booked += [
        line("purchase", "1000.00", "130.00", deductible_vat=D("190.00")),
        line("purchase", "1000.00", "60.00", tax_rate=D("0.06"), count=0),
    ]
    row = general_return(general)["lines"]["schedule_2"]["2"]
    assert row == {"count": "1.00", "net_amount": "2000.00", "tax_amount": "190.00"}


def test_sales_reach_their_rows_and_name_their_papers(general: Company, booked: list[TaxLine]) -> None:
    booked += [
        line("sale", "1000.00", "130.00", invoice_id=7, voucher_id=70),
        line("sale", "500.00", "30.00", tax_rate=D("0.06"), nature="services", invoice="ordinary"),
        line("sale", "300.00", "0.00", tax_rate=D("0"), method="exempt", nature="services", invoice="ordinary"),
    ]
    answer = general_return(general)
    lines = answer["lines"]
    assert (lines["schedule_1"]["1"]["1"], lines["schedule_1"]["5"]["3"], lines["main"]["8"]["general"]) == (
        "1000.00", "500.00", "300.00",
    )  # fmt: skip
    papers = answer["trace"]["schedule_1.1.1"]["sources"]
    assert papers == [{"kind": "invoice", "id": 7}, {"kind": "voucher", "id": 70}]


def test_an_untaxed_sale_of_a_small_scale_taxpayer_counts_in_the_threshold(
    small_scale: Company, booked: list[TaxLine]
) -> None:
    booked += [line("sale", "310000.00", "0.00", tax_rate=None, invoice="none", nature="services")]
    answer = compute("vat_small_scale", facts_for(small_scale, "vat_small_scale", TaxPeriod.parse("2026Q4")))
    assert answer["tax_payable"] == "3100.00"


def test_headcount_from_the_settings_page_decides_with_the_assets_of_the_books(
    small_scale: Company, accountant: User, login: Login
) -> None:
    address = reverse("tax_filing:settings", args=[small_scale.pk]) + "?period=2026-09"
    desk = login(accountant)
    assert desk.post(address, {"headcount_start": "8"}).status_code == 422
    desk.post(address, {"headcount_start": "8", "headcount_end": "12", "losses_brought_forward": "100.50"})
    small_scale.refresh_from_db()
    cit = next(found for found in draft_returns(small_scale, SEPTEMBER) if found.form == "cit_prepayment")
    assert cit.lines["head"]["average"]["headcount_end"] == "10.00"
    assert cit.facts["losses_brought_forward"] == "100.50"
    assert "CIT_HEADCOUNT_AND_ASSETS_MISSING" not in [finding["rule"] for finding in cit.findings]
