"""General VAT: 增值税法 Art. 14, 16, 22; every cell of the main form and schedules 1, 2 and 5, table by table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.tax_filing.naive.arithmetic import ZERO, D, fen, num, shown, surtaxes

ROWS = (
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9a",
    "9b",
    "10",
    "11",
    "12",
    "13a",
    "13b",
    "13c",
    "14",
    "15",
    "16",
    "17",
    "18",
    "19",
)
GENERAL = {"0.13": ("1", "2"), "0.09": ("3", "4"), "0.06": ("5", "5")}
SIMPLIFIED = {"0.05": ("9a", "9b"), "0.03": ("11", "12")}
OTHERS = {"exempt": ("18", "19"), "export_refund": ("16", "17")}
INPUT_ROWS = (
    "1", "2", "3", "4", "5", "6", "7", "8a", "8b", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
    "20", "21", "22", "23a", "23b", "25", "26", "27", "28", "29", "30", "31", "32", "33", "35", "36",
)  # fmt: skip
REVERSED = {"exempt": "14", "welfare": "15", "catering": "15", "entertainment": "15", "abnormal_loss": "16",
            "simplified": "17", "loan": "23b"}  # fmt: skip
TICKETS = {"rail": D("0.09"), "air": D("0.09"), "road": D("0.03"), "bridge_toll": D("0.05")}
Table = dict[str, dict[str, Decimal]]


def tables(facts: dict[str, Any]) -> dict[str, Table]:
    """The filled form."""
    one = _sales(facts)
    two = _inputs(facts)
    main = _main(facts, one, two)
    sales = sum((num(sale, "net_amount") for sale in facts.get("sales", [])), ZERO)
    added = surtaxes(main["34"]["general"], sales, facts.get("taxpayer", {}), quarter="Q" in str(facts["period"]))
    five: Table = {}
    for row, (name, line) in {"1": ("urban", "39"), "2": ("education", "40"), "3": ("local_education", "41")}.items():
        five[row] = {"1": max(main["34"]["general"], ZERO), "13": added[name]}
        main[line] = {"general": added[name], "general_year_to_date": added[name]}
    five["4"] = {"13": five["1"]["13"] + five["2"]["13"] + five["3"]["13"]}
    _to_date(facts, main)
    return {"main": main, "schedule_1": one, "schedule_2": two, "schedule_5": five}


def _sales(facts: dict[str, Any]) -> Table:
    table: Table = {row: {str(column): ZERO for column in range(1, 15)} for row in ROWS}
    for sale in facts.get("sales", []):
        method = sale.get("method") or "general"
        services = sale.get("nature") == "services"
        net = num(sale, "net_amount")
        invoice = sale.get("invoice") or "none"
        if method in OTHERS:
            table[OTHERS[method][services]]["5" if invoice == "none" else "3"] += net
            continue
        rate = D(str(sale["rate"]))
        row = (GENERAL if method == "general" else SIMPLIFIED)[str(rate)][services]
        tax = num(sale, "tax_amount") if sale.get("tax_amount") is not None else fen(net * rate)
        column = {"special": 1, "ordinary": 3, "none": 5}[invoice]
        table[row][str(column)] += net
        table[row][str(column + 1)] += tax
    for cells in table.values():
        cells["9"] = cells["1"] + cells["3"] + cells["5"] + cells["7"]
        cells["10"] = cells["2"] + cells["4"] + cells["6"] + cells["8"]
        cells["11"] = cells["9"] + cells["10"]
        cells["13"] = cells["11"] - cells["12"]
        cells["14"] = cells["10"]
    return table


def _inputs(facts: dict[str, Any]) -> Table:
    table: Table = {row: {"count": ZERO, "net_amount": ZERO, "tax_amount": ZERO} for row in INPUT_ROWS}

    for voucher in facts.get("input", []):
        if voucher.get("confirmed") is not False:
            _enter(table, voucher, voucher.get("kind") or "special_invoice", voucher.get("use") or "taxable")
    for letter in facts.get("red_letter_received", []):
        table["20"]["tax_amount"] += abs(num(letter, "tax_amount"))
    for column in ("count", "net_amount", "tax_amount"):
        table["1"][column] = table["2"][column] + table["3"][column]
        table["4"][column] = sum((table[row][column] for row in ("5", "6", "7", "8a", "8b")), ZERO)
        table["12"][column] = table["1"][column] + table["4"][column] + table["11"][column]
        table["29"][column] = sum((table[row][column] for row in ("30", "31", "32", "33")), ZERO)
        table["27"][column] = table["25"][column] + table["26"][column] - table["3"][column]
        table["35"][column] = table["2"][column] + table["26"][column]
    table["13"]["tax_amount"] = sum(
        (table[row]["tax_amount"] for row in ("14", "15", "16", "17", "18", "19", "20", "21", "22", "23a", "23b")), ZERO
    )
    return table


def _enter(table: Table, voucher: dict[str, Any], kind: str, use: str) -> None:
    """Tickets are computed and simply not claimed when blocked; the rest is claimed first and then reversed."""
    tax = num(voucher, "tax_amount")
    rows = [{"customs": "5", "farm": "6", "withheld": "7"}.get(kind, "2")]
    if kind in TICKETS:
        if use != "taxable":
            return
        price = num(voucher, "gross_amount") or num(voucher, "net_amount")
        tax = tax or fen(price / (1 + TICKETS[kind]) * TICKETS[kind])
        rows = ["8b"] if kind == "bridge_toll" else ["8b", "10"]
    elif kind == "farm":
        tax = fen((num(voucher, "net_amount") or num(voucher, "gross_amount")) * D("0.09"))
    for row in rows:
        table[row]["count"] += num(voucher, "count") or 1
        table[row]["net_amount"] += num(voucher, "net_amount") or num(voucher, "gross_amount") - tax
        table[row]["tax_amount"] += tax
    if use != "taxable":
        table[REVERSED[use]]["tax_amount"] += tax


def _main(facts: dict[str, Any], one: Table, two: Table) -> Table:
    line: dict[str, Decimal] = {str(number): ZERO for number in range(1, 42)}
    line["1"] = sum((one[row]["9"] for row in ("1", "2", "3", "4", "5")), ZERO)
    line["2"] = one["1"]["9"] + one["3"]["9"]
    line["3"] = one["2"]["9"] + one["4"]["9"] + one["5"]["9"]
    line["5"] = sum((one[row]["9"] for row in ("8", "9a", "9b", "10", "11", "12", "13a", "13b", "13c")), ZERO)
    line["7"] = one["16"]["9"] + one["17"]["9"]
    line["9"], line["10"] = one["18"]["9"], one["19"]["9"]
    line["8"] = line["9"] + line["10"]
    line["11"] = sum((one[row]["10"] for row in ("1", "2", "3", "4", "5")), ZERO)
    line["12"] = two["12"]["tax_amount"]
    line["13"] = num(facts, "credit_brought_forward")
    line["14"] = two["13"]["tax_amount"]
    line["17"] = line["12"] + line["13"] - line["14"]
    line["18"] = max(ZERO, min(line["17"], line["11"]))
    extra = max(ZERO, min(num(facts, "additional_deduction"), line["11"] - line["18"]))
    line["19"] = line["11"] - line["18"] - extra
    line["20"] = line["17"] - line["18"]
    line["21"] = sum((one[row]["10"] for row in ("8", "9a", "9b", "10", "11", "12")), ZERO)
    line["24"] = line["19"] + line["21"]
    line["28"] = max(ZERO, min(num(facts, "prepaid"), line["24"]))
    line["27"] = line["28"]
    line["32"] = line["24"] - line["27"]
    line["33"] = -line["27"]
    line["34"] = line["24"] - line["28"]
    return {number: {"general": value, "refund": ZERO} for number, value in line.items()}


def _to_date(facts: dict[str, Any], main: Table) -> None:
    previous = (facts.get("previous") or {}).get("main", {})
    same_year = not str(facts["period"]).endswith("-01")
    for number, columns in main.items():
        before = (previous.get(number) or {}).get("general_year_to_date") if same_year else None
        columns["general_year_to_date"] = columns["general"] + (D(before) if before else ZERO)


def figures(facts: dict[str, Any]) -> dict[str, str]:
    """The cells scenarios look at."""
    filled = tables(facts)
    main = filled["main"]
    wanted = ("1", "2", "3", "5", "7", "8", "11", "12", "13", "14", "17", "18", "19", "20", "21", "24", "28", "34")
    found = {f"main:{number}:general": main[number]["general"] for number in (*wanted, "39", "40", "41")}
    found |= {f"schedule_2:{row}:tax_amount": filled["schedule_2"][row]["tax_amount"] for row in ("10", "12", "13")}
    return shown({**found, "tax_payable": main["34"]["general"]})
