"""Vendored files are the ones listed, unchanged, with their licences beside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from config.translations import ROOT

VENDOR = ROOT / "static/vendor"
LICENCES = ("LICENSE", "NOTICE", "OFL")


def listed() -> list[dict[str, str]]:
    return list(json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8")))


def test_every_listed_file_has_its_hash() -> None:
    wrong = [
        row["file"]
        for row in listed()
        if hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() != row["sha256"]
    ]
    assert wrong == []


def test_no_file_lies_there_unlisted() -> None:
    there = {
        str(path.relative_to(VENDOR))
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.json" and not path.name.startswith(LICENCES)
    }
    assert there == {row["file"] for row in listed()}


def test_every_folder_carries_a_licence() -> None:
    folders = {VENDOR / Path(row["file"]).parts[0] for row in listed()}
    assert [
        str(folder) for folder in folders if not any(path.name.startswith(LICENCES) for path in folder.iterdir())
    ] == []


def test_rows_are_sorted_and_say_where_they_come_from() -> None:
    rows = listed()
    assert [row["file"] for row in rows] == sorted(row["file"] for row in rows)
    assert all(row[key] for row in rows for key in ("name", "version", "licence", "source_package"))


def test_no_vendored_script_points_to_a_source_map() -> None:
    assert [
        p.name for p in VENDOR.rglob("*") if p.suffix in {".js", ".css"} and b"sourceMappingURL" in p.read_bytes()
    ] == []
