"""Processes post into one company's books at once, some are killed: nothing unbalanced, lost, twice or missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    "failed": [], "gaps": [], "duplicates": 0, "lost": 0, "unbalanced": 0, "without_lines": 0,
    "out_of_step": [], "changed": [], "chain": [],
}  # fmt: skip


def drive(folder: Path, database_url: str, *options: str) -> dict[str, Any]:
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
    }
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-m", "tests.resilience.kill_writers", *options]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr[-3000:]
    return json.loads(finished.stdout.strip().splitlines()[-1])


def assert_sound(result: dict[str, Any], vouchers: int, kills: int) -> None:
    assert result == {**SOUND, "vouchers": vouchers, "kills": kills}


def test_writers_that_are_killed_leave_sound_books(tmp_path, database_url):
    options = "--writers", "3", "--vouchers", "40", "--kills", "1", "--pause", "0.3"
    assert_sound(drive(tmp_path, database_url, *options), 120, 1)


@pytest.mark.soak
def test_eight_writers_and_forty_kills(tmp_path, database_url):
    options = "--writers", "8", "--vouchers", "1500", "--kills", "40", "--pause", "1"
    assert_sound(drive(tmp_path, database_url, *options), 12_000, 40)
