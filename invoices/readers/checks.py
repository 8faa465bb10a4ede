"""Cross-checks that turn a `Draft` into a `Fapiao`: arithmetic, words against figures, QR, shapes of numbers.

Rule kept: a field that fails its arithmetic is never certain (confidence below one half), and nothing is changed
without evidence that is independent of the field changed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from invoices.domain.amounts import amount_in_words
from invoices.domain.fapiao import Fapiao, Kind, Method
from invoices.domain.numbers import FULLY_DIGITAL, is_invoice_number, kind_of_code, year_of_number
from invoices.readers.draft import Draft
from invoices.readers.triples import settle
from kernel.money import ZERO, total

CAP: Final = 0.45
_CONFIRMED: Final = 0.995
_FROM_QR: Final = 0.97
_VAT_KINDS: Final = frozenset(
    {Kind.SPECIAL_VAT, Kind.GENERAL_VAT, Kind.BLOCKCHAIN, Kind.TOLL, Kind.MOTOR_VEHICLE, Kind.UNKNOWN} | FULLY_DIGITAL
)


def finish(draft: Draft) -> Fapiao:
    """The frozen invoice with the confidence each field has earned."""
    _use_qr(draft)
    _check_number(draft)
    _check_amounts(draft)
    _check_lines(draft)
    values = draft.values
    gross = values.get("gross_amount")
    negative = isinstance(gross, Decimal) and gross < 0
    return Fapiao(
        kind=draft.kind,
        medium=draft.medium,
        method=draft.method,
        page=draft.page,
        lines=tuple(draft.lines),
        travel=draft.travel,
        is_red_letter=draft.is_red_letter or negative,
        original_invoice_number=draft.original_invoice_number,
        has_seal=draft.has_seal,
        qr=draft.qr.raw if draft.qr else None,
        confidence={name: round(trust, 4) for name, trust in draft.confidence.items()},
        boxes=dict(draft.boxes),
        extra=dict(draft.extra),
        engine=draft.engine,
        **values,  # type: ignore[arg-type]  # keys are FIELDS, each of its own type
    )


def _use_qr(draft: Draft) -> None:
    """The QR confirms code, number, date and check code; it replaces what text or OCR read differently."""
    if draft.qr is None:
        return
    known = {
        "invoice_code": draft.qr.invoice_code,
        "invoice_number": draft.qr.invoice_number,
        "issue_date": draft.qr.issue_date,
        "check_code": draft.qr.check_code,
    }
    for name, value in known.items():
        if value is None:
            continue
        if draft.values.get(name) == value:
            draft.confidence[name] = _CONFIRMED
        elif draft.method is Method.STRUCTURED and name in draft.values:
            draft.confidence[name] = min(draft.confidence[name], CAP)
        else:
            draft.put(name, value, _FROM_QR)
    if draft.kind is Kind.UNKNOWN:
        draft.kind = draft.qr.kind


def _check_number(draft: Draft) -> None:
    """Number and code must have the shape of their kind; the year in a 20-digit number must fit the date."""
    number, code = draft.values.get("invoice_number"), draft.values.get("invoice_code")
    if isinstance(number, str) and draft.kind in _VAT_KINDS and draft.qr is None:
        issued = draft.values.get("issue_date")
        year = year_of_number(number)
        fits = is_invoice_number(number, draft.kind) or draft.method is Method.STRUCTURED
        if not fits or (year and issued and year != issued.year and draft.method is Method.OCR):  # type: ignore[attr-defined]
            draft.confidence["invoice_number"] = min(draft.confidence["invoice_number"], CAP)
    if isinstance(code, str) and kind_of_code(code) and draft.qr is None and draft.method is Method.OCR:
        draft.confidence["invoice_code"] = min(draft.confidence["invoice_code"] + 0.01, 0.98)


def _check_amounts(draft: Draft) -> None:
    if draft.kind is Kind.AIR_ITINERARY:
        _check_air(draft)
    elif draft.kind is Kind.CUSTOMS_VAT:
        _check_words(draft, "tax_amount")
    elif draft.kind in _VAT_KINDS or "net_amount" in draft.values:
        settle(draft)
    else:
        _check_words(draft, "gross_amount")


def _check_air(draft: Draft) -> None:
    """Fare, fuel, VAT, fund and other taxes make the total."""
    parts = [draft.values.get("net_amount"), draft.values.get("tax_amount")]
    parts += [Decimal(draft.extra.get(name, "0")) for name in ("civil_aviation_fund", "other_taxes")]
    gross = draft.values.get("gross_amount")
    if gross is None or any(part is None for part in parts):
        return
    holds = total(part for part in parts if isinstance(part, Decimal)) == gross
    for name in ("net_amount", "tax_amount", "gross_amount"):
        draft.confidence[name] = max(draft.confidence[name], 0.98) if holds else min(draft.confidence[name], CAP)


def _check_words(draft: Draft, written: str) -> None:
    """Figures against words, where both are printed; customs receipts write out the tax, others the total."""
    words = amount_in_words(str(draft.values.get("amount_in_words", "")))
    figures = draft.values.get(written)
    if words is None or figures is None:
        return
    for name in (written, "amount_in_words"):
        trust = draft.confidence[name]
        draft.confidence[name] = max(trust, 0.98) if words == figures else min(trust, CAP)


def _check_lines(draft: Draft) -> None:
    """The lines are trusted when they add up to net and tax."""
    if not draft.lines:
        return
    net = total(line.net_amount or ZERO for line in draft.lines)
    tax = total(line.tax_amount or ZERO for line in draft.lines)
    adds_up = net == draft.values.get("net_amount") and tax == draft.values.get("tax_amount", ZERO)
    draft.confidence["lines"] = (0.98 if draft.method is not Method.OCR else 0.9) if adds_up else CAP
