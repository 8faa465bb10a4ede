"""Broken files by the thousand: an answer or a documented reason each, no crash, no effect outside the reader."""

from __future__ import annotations

import os

import pytest

from invoices.readers.errors import codes
from invoices.readers.process import ReaderProcess
from tests.readers import fuzz

FAULTS = {"unreadable", "reader_died", "too_slow", "too_much_memory", "not_found", "ocr_model_missing"}
DOCUMENTED = {"ok"} | set(codes()) - FAULTS


def assert_answered(seed: int, copies: int, *, all_kinds: bool) -> dict[str, list[str]]:
    """Every broken copy has an outcome of the documented ones; a copy that kills its reader fails by name."""
    with ReaderProcess() as reader:
        found = fuzz.counted(reader.stream(_read, seed, copies, all_kinds))
    assert {outcome: names for outcome, names in found.items() if outcome not in DOCUMENTED} == {}
    return found


def _read(seed: int, copies: int, all_kinds: bool):
    yield from fuzz.read_broken(seed, copies, all_kinds=all_kinds)


def test_broken_files_have_an_answer_each() -> None:
    found = assert_answered(seed=11, copies=8, all_kinds=False)
    assert sum(map(len, found.values())) > 150
    assert {"ok", "damaged", "container", "unsupported"} <= set(found)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(int(os.environ.get("FUZZ_SEEDS", "4"))))
def test_many_more_broken_files_of_every_kind(seed: int) -> None:
    assert_answered(seed=seed, copies=int(os.environ.get("FUZZ_COPIES", "60")), all_kinds=True)


def test_the_wall_around_the_fuzzed_readers_holds() -> None:
    """A reader that did write or call would be noticed."""
    with ReaderProcess() as reader:
        assert list(reader.stream(_misbehave)) == ["PermissionError"] * 3


def _misbehave():
    import socket
    import subprocess
    import sys
    from pathlib import Path

    sys.addaudithook(fuzz._no_effects)
    for act in (
        lambda: Path("/tmp/escaped").write_text("x"),
        lambda: subprocess.run(["true"], check=False),
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    ):
        try:
            act()
            yield "nothing"
        except PermissionError:
            yield "PermissionError"
