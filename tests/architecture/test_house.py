"""The house keeps its shape: short files and functions, no address of a registry, no path of a machine."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "kernel", "law", "foundation", "bureau", "invoices", "bookkeeping", "tax_filing", "rpa", "risk", "workbench",
    "archives", "bureau_sandbox", "samples", "config",
)  # fmt: skip
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_files_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE, "split this file by noun or verb"
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]
    assert not long, f"split {long}"


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name]


def test_the_project_names_no_registry_and_no_path_of_a_machine():
    banned = re.compile(r"pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian|/root/|/home/\w+/")
    texts = {".py", ".toml", ".txt", ".lock", ".md", ".yaml", ".yml", ".html", ".json", ".css", ""}
    own = [
        path
        for path in tracked_files()
        if path.suffix in texts and "vendor" not in path.parts and path != Path(__file__)
    ]
    guilty = [
        relative(path)
        for path in own
        if path.is_file() and banned.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert guilty == []


def test_every_package_of_the_lock_is_pinned_by_hash():
    for lock in ROOT.glob("requirements*.lock"):
        blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))
        pins = [block for block in blocks if re.match(r"[\w.\[\],-]+==", block)]
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins), lock.name
