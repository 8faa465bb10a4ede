"""Small-scale VAT: 增值税法 Art. 11, 23; 财政部 税务总局公告2023年第19号 and 2026年第10号; 2021年第20号 form."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from tests.tax_filing.naive.arithmetic import ZERO, D, fen, num, shown, surtaxes

Sale = dict[str, Any]


def figures(facts: dict[str, Any]) -> dict[str, str]:
    """Lines of the main form (goods and services together), tax and surtaxes."""
    taxpayer = facts.get("taxpayer", {})
    period = str(facts["period"])
    sales = facts.get("sales", [])
    everything = fen(sum((num(sale, "net_amount") for sale in sales), ZERO))
    free_row = "11" if taxpayer.get("legal_form") == "individual_business" else "10"
    filled = [
        fill([sale for sale in sales if side(sale) == one], sales, period, free_row) for one in ("goods", "services")
    ]
    line = {number: filled[0][number] + filled[1][number] for number in filled[0].keys() | filled[1].keys()}
    due = line["15"] - line["16"]
    payable = due - num(facts, "prepaid")
    added = surtaxes(payable, everything, taxpayer, quarter="Q" in period)
    wanted = ("1", "2", "3", "4", "5", "6", "7", "8", "10", "11", "15", "16", "17")
    return shown(
        {
            **{f"main:{number}:total": line.get(number, ZERO) for number in wanted},
            "main:9:total": line.get("10", ZERO) + line.get("11", ZERO),
            "main:20:total": due,
            "main:22:total": payable,
            "main:23:total": added["urban"],
            "main:24:total": added["education"],
            "main:25:total": added["local_education"],
            "tax_payable": payable,
        }
    )


def side(sale: Sale) -> str:
    """Which column a sale stands in."""
    return "goods" if (sale.get("nature") or "goods") in ("goods", "used_fixed_asset") else "services"


def reached(amount: Decimal, period: str) -> bool:
    """Up to 2025 the limit itself is free, from 2026 on it is taxed."""
    limit = D(300000) if "Q" in period else D(100000)
    return amount >= limit if int(period[:4]) >= 2026 else amount > limit


def is_taxed(sale: Sale, sales: list[Sale], period: str) -> bool:
    """Above the threshold everything; below it what was given up, and special invoices."""
    everything = fen(sum((num(one, "net_amount") for one in sales), ZERO))
    houses = sum((num(one, "net_amount") for one in sales if one.get("nature") == "real_estate"), ZERO)
    if reached(everything, period) and not (
        houses and not reached(everything - houses, period) and sale.get("nature") != "real_estate"
    ):
        return True
    return sale.get("invoice") == "special" or (sale.get("waives") or "none") != "none"


def fill(column: list[Sale], sales: list[Sale], period: str, free_row: str) -> dict[str, Decimal]:
    """One column of the main form."""
    line: dict[str, Decimal] = defaultdict(lambda: ZERO)
    off = free_at_five = ZERO
    for sale in column:
        net, rate = num(sale, "net_amount"), D(str(sale.get("rate") or "0.01"))
        if not is_taxed(sale, sales, period):
            line[free_row] += net
            free_at_five += net if rate == D("0.05") else ZERO
            continue
        rows, less = placed(sale, rate)
        for row in rows:
            line[row] += net
        off += net * less
    line["15"] = fen((line["1"] + line["7"]) * D("0.03") + line["4"] * D("0.05"))
    line["16"] = min(line["15"], fen(off)) if off > 0 else ZERO
    line["17"] = fen((line[free_row] - free_at_five) * D("0.03") + free_at_five * D("0.05"))
    return line


def placed(sale: Sale, rate: Decimal) -> tuple[list[str], Decimal]:
    """The lines of a taxed sale and the part of it that is taken off the tax."""
    invoice, kept = sale.get("invoice") or "none", sale.get("waives") == "reduced_rate"
    nature = sale.get("nature") or "goods"
    if nature == "used_fixed_asset" and invoice != "special" and not kept:
        return ["7", "8"] if invoice == "ordinary" else ["7"], D("0.01")
    first, special, ordinary = ("4", "5", "6") if rate == D("0.05") else ("1", "2", "3")
    rows = [first, *([special] if invoice == "special" else []), *([ordinary] if invoice == "ordinary" else [])]
    reduced = rate == D("0.01") and not kept and nature != "real_estate"
    return rows, D("0.02") if reduced else ZERO
