"""Settings of the fault tests: the product as it runs, with short leases and a job kind that only counts."""

from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.resilience.counting"]
BUREAU_INVOICE_SOURCES = []
