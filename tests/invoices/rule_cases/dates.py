"""Dates: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from datetime import date

from tests.invoices.cases import check, invoice
from tests.invoices.rule_cases.shapes import (
    Case,
)

CASES: dict[str, Case] = {
    "ISSUE_DATE_MISSING": (
        lambda: check(invoice(issue_date=None), absent=frozenset({"issue_date"})),
        lambda: check(invoice(issue_date=None)),
    ),
    "ISSUE_DATE_FUTURE": (
        lambda: check(invoice(issue_date=date(2026, 11, 23))),
        lambda: check(invoice(issue_date=date(2026, 11, 22))),
    ),
    "ISSUE_DATE_AFTER_PERIOD": (
        lambda: check(invoice(issue_date=date(2026, 11, 1))),
        lambda: check(invoice(issue_date=date(2026, 10, 31))),
    ),
    "INVOICE_TOO_OLD": (
        lambda: check(invoice(issue_date=date(2026, 7, 1)), company={"max_invoice_age_days": 90}),
        lambda: check(invoice(issue_date=date(2026, 8, 2)), company={"max_invoice_age_days": 90}),
    ),
    "CROSS_YEAR": (
        lambda: check(invoice(issue_date=date(2025, 12, 20), invoice_number="25312000000012345678")),
        lambda: check(expense_year=2025, obtained_on=date(2026, 5, 31)),
    ),
    "CROSS_YEAR_TOO_LATE": (
        lambda: check(expense_year=2025, obtained_on=date(2026, 10, 15), notified_on=date(2026, 8, 15)),
        lambda: check(expense_year=2025, obtained_on=date(2026, 10, 14), notified_on=date(2026, 8, 15)),
    ),
}
