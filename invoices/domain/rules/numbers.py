"""Rules about the number of an invoice: its shape, its year, and whether it was seen before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from invoices.domain.duplicates import find_duplicates
from invoices.domain.fapiao import Kind
from invoices.domain.kinds import FULLY_DIGITAL, NUMBERED
from invoices.domain.trip import Case, RuleFunction, Trip

_CODED: Final = frozenset({Kind.SPECIAL_VAT, Kind.GENERAL_VAT, Kind.BLOCKCHAIN})


def number_missing(case: Case) -> Iterator[Trip]:
    """A numbered kind without a number."""
    if case.fapiao.kind in NUMBERED and case.lacks("invoice_number") and not case.fapiao.invoice_number:
        yield Trip("NUMBER_MISSING", {}, ("invoice_number",))


def number_shape(case: Case) -> Iterator[Trip]:
    """20 digits on fully digitalised invoices; 8 beside a code of 10 or 12 on those of the tax-controlled era."""
    number, code, kind = case.fapiao.invoice_number, case.fapiao.invoice_code, case.fapiao.kind
    if number and kind in FULLY_DIGITAL and not re.fullmatch(r"\d{20}", number):
        yield Trip("NUMBER_SHAPE", {"field": "发票号码", "expected": "20", "found": number}, ("invoice_number",))
    if kind not in _CODED:
        return
    if number and not re.fullmatch(r"\d{8}|\d{20}", number):
        yield Trip("NUMBER_SHAPE", {"field": "发票号码", "expected": "8", "found": number}, ("invoice_number",))
    if code and not re.fullmatch(r"\d{10}|\d{12}", code):
        yield Trip("NUMBER_SHAPE", {"field": "发票代码", "expected": "10或12", "found": code}, ("invoice_code",))


def number_year(case: Case) -> Iterator[Trip]:
    """A 20-digit number that belongs to another year than the issue date."""
    number, day = case.fapiao.invoice_number or "", case.fapiao.issue_date
    if case.fapiao.kind in FULLY_DIGITAL and re.fullmatch(r"\d{20}", number) and day and number[:2] != f"{day:%y}":
        evidence = {"number": number, "number_year": number[:2], "issue_date": day.isoformat()}
        yield Trip("NUMBER_YEAR", evidence, ("invoice_number", "issue_date"))


def received_before(case: Case) -> Iterator[Trip]:
    """The same invoice again, or another paper with the same party, date and amount."""
    own = tuple(known for known in case.context.known_invoices if not known.elsewhere)
    found = find_duplicates(case.fapiao, own)
    for known in found.same_number[:1]:
        evidence = {"number": case.fapiao.invoice_number or "", "where": known.where or known.invoice_number}
        yield Trip("DOUBLE_CLAIM", evidence, ("invoice_number",))
    if not found.same_number:
        for known in found.same_content[:1]:
            yield Trip("SAME_CONTENT", {"where": known.where or known.invoice_number}, ("issue_date", "gross_amount"))


def received_elsewhere(case: Case) -> Iterator[Trip]:
    """Another company of the agency claims the same invoice or the same file. Which company is confidential."""
    elsewhere = tuple(known for known in case.context.known_invoices if known.elsewhere)
    if case.context.direction == "sale" or not elsewhere:
        return
    if find_duplicates(case.fapiao, elsewhere).same_number:
        yield Trip("DOUBLE_CLAIM_ELSEWHERE", {"number": case.fapiao.invoice_number or ""}, ("invoice_number",))
    elif any(known.same_file for known in elsewhere):
        yield Trip("SAME_FILE_ELSEWHERE")


NUMBER_RULES: Final[tuple[RuleFunction, ...]] = (
    number_missing,
    number_shape,
    number_year,
    received_before,
    received_elsewhere,
)
