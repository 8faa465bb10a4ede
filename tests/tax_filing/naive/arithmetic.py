"""Amounts, rounding and the surtaxes, the plain way."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

D = Decimal
ZERO = D("0.00")
URBAN = {"city": D("0.07"), "county": D("0.05"), "other": D("0.01")}


def fen(value: Decimal) -> Decimal:
    """Half up to the fen."""
    return value.quantize(D("0.01"), rounding=ROUND_HALF_UP)


def num(row: dict[str, Any], name: str) -> Decimal:
    """An amount, 0 where it is missing."""
    found = row.get(name)
    return D(str(found)) if found not in (None, "") else ZERO


def surtaxes(vat: Decimal, sales: Decimal, taxpayer: dict[str, Any], *, quarter: bool) -> dict[str, Decimal]:
    """Urban construction tax and the two education surcharges; these are free up to 100,000 a month, inclusive."""
    base = max(vat, ZERO)
    half = D("0.5") if taxpayer.get("six_taxes_relief") else D(1)
    free = sales <= (D(300000) if quarter else D(100000))
    return {
        "urban": fen(base * URBAN[taxpayer.get("location") or "city"] * half),
        "education": ZERO if free else fen(base * D("0.03") * half),
        "local_education": ZERO if free else fen(base * D("0.02") * half),
    }


def shown(figures: dict[str, Decimal]) -> dict[str, str]:
    """Figures as two-place text."""
    return {name: str(fen(value) + ZERO) for name, value in figures.items()}
