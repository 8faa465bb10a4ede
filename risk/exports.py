"""The door of the room risk."""

from risk.models import PeriodWarning
from risk.selectors.warnings import counts_by_company, open_warnings
from risk.services.watch_period import watch_period

__all__ = ["PeriodWarning", "counts_by_company", "open_warnings", "watch_period"]
