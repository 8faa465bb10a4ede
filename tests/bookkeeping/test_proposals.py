"""From invoice to voucher: what is proposed, what accepting and correcting does, what the engine learns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.exports import accept_proposals, open_proposals, propose_period, tax_lines
from bookkeeping.models import AccountHistory, Proposal, Voucher
from bookkeeping.services.accept_proposal import accept_proposal
from bookkeeping.services.reject_proposal import reject_proposal
from bookkeeping.services.reverse_voucher import reverse_voucher
from foundation.models import Company
from foundation.provenance import Ref, sources_of
from kernel.period import AccountingPeriod
from tests.bookkeeping.conftest import Line

D = Decimal
SEPTEMBER = AccountingPeriod(2026, 9)


def lines_of(voucher: Voucher) -> list[tuple[str, Decimal, Decimal]]:
    return [(line.account_code, line.debit, line.credit) for line in voucher.draft_lines()]


def proposed(company: Company) -> Proposal:
    propose_period(company.pk, SEPTEMBER)
    return open_proposals(company.pk, SEPTEMBER)[0]


def test_a_general_taxpayers_purchase_has_input_vat_on_a_line_of_its_own(general, accountant, invoices) -> None:
    fact = invoices.add(general, item="*文具*签字笔", net="100.00")
    voucher = accept_proposal(proposed(general), actor=accountant)
    assert lines_of(voucher) == [
        ("560203", D("100.00"), D(0)),
        ("22210101", D("13.00"), D(0)),
        ("2202", D(0), D("113.00")),
    ]
    assert voucher.lines.get(account__code="2202").counterparty == "晨光文具"
    assert Ref("invoice", fact.id) in sources_of(general.pk, Ref("voucher", voucher.pk))
    assert invoices.facts[fact.id].booked_voucher_id == voucher.pk


def test_input_vat_that_may_not_be_deducted_stays_in_the_cost(general, accountant, invoices) -> None:
    invoices.add(general, item="*餐饮服务*餐费", net="500.00", rate="0.06", input_vat="not_deductible")
    voucher = accept_proposal(proposed(general), actor=accountant)
    assert lines_of(voucher) == [("560201", D("530.00"), D(0)), ("2202", D(0), D("530.00"))]


def test_a_small_scale_sale_credits_revenue_and_vat(small_scale, accountant, invoices) -> None:
    invoices.add(small_scale, direction="sale", item="*咨询服务*咨询费", net="10000.00", rate="0.01", party="客户甲")
    voucher = accept_proposal(proposed(small_scale), actor=accountant)
    assert lines_of(voucher) == [
        ("5001", D(0), D("10000.00")),
        ("222101", D(0), D("100.00")),
        ("1122", D("10100.00"), D(0)),
    ]


def test_a_general_sale_credits_output_vat(general, accountant, invoices) -> None:
    invoices.add(general, direction="sale", item="*服装*衬衫", net="1000.00", party="客户乙")
    assert ("22210107", D(0), D("130.00")) in lines_of(accept_proposal(proposed(general), actor=accountant))


def test_a_red_letter_invoice_is_booked_in_red_on_the_same_sides(general, accountant, invoices) -> None:
    invoices.add(general, direction="sale", item="*服装*衬衫", net="-1000.00", party="客户乙")
    voucher = accept_proposal(proposed(general), actor=accountant)
    assert lines_of(voucher)[0] == ("5001", D(0), D("-1000.00"))
    assert all(line.is_red_letter for line in voucher.draft_lines())


def test_an_invoice_of_several_kinds_of_things_is_split_and_still_ties(general, accountant, invoices) -> None:
    lines = (
        Line("*文具*签字笔", D("33.33"), D("0.13"), D("4.33")),
        Line("*电信服务*宽带费", D("66.66"), D("0.06"), D("4.00")),
        Line("*文具*文件夹", D("10.01"), D("0.13"), D("1.30")),
    )
    invoices.add(general, lines=lines)
    voucher = accept_proposal(proposed(general), actor=accountant)
    debits = {code: debit for code, debit, _ in lines_of(voucher) if debit}
    assert debits == {"560208": D("66.66"), "560203": D("43.34"), "22210101": D("9.63")}


def test_without_a_record_nothing_is_posted_without_a_person(general, invoices) -> None:
    invoices.add(general)
    invoices.add(general, item="*其他*看不懂的东西", rate="0.06")
    counts = propose_period(general.pk, SEPTEMBER)
    assert counts["post"] == 0
    assert sum(counts.values()) == 2
    assert not Voucher.objects.exists()


def test_proposing_again_does_not_double(general, invoices) -> None:
    invoices.add(general)
    propose_period(general.pk, SEPTEMBER)
    propose_period(general.pk, SEPTEMBER)
    assert Proposal.objects.count() == 1


def test_a_correction_is_remembered_for_the_next_invoice(general, accountant, invoices) -> None:
    invoices.add(general, item="*经纪代理服务*商标代理费", rate="0.06", party="知产公司")
    first = proposed(general)
    accept_proposal(first, actor=accountant, account_code="560217")
    first.refresh_from_db()
    assert (first.state, first.account_code) == ("corrected", "560217")
    invoices.add(general, item="*经纪代理服务*商标代理费", rate="0.06", party="知产公司", day=date(2026, 9, 12))
    second = proposed(general)
    assert second.account_code == "560217"
    assert second.layer.startswith("memory")
    assert AccountHistory.objects.filter(was_right=False).count() == 1


def test_a_decision_is_made_once(general, accountant, invoices) -> None:
    invoices.add(general)
    proposal = proposed(general)
    accept_proposal(proposal, actor=accountant)
    with pytest.raises(VoucherRefused):
        accept_proposal(proposal, actor=accountant)
    with pytest.raises(VoucherRefused):
        reject_proposal(proposal, actor=accountant)


def test_what_was_rejected_for_other_reasons_is_proposed_alike_again(general, accountant, invoices) -> None:
    invoices.add(general)
    reject_proposal(proposed(general), actor=accountant, reason="非本公司业务", remember=False)
    assert propose_period(general.pk, SEPTEMBER)["suggest"] == 1


def test_a_reversed_invoice_is_free_to_be_booked_again(general, accountant, invoices) -> None:
    fact = invoices.add(general)
    voucher = accept_proposal(proposed(general), actor=accountant)
    reverse_voucher(voucher, actor=accountant, day=date(2026, 9, 20), reason="科目有误")
    assert invoices.facts[fact.id].booked_voucher_id is None
    again = accept_proposal(proposed(general), actor=accountant, account_code="560242")
    assert again.pk != voucher.pk
    lines = tax_lines(general.pk, SEPTEMBER, SEPTEMBER)
    assert sum(line.deductible_vat for line in lines) == D("13.00")


def test_accepting_all_leaves_what_the_engine_asks_about(general, accountant, invoices) -> None:
    invoices.add(general)
    invoices.add(general, item="*其他*看不懂的东西", rate="0.06")
    propose_period(general.pk, SEPTEMBER)
    assert accept_proposals(general.pk, SEPTEMBER, accountant) == {"accepted": 1, "refused": 0, "asked": 1}
    assert accept_proposals(general.pk, SEPTEMBER, accountant)["accepted"] == 0


def test_tax_lines_tie_with_the_ledger(general, accountant, invoices, post) -> None:
    invoices.add(general, direction="sale", item="*服装*衬衫", net="1000.00", party="客户乙")
    invoices.add(general, direction="sale", item="*运输服务*运费", net="500.00", rate="0.09", party="客户丙")
    invoices.add(general, item="*文具*签字笔", net="100.00")
    propose_period(general.pk, SEPTEMBER)
    accept_proposals(general.pk, SEPTEMBER, accountant)
    post(general, ("1001", "113", ""), ("5001", "", "100"), ("22210107", "", "13"), text="门店零售")
    lines = tax_lines(general.pk, SEPTEMBER, SEPTEMBER)
    sales = [line for line in lines if line.direction == "sale"]
    assert sum(line.net_amount for line in sales) == D("1600.00")
    assert sum(line.tax_amount for line in sales) == D("188.00")
    assert {(line.invoice, line.nature, line.tax_rate) for line in sales} == {
        ("special", "goods", D("0.13")),
        ("special", "services", D("0.09")),
        ("none", "goods", D("0.13")),
    }
    assert sum(line.deductible_vat for line in lines) == D("13.00")


def test_goods_and_services_of_one_invoice_at_one_rate_are_declared_apart(general, accountant, invoices) -> None:
    goods = Line("*配电控制设备*低压断路器", D("1000.00"), D("0.13"), D("130.00"))
    rent = Line("*经营租赁*设备租金", D("200.00"), D("0.13"), D("26.00"))
    invoices.add(
        general,
        direction="sale",
        party="客户甲",
        lines=(goods, rent, replace(goods, net_amount=D("500.00"), tax_amount=D("65.00"))),
    )
    propose_period(general.pk, SEPTEMBER)
    accept_proposals(general.pk, SEPTEMBER, accountant)
    declared = {
        (line.nature, line.net_amount, line.tax_amount, line.count)
        for line in tax_lines(general.pk, SEPTEMBER, SEPTEMBER)
    }
    assert declared == {("goods", D("1500.00"), D("195.00"), 1), ("services", D("200.00"), D("26.00"), 0)}


def test_goods_the_company_itself_sells_are_stock_when_bought(general, invoices) -> None:
    invoices.add(general, direction="sale", item="*配电控制设备*低压断路器", party="客户甲")
    bought = invoices.add(general, item="*配电控制设备*低压断路器", party="厂家乙")
    propose_period(general.pk, SEPTEMBER)
    proposal = Proposal.objects.get(source_id=bought.id)
    assert (proposal.account_code, proposal.layer, proposal.action) == ("1405", "resold", "suggest")
