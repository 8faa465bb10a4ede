"""Tables of the desk."""

from workbench.models.assignment import Assignment
from workbench.models.board_view import BoardView
from workbench.models.desk_mark import DeskMark
from workbench.models.nightly import ENDED, MorningReport, NightlyItem, NightState
from workbench.models.period_run import PeriodRun, RunState
from workbench.models.reconciliation import Reconciliation

__all__ = [
    "ENDED",
    "Assignment",
    "BoardView",
    "DeskMark",
    "MorningReport",
    "NightState",
    "NightlyItem",
    "PeriodRun",
    "Reconciliation",
    "RunState",
]
