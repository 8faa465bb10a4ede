"""Rules about who buys and who sells.

Rule kept: names are compared after folding full-width and half-width forms and blanks, nothing more; a company's
short name is another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.domain.fapiao import Kind
from invoices.domain.kinds import SPECIAL, VAT_INVOICES
from invoices.domain.names import folded, is_person, same_name
from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force
from kernel.taxpayer_id import is_citizen_id, is_taxpayer_id


def buyer_name_missing(case: Case) -> Iterator[Trip]:
    """A VAT invoice that names no buyer."""
    if _bought_by_company(case) and case.lacks("buyer_name") and not case.fapiao.buyer_name:
        yield Trip("BUYER_NAME_MISSING", {"expected": case.context.company.name or ""}, ("buyer_name",))


def buyer_name_mismatch(case: Case) -> Iterator[Trip]:
    """Another buyer than the company: a stranger, a short name, or a person."""
    found, expected = case.fapiao.buyer_name, case.context.company.name
    if not (_bought_by_company(case) and found) or (expected and same_name(found, expected)):
        return
    if not is_person(found) or (expected and folded(found) in folded(expected)):
        if expected:
            yield Trip("BUYER_NAME_MISMATCH", {"found": found, "expected": expected}, ("buyer_name",))
        return
    tolerated = rule_in_force("BUYER_IS_STAFF_TOLERATED", case.day)
    if tolerated and case.category.id in tolerated.value["categories"]:
        yield Trip("BUYER_IS_STAFF_TOLERATED", {"found": found, "category": case.category.zh}, ("buyer_name",))
    else:
        yield Trip("BUYER_IS_PERSON", {"found": found, "expected": expected or ""}, ("buyer_name",))


def buyer_id_missing(case: Case) -> Iterator[Trip]:
    """An invoice to an enterprise without its taxpayer id."""
    missing = case.lacks("buyer_taxpayer_id") and not case.fapiao.buyer_taxpayer_id
    person = case.fapiao.buyer_name is not None and is_person(case.fapiao.buyer_name)
    if _bought_by_company(case) and missing and not person:
        yield Trip("BUYER_ID_MISSING", {"expected": case.context.company.taxpayer_id or ""}, ("buyer_taxpayer_id",))


def buyer_id_wrong(case: Case) -> Iterator[Trip]:
    """A buyer id that cannot be one, or belongs to somebody else."""
    found, expected = case.fapiao.buyer_taxpayer_id, case.context.company.taxpayer_id or ""
    if not (_bought_by_company(case) and found) or folded(found) == folded(expected):
        return
    evidence = {"found": found, "expected": expected, "length": str(len(found))}
    if not is_taxpayer_id(folded(found)):
        yield Trip("BUYER_ID_MALFORMED", evidence, ("buyer_taxpayer_id",))
    elif expected and not is_citizen_id(folded(found)):
        yield Trip("BUYER_ID_MISMATCH", evidence, ("buyer_taxpayer_id",))


def seller_incomplete(case: Case) -> Iterator[Trip]:
    """No seller, or a seller id that cannot be one."""
    if case.fapiao.kind not in VAT_INVOICES:
        return
    if case.lacks("seller_name") and not case.fapiao.seller_name:
        yield Trip("SELLER_NAME_MISSING", {}, ("seller_name",))
    found = case.fapiao.seller_taxpayer_id
    if found and not is_taxpayer_id(folded(found)):
        yield Trip("SELLER_ID_MALFORMED", {"found": found, "length": str(len(found))}, ("seller_taxpayer_id",))


def seller_is_buyer(case: Case) -> Iterator[Trip]:
    """Both sides are the same taxpayer, farm-product purchase invoices apart."""
    seller, buyer = case.fapiao.seller_taxpayer_id, case.fapiao.buyer_taxpayer_id
    if seller and buyer and folded(seller) == folded(buyer) and case.category.id != "farm_products":
        yield Trip("SELLER_IS_BUYER", {"found": seller}, ("seller_taxpayer_id", "buyer_taxpayer_id"))


def seller_status(case: Case) -> Iterator[Trip]:
    """A seller that vanished, or no longer exists and left no papers behind."""
    if case.context.seller_status == "lost_contact":
        yield Trip("SELLER_LOST_CONTACT")
    if not case.has_invoice:
        rule = rule_in_force("SELLER_DEREGISTERED", case.day)
        held = case.context.supporting_documents
        missing = [
            name for name in (rule.value["required_documents"] if rule else []) if held is not None and name not in held
        ]
        if case.context.payment_method == "cash" and "bank_payment_slip" not in missing:
            missing.append("bank_payment_slip")
        if missing:
            yield Trip("SELLER_DEREGISTERED", {"missing": ", ".join(missing)})


def seller_blacklisted(case: Case) -> Iterator[Trip]:
    """A seller the company has put on its list."""
    if case.context.blacklisted is not None and case.context.direction == "purchase":
        seller = case.fapiao.seller_name or case.fapiao.seller_taxpayer_id or ""
        evidence = {"seller": seller, "reason": case.context.blacklisted or "—"}
        yield Trip("SELLER_BLACKLISTED", evidence, ("seller_name", "seller_taxpayer_id"))


def paid_by_third_party(case: Case) -> Iterator[Trip]:
    """Money that came from somebody else."""
    if case.context.payment_method == "third_party":
        yield Trip("PAID_BY_THIRD_PARTY")


def _bought_by_company(case: Case) -> bool:
    """Whether the buyer's fields must be the company's: tickets, receipts and sales do not carry them."""
    return case.context.direction == "purchase" and case.fapiao.kind in VAT_INVOICES | {Kind.TOLL, Kind.CUSTOMS_VAT}


def special_invoice_to_person(case: Case) -> Iterator[Trip]:
    """A special invoice made out to a natural person."""
    name = case.fapiao.buyer_name
    if case.fapiao.kind in SPECIAL and name and is_person(name):
        yield Trip("SPECIAL_INVOICE_TO_PERSON", {"found": name}, ("buyer_name",))


PARTY_RULES: Final[tuple[RuleFunction, ...]] = (
    buyer_name_missing,
    buyer_name_mismatch,
    buyer_id_missing,
    buyer_id_wrong,
    seller_incomplete,
    seller_is_buyer,
    seller_status,
    seller_blacklisted,
    paid_by_third_party,
    special_invoice_to_person,
)
