"""The main job: a period of one company, from receipts to an accepted return."""

from workbench.services.run_period.request import Request
from workbench.services.run_period.run import Outcome, open_run, run_period

__all__ = ["Outcome", "Request", "open_run", "run_period"]
