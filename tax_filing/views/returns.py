"""The return as the official form prints it; each figure opens its formula, rules and papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.models import Role
from foundation.navigation import url_if_known
from foundation.provenance import Ref, sources_of
from kernel.money import FEN
from tax_filing.domain.cell_key import AMOUNT, CellKey
from tax_filing.domain.readable import in_words, input_title
from tax_filing.domain.return_form import FormLine, FormSection, ReturnForm
from tax_filing.domain.sheets import differences
from tax_filing.forms import OverrideForm
from tax_filing.models import TaxReturn
from tax_filing.selectors.returns import form_of, is_frozen, previous_of, returns_seen_by, submission_of
from tax_filing.services.draft_duty import FORMS as FORMS_APART
from tax_filing.services.draft_returns import cell_key
from tax_filing.services.override_cell import clear_override, known_cell, override_cell
from tax_filing.views.context import CompanyRequest

WHOLE, CHANGES, CHECKS = "all", "changes", "checks"
OTHER_TABS = (WHOLE, CHANGES, CHECKS)
# Pages of other rooms a paper opens on, by its kind in provenance.
PAPER_PAGES = {"invoice": "invoices:review", "voucher": "bookkeeping:voucher"}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of the table: its name for addresses, its figure, None where the form prints a dash."""

    name: str
    value: str | None
    overridden: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One printed line."""

    line: FormLine
    cells: list[ShownCell]


@dataclass(frozen=True, slots=True)
class ShownInput:
    """A figure a cell was computed from; `name` of its own cell, empty when it is no cell of this return."""

    title: str
    value: str
    name: str


@company_view(Role.VIEWER)
@require_safe
def tax_return(request: CompanyRequest, company_id: int, return_id: int) -> HttpResponse:
    """The whole form."""
    found = found_return(request, return_id)
    form = form_of(found)
    names = [section.name for section in form.sections]
    shown = request.GET.get("section", names[0])
    shown = shown if shown in (*names, *OTHER_TABS) else names[0]
    before = previous_of(found)
    context = {
        "tax_return": found,
        "form": form,
        "shown": shown,
        "sections": [(one, list(_lines(found, one))) for one in form.sections if shown in (one.name, WHOLE)],
        "previous": before,
        "changes": differences(form, found.lines, before.lines) if before and shown == CHANGES else [],
        "submission": submission_of(found),
        "frozen": is_frozen(found),
        "in_package": found.form not in FORMS_APART,
        "may_act": request.role >= Role.ACCOUNTANT,
        "failed_checks": [check for check in found.cross_checks if not check["holds"]],
    }
    return render(request, "tax_filing/return.html", context)


@company_view(Role.VIEWER)
@require_safe
def cell(request: CompanyRequest, company_id: int, return_id: int, name: str) -> HttpResponse:
    """Where one figure comes from."""
    found = found_return(request, return_id)
    form = form_of(found)
    key = cell_key(name)
    trace = found.trace.get(str(key))
    if trace is None:
        return HttpResponse(status=404)
    return render(request, "tax_filing/_cell.html", _cell_context(request, found, form, key, trace))


@company_view(Role.ACCOUNTANT)
@require_POST
def override(request: CompanyRequest, company_id: int, return_id: int) -> HttpResponse:
    """Set or clear an override."""
    found = found_return(request, return_id)
    if "clear" in request.POST:
        clear_override(found, request.POST["cell"], actor=request.user)
        return _back_to(request, found, request.POST["cell"])
    form = OverrideForm(request.POST)
    if not form.is_valid():
        key = known_cell(found, request.POST.get("cell", ""))
        edition = form_of(found)
        context = _cell_context(request, found, edition, key, found.trace.get(str(key), {"formula": "0", "rules": []}))
        return render(request, "tax_filing/_cell.html", context | {"override_form": form}, status=422)
    data = form.cleaned_data
    override_cell(found, data["cell"], data["value"], reason=data["reason"], actor=request.user)
    return _back_to(request, found, data["cell"])


def found_return(request: CompanyRequest, return_id: int) -> TaxReturn:
    """A return of this company that the person may see. Raises `Http404`."""
    return get_object_or_404(returns_seen_by(request.company, request.role), pk=return_id)


def _back_to(request: CompanyRequest, found: TaxReturn, name: str) -> HttpResponse:
    """The tab on which cell `name` stands. A redirect would be swapped into the panel of the cell, so htmx is told."""
    section = name.partition(":")[0]
    address = f"{reverse('tax_filing:return', args=[found.company_id, found.pk])}?{urlencode({'section': section})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _lines(found: TaxReturn, section: FormSection) -> Iterator[ShownLine]:
    stored = found.lines.get(section.name, {})
    for line in section.lines:
        yield ShownLine(line, [_shown(found, stored, section, line.number, column) for column in section.columns])


def _shown(found: TaxReturn, stored: Mapping[str, Any], section: FormSection, line: str, column: str) -> ShownCell:
    row = stored.get(line)
    value = row if column == AMOUNT else (row or {}).get(column)
    name = name_of(CellKey(section.name, line, column))
    return ShownCell(name, value, name in found.overrides)


def _cell_context(
    request: CompanyRequest, found: TaxReturn, form: ReturnForm, key: CellKey, trace: Mapping[str, Any]
) -> dict[str, Any]:
    english = get_language() == "en"
    section = form.section(key.section)
    line = next(line for line in section.lines if line.number == key.line)
    name = name_of(key)
    return {
        "tax_return": found,
        "section": section,
        "line": line,
        "column": section.columns.get(key.column),
        "name": name,
        "value": _value(found, key),
        "trace": trace,
        "words": in_words(form, key, trace, english=english),
        "inputs": [_input(form, text, value, english=english) for text, value in trace.get("inputs", {}).items()],
        "papers": _papers(found, key),
        "override": found.overrides.get(name),
        "override_form": OverrideForm(initial={"cell": name, "value": _value(found, key)}),
        "may_override": request.role >= Role.ACCOUNTANT and not is_frozen(found),
    }


def _value(found: TaxReturn, key: CellKey) -> str | None:
    row = found.lines.get(key.section, {}).get(key.line)
    return row if key.column == AMOUNT else (row or {}).get(key.column)


def _input(form: ReturnForm, text: str, value: str, *, english: bool) -> ShownInput:
    """A figure that went in, by its printed place (with a way to it) or by its title."""
    previous = text.startswith("previous.")
    key = next((key for key in form.formulas if str(key) == text.removeprefix("previous.")), None)
    if key is None:
        return ShownInput(input_title(text, english=english), _shown_number(value), "")
    section = form.section(key.section)
    title = section.columns[key.column] if key.column != AMOUNT else section.title
    place = f"line {key.line}, {title.en}" if english else f"第{key.line}栏 {title.zh}"
    if previous:
        return ShownInput(("last period " if english else "上期 ") + place, _shown_number(value), "")
    return ShownInput(place, _shown_number(value), name_of(key))


def _shown_number(value: str) -> str:
    """Money with thousand marks; a ratio with the places it has."""
    number = Decimal(value)
    if number == number.quantize(FEN):
        return f"{number:,.2f}"
    return f"{number.normalize():f}"


def name_of(key: CellKey) -> str:
    """The name of a cell in addresses."""
    return f"{key.section}:{key.line}" + ("" if key.column == AMOUNT else f":{key.column}")


def _papers(found: TaxReturn, key: CellKey) -> list[tuple[Ref, str]]:
    """Invoices and vouchers behind the cell, with the page each opens on."""
    refs = sources_of(found.company_id, Ref("tax_return", found.pk, str(key)))
    return [(ref, url_if_known(PAPER_PAGES.get(ref.type, ""), found.company_id, ref.id)) for ref in refs]
