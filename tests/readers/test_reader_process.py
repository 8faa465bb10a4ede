"""A file that hangs, crashes or devours memory costs its own answer; everything else is read."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from invoices.readers import LIMITS, Unreadable, guarded
from invoices.readers.batch import read_all
from invoices.readers.capacity import PROCESS_BYTES, default_workers, workers_for
from invoices.readers.process import ReaderProcess
from samples.hostile import FILES
from tests.readers import faults

CODES = {
    "good1": None,
    "sleeps": "too_slow",
    "hangs": "too_slow",
    "spins": "too_slow",
    "crashes": "reader_died",
    "killed": "reader_died",
    "grows": "too_much_memory",
    "raises": "unreadable",
    "refuses": "damaged",
    "good2": None,
}


@pytest.mark.parametrize("workers", [1, 2])
def test_each_fault_costs_its_own_file_only(workers: int) -> None:
    impatient = replace(LIMITS, seconds=2.0, cpu_seconds=0.3)
    found = list(read_all(list(CODES), workers=workers, limits=impatient, read=faults.read))
    answers = {answer["path"]: answer for _, [answer] in found}
    assert list(answers) == list(CODES)
    assert {name: answer.get("error", {}).get("code") for name, answer in answers.items()} == CODES
    assert all(answer["error"]["message"] for answer in answers.values() if "error" in answer)


def test_a_large_parent_does_not_make_its_readers_look_large() -> None:
    ballast = bytearray(LIMITS.memory_bytes // 2 + (1 << 20))
    ballast[::4096] = b"x" * len(ballast[::4096])
    assert len({answer["process"] for _, [answer] in read_all(["a", "b"], workers=1, read=faults.read)}) == 1


def test_a_process_is_kept_from_file_to_file_and_replaced_after_a_fault() -> None:
    names = ["a", "b", "refuses", "c", "crashes", "d", "e"]
    found = [answer.get("process") for _, [answer] in read_all(names, workers=1, read=faults.read)]
    assert found[0] == found[1] == found[3]
    assert found[5] == found[6] != found[0]


def test_the_kernel_keeps_the_memory_limit() -> None:
    with ReaderProcess(replace(LIMITS, memory_bytes=1 << 30)) as reader:
        assert list(reader.stream(faults.limits_of_the_kernel)) == [(1 << 30, 0)]


def test_values_come_one_by_one_and_an_abandoned_child_is_ended() -> None:
    with ReaderProcess() as reader:
        values = reader.stream(faults.endless)
        assert [next(values), next(values)] == [0, 1]
        values.close()
        assert list(reader.stream(faults.limits_of_the_kernel))


def test_guarded_reading_answers_like_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("encrypted.pdf", "traversal.zip"):
        (tmp_path / name).write_bytes(FILES[name]())
    picture = tmp_path / "a.png"
    Image.new("RGB", (30, 20), "white").save(picture)
    error = guarded.read_file(tmp_path / "encrypted.pdf").error
    assert error is not None
    assert error.code == "encrypted"
    assert guarded.page_image(picture).startswith(b"\x89PNG")
    with pytest.raises(Unreadable, match="no_such_page"):
        guarded.page_image(picture, 2)
    assert [name for name, _ in guarded.iter_container(tmp_path / "traversal.zip")]
    monkeypatch.setattr(guarded, "_read", _dies)
    error = guarded.read_file(picture).error
    assert error is not None
    assert error.code == "reader_died"


def _dies(*_: object) -> object:
    import os

    os._exit(9)


def test_the_largest_picture_the_limits_allow_fits_into_the_memory_limit(tmp_path: Path) -> None:
    """108 megapixels, as telephones take them: refused by nothing but what is on it."""
    picture, buffer = tmp_path / "large.jpg", io.BytesIO()
    Image.new("L", (12_000, 9_000), 255).save(buffer, "JPEG")
    picture.write_bytes(buffer.getvalue())
    assert guarded.page_image(picture).startswith(b"\x89PNG")


def test_workers_follow_cores_and_memory() -> None:
    assert workers_for(8, 64 * PROCESS_BYTES) == 8
    assert workers_for(8, 3 * PROCESS_BYTES + 5) == 3
    assert workers_for(8, 0) == 1
    assert workers_for(2, None) == 2
    assert default_workers() >= 1
