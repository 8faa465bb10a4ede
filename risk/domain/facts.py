"""The facts an indicator may speak of: their kind (how they are read and written) and their names in both languages.

Amounts are yuan, rates are ratios. The names are those of the command contract; `month` is added from the period.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from kernel.errors import InvalidValue
from kernel.money import exact, money
from risk.domain.expression import Value
from risk.domain.fact_names import NAMES


class Kind(StrEnum):
    """How a value is read and written."""

    YUAN = "yuan"
    RATIO = "ratio"
    COUNT = "count"
    FLAG = "flag"
    WORD = "word"


_COUNTS: Final = frozenset({
    "consecutive_loss_years", "zero_filing_months", "invoices_issued", "invoices_voided", "invoices_red_letter",
    "invoices_issued_previous_period", "service_invoices_without_evidence", "shareholder_loan_months",
    "other_payables_customer_receipts_months", "provisional_payables_months", "related_party_transfer_count",
    "headcount", "headcount_withholding", "headcount_insured", "month",
    "credit_carried_forward_months", "late_filings", "fixed_reimbursement_people", "inventory_growth_months",
    "receivables_oldest_months", "payables_oldest_months", "advances_months", "wages_at_threshold",
    "invoices_near_limit", "months_since_registration_change", "consecutive_purchase_invoices", "invoices_round",
    "invoices_total", "invoices_month_end", "invoices_red_letter_month_end", "purchases_invoiced",
    "months_of_books", "duplicate_invoices", "invoices_buyer_mismatch", "duplicate_payments", "voucher_gaps",
    "entries_outside_period", "benford_amounts", "entries_counted", "revenue_entries", "unusual_entries",
})  # fmt: skip
_RATIOS: Final = frozenset({
    "gross_margin_rate", "gross_margin_rate_previous", "vat_burden_rate", "industry_vat_burden_rate",
    "low", "high", "top", "dividend_rate", "share",
    "vat_burden_rate_previous", "cit_burden_rate", "depreciation_rate_annual", "benford_deviation",
    "round_entries_share", "month_end_revenue_share", "red_letter_entries_share", "cash_payments_share",
})  # fmt: skip


def kind_of(name: str) -> Kind:
    """How a fact of this name is read and written; amounts are the rule."""
    if name in _COUNTS:
        return Kind.COUNT
    if name in _RATIOS:
        return Kind.RATIO
    if name == "shareholder_loan_used_in_business":
        return Kind.FLAG
    return Kind.WORD if name in {"vat_status", "industry", "size"} else Kind.YUAN


def read_facts(raw: Mapping[str, Any]) -> dict[str, Value]:
    """Facts as exact values; missing ones (null) are left out. Raises `InvalidValue` naming the fact."""
    return {name: _read(name, value) for name, value in raw.items() if value is not None}


def _read(name: str, value: Any) -> Value:
    if kind_of(name) is Kind.FLAG or isinstance(value, bool):
        if not isinstance(value, bool):
            raise InvalidValue(f"{name} is true or false, not {value!r}", message_zh=f"{name} 应为 true 或 false")
        return value
    try:
        return exact(str(value) if isinstance(value, float) else value)
    except InvalidValue as error:
        raise InvalidValue(f"{name}: {error.message}", message_zh=f"{name}：{error.message_zh}") from error


def written(value: Value, kind: Kind) -> str:
    """A value for people: thousand marks for yuan, per cent for ratios, plain for counts."""
    if not isinstance(value, Decimal):
        return str(value)
    if kind is Kind.YUAN:
        return f"{money(value):,.2f}"
    if kind is Kind.RATIO:
        text = f"{value * 100:.2f}"
        return text.rstrip("0").rstrip(".") + "%"
    return plain(value)


def plain(value: Value) -> str:
    """A value for machines: two places for money, no exponent, no trailing zeros elsewhere."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    text = f"{value.quantize(Decimal('0.000001')):f}" if value % 1 else f"{value:.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def name_of(fact: str, *, english: bool = False) -> str:
    """The name of a fact in the language of the page; an unlisted one shows its identifier."""
    chinese, other = NAMES.get(fact, (fact, fact))
    return other if english else chinese
