"""Reconcile all bank accounts of a company for a period and propose entries for bank lines the ledger lacks.

Rule kept: suggestions are accepted only in the name of a person who said so; the surest go first.
"""

from __future__ import annotations

from bookkeeping.selectors.bank_matching import desks
from bookkeeping.services.accept_match import accept_best
from bookkeeping.services.propose_bank_fees import propose_bank_fees
from bookkeeping.services.propose_bank_lines import propose_bank_lines
from bookkeeping.services.reconcile_account import reconcile_account
from foundation.models import User
from kernel.period import AccountingPeriod


def reconcile_bank(company_id: int, period: AccountingPeriod, accept_as: User | None = None) -> dict[str, int]:
    """Counts over all accounts: matched, suggested, accepted_matches, open_ledger, open_bank, proposed."""
    counts = {"matched": 0, "suggested": 0, "open_ledger": 0, "open_bank": 0, "accepted_matches": 0}
    for desk in desks(company_id):
        if desk.start is None or desk.start > period.end:
            continue
        for name, count in reconcile_account(desk.account, period.end, actor=accept_as).items():
            counts[name] += count
        if accept_as is not None:
            counts["accepted_matches"] += accept_best(desk.account, actor=accept_as)
    return {**counts, "proposed": propose_bank_lines(company_id, period) + propose_bank_fees(company_id, period)}
