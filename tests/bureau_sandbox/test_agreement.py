"""Two independent arithmetics agree: what the product computes, the bureau accepts, and its pages have a field for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bureau_sandbox.checks import Known, judge
from bureau_sandbox.layout import form_layout
from kernel.period import TaxPeriod
from rpa.flows.sandbox_portal.flow import DATA
from tax_filing.domain.compute_return import compute
from tests.bureau_sandbox.sample_returns import flat

AMOUNTS = st.integers(1, 40_000_000).map(lambda fen: Decimal(fen) / 100)
PLACES = st.sampled_from(["city", "county", "other"])


@st.composite
def small_scale_facts(draw: st.DrawFn) -> dict[str, Any]:
    def sale() -> dict[str, str]:
        special = draw(st.booleans())
        waives = draw(st.sampled_from(["exemption", "reduced_rate"])) if special else "none"
        return {
            "net_amount": str(draw(AMOUNTS)),
            "rate": "0.03" if waives == "reduced_rate" else "0.01",
            "invoice": "special" if special else draw(st.sampled_from(["ordinary", "none"])),
            "nature": draw(st.sampled_from(["goods", "services"])),
            "waives": waives,
        }

    form = draw(st.sampled_from(["enterprise", "individual_business"]))
    taxpayer = {
        "legal_form": form,
        "filing": "quarter",
        "location": draw(PLACES),
        "six_taxes_relief": draw(st.booleans()),
    }
    return {"taxpayer": taxpayer, "period": "2026Q3", "sales": [sale() for _ in range(draw(st.integers(0, 5)))]}


@st.composite
def general_facts(draw: st.DrawFn) -> dict[str, Any]:
    def sale() -> dict[str, str]:
        net, rate = draw(AMOUNTS), draw(st.sampled_from(["0.13", "0.09", "0.06"]))
        return {
            "net_amount": str(net),
            "tax_amount": str((net * Decimal(rate)).quantize(Decimal("0.01"))),
            "rate": rate,
            "method": "general",
            "invoice": draw(st.sampled_from(["special", "ordinary", "none"])),
            "nature": "services" if rate == "0.06" else draw(st.sampled_from(["goods", "services"])),
        }

    def voucher() -> dict[str, Any]:
        net = draw(AMOUNTS)
        tax = (net * Decimal("0.13")).quantize(Decimal("0.01"))
        use = draw(st.sampled_from(["taxable", "welfare"]))
        amounts = {"net_amount": str(net), "tax_amount": str(tax)}
        return {"kind": "special_invoice", "count": 1, "confirmed": True, "use": use} | amounts

    return {
        "taxpayer": {"location": draw(PLACES), "six_taxes_relief": draw(st.booleans())},
        "period": "2026-10",
        "sales": [sale() for _ in range(draw(st.integers(0, 4)))],
        "input": [voucher() for _ in range(draw(st.integers(0, 3)))],
    }


def complaints(form: str, facts: dict[str, Any]) -> list[str]:
    """Errors of the bureau about the computed return, and cells its page cannot take."""
    lines = compute(form, facts)["lines"]
    period = TaxPeriod.parse(facts["period"])
    known = Known(
        period.start,
        period.end,
        vat_status={"vat_general": "general", "vat_small_scale": "small_scale"}.get(form, ""),
        legal_form=facts.get("taxpayer", {}).get("legal_form", ""),
        location=facts.get("taxpayer", {}).get("location", ""),
    )
    problems = [problem for problem in judge(form, lines, known) if problem.severity == "error"]
    fields = {f"{table.name}.{line.number}.{column}" for table, line, column in form_layout(form).cells()}
    homeless = [name for name, amount in flat(lines).items() if Decimal(amount) and name not in fields]
    return [f"{problem.code} {problem.message}" for problem in problems] + homeless


@settings(max_examples=60, deadline=None)
@given(small_scale_facts())
def test_computed_small_scale_returns_are_accepted(facts: dict[str, Any]) -> None:
    assert complaints("vat_small_scale", facts) == []


@settings(max_examples=60, deadline=None)
@given(general_facts())
def test_computed_general_returns_are_accepted(facts: dict[str, Any]) -> None:
    assert complaints("vat_general", facts) == []


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, AMOUNTS, st.booleans())
def test_computed_shorter_returns_are_accepted(revenue: Decimal, cost: Decimal, relief: bool) -> None:
    quarter = {"headcount_start": 8, "headcount_end": 9, "assets_start": "900000", "assets_end": "950000"}
    to_date = {"revenue": str(revenue), "cost": str(cost)}
    prepayment = {"taxpayer": {}, "period": "2026Q3", "year_to_date": to_date, "quarters": [quarter] * 3}
    assert complaints("cit_prepayment", prepayment) == []
    income = {"revenue": str(revenue), "cost_and_expenses": str(cost)}
    assert complaints("iit_business_income", {"period": "2026Q3", "year_to_date": income}) == []
    contracts = [{"item": "买卖合同", "net_amount": str(revenue), "count": 2}]
    duty = {"period": "2026Q3", "documents": contracts, "six_taxes_relief": relief}
    assert complaints("stamp_duty", duty) == []


def test_the_bots_titles_are_those_of_the_pages() -> None:
    for form, data in DATA.forms.items():
        layout = form_layout(form)
        shown = {table.name: {"title": table.title, "columns": table.columns} for table in layout.tables}
        assert (data["title"], data["tables"]) == (layout.title, shown)
