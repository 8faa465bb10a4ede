"""Text reaches WCAG AA contrast on its ground in both themes, computed from the design tokens."""

from __future__ import annotations

import re

import pytest

from config.translations import ROOT

TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
TEXT = [
    ("ink", "paper"), ("ink", "ground"), ("ink", "raised"), ("ink-soft", "paper"), ("ink-soft", "ground"),
    ("ink-soft", "raised"), ("brand", "paper"), ("brand", "ground"), ("on-brand", "brand"),
    ("brand-strong", "brand-wash"),
    ("negative", "paper"), ("negative", "raised"), ("good", "good-wash"), ("warn", "warn-wash"), ("bad", "bad-wash"),
    ("info", "info-wash"), ("busy", "busy-wash"), ("ink", "neutral-wash"), ("ink", "bad-wash"), ("ink", "good-wash"),
    ("ink", "warn-wash"), ("ink", "info-wash"), ("ink", "brand-wash"), ("paper", "ink"),
]  # fmt: skip
MARKS = [("focus", "paper"), ("focus", "ground"), ("chart-1", "paper"), ("chart-2", "paper"), ("chart-3", "paper")]


def tokens(theme: str) -> dict[str, str]:
    block = re.search(rf'\[data-bs-theme="{theme}"\] \{{(.*?)\}}', TOKENS, re.DOTALL)
    assert block
    return dict(re.findall(r"--zf-([\w-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    known = tokens(theme)
    assert contrast(known[ink], known[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_can_be_seen(theme: str, mark: str, ground: str) -> None:
    known = tokens(theme)
    assert contrast(known[mark], known[ground]) >= 3


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
