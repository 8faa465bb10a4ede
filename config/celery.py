"""The worker. Its messages are doorbells for rows of the job table (foundation.jobs), so losing one loses nothing."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import setup_logging

from config import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

broker.register()
app = Celery("zhangfang")
# Named, not imported: Celery reads it at first use, when Django's settings are complete.
app.config_from_object("config.celery_settings")
app.autodiscover_tasks(["foundation.jobs", "rpa", "bookkeeping", "workbench"], related_name="tasks")


@setup_logging.connect  # type: ignore[untyped-decorator]
def _keep_django_logging(**_: object) -> None:
    """Leave logging as Django set it up."""
