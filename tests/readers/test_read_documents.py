"""The command `read_documents`: one JSON list, in order, whatever single files do."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from invoices.readers import batch
from invoices.readers.batch import Task, read_all
from samples.hostile import FILES
from samples.kinds import generate

_KEYS = {"path", "page", "medium", "method", "kind", "fields", "confidence", "boxes", "qr", "findings", "seconds"}
_FIELDS = {
    "invoice_code", "invoice_number", "issue_date", "check_code", "seller_name", "seller_taxpayer_id", "buyer_name",
    "buyer_taxpayer_id", "net_amount", "tax_amount", "gross_amount", "amount_in_words", "remarks", "lines", "travel",
}  # fmt: skip
_LINE = {
    "item_name", "tax_category", "specification", "unit", "quantity", "unit_price", "net_amount", "tax_rate",
    "tax_amount",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two invoices, a locked PDF between them, and an archive with a third."""
    first, second, third = generate(31, 3, kinds=["digital_pdf", "digital_ofd", "digital_xml"])
    (tmp_path / "1.pdf").write_bytes(first.content)
    (tmp_path / "2.pdf").write_bytes(FILES["encrypted.pdf"]())
    (tmp_path / "3.ofd").write_bytes(second.content)
    with zipfile.ZipFile(tmp_path / "4.zip", "w") as archive:
        archive.writestr("inside/a.xml", third.content)
    return tmp_path


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    call_command("read_documents", *arguments)
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    return found


def test_every_object_has_the_shape_of_the_contract(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    invoice = _run(capsys, str(folder / "1.pdf"))[0]
    assert invoice.keys() >= _KEYS
    fields = invoice["fields"]
    assert isinstance(fields, dict)
    assert fields.keys() >= _FIELDS
    assert all(line.keys() >= _LINE for line in fields["lines"])
    assert len(str(fields["gross_amount"]).partition(".")[2]) == 2


def test_a_bad_file_answers_in_its_place_and_the_rest_are_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = _run(capsys, str(folder), "--workers", "1")
    assert [Path(str(answer["path"])).name for answer in answers] == ["1.pdf", "2.pdf", "3.ofd", "a.xml"]
    assert str(answers[3]["path"]).endswith("4.zip!inside/a.xml")
    error = answers[1]["error"]
    assert isinstance(error, dict)
    assert error["code"] == "encrypted"
    assert error["message"]


def test_several_processes_give_the_same_in_the_same_order(folder: Path) -> None:
    tasks = [Task(str(file)) for file in sorted(folder.iterdir())]

    def numbers(workers: int) -> list[object]:
        return [item.get("error", {}).get("code") or item["fields"]["invoice_number"]
                for answer in read_all(tasks, workers) for item in answer]  # fmt: skip

    assert numbers(2) == numbers(1)


def test_a_process_that_dies_costs_only_its_own_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`answer` is replaced by its name in this module, so that the processes can import it too."""
    monkeypatch.setattr(batch, "answer", _answer_or_die)
    tasks = [Task(str(folder / name)) for name in ("1.pdf", "2.pdf", "3.ofd")]
    answers = [answer for found in read_all(tasks, 2) for answer in found]
    assert [answer["path"] for answer in answers] == [task.path for task in tasks]
    assert [answer.get("error", {}).get("code") for answer in answers] == [None, "unreadable", None]


def _answer_or_die(task: Task) -> batch.Answer:
    import os

    if task.path.endswith("2.pdf"):
        os._exit(9)
    return [{"path": task.path}]


def test_nothing_to_read_is_one_sentence_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    errors = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("read_documents", str(tmp_path / "nowhere.pdf"), stderr=errors)
    assert stop.value.code == 2
    assert "nowhere.pdf" in errors.getvalue()
    assert capsys.readouterr().out == ""
