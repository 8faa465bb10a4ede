"""The engine's case behind a proposal, and the picture of what it was made from."""

from __future__ import annotations

from bookkeeping.engine.case import Case
from bookkeeping.models import Proposal
from bookkeeping.selectors.books import is_general_taxpayer
from bookkeeping.services.write_proposal import case_of
from invoices.exports import invoice_fact
from kernel.money import money


def case_of_proposal(proposal: Proposal) -> Case:
    """The case as the engine was asked: of an invoice anew from its facts, otherwise from what the proposal kept."""
    company = proposal.company
    if proposal.source_type == "invoice":
        return case_of(company, invoice_fact(company.pk, proposal.source_id))
    facts = proposal.facts
    return Case(
        is_general_taxpayer=is_general_taxpayer(company, proposal.date),
        standard=company.accounting_standard,
        direction=facts.get("direction", ""),
        item=facts.get("item", ""),
        description=facts.get("description", ""),
        counterparty=facts.get("counterparty", ""),
        gross_amount=money(facts.get("gross_amount") or "0"),
        day=proposal.date,
        kind=facts.get("kind", ""),
        industry=company.industry,
    )
