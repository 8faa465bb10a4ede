"""Cases of the command contract §3 as the engine's values, and its answers back in the contract's shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bookkeeping.charts import chart_for, parse_detail, standard_named
from bookkeeping.domain.account import Chart
from bookkeeping.engine.case import AccountName, Answer, Case
from kernel.errors import InvalidValue
from kernel.money import exact, money, text

_SMALL_SCALE = {"小规模纳税人", "small_scale"}
_DIRECTIONS = {"purchase", "sale", "bank_in", "bank_out", ""}


def _amount(raw: Mapping[str, Any], name: str) -> Decimal | None:
    value = raw.get(name)
    return None if value is None or value == "" else money(str(value))


_NO_RATE = {"免税", "不征税", "无", "零税率", "财政票据"}


def _rate(value: object) -> Decimal | None:
    """A ratio from 0.13 or "13%"; 0 for what is told to carry no VAT ("免税"), None for what tells nothing."""
    words = str(value or "").strip()
    if words in _NO_RATE:
        return Decimal(0)
    if not words or not any(character.isdigit() for character in words):
        return None
    return exact(words.rstrip("%")) / 100 if words.endswith("%") else exact(words)


def case_from(raw: Mapping[str, Any]) -> Case:
    """One case. Raises `InvalidValue` for an unknown standard, direction or date."""
    direction = str(raw.get("direction") or "")
    if direction not in _DIRECTIONS:
        raise InvalidValue(f"unknown direction {direction!r}", message_zh=f"未知的方向“{direction}”")
    day = raw.get("date")
    try:
        on = date.fromisoformat(str(day)) if day else None
    except ValueError as error:
        raise InvalidValue(f"{day!r} is no date", message_zh=f"“{day}”不是日期") from error
    return Case(
        is_general_taxpayer=str(raw.get("taxpayer") or "") not in _SMALL_SCALE,
        standard=standard_named(raw.get("standard")),
        direction=direction,
        item=str(raw.get("item") or ""),
        description=str(raw.get("description") or ""),
        counterparty=str(raw.get("counterparty") or ""),
        net_amount=_amount(raw, "net_amount"),
        tax_amount=_amount(raw, "tax_amount"),
        gross_amount=_amount(raw, "gross_amount"),
        tax_rate=_rate(raw.get("tax_rate")),
        day=on,
        kind=str(raw.get("kind") or ""),
        industry=str(raw.get("industry") or ""),
    )


def chart_of(case: Case) -> Chart:
    """The chart its answer is coded in."""
    return chart_for(case.standard, general_vat=case.is_general_taxpayer, optional=True)


def _coded(chart: Chart, name: AccountName) -> tuple[str, str, str]:
    """(code, account, detail): the leaf where the chart has the detail, else the account itself."""
    leaf = chart.leaf(name.account, name.detail) if name.detail else None
    if leaf is not None:
        return leaf.code, name.account, name.detail
    first = chart.first_level_named(name.account)
    below = [chart[code] for code in chart.children(first.code)] if first else []
    middle = next((row.code for row in below if row.name == name.detail), "")
    return middle or (first.code if first else ""), name.account, name.detail


def answer_of(raw: Mapping[str, Any], case: Case, answer: Answer) -> dict[str, Any]:
    """The answer of `propose_entries` for one case."""
    chart = chart_of(case)
    entries = []
    for line in answer.lines:
        code, account, detail = _coded(chart, line.name)
        entries.append(
            {
                "direction": line.side.value,
                "account_code": code,
                "account": account,
                "detail": detail,
                "amount": text(line.amount),
                "is_red_letter": line.amount < 0,
            }
        )
    dated = "" if case.day else "（未给日期，按今日有效的规定）"
    return {
        "id": raw.get("id"),
        "entries": entries,
        "input_vat": answer.input_vat,
        "confidence": answer.choice.confidence,
        "action": answer.action,
        "reason_zh": f"{answer.choice.reason_zh}{dated}",
        "alternatives": [
            {"account": name.account, "detail": name.detail, "confidence": share}
            for name, share in answer.choice.alternatives
        ],
    }


def main_account(case: Case, entries: list[Mapping[str, Any]]) -> AccountName | None:
    """The main account of accepted entries, in our names; None when there are none."""
    if not entries:
        return None
    first = entries[0]
    account, detail = parse_detail(chart_of(case), str(first.get("account") or ""), str(first.get("detail") or ""))
    return AccountName(account, detail)
