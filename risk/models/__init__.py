"""Tables of warnings."""

from risk.models.period_warning import PeriodWarning, WarningSeverity, WarningState

__all__ = ["PeriodWarning", "WarningSeverity", "WarningState"]
