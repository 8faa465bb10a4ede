"""Propose entries for the invoices of a period that are not booked yet.

Rule kept: an invoice has one open proposal at most; proposing again after new history only refreshes what no person
has decided. Nothing is posted here but what the measured record allows.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from django.db import transaction

from bookkeeping.engine.case import AccountName, Answer, Case, CaseLine, ProposedLine
from bookkeeping.engine.propose import Engine
from bookkeeping.models import Action, Proposal, ProposalState
from bookkeeping.selectors.books import Books, is_general_taxpayer
from bookkeeping.selectors.experience import engine_for
from bookkeeping.services.accept_proposal import accept_proposal
from bookkeeping.services.open_books import ensure_books
from foundation.models import Company
from invoices.exports import InvoiceFact, invoice_fact, invoices_to_book
from kernel.errors import NotReady
from kernel.money import ZERO, text
from kernel.period import AccountingPeriod


def day_of(fact: InvoiceFact) -> date:
    """The day to book an invoice by: its date, or the last day of its period where no date was read."""
    return fact.issue_date or AccountingPeriod.parse(fact.period).end


def case_of(company: Company, fact: InvoiceFact) -> Case:
    """The engine's view of an invoice."""
    lines = tuple(
        CaseLine(line.item_name or "", line.net_amount or ZERO, line.tax_amount or ZERO, line.tax_rate)
        for line in fact.lines
    )
    party = fact.seller_name if fact.direction == "purchase" else fact.buyer_name
    return Case(
        is_general_taxpayer=is_general_taxpayer(company, day_of(fact)),
        standard=company.accounting_standard,
        direction=fact.direction,
        item=lines[0].item_name if lines else "",
        counterparty=party or "",
        net_amount=fact.net_amount,
        tax_amount=fact.tax_amount,
        gross_amount=fact.gross_amount,
        tax_rate=lines[0].tax_rate if lines else None,
        day=day_of(fact),
        kind=str(fact.kind),
        category=fact.category or "",
        industry=company.industry,
        input_vat=fact.input_vat,
        deductible_vat=fact.deductible_vat,
        is_red_letter=fact.is_red_letter,
        lines=lines,
    )


def leaf_code(books: Books, name: AccountName) -> str:
    """The company's leaf account for a name; the account's 其他 or first leaf where the detail is not kept."""
    chart = books.chart
    found = chart.leaf(name.account, name.detail) or chart.leaf(name.account)
    if found is not None:
        return found.code
    first = chart.first_level_named(name.account)
    if first is None:
        raise NotReady(f"no account {name} in the chart", message_zh=f"科目表中没有“{name}”，请先增设")
    return chart.leaves(first.code)[-1]


def line_data(books: Books, line: ProposedLine, title: str) -> dict[str, str]:
    """One proposed line as stored."""
    code = leaf_code(books, line.name)
    return {
        "side": line.side.value,
        "code": code,
        "name": books.chart.full_name(code),
        "amount": text(line.amount),
        "description": title,
        "counterparty": line.counterparty,
    }


def title_of(fact: InvoiceFact) -> str:
    """The narration: what was bought or sold, from or to whom."""
    item = (fact.lines[0].item_name if fact.lines else "") or str(fact.kind)
    name = item.rsplit("*", 1)[-1].strip() or item
    more = "等" if len(fact.lines) > 1 else ""
    verb, party = ("购", fact.seller_name) if fact.direction == "purchase" else ("销售", fact.buyer_name)
    red = "红字" if fact.is_red_letter else ""
    return f"{red}{verb}{name}{more}（{party or '未知单位'}）"[:200]


def write_proposal(books: Books, fact: InvoiceFact, answer: Answer) -> Proposal:
    """The open proposal of an invoice, new or refreshed."""
    title = title_of(fact)
    lines = [line_data(books, line, title) for line in answer.lines]
    choice = answer.choice
    values = {
        "period": fact.period,
        "date": day_of(fact),
        "title": title,
        "facts": {
            "direction": fact.direction,
            "kind": str(fact.kind),
            "invoice_number": fact.invoice_number or "",
            "counterparty": (fact.seller_name if fact.direction == "purchase" else fact.buyer_name) or "",
            "item": (fact.lines[0].item_name if fact.lines else "") or "",
            "gross_amount": text(fact.gross_amount or Decimal(0)),
            "input_vat": answer.input_vat,
            "template": answer.template,
        },
        "lines": lines,
        "account_code": lines[0]["code"],
        "proposed_code": lines[0]["code"],
        "confidence": choice.confidence,
        "layer": choice.layer,
        "reason_zh": choice.reason_zh[:400],
        "reason_en": choice.reason_en[:400],
        "alternatives": [
            {"code": leaf_code(books, name), "name": str(name), "confidence": share}
            for name, share in choice.alternatives
            if books.chart.first_level_named(name.account) is not None
        ],
        "action": answer.action,
    }
    proposal, _created = Proposal.objects.update_or_create(
        company=books.company,
        source_type="invoice",
        source_id=fact.id,
        state=ProposalState.PROPOSED,
        defaults=values,
    )
    return proposal


def propose_for(books: Books, fact: InvoiceFact, engine: Engine) -> Proposal:
    """One proposal; posted at once where the engine's record allows it."""
    proposal = write_proposal(books, fact, engine.propose_invoice(case_of(books.company, fact)))
    if proposal.action == Action.POST:
        accept_proposal(proposal, actor=None)
    return proposal


@transaction.atomic
def propose_entry(company_id: int, invoice_id: int) -> Proposal:
    """Propose the entry of one invoice."""
    fact = invoice_fact(company_id, invoice_id)
    return propose_for(ensure_books(company_id, day_of(fact)), fact, engine_for(company_id))


def propose_period(company_id: int, period: AccountingPeriod) -> dict[str, int]:
    """Propose every invoice to book; how many proposals by action. Invoices without a readable amount are left out."""
    facts = [fact for fact in invoices_to_book(company_id, period) if fact.gross_amount or fact.net_amount]
    engine = engine_for(company_id)
    counts: Counter[str] = Counter()
    if not facts:
        return {"post": 0, "suggest": 0, "ask": 0}
    books = ensure_books(company_id, period.end)
    for fact in facts:
        with transaction.atomic():
            counts[propose_for(books, fact, engine).action] += 1
    return {name: counts[name] for name in ("post", "suggest", "ask")}
