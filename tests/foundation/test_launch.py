"""What `make run` does when one of its processes ends by itself."""

from __future__ import annotations

import sys

import pytest

from config import launch

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_process_that_ends_again_and_again_stops_the_house(monkeypatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(launch, "say", said.append)
    monkeypatch.setattr(launch, "commands", lambda _env: {"worker": [sys.executable, "-c", "raise SystemExit(3)"]})
    assert launch.watch({}, launch.start({})) == 1
    again = "worker ended with status 3 and was started again"
    assert said == [again, again, "worker ended with status 3 again and again; stopping the rest"]


def test_a_process_that_was_killed_is_started_again(monkeypatch) -> None:
    def say(line: str) -> None:
        raise KeyboardInterrupt(line)

    monkeypatch.setattr(launch, "say", say)
    monkeypatch.setattr(launch, "commands", lambda _env: {"beat": SLEEP})
    processes = launch.start({})
    first = processes["beat"]
    first.kill()
    with pytest.raises(KeyboardInterrupt, match="beat ended with status -9 and was started again"):
        launch.watch({}, processes)
    assert processes["beat"] is not first
    assert processes["beat"].poll() is None
    launch.stop(processes)
    assert processes["beat"].poll() is not None
