"""How answers are held against the truth in the benchmark of reading."""

from __future__ import annotations

from typing import Any

from benchmarks.reading.score import compare, tally


def document(**fields: Any) -> dict[str, Any]:
    return {"kind": "taxi", "fields": fields}


def answered(confidence: dict[str, float], **fields: Any) -> dict[str, Any]:
    return {"kind": "taxi", "fields": fields, "confidence": confidence}


def outcomes(truth: dict[str, Any], answer: dict[str, Any]) -> dict[str, int]:
    return dict(tally(compare([truth], [answer])))


def test_only_width_and_blanks_are_alike() -> None:
    truth = document(seller_name="某（上海）公司", invoice_number="123")
    assert outcomes(truth, answered({}, seller_name="某(上海) 公司", invoice_number="123")) == {"exact": 2}
    assert outcomes(truth, answered({}, seller_name="某（上海）公可", invoice_number="123")) == {
        "exact": 1,
        "unmarked": 1,
    }


def test_a_wrong_answer_is_marked_by_its_low_confidence_and_nothing_is_missing() -> None:
    truth = document(gross_amount="48.00", issue_date="2026-03-09")
    assert outcomes(truth, answered({"gross_amount": 0.5}, gross_amount="43.00")) == {"marked": 1, "missing": 1}


def test_what_the_paper_does_not_print_must_stay_unread() -> None:
    assert outcomes(document(gross_amount="48.00"), answered({}, gross_amount="48.00", seller_name="某")) == {
        "exact": 1,
        "unmarked": 1,
    }


def test_every_receipt_of_a_page_is_paired_with_the_answer_most_like_it() -> None:
    truths = [document(invoice_number="1", gross_amount="5.00"), document(invoice_number="2", gross_amount="5.00")]
    answers = [answered({}, invoice_number="2", gross_amount="5.00"), answered({}, invoice_number="1")]
    assert dict(tally(compare(truths, answers))) == {"exact": 3, "missing": 1}
    assert dict(tally(compare(truths[1:], answers))) == {"exact": 2, "unmarked": 1}


def test_a_line_is_exact_when_name_net_rate_and_tax_are() -> None:
    line = {"item_name": "*酒*白酒", "net_amount": "1.00", "tax_rate": "0.13", "tax_amount": "0.13", "unit": "瓶"}
    other = line | {"item_name": "*酒*啤酒"}
    cells = compare([document(lines=[line, other])], [answered({"lines": 0.4}, lines=[line | {"unit": ""}, line])])
    assert dict(tally(cell for cell in cells if cell.group == "line")) == {"exact": 1, "marked": 1}
    assert [cell.outcome for cell in cells if cell.name == "unit"] == ["missing", "exact"]
