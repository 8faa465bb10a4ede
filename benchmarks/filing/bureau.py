"""The make-believe bureau for a benchmark: a process of its own, decisions without delay."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from kernel.taxpayer_id import check_character

KEY, SECRET, TOKEN = "bench-app", "bench-secret", "bench-token"
_serial = itertools.count(1)


@contextmanager
def bureau() -> Iterator[str]:
    """Its address while it runs."""
    with socket.socket() as probe, tempfile.TemporaryDirectory() as folder:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = os.environ | {
            "BUREAU_SANDBOX_DB": str(Path(folder) / "bureau.sqlite3"), "BUREAU_SANDBOX_ADMIN_TOKEN": TOKEN,
            "BUREAU_SANDBOX_PROCESSING_SECONDS": "0", "BUREAU_APP_KEY": KEY, "BUREAU_APP_SECRET": SECRET,
        }  # fmt: skip
        command = [sys.executable, "-m", "bureau_sandbox", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        url = f"http://127.0.0.1:{port}"
        try:
            _wait(url)
            yield url
        finally:
            process.terminate()
            process.wait(10)


def taxpayer(url: str) -> str:
    """A taxpayer nobody has used yet."""
    head = f"91310000MB{next(_serial):07d}"
    body: dict[str, Any] = {"taxpayer_id": head + check_character(head), "vat_status": "small_scale"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = httpx.post(f"{url}/sandbox/taxpayers", json=body, headers=headers, trust_env=False)
    answer.raise_for_status()
    return str(answer.json()["taxpayer_id"])


def _wait(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/healthz", timeout=1, trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("the make-believe bureau did not start")
