"""From the books to the draft return and back: what the steps post equals the return, to the fen, once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.exports import DraftLine, VoucherDraft, movements, post_draft, run_closing_steps
from foundation.models import Company, User
from foundation.provenance import Ref, sources_of
from kernel.errors import InvalidValue, NotReady
from kernel.period import AccountingPeriod
from tax_filing.models import TaxReturn
from tax_filing.selectors.due import due_for
from tax_filing.services.draft_returns import draft_returns
from tax_filing.services.override_cell import clear_override, override_cell
from tests.tax_filing.conftest import OCTOBER, ZERO, book_sale, close

pytestmark = pytest.mark.django_db
DECEMBER = AccountingPeriod(2026, 12)
QUARTER_START = AccountingPeriod(2026, 10)


def balance(company: Company, code: str, start: AccountingPeriod, end: AccountingPeriod) -> Decimal:
    """Closing balance on the credit side."""
    for row in movements(company.pk, start, end):
        if row.code == code:
            return row.closing_credit - row.closing_debit
    return ZERO


def test_a_general_taxpayer_owes_vat_each_month_and_income_tax_each_quarter(general: Company) -> None:
    assert [due.form for due in due_for(general, OCTOBER)] == ["vat_general"]
    december = due_for(general, DECEMBER)
    assert [(due.form, str(due.tax_period)) for due in december] == [
        ("vat_general", "2026-12"), ("cit_prepayment", "2026Q4"),
    ]  # fmt: skip
    assert december[0].provisional


def test_a_small_scale_taxpayer_owes_with_the_end_of_the_quarter(small_scale: Company, individual: Company) -> None:
    assert due_for(small_scale, OCTOBER) == []
    assert [due.form for due in due_for(small_scale, DECEMBER)] == ["vat_small_scale", "cit_prepayment"]
    assert [due.form for due in due_for(individual, DECEMBER)] == ["vat_small_scale", "iit_business_income"]


def test_nil_returns_are_due_too(general: Company) -> None:
    (tax_return,) = draft_returns(general, OCTOBER)
    assert (tax_return.total_payable, tax_return.blocking) == (0, [])


def test_the_transfer_and_the_surtaxes_equal_the_return_and_are_posted_once(general_in_october: Company) -> None:
    steps = ["vat_transfer", "surtaxes"]
    assert len(run_closing_steps(general_in_october.pk, OCTOBER, steps, None)) == 2
    assert run_closing_steps(general_in_october.pk, OCTOBER, steps, None) == []
    (tax_return,) = draft_returns(general_in_october, OCTOBER)
    assert balance(general_in_october, "222102", OCTOBER, OCTOBER) == tax_return.tax_payable == Decimal("6000.00")
    assert balance(general_in_october, "222101", OCTOBER, OCTOBER) == 0
    assert balance(general_in_october, "222115", OCTOBER, OCTOBER) == Decimal("210.00")
    assert tax_return.surtaxes["urban_construction_tax"] == "210.00"


def test_a_sale_booked_after_the_transfer_is_transferred_as_the_remainder(general_in_october: Company) -> None:
    run_closing_steps(general_in_october.pk, OCTOBER, ["vat_transfer", "surtaxes"], None)
    book_sale(general_in_october, date(2026, 10, 30), "10000.00", "600.00", vat_account="22210107", key="late")
    assert len(run_closing_steps(general_in_october.pk, OCTOBER, ["vat_transfer", "surtaxes"], None)) == 2
    assert balance(general_in_october, "222102", OCTOBER, OCTOBER) == Decimal("6600.00")
    assert balance(general_in_october, "222101", OCTOBER, OCTOBER) == 0


@pytest.mark.parametrize("account", ["222107", "22210107"])
def test_simplified_tax_is_transferred_from_wherever_it_was_booked(account: str, general: Company) -> None:
    book_sale(general, date(2026, 10, 12), "100000.00", "3000.00", vat_account=account, key="simplified")
    book_sale(general, date(2026, 10, 12), "10000.00", "1300.00", vat_account="22210107", key="ordinary")
    run_closing_steps(general.pk, OCTOBER, ["vat_transfer"], None)
    (tax_return,) = draft_returns(general, OCTOBER)
    assert tax_return.lines["main"]["21"]["general"] == "3000.00"
    assert balance(general, "222102", OCTOBER, OCTOBER) == tax_return.tax_payable == Decimal("4300.00")
    assert balance(general, account, OCTOBER, OCTOBER) + balance(general, "222101", OCTOBER, OCTOBER) >= 0
    assert balance(general, "222101", OCTOBER, OCTOBER) == balance(general, "222107", OCTOBER, OCTOBER) == 0


def test_exempt_vat_of_a_small_scale_taxpayer_becomes_income(small_scale: Company) -> None:
    book_sale(small_scale, date(2026, 10, 8), "80000.00", "800.00", vat_account="222101", key="a")
    book_sale(small_scale, date(2026, 12, 8), "90000.00", "900.00", vat_account="222101", key="b")
    run_closing_steps(small_scale.pk, DECEMBER, ["vat_transfer", "surtaxes"], None)
    vat = draft_returns(small_scale, DECEMBER)[0]
    assert (vat.lines["main"]["10"]["services"], vat.tax_payable) == ("170000.00", 0)
    assert balance(small_scale, "222101", QUARTER_START, DECEMBER) == 0
    assert balance(small_scale, "530111", QUARTER_START, DECEMBER) == Decimal("1700.00")
    assert run_closing_steps(small_scale.pk, DECEMBER, ["vat_transfer", "surtaxes"], None) == []


def test_over_the_threshold_only_the_fen_of_rounding_are_relieved(small_scale: Company) -> None:
    for number in range(4):
        book_sale(small_scale, date(2026, 11, 8), "100000.33", "1000.01", vat_account="222101", key=f"s{number}")
    run_closing_steps(small_scale.pk, DECEMBER, ["vat_transfer", "surtaxes"], None)
    vat = draft_returns(small_scale, DECEMBER)[0]
    assert vat.tax_payable == Decimal("4000.01")
    assert balance(small_scale, "222101", QUARTER_START, DECEMBER) == vat.tax_payable
    assert balance(small_scale, "222115", QUARTER_START, DECEMBER) == Decimal(vat.surtaxes["urban_construction_tax"])


def test_income_tax_follows_the_profit_after_surtaxes_and_closing_works(small_scale: Company) -> None:
    book_sale(small_scale, date(2026, 11, 8), "400000.00", "4000.00", vat_account="222101", key="s")
    close(small_scale, DECEMBER)
    _, cit = draft_returns(small_scale, DECEMBER)
    surtaxes = Decimal("140.00") + Decimal("60.00") + Decimal("40.00")
    assert cit.lines["main"]["18"] == f"{Decimal(400000) - surtaxes:.2f}"
    assert cit.tax_payable == ((Decimal(400000) - surtaxes) * Decimal("0.05")).quantize(Decimal("0.01"))
    assert balance(small_scale, "222113", QUARTER_START, DECEMBER) == cit.tax_payable


def test_vat_missing_in_the_books_is_pointed_out(small_scale: Company) -> None:
    book_sale(small_scale, date(2026, 11, 8), "400000.00", "0.00", vat_account="222101", key="s")
    assert run_closing_steps(small_scale.pk, DECEMBER, ["vat_transfer"], None) == []
    vat = draft_returns(small_scale, DECEMBER)[0]
    assert "VAT_ACCRUED" in [finding["rule"] for finding in vat.findings]


def test_input_vat_booked_without_an_invoice_is_pointed_out(general: Company) -> None:
    purchase = VoucherDraft(
        date(2026, 10, 9),
        "购入设备",
        (DraftLine("160102", Decimal("1000.00"), ZERO), DraftLine("22210101", Decimal("130.00"), ZERO),
         DraftLine("1002", ZERO, Decimal("1130.00"))),
        key="p",
    )  # fmt: skip
    post_draft(general.pk, purchase, None)
    (october,) = draft_returns(general, OCTOBER)
    rules = [finding["rule"] for finding in october.findings]
    assert "VAT_INPUT_TIES" in rules


def test_an_override_needs_a_reason_and_can_be_taken_back(general_in_october: Company, accountant: User) -> None:
    (tax_return,) = draft_returns(general_in_october, OCTOBER)
    with pytest.raises(InvalidValue):
        override_cell(tax_return, "schedule_1:5:6", "5999.00", reason=" ", actor=accountant)
    changed = override_cell(tax_return, "schedule_1:5:6", "5999.00", reason="尾差", actor=accountant)
    assert (changed.lines["main"]["11"]["general"], changed.trace["schedule_1.5.6"]["computed"]) == (
        "5999.00",
        "6000.00",
    )
    assert changed.payload_hash != tax_return.payload_hash
    (recomputed,) = draft_returns(general_in_october, OCTOBER)
    assert recomputed.lines["main"]["11"]["general"] == "5999.00"
    back = clear_override(recomputed, "schedule_1:5:6", actor=accountant)
    assert back.payload_hash == tax_return.payload_hash


def test_every_cell_leads_to_the_voucher_it_was_made_from(general_in_october: Company) -> None:
    (tax_return,) = draft_returns(general_in_october, OCTOBER)
    (voucher,) = sources_of(general_in_october.pk, Ref("tax_return", tax_return.pk, "schedule_1.5.5"))
    assert voucher.type == "voucher"


def test_a_company_without_a_status_is_told_so(general: Company) -> None:
    with pytest.raises(NotReady):
        due_for(general, AccountingPeriod(2025, 6))


def test_drafting_twice_keeps_one_row(general_in_october: Company) -> None:
    draft_returns(general_in_october, OCTOBER)
    draft_returns(general_in_october, OCTOBER)
    assert TaxReturn.objects.count() == 1
