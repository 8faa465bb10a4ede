"""The review queue of a period: equal cases together, what teaches most first; and one case with all it stands on."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from bookkeeping.domain.review_order import Habit, Ranked, Waiting, habit_against, ranked
from bookkeeping.engine.company_rules import sort_of
from bookkeeping.models import AccountHistory, BookingRule, Proposal, ProposalState, RuleState
from bookkeeping.selectors.company_word import as_row, place_of_proposal
from foundation.learning import steady
from foundation.models import User
from kernel.period import AccountingPeriod

DECIDED = (ProposalState.ACCEPTED, ProposalState.CORRECTED, ProposalState.REJECTED)
_UNDO_WITHIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue: the case shown and how many are like it."""

    proposal: Proposal
    rank: Ranked


def equal_key(proposal: Proposal) -> Hashable:
    """Cases are equal when source, direction, counterparty, item and account are."""
    facts = proposal.facts
    words = steady(facts.get("item") or facts.get("description") or proposal.title)
    place = (proposal.source_type, facts.get("direction", ""), facts.get("counterparty", ""), words)
    return (*place, proposal.account_code)


def open_of(company_id: int, period: AccountingPeriod) -> list[Proposal]:
    """What waits in a period."""
    waiting = Proposal.objects.filter(company_id=company_id, period=str(period), state=ProposalState.PROPOSED)
    return list(waiting.order_by("date", "pk"))


def review_queue(company_id: int, period: AccountingPeriod) -> list[QueueRow]:
    """Every group of equal cases, most telling first."""
    waiting = {row.pk: row for row in open_of(company_id, period)}
    cases = [Waiting(row.pk, equal_key(row), row.confidence, row.date) for row in waiting.values()]
    return [QueueRow(waiting[rank.ids[0]], rank) for rank in ranked(cases)]


def equal_to(proposal: Proposal) -> list[Proposal]:
    """The open cases of the same period equal to this one, itself included, oldest first."""
    waiting = open_of(proposal.company_id, AccountingPeriod.parse(proposal.period))
    return [row for row in waiting if equal_key(row) == equal_key(proposal)]


def habit_of(proposal: Proposal, account_code: str) -> Habit | None:
    """The settled habit a correction to `account_code` would go against."""
    rows = AccountHistory.objects.filter(
        company_id=proposal.company_id,
        direction=proposal.facts.get("direction", ""),
        counterparty=proposal.facts.get("counterparty", "")[:120],
    ).order_by("-pk")[:500]
    sort = place_of_proposal(proposal).sort
    return habit_against((row.account_code for row in rows if sort_of(row.item)[:120] == sort), account_code)


def rule_offered(proposal: Proposal) -> BookingRule | None:
    """A suggested rule for this counterparty and sort of item."""
    place = as_row(place_of_proposal(proposal))
    return BookingRule.objects.filter(company_id=proposal.company_id, state=RuleState.SUGGESTED, **place).first()


def last_decided(company_id: int, period: AccountingPeriod, user: User) -> Proposal | None:
    """What this person decided last in the period, while it is fresh enough to be undone by one key."""
    since = timezone.now() - _UNDO_WITHIN
    mine = Proposal.objects.filter(company_id=company_id, period=str(period), decided_by=user, state__in=DECIDED)
    return mine.filter(decided_at__gte=since).select_related("voucher").order_by("-decided_at", "-pk").first()
