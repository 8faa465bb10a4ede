"""Workers killed with -9 and a bureau that loses, doubles and denies: every return ends filed once or refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.sandbox import ADMIN_TOKEN, APP_KEY, APP_SECRET, Sandbox

ROOT = Path(__file__).resolve().parents[2]
REDIS = os.environ.get("CELERY_BROKER_URL", "")


def drive(folder: Path, database_url: str, sandbox: Sandbox, *arguments: str, broker: str = "") -> dict[str, Any]:
    environment = os.environ | {
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": broker,
        "JOBS_SWEEP_SECONDS": "1",
        "DJANGO_SETTINGS_MODULE": "tests.resilience.settings",
        "BUREAU_API_URL": sandbox.url,
        "BUREAU_PORTAL_URL": sandbox.url,
        "BUREAU_APP_KEY": APP_KEY,
        "BUREAU_APP_SECRET": APP_SECRET,
        "BUREAU_SANDBOX_ADMIN_TOKEN": ADMIN_TOKEN,
        "RPA_STEP_SECONDS": "10",
        "RPA_DECISION_SECONDS": "5",
        "RPA_TRACE": "0",
    }
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-m", "tests.resilience.file_under_fire", *arguments]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr[-3000:]
    result: dict[str, Any] = json.loads(finished.stdout.strip().splitlines()[-1])
    assert result["trouble"] == [], result
    return result


def test_returns_are_filed_once_though_workers_die_and_the_bureau_misbehaves(
    tmp_path: Path, database_url: str, bureau_process: Sandbox
) -> None:
    result = drive(tmp_path, database_url, bureau_process, "--count", "8", "--kills", "1", "--limit", "90")
    assert sum(result["states"].values()) == 8


@pytest.mark.soak
def test_1000_returns_by_api(tmp_path: Path, database_url: str, bureau_process: Sandbox) -> None:
    if not (database_url.startswith("postgres") and REDIS.startswith("redis")):
        pytest.skip("set DATABASE_URL=postgresql://… and CELERY_BROKER_URL=redis://… to run this")
    broker = REDIS.rsplit("/", 1)[0] + "/13"
    arguments = ("--count", "1000", "--kills", "5", "--limit", "1500")
    result = drive(tmp_path, database_url, bureau_process, *arguments, broker=broker)
    assert sum(result["states"].values()) == 1000


@pytest.mark.soak
@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_50_returns_by_bot(tmp_path: Path, database_url: str, bureau_process: Sandbox) -> None:
    broker = REDIS.rsplit("/", 1)[0] + "/14" if REDIS.startswith("redis") else ""
    arguments = ("--count", "50", "--channel", "bot", "--kills", "3", "--limit", "1200")
    result = drive(tmp_path, database_url, bureau_process, *arguments, broker=broker)
    assert sum(result["states"].values()) == 50
