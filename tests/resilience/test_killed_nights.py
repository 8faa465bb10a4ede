"""A nightly run whose workers are killed: every company done once, none twice, nothing matched or proposed twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
REDIS = os.environ.get("CELERY_BROKER_URL", "")


def drive(folder: Path, database_url: str, broker: str, *options: str) -> dict[str, Any]:
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": broker,
        "JOBS_SWEEP_SECONDS": "1",
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "BUREAU_API_URL": "http://127.0.0.1:9",
        "DJANGO_SETTINGS_MODULE": "tests.resilience.settings",
    }
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-m", "tests.resilience.kill_nights", *options]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr[-3000:]
    return json.loads(finished.stdout.strip().splitlines()[-1])


def assert_each_once(result: dict[str, Any], companies: int, kills: int) -> None:
    """One end, one match and one proposal for each company; all wait for the person who decides the proposal."""
    assert len(result["killed_at"]) == kills, result
    assert (result["done"], result["twice"]) == (companies, 0), result
    assert result["states"] == {"waiting": companies}, result
    assert (result["matches"], result["proposals"], result["closed"]) == (companies, companies, True), result


def test_a_night_goes_on_where_killed_workers_left_it(tmp_path, database_url):
    broker = REDIS.rsplit("/", 1)[0] + "/13" if REDIS.startswith("redis") else "filesystem://"
    assert_each_once(drive(tmp_path, database_url, broker, "--companies", "6", "--kills", "1"), 6, 1)


@pytest.mark.soak
def test_1000_companies_on_the_embedded_broker_with_one_worker(tmp_path, database_url):
    result = drive(tmp_path, database_url, "filesystem://", "--companies", "1000", "--kills", "8")
    assert_each_once(result, 1000, 8)


@pytest.mark.soak
def test_1000_companies_on_redis_with_several_workers(tmp_path, database_url):
    if not REDIS.startswith("redis"):
        pytest.skip("set CELERY_BROKER_URL=redis://… to run this")
    options = "--companies", "1000", "--kills", "8", "--workers", "3"
    assert_each_once(drive(tmp_path, database_url, REDIS.rsplit("/", 1)[0] + "/14", *options), 1000, 8)
