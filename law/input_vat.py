"""Input VAT that is computed from a price, and the contents and uses whose input VAT is blocked.

Rule kept: a formula or a block applies only where a version of it is in force on the day; before that there is no
computed input VAT at all, which the caller sees as `NoRuleInForce`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kernel.money import round_to_fen
from law.store import NoRuleInForce, RuleValue, lookup

ComputedKind = Literal["farm", "rail", "air", "road", "bridge_toll"]


@dataclass(frozen=True, slots=True)
class InputVat:
    """Computed input VAT in yuan and the rule it follows from."""

    amount: Decimal
    rule: RuleValue


@dataclass(frozen=True, slots=True)
class Block:
    """Why input VAT is blocked, in both languages, and the rule that says so."""

    name: str
    reason_zh: str
    reason_en: str
    rule: RuleValue


def computed_input_vat(kind: ComputedKind, base: Decimal, on: date) -> InputVat:
    """Input VAT of a ticket (`base`: yuan, VAT included) or of farm products (`base`: price) on the day.

    The base of air tickets is fare plus fuel surcharge. Raises `NoRuleInForce`.
    """
    rule = lookup(f"vat.input.{kind}", on)
    rate: Decimal = rule.value["rate"]
    amount = base * rate if rule.value["on_price"] else base / (1 + rate) * rate
    return InputVat(round_to_fen(amount), rule)


def blocked_content(content: str, on: date) -> Block | None:
    """The block on a kind of service (`catering`, `daily_services`, `entertainment_services`, `loan`), or `None`."""
    return _block("vat.input.blocked_content", content, on)


def blocked_purpose(purpose: str, on: date) -> Block | None:
    """The block on a use (`welfare`, `entertainment`, `abnormal_loss`, `simplified`, `exempt`, …), or `None`."""
    return _block("vat.input.blocked_purpose", purpose, on)


def no_voucher(paper: str, on: date) -> Block | None:
    """Why this kind of paper (`taxi`, `bank_slip`, `no_supply`, …) carries no input VAT, or `None`."""
    return _block("vat.input.no_voucher", paper, on)


def passenger_e_invoice_deductible(on: date) -> bool:
    """Whether the VAT shown on an ordinary e-invoice for passenger transport may be deducted on the day."""
    try:
        return bool(lookup("vat.input.passenger_e_invoice", on).value["deductible"])
    except NoRuleInForce:
        return False


def _block(rule_id: str, name: str, on: date) -> Block | None:
    try:
        rule = lookup(rule_id, on)
    except NoRuleInForce:
        return None
    reason = rule.value.get(name)
    return Block(name, reason["zh"], reason["en"], rule) if reason else None
