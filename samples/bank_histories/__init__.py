"""Fictional histories of a company's bank account: ledger lines, bank lines and which of them belong together.

Rule kept: seeds of development and of evaluation are apart (`DEVELOPMENT`, `EVALUATION`); nothing that was tuned or
calibrated has seen a history of an evaluation seed.
"""

from samples.bank_histories.history import COMMON, DEVELOPMENT, EVALUATION, History, HistoryLine, history

__all__ = ["COMMON", "DEVELOPMENT", "EVALUATION", "History", "HistoryLine", "history"]
