"""The six reconciliations of a month: what is compared, and the sheet each of them gives."""

from workbench.selectors.reconciliations.kinds import KINDS, Reconciling
from workbench.selectors.reconciliations.sheets import Checked

__all__ = ["KINDS", "Checked", "Reconciling"]
