"""Our batch posting against the peers' own, in turns in one run (PostgreSQL; see `peers.py` for what they need)."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection

from benchmarks.figure import Figure
from benchmarks.ledger.data import drafts, new_company
from bookkeeping.exports import VoucherDraft, post_drafts

ROUNDS, OURS = 3, 3_000
THEIRS = {"hordak": 3_000, "django-ledger": 60}
"""Vouchers a peer posts: few of those that need a second for twenty. Vouchers a second are compared."""


def figures() -> Iterator[Figure]:
    """Ratios to each peer; nothing, aloud, where there is no interpreter for them."""
    python = os.environ.get("BENCH_PEERS_PYTHON", "")
    if connection.vendor != "postgresql" or not python:
        sys.stderr.write("NOTICE: peers are left out (PostgreSQL and BENCH_PEERS_PYTHON are needed)\n")
        return
    todo = list(drafts(OURS, seed=1))
    for peer, amount in THEIRS.items():
        ours, theirs = [], []
        for _round in range(ROUNDS):
            theirs.append(amount / _theirs(python, peer, todo[:amount]))
            ours.append(OURS / _ours(todo))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        yield Figure("batch posting", statistics.median(ours), "v/s", f"{peer}, {amount:,}", ratio)


def _ours(todo: list[VoucherDraft]) -> float:
    company = new_company()
    begun = time.perf_counter()
    for start in range(0, len(todo), 1000):
        post_drafts(company.pk, todo[start : start + 1000], None)
    return time.perf_counter() - begun


def _theirs(python: str, peer: str, todo: list[VoucherDraft]) -> float:
    plain = [
        (
            draft.date.isoformat(),
            draft.description,
            [(line.account_code, str(line.debit), str(line.credit)) for line in draft.lines],
        )
        for draft in todo
    ]
    with tempfile.TemporaryDirectory() as folder, _scratch() as url:
        path = Path(folder) / "drafts.json"
        path.write_text(json.dumps(plain))
        script = str(Path(__file__).with_name("peers.py"))
        finished = subprocess.run([python, script, peer, url, str(path)], capture_output=True, text=True, check=True)
    return float(finished.stdout.strip().splitlines()[-1])


@contextmanager
def _scratch() -> Iterator[str]:
    """The URL of a database that is gone afterwards."""
    settings, name = connection.settings_dict, f"peer_{uuid.uuid4().hex[:12]}"
    server = f"postgresql://{settings['USER']}@{settings['HOST']}:{settings['PORT'] or 5432}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
