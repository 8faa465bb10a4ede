"""Write a proposal: the invoice as the engine's case, the engine's answer as a stored entry in the company's accounts.

Rule kept: names become leaf accounts of this company here and nowhere else.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from bookkeeping.engine.case import AccountName, Answer, Case, CaseLine, ProposedLine
from bookkeeping.engine.tables import table
from bookkeeping.models import Proposal, ProposalState
from bookkeeping.selectors.books import Books, is_general_taxpayer
from foundation.models import Company
from invoices.exports import InvoiceFact
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
    return Case(
        is_general_taxpayer=is_general_taxpayer(company, day_of(fact)),
        standard=company.accounting_standard,
        direction=fact.direction,
        item=lines[0].item_name if lines else "",
        counterparty=party_of(fact),
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
    kind = str(fact.kind)
    item = (fact.lines[0].item_name if fact.lines else "") or str(table("kinds").get(kind, kind))
    name = item.rsplit("*", 1)[-1].strip() or item
    more = "等" if len(fact.lines) > 1 else ""
    verb = "购" if fact.direction == "purchase" else "销售"
    party = f"（{party_of(fact)}）" if party_of(fact) else ""
    red = "红字" if fact.is_red_letter else ""
    return f"{red}{verb}{name}{more}{party}"[:200]


def party_of(fact: InvoiceFact) -> str:
    """The other side of the invoice."""
    return (fact.seller_name if fact.direction == "purchase" else fact.buyer_name) or ""


def write_proposal(books: Books, fact: InvoiceFact, answer: Answer, *, would_post: bool = False) -> Proposal:
    """The open proposal of an invoice, new or refreshed."""
    title = title_of(fact)
    lines = [line_data(books, line, title) for line in answer.lines]
    values = {
        "period": fact.period,
        "date": day_of(fact),
        "title": title,
        "facts": _facts(fact, answer),
        "lines": lines,
        "account_code": lines[0]["code"],
        "proposed_code": lines[0]["code"],
        "action": answer.action,
        "would_post": would_post,
        **judgement(books, answer),
    }
    proposal, _created = Proposal.objects.update_or_create(
        company=books.company,
        source_type="invoice",
        source_id=fact.id,
        state=ProposalState.PROPOSED,
        defaults=values,
    )
    return proposal


def _facts(fact: InvoiceFact, answer: Answer) -> dict[str, str]:
    return {
        "direction": fact.direction,
        "kind": str(fact.kind),
        "invoice_number": fact.invoice_number or "",
        "counterparty": party_of(fact),
        "item": (fact.lines[0].item_name if fact.lines else "") or "",
        "gross_amount": text(fact.gross_amount or Decimal(0)),
        "input_vat": answer.input_vat,
        "template": answer.template,
    }


def judgement(books: Books, answer: Answer) -> dict[str, Any]:
    """The columns of a proposal that say how sure the engine is and why."""
    choice = answer.choice
    return {
        "confidence": choice.confidence,
        "layer": choice.layer,
        "reason_zh": choice.reason_zh[:400],
        "reason_en": choice.reason_en[:400],
        "alternatives": [
            {"code": leaf_code(books, name), "name": str(name), "confidence": share}
            for name, share in choice.alternatives
            if books.chart.first_level_named(name.account) is not None
        ],
    }
