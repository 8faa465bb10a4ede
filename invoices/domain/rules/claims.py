"""Rules about what is claimed on the strength of an invoice by an employee."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.domain.amounts import amount_in_words
from invoices.domain.trip import Case, RuleFunction, Trip
from kernel.money import text


def claim_above_invoice(case: Case) -> Iterator[Trip]:
    """Nobody claims more than the invoice says."""
    claim, gross = case.context.expense_claim, case.fapiao.gross_amount
    if claim and claim.amount is not None and gross is not None and claim.amount > gross:
        yield Trip("CLAIM_ABOVE_INVOICE", {"amount": text(claim.amount), "gross": text(gross)}, ("gross_amount",))


def claim_words(case: Case) -> Iterator[Trip]:
    """Words and figures of the claim agree; words that cannot be read say nothing."""
    claim = case.context.expense_claim
    if claim is None or claim.amount is None or not claim.amount_in_words:
        return
    spelt = amount_in_words(claim.amount_in_words)
    if spelt is not None and spelt != claim.amount:
        yield Trip("CLAIM_WORDS_DIFFER", {"words": claim.amount_in_words, "amount": text(claim.amount)})


def claim_needs_review(case: Case) -> Iterator[Trip]:
    """The company's own line above which somebody else looks."""
    limit, claim = case.context.company.review_claims_above, case.context.expense_claim
    amount = (claim.amount if claim else None) or case.fapiao.gross_amount
    if limit is not None and amount is not None and amount > limit and case.context.direction == "purchase":
        yield Trip("CLAIM_NEEDS_REVIEW", {"amount": text(amount), "limit": text(limit)})


CLAIM_RULES: Final[tuple[RuleFunction, ...]] = (claim_above_invoice, claim_words, claim_needs_review)
