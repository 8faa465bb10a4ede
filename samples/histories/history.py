"""A company's history of booking from one seed: habits of its own, new suppliers all the time, drift and human slips.

Rule kept: what was meant (`intended_entries`) is known for every slip, so a measure can tell an error from a slip.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from samples.histories.company import Company, Kind, Supplier

SLIP_SHARE = 0.02
FIRST_DAY = date(2025, 1, 6)
CENT = Decimal("0.01")


def history(seed: int, documents: int = 600) -> list[dict[str, Any]]:
    """The documents of one company in order, as the command contract writes an accepted case."""
    rng = random.Random(seed)
    company = Company(rng)
    changes = sorted(rng.sample(range(150, max(151, documents - 60)), 5)) if documents > 220 else []
    rows = []
    for number in range(documents):
        if number in changes:
            company.change_its_mind()
        day = FIRST_DAY + timedelta(days=int(number * 0.9))
        facts, account = company.document(day)
        rows.append(_row(rng, company, number, day, facts, account))
    return rows


def _row(
    rng: random.Random, company: Company, number: int, day: date, facts: dict[str, Any], account: str
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": f"d{number + 1:04d}",
        "sequence": number + 1,
        "taxpayer": company.taxpayer,
        "standard": "小企业会计准则",
        "date": day.isoformat(),
        **facts,
    }
    company.used[account] += 1
    row["entries"] = _entries(row, account)
    others = [name for name in company.used if name != account]
    if others and rng.random() < SLIP_SHARE:
        weights = [company.used[name] for name in others]
        row["intended_entries"] = row["entries"]
        row["entries"] = _entries(row, rng.choices(others, weights)[0])
    return row


def _entry(direction: str, name: str, amount: Decimal) -> dict[str, Any]:
    account, _, detail = name.partition("/")
    return {"direction": direction, "account": account, "detail": detail, "amount": str(amount)}


def _entries(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Main line first; VAT of its own line for general taxpayers; money or debt on the other side."""
    net, tax, gross = (Decimal(row[field]) for field in ("net_amount", "tax_amount", "gross_amount"))
    own_vat = tax and row["taxpayer"] == "一般纳税人"
    if row["direction"] == "sale":
        vat = [_entry("credit", "应交税费/应交增值税（销项税额）", tax)] if own_vat else []
        return [_entry("credit", name, net if own_vat else gross), *vat, _entry("debit", "应收账款", gross)]
    if row["direction"] == "bank_in":
        return [_entry("credit", name, gross), _entry("debit", "银行存款", gross)]
    if row["direction"] == "bank_out":
        return [_entry("debit", name, gross), _entry("credit", "银行存款", gross)]
    vat = [_entry("debit", "应交税费/应交增值税（进项税额）", tax)] if own_vat else []
    return [_entry("debit", name, net if own_vat else gross), *vat, _entry("credit", "应付账款", gross)]


__all__ = ["Company", "Kind", "Supplier", "history"]
