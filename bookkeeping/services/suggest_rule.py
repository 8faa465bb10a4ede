"""A rule out of corrections: the same one three times for a counterparty and a sort of item is offered as a rule.

Rule kept: it is only offered; a person accepts it or not, and what was rejected is not offered again.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from bookkeeping.engine.company_rules import sort_of
from bookkeeping.models import AccountHistory, BookingRule, Proposal
from bookkeeping.selectors.company_word import as_row, place_of_proposal
from foundation.audit import record

CORRECTIONS: Final = 3
_LOOKED_AT: Final = 500


def suggest_rule(proposal: Proposal) -> BookingRule | None:
    """The rule offered after this correction was taught; None while there are fewer than three alike in a row."""
    place = place_of_proposal(proposal)
    if not place.counterparty:
        return None
    rows = AccountHistory.objects.filter(
        company_id=proposal.company_id,
        direction=place.direction,
        counterparty=proposal.facts.get("counterparty", "")[:120],
    ).order_by("-pk")[:_LOOKED_AT]
    same = [row for row in rows if sort_of(row.item)[:120] == place.sort]
    run = [row for row in takewhile(lambda row: row.account_code == proposal.account_code, same) if not row.was_right]
    if len(run) < CORRECTIONS:
        return None
    rule, made = BookingRule.objects.get_or_create(
        company_id=proposal.company_id,
        account_code=proposal.account_code,
        **as_row(place),
        defaults={"corrections": len(run), "evidence": [row.proposal_id for row in run if row.proposal_id]},
    )
    if made:
        content = {"rule": str(rule), "corrections": len(run)}
        record(company=proposal.company, actor=None, action="booking_rule.suggested", subject=rule, content=content)
    return rule
