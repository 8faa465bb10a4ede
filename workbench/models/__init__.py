"""Tables of the desk."""

from workbench.models.period_run import PeriodRun, RunState

__all__ = ["PeriodRun", "RunState"]
