"""docs/accounting_software_rules.md names only files and tests that exist, and no article is done without a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "accounting_software_rules.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| (done|part|not done|user) \|([^|]*)\|([^|]*)\|$", re.MULTILINE)


def names_in(path: Path) -> set[str]:
    return {
        node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }


def test_every_file_and_test_named_exists():
    named = re.findall(r"`((?:[\w-]+/)+[\w.-]+\.\w+)(?:::(\w+))?`", PAGE)
    assert len(named) > 70
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).is_file() or (test and test not in names_in(ROOT / path))
    ]
    assert missing == []


def test_what_is_done_says_where_and_by_which_test():
    rows = ROW.findall(PAGE)
    assert len(rows) == PAGE.count("\n| ") - PAGE.count("\n| what |") - PAGE.count("asks | state") - _plain_rows()
    bare = [
        (article, asks)
        for article, asks, state, where, test in rows
        if state in {"done", "part"} and not (where.strip() and "::" in test)
    ]
    assert bare == []
    assert all("::" not in test for *_rest, state, _where, test in rows if state == "not done")


def _plain_rows() -> int:
    """Rows of the last table, which has two columns."""
    return PAGE.split("## What is not done")[1].count("\n| ") - 1


def test_articles_the_law_names_all_stand_here():
    told = " ".join(article for article, *_rest in ROW.findall(PAGE.split("## 财会〔2024〕12号")[1]))
    for article in (13, 15, 17, 18, "20(1)", "21(3)", "21(4)", 22, 23, 24, 25, 27, 28, 29, 32, 33, 35, 36, 41, 43):
        assert str(article) in told, article
