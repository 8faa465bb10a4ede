"""What `make run` does when one of its processes ends by itself."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from config import launch


@pytest.fixture
def said(monkeypatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(launch, "say", lines.append)
    return lines


def test_a_process_that_ends_again_and_again_stops_the_house(monkeypatch, said) -> None:
    monkeypatch.setattr(launch, "commands", lambda _env: {"worker": [sys.executable, "-c", "raise SystemExit(3)"]})
    processes = launch.start({})
    assert launch.watch({}, processes) == 1
    again = "worker ended with status 3; starting it again"
    assert said == [again, again, "worker ended with status 3 again and again; stopping the rest"]


def test_a_process_that_was_killed_is_started_again(monkeypatch, said) -> None:
    monkeypatch.setattr(
        launch, "commands", lambda _env: {"beat": [sys.executable, "-c", "import time; time.sleep(60)"]}
    )
    processes = launch.start({})
    first = processes["beat"]
    threading.Thread(target=launch.watch, args=({}, processes), daemon=True).start()
    first.kill()
    deadline = time.monotonic() + 20
    while processes["beat"] is first and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes["beat"].poll() is None
    assert said == ["beat ended with status -9; starting it again"]
    monkeypatch.setattr(launch, "PATIENCE", 0)
    launch.stop(processes)
    assert isinstance(processes["beat"], subprocess.Popen)
