"""Propose entries for the invoices of a period that are not booked yet.

Rule kept: an invoice has one open proposal at most; proposing again after new history only refreshes what no person
has decided. Nothing is posted here but what the measured record allows in a company that switched posting on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from bookkeeping.engine.automation import Automation
from bookkeeping.engine.propose import Engine
from bookkeeping.engine.trades import sold_names
from bookkeeping.models import Action, Proposal
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.company_word import automation_of, company_engine
from bookkeeping.services.accept_proposal import accept_proposal
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.write_proposal import case_of, day_of, write_proposal
from invoices.exports import InvoiceFact, invoice_fact, invoices_of, invoices_to_book
from kernel.errors import NotReady
from kernel.period import AccountingPeriod


def propose_for(books: Books, fact: InvoiceFact, engine: Engine, automation: Automation) -> Proposal:
    """One proposal; posted at once where the engine's record and the company allow it."""
    answer = engine.propose_invoice(case_of(books.company, fact))
    bound = engine.record.bound(answer.choice) if engine.record else 0.0
    action, would_post = automation.settled(answer.action, bound)
    proposal = write_proposal(books, fact, replace(answer, action=action), would_post=would_post)
    if proposal.action == Action.POST:
        accept_proposal(proposal, actor=None)
    return proposal


def items_sold(company_id: int, period: AccountingPeriod) -> frozenset[str]:
    """Names of what the company sold in the period and the two before."""
    months = (period, period.shifted(-1), period.shifted(-2))
    facts = [fact for month in months for fact in invoices_of(company_id, month, "sale")]
    return sold_names(line.item_name or "" for fact in facts for line in fact.lines)


@transaction.atomic
def propose_entry(company_id: int, invoice_id: int, *, may_post: bool = True) -> Proposal:
    """Propose the entry of one invoice; without `may_post` a person looks at it whatever the record says."""
    fact = invoice_fact(company_id, invoice_id)
    engine = company_engine(company_id)
    engine.sold = items_sold(company_id, AccountingPeriod.of(day_of(fact)))
    automation = automation_of(company_id) if may_post else Automation()
    return propose_for(ensure_books(company_id, day_of(fact)), fact, engine, automation)


def propose_again(company_id: int, waiting: Iterable[Proposal]) -> int:
    """Ask the engine anew about invoices whose proposals wait; nothing is posted. How many were asked."""
    asked = [proposal for proposal in waiting if proposal.source_type == "invoice"]
    if not asked:
        return 0
    engine = company_engine(company_id)
    for proposal in asked:
        fact = invoice_fact(company_id, proposal.source_id)
        engine.sold = items_sold(company_id, AccountingPeriod.parse(proposal.period))
        propose_for(ensure_books(company_id, day_of(fact)), fact, engine, Automation())
    return len(asked)


def propose_period(company_id: int, period: AccountingPeriod) -> dict[str, int]:
    """Propose every invoice to book; how many proposals by action. Invoices without a readable amount are left out.

    Raises the first `NotReady` (an account the chart lacks) after all others were proposed.
    """
    facts = [fact for fact in invoices_to_book(company_id, period) if fact.gross_amount or fact.net_amount]
    engine, automation = company_engine(company_id), automation_of(company_id)
    engine.sold = items_sold(company_id, period)
    counts: Counter[str] = Counter()
    if not facts:
        return {"post": 0, "suggest": 0, "ask": 0}
    books = ensure_books(company_id, period.end)
    held: NotReady | None = None
    for fact in facts:
        try:
            with transaction.atomic():
                counts[propose_for(books, fact, engine, automation).action] += 1
        except NotReady as refusal:
            held = held or refusal
    if held is not None:
        raise held
    return {name: counts[name] for name in ("post", "suggest", "ask")}
