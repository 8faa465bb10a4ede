"""Matching the ledger with the bank: two lists of lines in, what belongs together out.

`match_lines` is the door; `docs/bookkeeping.md` tells what the layers are and how they were measured.
"""

from bookkeeping.domain.matching.lines import Line, Match, Memory, Outcome
from bookkeeping.domain.matching.match import match_lines
from bookkeeping.domain.matching.reasons import reason
from bookkeeping.domain.matching.reconciliation import Reconciliation, reconciliation

__all__ = ["Line", "Match", "Memory", "Outcome", "Reconciliation", "match_lines", "reason", "reconciliation"]
