"""A stored return as sheets, one per table of the form, for the writers of bookkeeping."""

from __future__ import annotations

from bookkeeping.exports import Column, Kind, Sheet, row
from kernel.money import exact
from tax_filing.domain.cell_key import CellKey
from tax_filing.domain.return_form import FormSection
from tax_filing.domain.sheets import value_of
from tax_filing.models import TaxReturn
from tax_filing.selectors.returns import form_of


def sheets_of(found: TaxReturn, *, english: bool) -> list[Sheet]:
    """Every table in printed order; amounts as values, a dash where the form prints one."""
    form = form_of(found)
    title = form.title.en if english else form.title.zh
    words = ("Line", "Item") if english else ("栏次", "项目")
    span = f"{found.period_start} — {found.period_end}"
    return [_sheet(found, section, (f"{title} {span}", words), english=english) for section in form.sections]


def _sheet(found: TaxReturn, section: FormSection, head: tuple[str, tuple[str, str]], *, english: bool) -> Sheet:
    subtitle, (number, item) = head
    columns = [Column("line", number), Column("item", item)]
    columns += [Column(name, each.en if english else each.zh, Kind.AMOUNT) for name, each in section.columns.items()]
    rows = []
    for line in section.lines:
        figures = [value_of(found.lines, CellKey(section.name, line.number, column)) for column in section.columns]
        title = line.title.en if english else line.title.zh
        rows.append(row([line.number, title, *(None if figure is None else exact(figure) for figure in figures)]))
    return Sheet(section.title.en if english else section.title.zh, subtitle, tuple(columns), rows)
