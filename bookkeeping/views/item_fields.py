"""What a reader picks lines by on a report's page: counterparties, dimensions, items."""

from __future__ import annotations

from bookkeeping.domain.account import COUNTERPARTY
from bookkeeping.domain.analysis import Item, items_text
from bookkeeping.reports import Report
from bookkeeping.reports.options import DIMENSIONS, Options
from bookkeeping.reports.words import dimension_name
from bookkeeping.selectors.analysis import NONE, item_choices, named_items
from bookkeeping.selectors.balances import counterparty_balances
from bookkeeping.selectors.books import Books


def item_fields(report: Report, books: Books, options: Options) -> dict[str, object]:
    """Choices for the form: `parties` with balances, `dimensions`, and `items` with what their option says."""
    return {
        "parties": _parties(report, books, options),
        "dimensions": [(each, dimension_name(each)) for each in DIMENSIONS],
        "items": _items(report, books, options),
        "items_chosen": items_text(options.items),
    }


def _parties(report: Report, books: Books, options: Options) -> list[tuple[str, object]]:
    by_party = "items" in report.asks and options.dimension == COUNTERPARTY
    tracks = options.account and books.chart.first_level(options.account).tracks_counterparty
    if by_party or ("counterparty" in report.asks and tracks):
        return list(counterparty_balances(books, options.account, options.end))
    return []


def _items(report: Report, books: Books, options: Options) -> list[tuple[str, str]]:
    """The items of the dimension, lines without one, and first what was chosen by a link from two dimensions."""
    if "items" not in report.asks or options.dimension == COUNTERPARTY:
        return []
    company_id, dimension = books.company.pk, options.dimension
    items = [(items_text([Item(dimension, code)]), name) for code, name in item_choices(company_id, dimension)]
    items.append((items_text([Item(dimension, "")]), NONE))
    chosen = items_text(options.items)
    if chosen and chosen not in dict(items):
        items.insert(0, (chosen, " · ".join(named_items(company_id, options.items))))
    return items
