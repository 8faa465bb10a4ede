"""Pages keep to the strict content policy and to the page vocabulary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.translations import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PROMISES = {
    "an inline style": r"\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "an inline script": r"<script(?![^>]*\ssrc=)(?![^>]*application/json)",
    "a style element": r"<style[\s>]",
    "an address elsewhere": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
    "a javascript address": r"javascript:",
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_nothing_the_policy_forbids(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert [what for what, pattern in PROMISES.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_form_that_posts_carries_its_token(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    forms = re.findall(r"<form[^>]*method=[\"']post[\"'].*?</form>", source, re.DOTALL | re.IGNORECASE)
    assert [form[:80] for form in forms if "csrf_token" not in form] == []


def test_the_policy_allows_nothing_inline() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert "'unsafe-inline'" not in str(directives)
    assert "'unsafe-eval'" not in str(directives)
