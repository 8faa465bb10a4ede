"""The command `read_documents`: one JSON list, in order, whatever single files do."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from invoices.management.commands import read_documents
from invoices.readers.batch import read_all
from samples.hostile import FILES
from samples.kinds import generate
from tests.readers import faults

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
    files = [str(file) for file in sorted(folder.iterdir())]

    def numbers(workers: int) -> list[object]:
        return [item.get("error", {}).get("code") or item["fields"]["invoice_number"]
                for _, answer in read_all(files, workers=workers) for item in answer]  # fmt: skip

    assert numbers(2) == numbers(1)


def test_nothing_to_read_is_one_sentence_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    errors = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("read_documents", str(tmp_path / "nowhere.pdf"), stderr=errors)
    assert stop.value.code == 2
    assert "nowhere.pdf" in errors.getvalue()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("count", ["0", "-1", "viele"])
def test_a_number_of_processes_that_is_none_is_refused(folder: Path, count: str) -> None:
    with pytest.raises(CommandError, match="number of processes"):
        call_command("read_documents", str(folder / "1.pdf"), "--workers", count)


def test_folders_are_walked_in_the_order_of_names_without_hidden_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden/x.txt", "b/.DS_Store", "__MACOSX/b/1.txt", "c/d/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("nothing to see")
    paths = [Path(str(answer["path"])) for answer in _run(capsys, str(tmp_path), str(tmp_path / "missing.pdf"))]
    names = [path.relative_to(tmp_path).as_posix() for path in paths]
    assert names == ["a.txt", "b/1.txt", "b/2.txt", "c/d/e.txt", "missing.pdf"]


def test_forced_ocr_reads_pictures_even_of_structured_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [sample] = generate(31, 1, kinds=["digital_ofd"])
    file = tmp_path / "a.ofd"
    file.write_bytes(sample.content)
    [read], [seen] = _run(capsys, str(file)), _run(capsys, str(file), "--force-ocr")
    assert (read["medium"], seen["medium"]) == ("ofd", "ofd")
    assert read["method"] != "ocr"
    assert seen["method"] == "ocr"


def test_the_bar_stands_on_standard_error_and_only_when_it_takes_long(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick, slow = io.StringIO(), io.StringIO()
    monkeypatch.setattr(read_documents, "QUIET_SECONDS", 3600.0)
    call_command("read_documents", str(folder / "2.pdf"), stderr=quick)
    monkeypatch.setattr(read_documents, "QUIET_SECONDS", -1.0)
    call_command("read_documents", str(folder / "2.pdf"), str(folder / "4.zip"), stderr=slow)
    assert quick.getvalue() == ""
    assert "2/2" in slow.getvalue()
    first, _, second = capsys.readouterr().out.partition("\n]\n")
    assert json.loads(first + "]")
    assert json.loads(second)


def test_answers_leave_while_later_files_are_still_unread(tmp_path: Path) -> None:
    """Bounded memory: only a window of documents is under way, however many there are."""
    taken = []

    class Paths(list[str]):
        def __iter__(self) -> Iterator[str]:
            for path in super().__iter__():
                taken.append(path)
                yield path

    answers = read_all(Paths(f"{number}.pdf" for number in range(100)), workers=2, read=faults.read)
    next(answers)
    assert len(taken) <= 6
    answers.close()
