"""How the house is wired: settings, URLs, the worker, start-up checks."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
