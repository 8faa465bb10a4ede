"""Propose entries for the invoices of a period that are not booked yet.

Rule kept: an invoice has one open proposal at most; proposing again after new history only refreshes what no person
has decided. Nothing is posted here but what the measured record allows.
"""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from bookkeeping.engine.propose import Engine
from bookkeeping.engine.trades import sold_names
from bookkeeping.models import Action, Proposal
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.experience import engine_for
from bookkeeping.services.accept_proposal import accept_proposal
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.write_proposal import case_of, day_of, write_proposal
from invoices.exports import InvoiceFact, invoice_fact, invoices_of, invoices_to_book
from kernel.period import AccountingPeriod


def propose_for(books: Books, fact: InvoiceFact, engine: Engine) -> Proposal:
    """One proposal; posted at once where the engine's record allows it."""
    proposal = write_proposal(books, fact, engine.propose_invoice(case_of(books.company, fact)))
    if proposal.action == Action.POST:
        accept_proposal(proposal, actor=None)
    return proposal


def items_sold(company_id: int, period: AccountingPeriod) -> frozenset[str]:
    """Names of what the company sold in the period and the two before."""
    months = (period, period.shifted(-1), period.shifted(-2))
    facts = [fact for month in months for fact in invoices_of(company_id, month, "sale")]
    return sold_names(line.item_name or "" for fact in facts for line in fact.lines)


@transaction.atomic
def propose_entry(company_id: int, invoice_id: int) -> Proposal:
    """Propose the entry of one invoice."""
    fact = invoice_fact(company_id, invoice_id)
    engine = engine_for(company_id)
    engine.sold = items_sold(company_id, AccountingPeriod.of(day_of(fact)))
    return propose_for(ensure_books(company_id, day_of(fact)), fact, engine)


def propose_period(company_id: int, period: AccountingPeriod) -> dict[str, int]:
    """Propose every invoice to book; how many proposals by action. Invoices without a readable amount are left out."""
    facts = [fact for fact in invoices_to_book(company_id, period) if fact.gross_amount or fact.net_amount]
    engine = engine_for(company_id)
    engine.sold = items_sold(company_id, period)
    counts: Counter[str] = Counter()
    if not facts:
        return {"post": 0, "suggest": 0, "ask": 0}
    books = ensure_books(company_id, period.end)
    for fact in facts:
        with transaction.atomic():
            counts[propose_for(books, fact, engine).action] += 1
    return {name: counts[name] for name in ("post", "suggest", "ask")}
