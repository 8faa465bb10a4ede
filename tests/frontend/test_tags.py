"""The page vocabulary: money, ratios, states, icons."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.apps import apps
from django.template import Context, Template
from django.utils import translation

from config.translations import ROOT
from foundation.states import look_of
from foundation.templatetags.zf import confidence, icon, percent, status_badge, yuan, yuan_or_blank


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234567.5"), "1,234,567.50"),
        ("0.00", "0.00"),
        (Decimal("0.005"), "0.01"),
        (None, "—"),
        ("", "—"),
        ("n/a", "—"),
        (Decimal("-12.3"), '<span class="zf-negative">-12.30</span>'),
    ],
)
def test_yuan(value: object, shown: str) -> None:
    assert yuan(value) == shown


def test_zero_leaves_a_ledger_cell_empty() -> None:
    assert [yuan_or_blank(value) for value in (Decimal(0), "0.00", None, "3")] == ["", "", "", "3.00"]


@pytest.mark.parametrize(
    ("ratio", "shown"), [("0.13", "13%"), ("0.0065", "0.65%"), (Decimal(1), "100%"), (None, "—"), ("0.1", "10%")]
)
def test_percent(ratio: object, shown: str) -> None:
    assert percent(ratio) == shown


def test_a_state_has_a_tone_and_a_name_in_the_language_of_the_page() -> None:
    with translation.override("zh-hans"):
        assert "zf-good" in status_badge("posted")
        assert "已记账" in status_badge("posted")


def test_an_unknown_state_shows_itself_escaped() -> None:
    assert "&lt;b&gt;" in status_badge("<b>")


@pytest.mark.parametrize(
    ("value", "tone", "shown"),
    [("0.99", "good", "99%"), ("0.85", "fair", "85%"), ("0.2", "poor", "20%"), ("1.7", "good", "100%")],
)
def test_confidence(value: str, tone: str, shown: str) -> None:
    drawn = confidence(value)
    assert f"zf-confidence-{tone}" in drawn
    assert shown in drawn


def test_icons_named_in_templates_exist_in_the_sprite() -> None:
    sprite = ET.parse(ROOT / "static/vendor/tabler-icons/sprite.svg")
    known = {symbol.get("id") for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol")}
    used = {
        (path.name, name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"\{%\s*icon\s+\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    }
    assert {(file, name) for file, name in used if name not in known} == set()
    assert 'href="/static/vendor/tabler-icons/sprite.svg#check"' in icon("check")


def test_a_datatable_is_a_named_region_one_can_scroll_with_the_keyboard() -> None:
    drawn = Template('{% load zf %}{% datatable label="余额" %}<table></table>{% enddatatable %}').render(Context())
    assert 'role="region" tabindex="0" aria-label="余额"' in drawn
    assert "<table></table>" in drawn


ROOMS = {"foundation", "invoices", "bookkeeping", "tax_filing", "rpa", "risk", "workbench", "archives"}
SHOWN_AS_BADGES = {"state", "verdict", "outcome", "severity", "action"}
CHOSEN_IN_LISTS = {"ChartMapping.action", "TakeoverAccount.action"}
"""What is to be done with a foreign account: picked from a list, never shown as a badge."""


def test_every_state_a_model_can_have_has_a_look() -> None:
    without = {
        f"{model.__name__}.{field.name}: {value}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for field in model._meta.get_fields()
        if getattr(field, "name", "") in SHOWN_AS_BADGES and f"{model.__name__}.{field.name}" not in CHOSEN_IN_LISTS
        for value, _name in getattr(field, "flatchoices", ())
        if value and str(look_of(str(value)).label) == str(value)
    }
    assert without == set()
