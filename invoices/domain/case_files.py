"""The input and output shapes of `check_invoices` (command contract, section 2).

Rule kept: a key that is not there means unknown; null or an empty list means known to be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from invoices.domain import case_values as read
from invoices.domain.case_values import Row
from invoices.domain.circumstances import ON_THE_INVOICE, circumstances_of
from invoices.domain.compliance import CheckResult
from invoices.domain.context import CheckContext, CompanyProfile, KnownInvoice, Presented
from invoices.domain.fapiao import Fapiao, FapiaoLine, Medium, Method, Travel
from invoices.domain.purposes import purpose_named
from kernel.errors import InvalidValue
from kernel.finding import Severity
from kernel.money import text
from kernel.period import AccountingPeriod

_MEDIA: Final[dict[str, Presented]] = {"paper": "paper", "image": "image", "pdf": "pdf", "ofd": "ofd", "xml": "xml"}


def fapiao_of(row: Row) -> Fapiao:
    """The invoice of a case. Raises `InvalidValue` for values of the wrong shape."""
    invoice: Row = row.get("invoice") or {}
    medium = invoice.get("medium")
    return Fapiao(
        kind=read.kind(invoice.get("kind")),
        medium=Medium(medium) if medium in set(Medium) else Medium.IMAGE,
        method=Method.STRUCTURED,
        issue_date=read.day(invoice.get("issue_date")),
        net_amount=read.amount(invoice, "net_amount"),
        tax_amount=read.amount(invoice, "tax_amount"),
        gross_amount=read.amount(invoice, "gross_amount"),
        lines=tuple(_line(line) for line in invoice.get("lines") or ()),
        travel=_travel(invoice.get("travel")),
        is_red_letter=bool(invoice.get("is_red_letter")),
        has_seal=invoice.get("has_seal"),
        original_invoice_number=read.words(_original(invoice)),
        **{name: read.words(invoice.get(name)) for name in _TEXTS},  # type: ignore[arg-type]
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
    return CheckContext(
        today=max(today, period.end) if period else today,
        company=company,
        direction="sale" if row.get("purpose") == "sale" else "purchase",
        presented=_MEDIA.get(invoice.get("medium", "")),
        absent=_absent(row),
        known_invoices=tuple(_known(one) for one in row.get("known_invoices") or ()),
        original_received=_original_received(row),
        purpose=purpose_named(row.get("purpose")),
        **circumstances_of({**row, **_beside(row, invoice)}),
    )


def _beside(row: Row, invoice: Row) -> Row:
    """Circumstances written inside `invoice`; what is empty there and said outside stays as said."""
    return {
        name: invoice[name] for name in ON_THE_INVOICE if invoice.get(name) or (name in invoice and name not in row)
    }


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
    return value in (None, "", [])


def _original(invoice: Row) -> object:
    form = invoice.get("red_letter_confirmation")
    return invoice.get("original_invoice_number") or (
        form.get("original_invoice_number") if isinstance(form, Mapping) else None
    )


def _original_received(row: Row) -> bool | None:
    """Whether the original of a red-letter invoice is among the known ones; `None` where neither is known."""
    original, known = read.words(_original(row.get("invoice") or {})), row.get("known_invoices")
    return any(_known(one).invoice_number == original for one in known) if original and known else None


def _company(row: Row) -> CompanyProfile:
    policy: Row = row.get("policy") or {}
    period = row.get("accounting_period")
    days = policy.get("max_invoice_age_days")
    return CompanyProfile(
        name=read.words(row.get("name")),
        taxpayer_id=read.words(row.get("taxpayer_id")),
        vat_status=row.get("vat_status"),
        industry=row.get("industry"),
        accounting_period=AccountingPeriod.parse(period) if period else None,
        sales_last_12_months=read.amount(row, "sales_last_12_months"),
        max_invoice_age_days=int(days) if days is not None else None,
        review_claims_above=read.amount(policy, "review_claims_above"),
        asset_number_required_for=tuple(policy.get("asset_number_required_for") or ()),
        policy=policy,
    )


def _line(row: Row) -> FapiaoLine:
    name = read.words(row.get("item_name"))
    return FapiaoLine(
        item_name=name,
        tax_category=read.words(row.get("tax_category")),
        specification=read.words(row.get("specification")),
        unit=read.words(row.get("unit")),
        quantity=read.number(row.get("quantity")),
        unit_price=read.number(row.get("unit_price")),
        net_amount=read.amount(row, "net_amount"),
        tax_rate=read.rate(row.get("tax_rate")),
        tax_amount=read.amount(row, "tax_amount"),
        tax_treatment=row.get("tax_treatment"),
    )


def _travel(row: Row | None) -> Travel | None:
    if not row:
        return None
    return Travel(
        origin=read.words(row.get("from")),
        destination=read.words(row.get("to")),
        date=read.day(row.get("date")),
        vehicle=read.words(row.get("vehicle")),
        seat_class=read.words(row.get("seat_class")),
        fare=read.amount(row, "fare"),
        traveller=read.words(row.get("traveller")),
    )


def _known(one: str | Row) -> KnownInvoice:
    if isinstance(one, Mapping):
        return KnownInvoice(
            invoice_number=str(one.get("invoice_number") or ""),
            invoice_code=read.words(one.get("invoice_code")),
            gross_amount=read.amount(one, "gross_amount"),
            seller=read.words(one.get("seller_name") or one.get("seller_taxpayer_id")),
            issue_date=read.day(one.get("issue_date")),
        )
    return KnownInvoice(invoice_number=str(one))


def cases_in(document: Any) -> list[Row]:
    """The cases of a file: one object or a list. Raises `InvalidValue` for anything else."""
    rows = document if isinstance(document, list) else [document]
    if not all(isinstance(row, Mapping) for row in rows):
        raise InvalidValue("cases must be objects", message_zh="用例文件应为对象或对象列表")
    return rows
