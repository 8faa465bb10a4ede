"""The make-believe bureau on a loopback port, one process for the whole test run, with its practice controls."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kernel.taxpayer_id import check_character

ADMIN_TOKEN = "test-admin-token"
APP_KEY, APP_SECRET = "test-app", "test-app-secret"
USER, PASSWORD = "handler", "practice-password"
_serial = itertools.count(int(time.time()) % 100_000)


class Sandbox:
    """Where the bureau listens, and what a test may set and see there."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {ADMIN_TOKEN}"}, timeout=10, trust_env=False
        )

    def taxpayer(self, **fields: Any) -> str:
        """A taxpayer nobody has used yet (or the one given as `taxpayer_id`); returns its id."""
        head = f"91310000MA{next(_serial):07d}"
        fields.setdefault("taxpayer_id", head + check_character(head))
        return str(self._post("/sandbox/taxpayers", fields)["taxpayer_id"])

    def scenario(self, text: str) -> None:
        """What hits everybody from now on."""
        self._post("/sandbox/scenario", {"scenario": text})

    def invoices(self, rows: list[dict[str, Any]]) -> None:
        """Invoices the bureau knows."""
        self._post("/sandbox/invoices", {"invoices": rows})

    def returns(self, taxpayer_id: str) -> list[dict[str, Any]]:
        """Everything received from a taxpayer, with stored cells and judgement, newest first."""
        answer = self.http.get("/sandbox/returns", params={"taxpayer_id": taxpayer_id})
        answer.raise_for_status()
        return list(answer.json()["returns"])

    def accepted(self, taxpayer_id: str) -> list[dict[str, Any]]:
        """Those the bureau decided to accept, told or not yet told."""
        return [row for row in self.returns(taxpayer_id) if row["outcome"] == "accepted"]

    def answer_of(self, taxpayer_id: str, kind: str) -> str:
        """What a person would read from the captcha picture or the phone."""
        rows = self.http.get("/sandbox/challenges", params={"taxpayer_id": taxpayer_id}).json()["challenges"]
        return next(str(row["answer"]) for row in rows if row["kind"] == kind)

    def confirm_on_phone(self, taxpayer_id: str) -> None:
        """What a person does on her phone: scan the code, pass the face check."""
        self._post("/sandbox/challenges", {"taxpayer_id": taxpayer_id})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.http.post(path, json=body)
        answer.raise_for_status()
        return dict(answer.json())


@pytest.fixture(scope="session")
def bureau_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The running bureau. Short delays, a database of its own."""
    port = _free_port()
    log = tmp_path_factory.mktemp("bureau") / "log"
    environment = os.environ | {
        "BUREAU_SANDBOX_DB": str(log.with_name("bureau.sqlite3")),
        "BUREAU_SANDBOX_ADMIN_TOKEN": ADMIN_TOKEN,
        "BUREAU_SANDBOX_PROCESSING_SECONDS": "0.1",
        "BUREAU_SANDBOX_SLOW_SECONDS": "1.5",
        "BUREAU_APP_KEY": APP_KEY,
        "BUREAU_APP_SECRET": APP_SECRET,
    }
    command = [sys.executable, "-m", "bureau_sandbox", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, cwd=Path(__file__).parents[2], stdout=output, stderr=output
        )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}", process, log)
        yield Sandbox(f"http://127.0.0.1:{port}")
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def bureau_sandbox(bureau_process: Sandbox, settings: Any) -> Iterator[Sandbox]:
    """The bureau without faults, and the product's settings pointing at it."""
    settings.BUREAU_API_URL = settings.BUREAU_PORTAL_URL = bureau_process.url
    settings.VERIFICATION_PLATFORM_URL = bureau_process.url
    settings.BUREAU_APP_KEY, settings.BUREAU_APP_SECRET = APP_KEY, APP_SECRET
    bureau_process.scenario("")
    yield bureau_process
    bureau_process.scenario("")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/healthz", timeout=1, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail(f"the make-believe bureau did not start:\n{log.read_text(errors='replace')}")
