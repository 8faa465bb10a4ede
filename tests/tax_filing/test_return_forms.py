"""Every shipped form: readable formulas, no dangling reference, no ring, titles in both languages."""

from decimal import Decimal

import pytest

from kernel.period import TaxPeriod
from tax_filing.domain.cell_key import CellKey
from tax_filing.domain.compiled_form import CircularForm
from tax_filing.domain.expression import parse
from tax_filing.domain.return_engine import InputValue, Override, ReturnData, fill
from tax_filing.domain.return_form import (
    FormLine,
    FormSection,
    NoFormInForce,
    ReturnForm,
    Title,
    all_forms,
    form_in_force,
)

FORMS = pytest.mark.parametrize("form", all_forms(), ids=lambda form: f"{form.form}-{form.edition}")


@FORMS
def test_every_reference_points_at_a_cell_of_the_form(form: ReturnForm) -> None:
    for key, formula in form.formulas.items():
        for leaf in parse(formula).leaves():
            assert leaf.kind not in ("cell", "previous") or form.key(leaf.name, home=key)
    for check in form.cross_checks:
        for leaf in parse(check.formula).leaves():
            assert leaf.kind not in ("cell", "previous") or form.key(leaf.name)


@FORMS
def test_an_empty_form_fills_with_zeros_and_its_checks_hold(form: ReturnForm) -> None:
    filled = fill(form, ReturnData(on=form.effective_from, inputs={}))
    assert filled.tax_payable == 0
    assert [result.check.rule for result in filled.checks if not result.holds] == []


@FORMS
def test_every_printed_text_stands_in_both_languages(form: ReturnForm) -> None:
    titles = [form.title, *(section.title for section in form.sections)]
    titles += [line.title for section in form.sections for line in section.lines]
    titles += [title for section in form.sections for title in section.columns.values()]
    titles += [check.message for check in form.cross_checks]
    assert all(title.zh and title.en for title in titles)


def test_editions_of_a_form_do_not_overlap() -> None:
    for form in all_forms():
        same = [other for other in all_forms() if other.form == form.form and other.covers(form.effective_from)]
        assert len(same) == 1


def test_the_edition_follows_the_period() -> None:
    assert form_in_force("vat_general", TaxPeriod.parse("2025-12").end).edition == "2021"
    assert form_in_force("vat_general", TaxPeriod.parse("2026-01").end).edition == "2026"
    with pytest.raises(NoFormInForce):
        form_in_force("vat_general", TaxPeriod.parse("2019-01").end)


def tiny_form(**formulas: str) -> ReturnForm:
    lines = tuple(FormLine(number, Title("栏", "line"), {"amount": formula}) for number, formula in formulas.items())
    section = FormSection("main", Title("主表", "Main"), {"amount": Title("金额", "Amount")}, lines)
    day = all_forms()[0].effective_from
    return ReturnForm("tiny", "1", Title("小表", "Tiny"), day, None, "", "practice", (section,), (), "0", {})


def test_a_ring_of_cells_is_refused() -> None:
    form = tiny_form(a="[b] + 1", b="[a] + 1")
    with pytest.raises(CircularForm):
        fill(form, ReturnData(on=form.effective_from, inputs={}))


def test_an_override_flows_on_and_keeps_the_computed_figure_and_its_reason() -> None:
    form = tiny_form(a="sales", b="[a] * 2")
    key = CellKey("main", "a", "amount")
    data = ReturnData(
        on=form.effective_from,
        inputs={"sales": InputValue(Decimal("10.005"))},
        overrides={key: Override(Decimal(30), "税务局核定")},
    )
    filled = fill(form, data)
    assert filled.cells[CellKey("main", "b", "amount")] == Decimal("60.00")
    assert (filled.trace[key].overridden, filled.trace[key].reason) == (Decimal("10.01"), "税务局核定")
