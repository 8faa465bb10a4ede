"""Rules of the books: accept, reject, switch off or on again, or write one from a proposal.

Rules kept: one rule is in force for a place; what waits in the queue follows a rule at once; every act is on record.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from bookkeeping.engine.company_rules import Place
from bookkeeping.models import BookingRule, Proposal, ProposalState, RuleState
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.company_word import as_row, place_of_proposal, place_of_row
from bookkeeping.services.propose_bank_lines import SOURCE, propose_bank_lines
from bookkeeping.services.propose_period import propose_again
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue, Refusal
from kernel.period import AccountingPeriod

_ACTIONS = {
    RuleState.IN_FORCE: "booking_rule.accepted",
    RuleState.REJECTED: "booking_rule.rejected",
    RuleState.OFF: "booking_rule.switched_off",
}


class RuleRefused(Refusal):
    """The rule cannot take this step."""

    code = "rule_refused"


@transaction.atomic
def decide_rule(rule: BookingRule, state: RuleState, *, actor: User) -> int:
    """Put the rule in `state`; how many waiting proposals were asked anew. Raises `NotPermitted`, `RuleRefused`."""
    rule = BookingRule.objects.select_for_update().select_related("company").get(pk=rule.pk)
    require_role(actor, rule.company, Role.ACCOUNTANT)
    if state not in _ACTIONS or (state == RuleState.REJECTED and rule.state != RuleState.SUGGESTED):
        raise RuleRefused(f"a rule {rule.state} does not become {state}", message_zh="这条规则不能这样处理")
    if state == RuleState.IN_FORCE:
        before = BookingRule.objects.filter(
            company=rule.company, state=RuleState.IN_FORCE, **as_row(place_of_row(rule))
        )
        for other in before.exclude(pk=rule.pk):
            _put(other, RuleState.OFF, actor)
    _put(rule, state, actor)
    return follow(rule.company, place_of_row(rule))


def _put(rule: BookingRule, state: RuleState, actor: User) -> None:
    rule.state, rule.decided_by, rule.decided_at = state, actor, timezone.now()
    rule.save(update_fields=["state", "decided_by", "decided_at"])
    content = {"rule": str(rule), "corrections": rule.corrections}
    record(company=rule.company, actor=actor, action=_ACTIONS[state], subject=rule, content=content)


@transaction.atomic
def write_rule(proposal: Proposal, account_code: str, *, actor: User) -> BookingRule:
    """A rule in force for the proposal's counterparty and sort. Raises `NotPermitted`, `InvalidValue`."""
    require_role(actor, proposal.company, Role.ACCOUNTANT)
    place = place_of_proposal(proposal)
    if not place.counterparty and not place.sort:
        raise InvalidValue("neither counterparty nor item is known", message_zh="没有往来单位和项目，不能定规则")
    account = books_of(proposal.company_id).chart
    if account_code not in account or not account.is_leaf(account_code):
        raise InvalidValue(f"no leaf account {account_code}", message_zh=f"没有末级科目 {account_code}")
    rule, _made = BookingRule.objects.get_or_create(
        company=proposal.company, account_code=account_code, **as_row(place), defaults={"evidence": [proposal.pk]}
    )
    decide_rule(rule, RuleState.IN_FORCE, actor=actor)
    rule.refresh_from_db()
    return rule


def follow(company: Company, place: Place) -> int:
    """Ask the engine anew about what waits at this place; how many."""
    waiting = Proposal.objects.filter(company=company, state=ProposalState.PROPOSED)
    found = [row for row in waiting if place_of_proposal(row) == place]
    for period in {row.period for row in found if row.source_type == SOURCE}:
        propose_bank_lines(company.pk, AccountingPeriod.parse(period))
    propose_again(company.pk, found)
    return len(found)
