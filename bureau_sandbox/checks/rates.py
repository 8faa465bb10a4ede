"""The bureau's own figures by date, read from `rates.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Rates:
    """Figures in force on a day; ratios, and yuan for the two limits."""

    levy: Decimal
    levy_real_estate: Decimal
    highest: Decimal
    highest_levy: Decimal
    urban: Mapping[str, Decimal]
    education: Decimal
    local_education: Decimal
    surcharge_free_monthly_sales: Decimal
    half_relief: Decimal
    monthly_threshold: Decimal


def rates_on(day: date) -> Rates:
    """The figures in force on `day`. Raises `LookupError` when the file has none."""
    for row in _rows():
        if row["effective_from"] <= day and (row["effective_to"] is None or day <= row["effective_to"]):
            return _rates(row)
    raise LookupError(f"no rates in force on {day}")


@cache
def _rows() -> list[dict[str, Any]]:
    return list(yaml.safe_load((Path(__file__).parent / "rates.yaml").read_text(encoding="utf-8")))


def _rates(row: dict[str, Any]) -> Rates:
    return Rates(
        levy=Decimal(row["levy_rate"]),
        levy_real_estate=Decimal(row["levy_rate_real_estate"]),
        highest=Decimal(row["highest_rate"]),
        highest_levy=Decimal(row["highest_levy_rate"]),
        urban={place: Decimal(rate) for place, rate in row["urban_construction_tax"].items()},
        education=Decimal(row["education_surcharge"]),
        local_education=Decimal(row["local_education_surcharge"]),
        surcharge_free_monthly_sales=Decimal(row["surcharge_free_monthly_sales"]),
        half_relief=Decimal(row["half_relief"]),
        monthly_threshold=Decimal(row["monthly_threshold"]),
    )
