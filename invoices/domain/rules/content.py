"""Rules about what was bought: stated, stated precisely, stated truly, and for the business."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.domain.categories import category_of_item, split_item_name
from invoices.domain.kinds import VAT_INVOICES
from invoices.domain.trip import Case, RuleFunction, Trip, rule_in_force


def item_missing(case: Case) -> Iterator[Trip]:
    """A VAT invoice that does not say what was sold."""
    if case.fapiao.kind in VAT_INVOICES and case.lacks("lines") and not case.fapiao.lines:
        yield Trip("ITEM_MISSING", {}, ("lines",))


def vague_content(case: Case) -> Iterator[Trip]:
    """Goods summed up in one word: a list must be attached; without knowing that, it is a question."""
    rule = rule_in_force("VAGUE_CONTENT", case.day)
    if rule is None or case.context.direction == "sale":
        return
    for item in case.items:
        name = split_item_name(item)[1]
        summed = any(word in name for word in rule.value["words"] if word.endswith(("一批", "清单")))
        if not (summed or name in rule.value["words"]):
            continue
        if case.context.has_sales_list is False:
            yield Trip("SALES_LIST_MISSING", {"item": item}, ("lines",))
        elif not case.context.has_sales_list:
            yield Trip("VAGUE_CONTENT", {"item": item}, ("lines",))
        return


def contradicts_purpose(case: Case) -> Iterator[Trip]:
    """The paper names one thing, the money went for another."""
    rule = rule_in_force("CONTENT_CONTRADICTS_PURPOSE", case.day)
    if rule is None or not case.context.purpose or case.context.direction == "sale":
        return
    if case.category.id in rule.value["contradictions"].get(case.context.purpose, []):
        yield Trip(
            "CONTENT_CONTRADICTS_PURPOSE", {"item": case.item or case.category.zh, "purpose": case.context.purpose}
        )


def personal_consumption(case: Case) -> Iterator[Trip]:
    """Things people buy for themselves."""
    rule = rule_in_force("PERSONAL_CONSUMPTION", case.day)
    if rule is None or case.context.direction == "sale" or case.context.purpose in rule.value["business_purposes"]:
        return
    usual = rule.value["usual_in_industry"].get(case.context.company.industry, [])
    for item in case.items:
        category = category_of_item(item).id
        if category in rule.value["categories"] and category not in usual:
            yield Trip("PERSONAL_CONSUMPTION", {"item": item}, ("lines",))
            return


def prepaid_card(case: Case) -> Iterator[Trip]:
    """Prepayments are no expense yet."""
    if case.category.id == "prepaid_card" and case.context.direction == "purchase":
        yield Trip("PREPAID_CARD", {"item": case.item}, ("lines",))


def employee_vehicle(case: Case) -> Iterator[Trip]:
    """Cost of an employee's own car needs a lease; its insurance stays with the owner."""
    rule = rule_in_force("EMPLOYEE_VEHICLE", case.day)
    if rule is None or case.context.vehicle_owner != "employee" or case.category.id not in rule.value["categories"]:
        return
    held = case.context.supporting_documents
    unleased = held is not None and "vehicle_lease_contract" not in held
    if unleased or case.category.id in rule.value["never_categories"]:
        yield Trip("EMPLOYEE_VEHICLE", {"item": case.item})


def papers_of_meeting(case: Case) -> Iterator[Trip]:
    """Notice, list of participants and agenda of a meeting."""
    if case.category.id == "conference":
        yield from _missing_papers(case, "MEETING_PAPERS")


def papers_of_service(case: Case) -> Iterator[Trip]:
    """Contract and result of a service that leaves no goods behind."""
    rule = rule_in_force("SERVICE_EVIDENCE", case.day)
    if rule and case.category.id in rule.value["categories"]:
        yield from _missing_papers(case, "SERVICE_EVIDENCE")


def _missing_papers(case: Case, rule_name: str) -> Iterator[Trip]:
    rule, held = rule_in_force(rule_name, case.day), case.context.supporting_documents
    if rule is None or held is None or case.context.direction == "sale":
        return
    missing = [name for name in rule.value["required_documents"] if name not in held]
    if missing:
        yield Trip(rule_name, {"item": case.item, "missing": ", ".join(missing)})


def asset_number_missing(case: Case) -> Iterator[Trip]:
    """The company's own rule: an asset number for these categories."""
    wanted = case.context.company.asset_number_required_for
    named = {case.category.id, case.category.zh} | {split_item_name(item)[0] for item in case.items}
    if case.context.lacks("asset_number") and not case.context.asset_number and named & set(wanted):
        yield Trip("ASSET_NUMBER_MISSING", {"category": case.category.zh})


CONTENT_RULES: Final[tuple[RuleFunction, ...]] = (
    item_missing,
    vague_content,
    contradicts_purpose,
    personal_consumption,
    prepaid_card,
    employee_vehicle,
    papers_of_meeting,
    papers_of_service,
    asset_number_missing,
)
