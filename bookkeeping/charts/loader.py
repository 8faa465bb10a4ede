"""Reads the chart (`*.csv`), the statement layout (`*.yaml`) and the name aliases of an accounting standard.

Rule kept: data is read once and never changed; every caller shares the same frozen values.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bookkeeping.domain.account import Category, Chart, ChartAccount, Side, Use
from bookkeeping.domain.statements import Layout
from kernel.errors import InvalidValue

STANDARDS = ("small_business", "enterprise")


def _text(name: str) -> str:
    return files("bookkeeping.charts").joinpath(name).read_text(encoding="utf-8")


def _check(standard: str) -> None:
    if standard not in STANDARDS:
        raise InvalidValue(f"unknown accounting standard {standard!r}", message_zh=f"未知的会计准则“{standard}”")


@cache
def _rows(standard: str) -> tuple[ChartAccount, ...]:
    _check(standard)
    return tuple(
        ChartAccount(
            code=row["code"],
            name=row["name"],
            parent=row["parent"],
            normal_side=Side(row["normal_side"]),
            category=Category(row["category"]),
            use=Use(row["use"]),
            tracks_counterparty=row["analysis"] == "counterparty",
        )
        for row in csv.DictReader(_text(f"{standard}.csv").splitlines())
    )


@cache
def chart_for(standard: str, *, general_vat: bool, optional: bool = False) -> Chart:
    """The chart of a standard.

    `general_vat` adds the VAT sub-accounts only general taxpayers keep (财会〔2016〕22号); `optional` adds accounts
    outside the official list that practice opens when needed. Raises `InvalidValue` for an unknown standard.
    """
    wanted = {Use.CORE} | ({Use.GENERAL_VAT} if general_vat else set()) | ({Use.OPTIONAL} if optional else set())
    return Chart.of(row for row in _rows(standard) if row.use in wanted)


@cache
def layout(standard: str) -> Layout:
    """Statement layouts of a standard. Raises `InvalidValue` for an unknown standard."""
    _check(standard)
    return Layout.from_data(yaml.safe_load(_text(f"{standard}.yaml")))


@cache
def titles_en() -> dict[str, str]:
    """English of the printed lines of the statements by their Chinese title."""
    titles: dict[str, str] = yaml.safe_load(_text("titles_en.yaml"))
    return titles


@cache
def aliases() -> dict[str, dict[str, str]]:
    """Other names of accounts, details and standards seen in practice, each mapped to ours."""
    data: dict[str, Any] = yaml.safe_load(_text("aliases.yaml"))
    return {group: {str(k): str(v) for k, v in names.items()} for group, names in data.items()}
