"""Match a bank account with its ledger account: what belongs together is matched, what may is suggested.

Rule kept: running it again changes nothing but what came in since; matches that hold are never touched, except where
their voucher was reversed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date

from django.db import transaction

from bookkeeping.domain.matching import Match, match_lines, reason
from bookkeeping.models import BankAccount, BankLine, BankLineState, BankMatch, BankMatchLine, MatchState
from bookkeeping.selectors import bank_matching as reading
from bookkeeping.selectors.bank_matching import Desk
from bookkeeping.services.undo_match import release
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.money import from_fen


@transaction.atomic
def reconcile_account(account: BankAccount, until: date, *, actor: User | None) -> dict[str, int]:
    """Match all open lines up to `until`: how many matched and suggested now, how many lines of each side are open.

    Raises `NotPermitted`.
    """
    if actor is not None:
        require_role(actor, account.company, Role.ACCOUNTANT)
    BankAccount.objects.select_for_update().get(pk=account.pk)
    desk = reading.desk_of(account)
    for match in reading.reversed_matches(desk):
        release(match, actor=None)
    BankMatch.objects.filter(account__in=desk.accounts, state=MatchState.SUGGESTED).delete()
    ours, theirs = reading.open_ledger(desk, until), reading.open_bank(desk, until)
    outcome = match_lines(
        reading.ledger_for_matching(ours),
        reading.bank_for_matching(theirs),
        reading.memory_of(desk),
        reading.record_of(desk),
    )
    keep_matches(desk, outcome.matches, MatchState.MATCHED)
    keep_matches(desk, outcome.suggestions, MatchState.SUGGESTED)
    counts = {
        "matched": len(outcome.matches),
        "suggested": len(outcome.suggestions),
        "open_ledger": len(ours) - sum(len(match.ledger) for match in outcome.matches),
        "open_bank": len(theirs) - sum(len(match.bank) for match in outcome.matches),
    }
    if outcome.matches:
        content = {**counts, "until": until.isoformat()}
        record(company=account.company, actor=actor, action="bank_account.reconciled", subject=account, content=content)
    return counts


def keep_matches(
    desk: Desk, matches: Iterable[Match], state: MatchState, *, actor: User | None = None
) -> list[BankMatch]:
    """Write matches with their lines; lines of what is matched are open no longer."""
    found, holds = list(matches), state == MatchState.MATCHED
    rows = BankMatch.objects.bulk_create([_row(desk, match, state, actor) for match in found])
    lines = []
    for row, match in zip(rows, found, strict=True):
        lines += [BankMatchLine(match=row, ledger_line_id=line, holds=holds) for line in _keys(match.ledger)]
        lines += [BankMatchLine(match=row, bank_line_id=line, holds=holds) for line in _keys(match.bank)]
    BankMatchLine.objects.bulk_create(lines, batch_size=1000)
    if holds:
        settled = [line for match in found for line in _keys(match.bank)]
        for start in range(0, len(settled), 500):
            BankLine.objects.filter(pk__in=settled[start : start + 500]).update(state=BankLineState.MATCHED)
    return rows


def _keys(lines: Iterable[Hashable]) -> list[int]:
    """Ids of rows: here they are always numbers, whatever the matcher allows."""
    return [line for line in lines if isinstance(line, int)]


def _row(desk: Desk, match: Match, state: MatchState, actor: User | None) -> BankMatch:
    zh, en = reason(match.layer)
    return BankMatch(
        company_id=desk.account.company_id,
        account=desk.account,
        state=state,
        layer=match.layer,
        confidence=match.confidence,
        difference=from_fen(match.difference),
        reason_zh=zh,
        reason_en=en,
        made_by=actor,
    )
