"""The main job for the demo companies: killed in every stage it still finishes, run twice nothing happens twice."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def drive(folder: Path, database_url: str, *options: str) -> list[dict[str, Any]]:
    port = free_port()
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url,
        "JOBS_DOORBELL": "off",
        "BUREAU_API_URL": f"http://127.0.0.1:{port}",
        "BUREAU_PORTAL_URL": f"http://127.0.0.1:{port}",
        "BUREAU_SANDBOX_DB": str(folder / "bureau.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
    }
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-m", "tests.scenarios.street", "--port", str(port), *options]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr[-4000:]
    report = json.loads(finished.stdout.strip().splitlines()[-1])
    for company in report:
        company["stderr"] = finished.stderr[-3000:]
    return report


def assert_filed_once(company: dict[str, Any]) -> None:
    assert (company["finished"], company["again"]) == (0, 0), company["stderr"]
    assert company["due"], "a return was due"
    accepted = [form for form, state, receipt in company["submissions"] if state == "accepted" and receipt]
    assert sorted(accepted) == sorted(company["due"]), company
    assert sorted(form for form, status in company["declared"] if status == "accepted") == sorted(company["due"])
    assert company["first"] == company["second"], "the second run made rows"


def test_the_demo_companies_run_twice_and_each_return_is_filed_once(tmp_path, database_url):
    report = drive(tmp_path, database_url)
    assert len(report) == 3
    for company in report:
        assert_filed_once(company)


def test_a_run_killed_in_each_stage_finishes_when_run_again(tmp_path, database_url):
    (company,) = drive(tmp_path, database_url, "--kills", "--companies", "1")
    assert len(company["killed"]) >= 15, company["killed"]
    assert_filed_once(company)


@pytest.mark.soak
@pytest.mark.parametrize("write_number", [1, 2, 5, 20, 1000])
def test_all_demo_companies_killed_in_each_stage_at_different_writes(tmp_path, database_url, write_number):
    for company in drive(tmp_path, database_url, "--kills", "--write-number", str(write_number)):
        assert_filed_once(company)
