"""The whole house as `make run` starts it: web, worker, beat and the make-believe bureau, on ports of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a quiet reed by the river"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_house(folder: Path, database_url: str) -> Iterator[str]:
    """The address of a running house with two empty clients; everything it started has ended afterwards."""
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "DEMO": "0",
        "WEB_PORT": str(free_port()),
        "BUREAU_PORT": str(free_port()),
        "BUREAU_SANDBOX_DB": str(folder / "bureau.sqlite3"),
        "BUREAU_SANDBOX_PROCESSING_SECONDS": "0.5",
        "JOBS_SWEEP_SECONDS": "2",
    }
    environment = {name: value for name, value in environment.items() if value}
    subprocess.run([sys.executable, "-m", "tests.e2e.prepare", PASSWORD], cwd=ROOT, env=environment, check=True)
    log = (folder / "house.log").open("w+", encoding="utf-8")
    house = subprocess.Popen([sys.executable, "-m", "config.launch"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        address = _address(house, folder / "house.log")
        tell = {**environment, "BUREAU_API_URL": f"http://127.0.0.1:{environment['BUREAU_PORT']}"}
        subprocess.run([sys.executable, "manage.py", "load_demo", "--bureau"], cwd=ROOT, env=tell, check=True)
        yield address
    finally:
        house.send_signal(signal.SIGINT)
        house.wait(timeout=40)
        log.close()
        print((folder / "house.log").read_text(encoding="utf-8")[-4000:])


def _address(house: subprocess.Popen[bytes], log: Path, seconds: float = 120) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until and house.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(encoding="utf-8"))
        if found:
            return found.group()
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8")[-3000:])
