"""Returns whose figures agree, and small changes that make them wrong."""

from __future__ import annotations

import copy
from typing import Any

Cells = dict[str, Any]


def small_scale_return() -> Cells:
    """A quarter of 400,000 services in a city, taxed at 3 % reduced to 1 %, surtaxes halved."""
    main = {str(line): row() for line in range(1, 26)}
    main["1"] = row("400000.00")
    main["3"] = row("400000.00")
    main["15"] = row("12000.00")
    main["16"] = row("8000.00")
    main["20"], main["22"] = row("4000.00"), row("4000.00")
    main["23"], main["24"], main["25"] = ({"total": amount} for amount in ("140.00", "60.00", "40.00"))
    return {"main": main}


def below_threshold_return() -> Cells:
    """A quarter of 240,000 services, all exempt."""
    main = {str(line): row() for line in range(1, 26)}
    main["9"], main["10"] = row("240000.00"), row("240000.00")
    main["17"], main["18"] = row("7200.00"), row("7200.00")
    return {"main": main}


def general_return() -> Cells:
    """A month of 300,000 goods at 13 % with 20,000 input VAT."""
    figures = {
        "1": "300000.00", "2": "300000.00", "11": "39000.00", "12": "20000.00", "17": "20000.00", "18": "20000.00",
        "19": "19000.00", "24": "19000.00", "32": "19000.00", "34": "19000.00",
        "39": "1330.00", "40": "570.00", "41": "380.00",
    }  # fmt: skip
    year = {"1", "11", "24"}
    main = {
        line: {
            "general": figures.get(line, "0.00"),
            "general_year_to_date": figures.get(line, "0.00") if line in year else "0.00",
            "refund": "0.00",
            "refund_year_to_date": "0.00",
        }
        for line in map(str, range(1, 42))
    }
    inputs = {line: {"count": "3", "net_amount": "153846.15", "tax_amount": "20000.00"} for line in ("1", "2", "12")}
    return {"main": main, "schedule_2": inputs}


def changed(cells: Cells, path: str, amount: str) -> Cells:
    """A copy with one cell changed, e.g. `main.15.total`."""
    copied = copy.deepcopy(cells)
    table, line, column = path.split(".")
    copied[table].setdefault(line, {})[column] = amount
    return copied


def row(services: str = "0.00", goods: str = "0.00") -> dict[str, str]:
    """A line of the small-scale form; the total is the sum of whole test figures."""
    total = services if goods == "0.00" else goods
    return {"goods": goods, "services": services, "total": total}


def same_cells(left: Cells, right: Cells) -> list[str]:
    """Names of the cells that differ; a cell that is missing holds 0.00."""
    names = {name for cells in (left, right) for name in flat(cells)}
    return sorted(name for name in names if flat(left).get(name, "0.00") != flat(right).get(name, "0.00"))


def flat(cells: Cells) -> dict[str, str]:
    """Cells by dotted name."""
    flattened: dict[str, str] = {}
    for table, lines in cells.items():
        for line, content in lines.items():
            columns = content if isinstance(content, dict) else {"": content}
            flattened.update({f"{table}.{line}.{column}": amount for column, amount in columns.items()})
    return flattened
