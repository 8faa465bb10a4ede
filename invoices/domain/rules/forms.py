"""Rules about the paper itself: seals, medium, kinds that are no longer issued, receipts that are no invoices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from invoices.domain.fapiao import Kind
from invoices.domain.kinds import NAMES_ZH, RECEIPTS, SEALED_ON_PAPER, is_electronic
from invoices.domain.names import is_person
from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force
from kernel.money import text

_CITIZEN_ID: Final = re.compile(r"\d{6}(?:19|20)\d{9}[\dXx]")
_SEAL_NAMES: Final = {
    "finance_seal": "财务专用章",
    "company_seal": "公章",
    "contract_seal": "合同专用章",
}


def seal(case: Case) -> Iterator[Trip]:
    """Paper invoices bear a legible invoice seal; electronic ones and the seller's own copy need none."""
    if case.context.presented not in {"paper", "image"} or case.fapiao.kind not in SEALED_ON_PAPER:
        return
    if case.context.direction == "sale" or is_electronic(case.fapiao.kind, case.fapiao.invoice_code):
        return
    seals = case.context.seals
    if seals is None and case.fapiao.has_seal is not False:
        return
    if not seals:
        yield Trip("SEAL_MISSING", {}, ("has_seal",))
    elif not any(one.type == "invoice_seal" for one in seals):
        found = "、".join(_SEAL_NAMES.get(one.type, one.type) for one in seals)
        yield Trip("SEAL_WRONG", {"found": found}, ("has_seal",))
    elif all(one.legible is False for one in seals if one.type == "invoice_seal"):
        yield Trip("SEAL_ILLEGIBLE", {}, ("has_seal",))


def printout_without_original(case: Case) -> Iterator[Trip]:
    """A print-out or picture of an e-invoice is kept together with its electronic original."""
    if not is_electronic(case.fapiao.kind, case.fapiao.invoice_code) or "electronic_original" in (
        case.context.supporting_documents or ()
    ):
        return
    if case.context.presented == "paper":
        yield Trip("PRINTOUT_WITHOUT_ORIGINAL")
    elif case.context.presented == "image":
        yield Trip("PHOTO_OF_E_INVOICE")


def paper_ticket(case: Case) -> Iterator[Trip]:
    """Paper rail tickets and itineraries ended when the electronic ones became the only voucher."""
    name = {Kind.RAIL_TICKET: "PAPER_RAIL_TICKET", Kind.AIR_ITINERARY: "PAPER_AIR_ITINERARY"}.get(case.fapiao.kind)
    travelled = _travel_day(case)
    if name is None or travelled is None or rule_in_force(name, travelled) is None:
        return
    numbered = bool(re.fullmatch(r"\d{20}", case.fapiao.invoice_number or ""))
    if case.context.presented == "paper" or (case.context.presented == "image" and not numbered):
        fields = ("invoice_number",) if case.context.presented == "image" else ()
        yield Trip(name, {"date": travelled.isoformat()}, fields)


def _travel_day(case: Case) -> date | None:
    travel = case.fapiao.travel
    return (travel.date if travel else None) or case.fapiao.issue_date


def obsolete_kind(case: Case) -> Iterator[Trip]:
    """Kinds that the provinces are ending, each on its own day."""
    rule = rule_in_force("OBSOLETE_KIND", case.day)
    if rule and case.fapiao.kind in rule.value["kinds"] and not case.fapiao.travel:
        yield Trip("OBSOLETE_KIND", {"kind": NAMES_ZH[case.fapiao.kind]})


def receipt(case: Case) -> Iterator[Trip]:
    """A receipt is a voucher only for a small sporadic payment to a natural person, with name, id, item and amount."""
    if not _is_receipt(case) or case.context.direction == "sale":
        return
    if not _seller_is_person(case):
        yield Trip("NOT_AN_INVOICE", {"kind": NAMES_ZH[case.fapiao.kind]})
        return
    rule = rule_in_force("SMALL_SPORADIC", case.day)
    gross = case.fapiao.gross_amount
    missing = "、".join(_missing_elements(case))
    over = rule is not None and gross is not None and gross > Decimal(rule.value["limit"])
    if rule and (over or missing):
        evidence = {
            "gross": text(gross) if gross is not None else "?",
            "limit": rule.value["limit"],
            "missing": missing or "—",
        }
        yield Trip("SMALL_SPORADIC", evidence, ("gross_amount",))
    elif rule and gross is not None and gross > Decimal(rule.value.get("unsure_above", rule.value["limit"])):
        evidence = {"gross": text(gross), "sure": rule.value["unsure_above"], "limit": rule.value["limit"]}
        yield Trip("SMALL_SPORADIC_UNSURE", evidence, ("gross_amount",))


def _is_receipt(case: Case) -> bool:
    """A receipt by kind, or an unnamed paper that comes with a receipt for cash."""
    unnamed = case.fapiao.kind is Kind.UNKNOWN and case.fapiao.travel is None and not case.fapiao.invoice_number
    return case.fapiao.kind in RECEIPTS or (unnamed and "cash_receipt" in (case.context.supporting_documents or ()))


def _seller_is_person(case: Case) -> bool:
    """By a citizen id (its shape is enough: who has one is a person), else by the name."""
    seller_id, name = case.fapiao.seller_taxpayer_id, case.fapiao.seller_name
    if seller_id:
        return bool(_CITIZEN_ID.fullmatch(seller_id))
    return bool(name) and is_person(name or "")


def _missing_elements(case: Case) -> Iterator[str]:
    if case.context.lacks("seller_name"):
        yield "姓名"
    if case.context.lacks("seller_taxpayer_id"):
        yield "身份证号"
    if case.context.lacks("lines"):
        yield "支出项目"
    if case.context.lacks("gross_amount"):
        yield "金额"


def kind_unknown(case: Case) -> Iterator[Trip]:
    """A paper nobody recognised."""
    if case.fapiao.kind is Kind.UNKNOWN and not case.fapiao.travel and case.has_invoice and not _is_receipt(case):
        yield Trip("KIND_UNKNOWN")


FORM_RULES: Final[tuple[RuleFunction, ...]] = (
    seal,
    printout_without_original,
    paper_ticket,
    obsolete_kind,
    receipt,
    kind_unknown,
)
