"""Sums tie to the fen: every table adds up to the invoices, whatever they say."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.domain.summing import Summary, Summed, SummedLine, add_up
from kernel.money import total

FEN = st.integers(min_value=-(10**10), max_value=10**10).map(lambda fen: Decimal(fen) / 100)
RATES = st.sampled_from([None, *(Decimal(rate) for rate in ("0", "0.01", "0.03", "0.06", "0.09", "0.13"))])
LINES = st.builds(SummedLine, rate=RATES, net=st.none() | FEN, tax=st.none() | FEN)
INVOICES = st.builds(
    Summed,
    category=st.sampled_from(["catering", "rail", "unknown"]),
    counterparty=st.sampled_from(["云杉咨询有限公司", "银杏贸易有限公司", ""]),
    usage=st.sampled_from(["deductible", "computed", "not_deductible", "none"]),
    period=st.sampled_from(["2026-09", "2026-10"]),
    verdict=st.sampled_from(["compliant", "warn", "reject"]),
    net=FEN,
    tax=FEN,
    gross=FEN,
    deductible=FEN,
    lines=st.lists(LINES, max_size=4).map(tuple),
)


def tables(summary: Summary):
    return (
        summary.by_category,
        summary.by_counterparty,
        summary.by_rate,
        summary.by_usage,
        summary.by_period,
        summary.by_verdict,
    )


@given(st.lists(INVOICES, max_size=30))
@settings(max_examples=120, deadline=None)
def test_every_table_adds_up_to_the_documents_to_the_fen(rows):
    summary = add_up(rows)
    for name in ("net", "tax", "gross", "deductible"):
        documents = sum((getattr(row, name) for row in rows), Decimal(0))
        assert getattr(summary.all, name) == documents
        for table in tables(summary):
            assert total(getattr(one, name) for one in table) == documents
    for table in (summary.by_category, summary.by_counterparty, summary.by_usage, summary.by_period):
        assert sum(one.count for one in table) == len(rows)


def test_an_invoice_of_two_rates_stands_under_both():
    lines = (
        SummedLine(Decimal("0.13"), Decimal("1000.00"), Decimal("130.00")),
        SummedLine(Decimal("0.06"), Decimal("100.00"), Decimal("6.00")),
    )
    row = Summed(
        "other", "a", "deductible", "2026-10", "compliant",
        Decimal("1100.00"), Decimal("136.00"), Decimal("1236.00"), Decimal("136.00"), lines,
    )  # fmt: skip
    found = {one.name: (one.net, one.tax, one.gross, one.deductible) for one in add_up([row]).by_rate}
    assert found == {
        "0.0600": (Decimal("100.00"), Decimal("6.00"), Decimal("106.00"), Decimal("6.00")),
        "0.1300": (Decimal("1000.00"), Decimal("130.00"), Decimal("1130.00"), Decimal("130.00")),
    }
