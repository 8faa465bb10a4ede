"""Cross-checks that turn a `Draft` into a `Fapiao`: arithmetic, words against figures, QR, shapes of numbers.

Rule kept: a field that fails its arithmetic is never certain (confidence below one half), and nothing is changed
without evidence that is independent of the field changed.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from invoices.domain.amounts import amount_in_words
from invoices.domain.fapiao import Fapiao, Kind, Method
from invoices.domain.numbers import FULLY_DIGITAL, is_invoice_number, kind_of_code, year_of_number
from invoices.readers.calibration import calibrated
from invoices.readers.draft import Draft
from invoices.readers.line_sums import completed, is_multiplied_right, is_taxed_right
from invoices.readers.triples import settle
from invoices.readers.written import ALIKE, STRIKING, likeness, printed_like
from kernel.money import ZERO, total

CAP: Final = 0.45
_CONFIRMED: Final = 0.995
_FROM_QR: Final = 0.97
_NEARLY, _DOUBTED = 0.93, 0.8
_ROUNDING: Final = Decimal("0.06")
_VAT_KINDS: Final = frozenset(
    {Kind.SPECIAL_VAT, Kind.GENERAL_VAT, Kind.BLOCKCHAIN, Kind.TOLL, Kind.MOTOR_VEHICLE, Kind.UNKNOWN} | FULLY_DIGITAL
)


def finish(draft: Draft, *, calibrate: bool = True) -> Fapiao:
    """The frozen invoice with the confidence each field has earned, for OCR as the share of such fields that are right.

    Without `calibrate` it is the bare evidence, from which the calibration is fitted.
    """
    _use_qr(draft)
    _check_number(draft)
    _check_amounts(draft)
    _complete_lines(draft)
    _check_lines(draft)
    values = draft.values
    trusts = calibrated(draft.confidence) if calibrate and draft.method is Method.OCR else draft.confidence
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
        confidence={name: _four_places(trust) for name, trust in trusts.items()},
        boxes=dict(draft.boxes),
        extra=dict(draft.extra),
        engine=draft.engine,
        **values,  # type: ignore[arg-type]  # keys are FIELDS, each of its own type
    )


@lru_cache(maxsize=1024)
def _four_places(trust: float) -> float:
    """Structured data have a handful of degrees of trust, and rounding costs more than looking one up."""
    return round(trust, 4)


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
    if draft.method is Method.STRUCTURED or draft.qr is not None:
        return
    seen = draft.method is Method.OCR
    if isinstance(number, str) and draft.kind in _VAT_KINDS:
        issued, year = draft.values.get("issue_date"), year_of_number(number) if seen else None
        if not is_invoice_number(number, draft.kind) or (year and issued and year != issued.year):  # type: ignore[attr-defined]
            draft.confidence["invoice_number"] = min(draft.confidence["invoice_number"], CAP)
    if seen and isinstance(code, str) and kind_of_code(code):
        draft.confidence["invoice_code"] = min(draft.confidence["invoice_code"] + 0.01, 0.98)


def _check_amounts(draft: Draft) -> None:
    if draft.kind is Kind.AIR_ITINERARY:
        _check_air(draft)
    elif draft.kind is Kind.CUSTOMS_VAT:
        _check_words(draft, "tax_amount")
        _check_duty(draft)
    elif draft.kind in _VAT_KINDS or "net_amount" in draft.values:
        settle(draft)
    else:
        _check_against_lines(draft)
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


def _check_duty(draft: Draft) -> None:
    """Import VAT is the dutiable price times the rate; the words stand in for a tax that was not read."""
    words = amount_in_words(draft.written)
    if "tax_amount" not in draft.values and words is not None:
        draft.put("tax_amount", words, _DOUBTED)
    net, tax = draft.values.get("net_amount"), draft.values.get("tax_amount")
    if not isinstance(net, Decimal) or not isinstance(tax, Decimal):
        return
    draft.lines = [replace(line, net_amount=net, tax_amount=tax) for line in draft.lines]
    rate = draft.lines[0].tax_rate if len(draft.lines) == 1 else None
    if rate is not None:
        holds = abs(net * rate - tax) <= _ROUNDING
        for name in ("net_amount", "tax_amount"):
            trust = draft.confidence[name]
            draft.confidence[name] = max(trust, 0.98) if holds else min(trust, CAP)
    draft.put("gross_amount", net + tax, min(draft.confidence["net_amount"], draft.confidence["tax_amount"]))


def _check_words(draft: Draft, written: str) -> None:
    """Figures against words, where both are printed; customs receipts write out the tax, others the total."""
    words = amount_in_words(str(draft.values.get("amount_in_words", "")))
    figures = draft.values.get(written)
    if not isinstance(figures, Decimal):
        return
    alike = likeness(draft.written, figures)
    if words is not None:
        for name in (written, "amount_in_words"):
            trust = draft.confidence[name]
            draft.confidence[name] = max(trust, 0.98) if words == figures else min(trust, CAP)
    elif alike >= ALIKE:
        draft.confidence[written] = max(draft.confidence[written], _NEARLY if alike >= STRIKING else 0.0)
        trust = min(draft.confidence[written], _NEARLY)
        completed = printed_like(draft.written, figures)
        draft.put("amount_in_words", completed, trust, draft.boxes.get("amount_in_words"))
    elif draft.written:
        draft.confidence[written] = min(draft.confidence[written], _DOUBTED)


def _check_against_lines(draft: Draft) -> None:
    """Where the face has no tax, lines and total confirm each other; a total that was not read is their sum."""
    if not draft.lines or any(line.net_amount is None for line in draft.lines):
        return
    whole = total(line.net_amount for line in draft.lines if line.net_amount is not None)
    gross = draft.values.get("gross_amount")
    if gross is None:
        draft.put("gross_amount", whole, _NEARLY if likeness(draft.written, whole) >= STRIKING else _DOUBTED)
    elif gross == whole:
        draft.confidence["gross_amount"] = max(draft.confidence["gross_amount"], 0.97)
    elif likeness(draft.written, whole) >= STRIKING and amount_in_words(draft.written) != gross:
        draft.put("gross_amount", whole, _NEARLY, draft.boxes.get("gross_amount"))
    else:
        draft.confidence["gross_amount"] = min(draft.confidence["gross_amount"], _DOUBTED)


def _check_lines(draft: Draft) -> None:
    """Lines are trusted when they add up to the totals and each tax is its net times its rate; OCR trusts the names."""
    if not draft.lines:
        return
    whole = draft.values.get("net_amount", draft.values.get("gross_amount"))
    net = total(line.net_amount or ZERO for line in draft.lines)
    tax = total(line.tax_amount or ZERO for line in draft.lines)
    adds_up = net == whole and tax == draft.values.get("tax_amount", ZERO)
    seen = draft.method is Method.OCR
    names = draft.confidence.get("lines", 0.9) if seen else 0.98
    holds = adds_up and (not seen or all(is_taxed_right(line) and is_multiplied_right(line) for line in draft.lines))
    draft.confidence["lines"] = names if holds else min(names, CAP)


def _complete_lines(draft: Draft) -> None:
    """What was lost or misread in a line, where the totals prove it."""
    net, tax = draft.values.get("net_amount"), draft.values.get("tax_amount")
    if draft.method is Method.OCR and isinstance(tax, Decimal):
        draft.lines = completed(draft.lines, net if isinstance(net, Decimal) else None, tax)
