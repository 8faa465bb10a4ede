"""The input and output shapes of `check_invoices` (command contract, section 2).

Rule kept: a key that is not there means unknown; null or an empty list means known to be missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from invoices.domain.compliance import CheckResult
from invoices.domain.context import (
    CheckContext,
    Claimant,
    CompanyProfile,
    ExpenseClaim,
    KnownInvoice,
    Presented,
    RedLetterConfirmation,
    Seal,
)
from invoices.domain.fapiao import Fapiao, FapiaoLine, Kind, Medium, Method, Travel
from kernel.errors import InvalidValue
from kernel.finding import Severity
from kernel.money import exact, money, text
from kernel.period import AccountingPeriod

Row = Mapping[str, Any]
_PLAIN: Final = ("purpose", "vehicle_owner", "requested_action", "seller_status", "payment_method", "asset_number", "expense_year")
_MEDIA: Final[dict[str, Presented]] = {"paper": "paper", "image": "image", "pdf": "pdf", "ofd": "ofd", "xml": "xml"}


def fapiao_of(row: Row) -> Fapiao:
    """The invoice of a case. Raises `InvalidValue` for values of the wrong shape."""
    invoice: Row = row.get("invoice") or {}
    medium = invoice.get("medium")
    return Fapiao(
        kind=_kind(invoice.get("kind")),
        medium=Medium(medium) if medium in set(Medium) else Medium.IMAGE,
        method=Method.STRUCTURED,
        issue_date=_date(invoice.get("issue_date")),
        net_amount=_money(invoice, "net_amount"),
        tax_amount=_money(invoice, "tax_amount"),
        gross_amount=_money(invoice, "gross_amount"),
        lines=tuple(_line(line) for line in invoice.get("lines") or ()),
        travel=_travel(invoice.get("travel")),
        is_red_letter=bool(invoice.get("is_red_letter")),
        has_seal=invoice.get("has_seal"),
        original_invoice_number=_text(_original(invoice)),
        **{name: _text(invoice.get(name)) for name in _TEXTS},  # type: ignore[arg-type]
    )


_TEXTS: Final = (
    "invoice_code",
    "invoice_number",
    "check_code",
    "seller_name",
    "seller_taxpayer_id",
    "buyer_name",
    "buyer_taxpayer_id",
    "amount_in_words",
    "remarks",
)


def context_of(row: Row, today: date) -> CheckContext:
    """The circumstances of a case. Raises `InvalidValue`."""
    invoice: Row = row.get("invoice") or {}
    company = _company(row.get("company") or {})
    period = company.accounting_period
    documents = row.get("supporting_documents", ...)
    return CheckContext(
        today=max(today, period.end) if period else today,
        company=company,
        direction="sale" if row.get("purpose") == "sale" else "purchase",
        presented=_MEDIA.get(invoice.get("medium", "")),
        absent=_absent(row),
        claimed_input_vat=_money(row, "claimed_input_vat"),
        claimant=_claimant(row.get("claimant")),
        supporting_documents=None if documents is ... else frozenset(documents or ()),
        expense_claim=_claim(row.get("expense_claim")),
        notified_on=_date(row.get("notified_on")),
        obtained_on=_date(row.get("obtained_on")),
        seals=_seals(invoice),
        has_sales_list=invoice.get("has_sales_list"),
        red_letter_confirmation=_confirmation(invoice.get("red_letter_confirmation") or row.get("red_letter_confirmation")),
        known_invoices=tuple(_known(one) for one in row.get("known_invoices") or ()),
        **{name: row.get(name) for name in _PLAIN},
    )


def answer_of(case_id: object, result: CheckResult) -> dict[str, object]:
    """One object of the output; information that neither warns nor rejects is left out."""
    return {
        "id": case_id,
        "verdict": result.verdict.value,
        "category": result.category.id,
        "category_zh": result.category.zh,
        "input_vat": result.input_vat.usage.value,
        "deductible_vat": text(result.input_vat.amount),
        "input_vat_reason": result.input_vat.reason_zh,
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "message_zh": finding.message_zh,
                "message_en": finding.message_en,
                "law": finding.law,
                "fix": finding.fix_zh,
                "fix_en": finding.fix_en,
                "evidence": dict(finding.evidence),
            }
            for finding in result.findings
            if finding.severity is not Severity.INFO
        ],
    }


def _absent(row: Row) -> frozenset[str]:
    """Dotted names of what is there and empty."""
    invoice: Row = row.get("invoice") or {}
    names = {name for name, value in invoice.items() if _empty(value)}
    names |= {name for name, value in row.items() if _empty(value) and name != "invoice"}
    for group in ("travel", "red_letter_confirmation"):
        if isinstance(invoice.get(group), Mapping):
            names |= {f"{group}.{name}" for name, value in invoice[group].items() if _empty(value)}
    if "travel" in names:
        names.add("travel.traveller")
    if "red_letter_confirmation" in names:
        names.add("red_letter_confirmation.confirmation_number")
    if not _original(invoice) and ("original_invoice_number" in invoice or "red_letter_confirmation" in names):
        names.add("original_invoice_number")
    return frozenset(names)


def _empty(value: object) -> bool:
    return value is None or value == "" or value == []


def _original(invoice: Row) -> object:
    form = invoice.get("red_letter_confirmation")
    return invoice.get("original_invoice_number") or (form.get("original_invoice_number") if isinstance(form, Mapping) else None)


def _company(row: Row) -> CompanyProfile:
    policy: Row = row.get("policy") or {}
    period = row.get("accounting_period")
    days = policy.get("max_invoice_age_days")
    return CompanyProfile(
        name=_text(row.get("name")),
        taxpayer_id=_text(row.get("taxpayer_id")),
        vat_status=row.get("vat_status"),
        accounting_period=AccountingPeriod.parse(period) if period else None,
        sales_last_12_months=_money(row, "sales_last_12_months"),
        max_invoice_age_days=int(days) if days is not None else None,
        review_claims_above=_money(policy, "review_claims_above"),
        asset_number_required_for=tuple(policy.get("asset_number_required_for") or ()),
        policy=policy,
    )


def _line(row: Row) -> FapiaoLine:
    name = _text(row.get("item_name"))
    return FapiaoLine(
        item_name=name,
        tax_category=_text(row.get("tax_category")),
        specification=_text(row.get("specification")),
        unit=_text(row.get("unit")),
        quantity=_exact(row.get("quantity")),
        unit_price=_exact(row.get("unit_price")),
        net_amount=_money(row, "net_amount"),
        tax_rate=_rate(row.get("tax_rate")),
        tax_amount=_money(row, "tax_amount"),
        tax_treatment=row.get("tax_treatment"),
    )


def _travel(row: Row | None) -> Travel | None:
    if not row:
        return None
    return Travel(
        origin=_text(row.get("from")),
        destination=_text(row.get("to")),
        date=_date(row.get("date")),
        vehicle=_text(row.get("vehicle")),
        seat_class=_text(row.get("seat_class")),
        fare=_money(row, "fare"),
        traveller=_text(row.get("traveller")),
    )


def _seals(invoice: Row) -> tuple[Seal, ...] | None:
    if "seals" in invoice:
        return tuple(Seal(str(one.get("type")), one.get("legible")) for one in invoice["seals"] or ())
    return (Seal("invoice_seal"),) if invoice.get("has_seal") else None


def _claimant(row: Row | None) -> Claimant | None:
    return Claimant(row.get("name"), row.get("relation"), row.get("nationality")) if row else None


def _claim(row: Row | None) -> ExpenseClaim | None:
    if not row:
        return None
    return ExpenseClaim(_date(row.get("submitted_on")), _money(row, "amount"), _text(row.get("amount_in_words")))


def _confirmation(row: Row | None) -> RedLetterConfirmation | None:
    if row is None:
        return None
    return RedLetterConfirmation(
        original_invoice_number=_text(row.get("original_invoice_number")),
        original_usage_confirmed=row.get("original_usage_confirmed"),
        original_booked=row.get("original_booked"),
        confirmation_number=_text(row.get("confirmation_number")),
        requested_at=_moment(row.get("requested_at")),
        confirmed_at=_moment(row.get("confirmed_at")),
        checked_at=_moment(row.get("checked_at")),
    )


def _known(one: str | Row) -> KnownInvoice:
    if isinstance(one, Mapping):
        return KnownInvoice(
            invoice_number=str(one.get("invoice_number") or ""),
            invoice_code=_text(one.get("invoice_code")),
            gross_amount=_money(one, "gross_amount"),
            seller=_text(one.get("seller_name") or one.get("seller_taxpayer_id")),
            issue_date=_date(one.get("issue_date")),
        )
    return KnownInvoice(invoice_number=str(one))


def _kind(value: object) -> Kind:
    if not value:
        return Kind.UNKNOWN
    try:
        return Kind(str(value))
    except ValueError as error:
        raise InvalidValue(f"{value!r} is not a kind of invoice", message_zh=f"没有“{value}”这种票据") from error


def _date(value: object) -> date | None:
    moment = _moment(value)
    return moment.date() if moment else None


def _moment(value: object) -> datetime | None:
    if not value:
        return None
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError as error:
        raise InvalidValue(f"{value!r} is not a date", message_zh=f"“{value}”不是日期") from error


def _money(row: Row, name: str) -> Decimal | None:
    value = row.get(name)
    return money(value) if value is not None and value != "" else None


def _exact(value: object) -> Decimal | None:
    return exact(value) if value is not None and value != "" else None


def _rate(value: object) -> Decimal | None:
    """A ratio from "0.06", 0.06 or "6%"; words such as 免税 give none."""
    shown = str(value if value is not None else "").strip()
    if not shown or shown in {"免税", "不征税", "***", "*"}:
        return None
    return exact(shown.rstrip("%")) / 100 if shown.endswith("%") else exact(shown)


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def cases_in(document: object) -> Iterable[Row]:
    """The cases of a file: one object or a list. Raises `InvalidValue` for anything else."""
    rows = document if isinstance(document, list) else [document]
    if not all(isinstance(row, Mapping) for row in rows):
        raise InvalidValue("cases must be objects", message_zh="用例文件应为对象或对象列表")
    return rows
