"""Into which category an invoice is sorted: what a person said, what the tables say, what the sorter learned.

Rule kept: a learned category sorts the paper and nothing else; rules and books know only what tables or people say.
"""

from __future__ import annotations

from typing import Final

from invoices.domain.categories import GENERIC, Category, category_named
from invoices.domain.fapiao import Fapiao
from invoices.domain.sorter import sorter_with
from invoices.models import CategorySource, Invoice
from invoices.selectors.decided_categories import decided_categories

LEAST_CONFIDENCE: Final = 0.5
"""A guess that is more often wrong than right leaves the paper unsorted."""


def sort_category(invoice: Invoice, fapiao: Fapiao, found: Category) -> None:
    """Write category, its source and the confidence of a learned one into the row (unsaved)."""
    if invoice.category_source == CategorySource.PERSON:
        return
    invoice.category, invoice.category_source, invoice.category_confidence = found.id, CategorySource.TABLE, None
    item = next((line.item_name for line in fapiao.lines if line.item_name), "")
    if found.id not in GENERIC or not item:
        return
    suggestion = sorter_with(decided_categories(invoice.company_id)).suggest(item)
    if suggestion is not None and suggestion.confidence >= LEAST_CONFIDENCE:
        invoice.category, invoice.category_source = suggestion.category_id, CategorySource.LEARNED
        invoice.category_confidence = suggestion.confidence


def said_category(invoice: Invoice) -> Category | None:
    """The category a person gave."""
    return category_named(invoice.category) if invoice.category_source == CategorySource.PERSON else None
