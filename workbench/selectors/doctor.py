"""What this machine has and lacks, each with one line of advice."""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from kombu.connection import Connection
from kombu.exceptions import OperationalError

from foundation.machine import ADVICE, find_chromium, has_chinese_font
from invoices import exports as invoices


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing looked at: whether it is well, what was found, and what to do if not."""

    name: str
    well: bool
    found: str
    advice: str = ""


def examine() -> list[Condition]:
    """All conditions, in the order in which a person would mend them."""
    return [check() for check in CHECKS]


def python() -> Condition:
    """The interpreter."""
    well = (3, 11) <= sys.version_info < (3, 14)
    return Condition("Python", well, platform.python_version(), "Use Python 3.11, 3.12 or 3.13.")


def chromium() -> Condition:
    """The browser of the bot."""
    path = find_chromium()
    if path is None:
        return Condition("Chromium", False, "none", ADVICE)
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=30)
    return Condition("Chromium", answer.returncode == 0, f"{answer.stdout.strip()} ({path})", ADVICE)


def font() -> Condition:
    """A system font with Chinese characters, for portals that bring none."""
    well = has_chinese_font()
    return Condition("Chinese font", well, "yes" if well else "none", "Install fonts-noto-cjk.")


def ocr() -> Condition:
    """The OCR engine, warmed up on a small picture, with its model generation."""
    health = invoices.ocr_health()
    found = f"{health['engine']} {health['models']}" if health["ok"] else str(health["message"])
    return Condition(
        "OCR", bool(health["ok"]), found, "Set OCR_ENGINE=rapidocr, or point PADDLEOCR_*_DIR at model folders."
    )


def database() -> Condition:
    """The database and its version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
            version = cursor.fetchone()[0]
    except DatabaseError as error:
        return Condition("Database", False, str(error).strip(), "Check DATABASE_URL and that the server runs.")
    return Condition("Database", True, f"{connection.vendor} {version}")


def broker() -> Condition:
    """The doorbell of the workers."""
    url = str(settings.CELERY_BROKER_URL)
    if url.startswith("filesystem"):
        folder = Path(settings.BROKER_DIR)
        return Condition("Broker", True, f"folder {folder.name}/ (one machine)")
    try:
        with Connection(url, connect_timeout=3) as doorbell:  # type: ignore[no-untyped-call]
            doorbell.ensure_connection(max_retries=1)
    except (OperationalError, OSError) as error:
        return Condition("Broker", False, str(error), "Check CELERY_BROKER_URL and that Redis runs.")
    return Condition("Broker", True, url.rsplit("@", maxsplit=1)[-1])


CHECKS: tuple[Callable[[], Condition], ...] = (python, chromium, font, ocr, database, broker)
