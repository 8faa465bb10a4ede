"""Posting and reports on SQLite and PostgreSQL, each in a process and a scratch database of its own.

PostgreSQL is taken from BENCH_POSTGRESQL (a URL), else from 127.0.0.1:5432; without one its half is left out, aloud.
BENCH_LINES sets the largest ledger of the reports (default 1,000,000 lines).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.figure import Figure

POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"


def figures() -> Iterator[Figure]:
    """Vouchers a second and milliseconds a report, with their ratios."""
    yield from _measured("SQLite", "")
    yield from _measured("PostgreSQL", os.environ.get("BENCH_POSTGRESQL", POSTGRESQL))


def _measured(name: str, url: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench-ledger-") as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "VAR_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
        }
        child = subprocess.run(
            [sys.executable, "-m", "benchmarks.ledger.child"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if child.returncode:
        sys.stderr.write(f"NOTICE: {name} could not be measured (exit status {child.returncode})\n")
        return
    for row in json.loads(child.stdout):
        yield Figure(**{**row, "name": f"{name}: {row['name']}"})
