"""Fictional companies with a year of journals, in the shape of `inspect_period`, and what was planted in them.

Rule kept: seeds of development and of evaluation are apart (`DEVELOPMENT`, `EVALUATION`); no limit or weight was chosen
with a ledger of an evaluation seed in sight.
"""

from samples.ledgers.faults import FAULTS, with_fault
from samples.ledgers.outliers import KINDS, Planted, with_outliers
from samples.ledgers.year import DEVELOPMENT, EVALUATION, Ledger, ledger

__all__ = ["DEVELOPMENT", "EVALUATION", "FAULTS", "KINDS", "Ledger", "Planted", "ledger", "with_fault", "with_outliers"]
