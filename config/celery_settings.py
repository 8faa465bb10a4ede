"""What Celery reads: the broker from the settings, and delivery rules under which a killed worker loses no job."""

from __future__ import annotations

from celery.schedules import crontab
from django.conf import settings

broker_url = settings.CELERY_BROKER_URL
if broker_url.startswith("filesystem"):
    _folders = {name: settings.BROKER_DIR / name for name in ("queue", "control", "processed")}
    for _folder in _folders.values():
        _folder.mkdir(parents=True, exist_ok=True)
    broker_transport_options = {
        "data_folder_in": str(_folders["queue"]),
        "data_folder_out": str(_folders["queue"]),
        "control_folder": str(_folders["control"]),
        "processed_folder": str(_folders["processed"]),
        "polling_interval": 0.1,
    }
else:
    broker_transport_options = {"visibility_timeout": 600}
broker_connection_retry_on_startup = True
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
# A child is replaced before OCR models and browsers have let its memory grow (kB).
worker_max_memory_per_child = 1_500_000
timezone = settings.TIME_ZONE
_night_hour, _night_minute = settings.NIGHTLY_AT.split(":")
beat_schedule = {
    "sweep-jobs": {
        "task": "foundation.jobs.sweep",
        "schedule": settings.JOBS_SWEEP_SECONDS,
        "options": {"expires": 30},
    },
    "remove-old-evidence": {"task": "rpa.remove_old_evidence", "schedule": 24 * 3600},
    "start-night": {"task": "workbench.start_night", "schedule": crontab(hour=_night_hour, minute=_night_minute)},
    "learn-nightly": {"task": "bookkeeping.learn_nightly", "schedule": crontab(hour=3, minute=20)},
}
beat_schedule_filename = str(settings.VAR_DIR / "celerybeat-schedule")
