"""Accept a suggested match, or put lines together by hand.

Rule kept: only open lines are matched; what a person puts together adds up to the same, unless the person says that
the difference is known (a fee still to be booked).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from bookkeeping.domain.matching import Match
from bookkeeping.models import BankAccount, BankLine, BankLineState, BankMatch, BankMatchLine, MatchState
from bookkeeping.selectors import bank_matching as reading
from bookkeeping.services.reconcile_account import keep_matches
from bookkeeping.services.undo_match import content_of
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import InvalidValue, NotReady
from kernel.money import ZERO, text, to_fen, total


@transaction.atomic
def accept_match(match: BankMatch, *, actor: User) -> BankMatch:
    """A suggestion becomes a match. Raises `NotReady` where a line of it is matched by now, `NotPermitted`."""
    require_role(actor, match.company, Role.ACCOUNTANT)
    BankAccount.objects.select_for_update().get(pk=match.account_id)
    match = BankMatch.objects.select_for_update().select_related("company").get(pk=match.pk)
    if match.state != MatchState.SUGGESTED:
        raise NotReady("this suggestion was decided before", message_zh="该对账建议已处理")
    rows = list(match.lines.values_list("ledger_line_id", "bank_line_id"))
    _must_be_open([ours for ours, _ in rows if ours], [theirs for _, theirs in rows if theirs])
    match.state, match.made_by = MatchState.MATCHED, actor
    match.save(update_fields=["state", "made_by"])
    match.lines.update(holds=True)
    BankLine.objects.filter(matches__match=match).update(state=BankLineState.MATCHED)
    record(company=match.company, actor=actor, action="bank_match.accepted", subject=match, content=content_of(match))
    return match


@transaction.atomic
def match_by_hand(
    account: BankAccount,
    ledger: Sequence[int],
    bank: Sequence[int],
    *,
    actor: User,
    difference_is_known: bool = False,
) -> BankMatch:
    """Put these lines together. Raises `InvalidValue` for foreign lines, none, or unequal sums; `NotReady`."""
    require_role(actor, account.company, Role.ACCOUNTANT)
    BankAccount.objects.select_for_update().get(pk=account.pk)
    desk = reading.desk_of(account)
    ours = reading.as_ledger_lines(desk, reading.ledger_rows(desk, date.max).filter(pk__in=ledger))
    theirs = list(reading.bank_lines(desk, date.max).filter(pk__in=bank))
    if not (ours or theirs) or len(ours) != len(set(ledger)) or len(theirs) != len(set(bank)):
        raise InvalidValue("these are not lines of this account", message_zh="所选明细不属于该账户")
    _must_be_open(ledger, bank)
    difference = total(row.amount for row in theirs) - total(row.amount for row in ours)
    if difference != ZERO and (not difference_is_known or not ours or not theirs):
        raise InvalidValue(
            f"the sums differ by {text(difference)}", message_zh=f"两边合计相差 {text(difference)}，不能直接对上"
        )
    made = Match(tuple(ledger), tuple(bank), reading.BY_PERSON, 1.0, "match", to_fen(difference))
    match = keep_matches(desk, [made], MatchState.MATCHED, actor=actor)[0]
    record(company=account.company, actor=actor, action="bank_match.made", subject=match, content=content_of(match))
    return match


def accept_best(account: BankAccount, *, actor: User) -> int:
    """Accept suggestions in the name of a person, the surest first, as long as their lines are open; how many."""
    desk, accepted = reading.desk_of(account), 0
    waiting = BankMatch.objects.filter(account__in=desk.accounts, state=MatchState.SUGGESTED, confidence__gte=0.5)
    for match in waiting.order_by("-confidence", "pk"):
        lines = match.lines.values_list("ledger_line_id", "bank_line_id")
        if not _taken([ours for ours, _ in lines if ours], [theirs for _, theirs in lines if theirs]):
            accept_match(match, actor=actor)
            accepted += 1
    return accepted


def _taken(ledger: Iterable[int], bank: Iterable[int]) -> bool:
    held = BankMatchLine.objects.filter(holds=True)
    return held.filter(ledger_line__in=list(ledger)).exists() or held.filter(bank_line__in=list(bank)).exists()


def _must_be_open(ledger: Iterable[int], bank: Iterable[int]) -> None:
    if _taken(ledger, bank):
        raise NotReady("a line is matched already", message_zh="所选明细中有已对账的")
