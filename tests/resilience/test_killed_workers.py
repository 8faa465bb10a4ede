"""Queued jobs survive workers killed with -9 three times: every effect happens, none twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REDIS = os.environ.get("CELERY_BROKER_URL", "")


def drive(folder: Path, database_url: str, broker: str, jobs: int) -> dict[str, int]:
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": broker,
        "JOBS_SWEEP_SECONDS": "1",
        "DJANGO_SETTINGS_MODULE": "tests.resilience.settings",
    }
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-m", "tests.resilience.kill_workers", "--jobs", str(jobs)]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr[-3000:]
    return json.loads(finished.stdout.strip().splitlines()[-1])


def assert_each_once(result: dict[str, int], jobs: int) -> None:
    assert result["done"] == jobs, result
    assert result["twice"] == 0, result


def test_no_job_is_lost_or_done_twice_when_workers_are_killed(tmp_path, database_url):
    broker = REDIS.rsplit("/", 1)[0] + "/11" if REDIS.startswith("redis") else "filesystem://"
    assert_each_once(drive(tmp_path, database_url, broker, 60), 60)


@pytest.mark.soak
def test_500_jobs_on_the_filesystem_broker(tmp_path, database_url):
    assert_each_once(drive(tmp_path, database_url, "filesystem://", 500), 500)


@pytest.mark.soak
def test_500_jobs_on_redis(tmp_path, database_url):
    if not REDIS.startswith("redis"):
        pytest.skip("set CELERY_BROKER_URL=redis://… to run this")
    assert_each_once(drive(tmp_path, database_url, REDIS.rsplit("/", 1)[0] + "/12", 500), 500)
