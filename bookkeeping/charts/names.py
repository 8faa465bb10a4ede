"""Names of accounts and standards as people write them → the names of our charts.

Rules kept: a name the chart itself has stays; match by name first, by code second, because the same code means
different accounts in the two standards; a name that could mean two accounts is left alone.
"""

from __future__ import annotations

import re

from bookkeeping.charts.loader import aliases
from bookkeeping.domain.account import Chart
from kernel.errors import InvalidValue

DEFAULT_STANDARD = "小企业会计准则"
VAT = "应交增值税"
_COLUMN = re.compile(r"^(?:应交)?增值税[（\-]*(?P<column>.+?)）*$")
_CODE = re.compile(r"^(?P<code>\d{4,})[\s\-.、]*(?P<name>.*)$", re.DOTALL)
_BRACKET = re.compile(r"^(?P<account>[^（]+)（(?P<detail>.+)）$")
_MARKS = str.maketrans({"(": "（", ")": "）", "［": "（", "］": "）", "[": "（", "]": "）", "：": "-", ":": "-"})
_SEPARATORS = re.compile(r"\s*(?:[—–－―\-]+|[/／\\＼>＞→_|｜]+)\s*")


def standard_named(value: object) -> str:
    """Our name of an accounting standard, from its name or a document number in it. Raises `InvalidValue`."""
    written = str(value or DEFAULT_STANDARD).strip()
    for name, ours in aliases()["standards"].items():
        if name in written:
            return ours
    raise InvalidValue(f"unknown accounting standard {value!r}", message_zh=f"未知的会计准则“{value}”")


def tidy(name: str) -> str:
    """One way of writing brackets, dashes and blanks."""
    return _SEPARATORS.sub("-", re.sub(r"\s+", " ", name.strip()).translate(_MARKS)).strip("- ")


def parse_detail(chart: Chart, account: str, detail: str) -> tuple[str, str]:
    """Our names for an account and a detail written in any usual way; names the chart itself has stay.

    `("应交税金", "应交增值税(销项)")` becomes `("应交税费", "应交增值税（销项税额）")`.
    """
    written, rest = account.strip(), detail.strip()
    if chart.first_level_named(written) and (not rest or chart.leaf(written, rest)):
        return written, rest
    first, own = _account(chart, tidy(written))
    whole = "-".join(part for part in (own, tidy(rest)) if part)
    ours = _detail(chart, first, whole)
    return first, rest if rest and ours == tidy(rest) and not chart.leaf(first, ours) else ours


def _account(chart: Chart, name: str) -> tuple[str, str]:
    """(first-level name, what of the written name belongs to the detail); the name itself where nothing fits."""
    for reading in (_as_named, _as_parts, _as_bracketed, _as_code, _as_sub_account, _as_prefix):
        if found := reading(chart, name):
            return found
    return name, ""


def _as_named(chart: Chart, name: str) -> tuple[str, str] | None:
    """The name of the chart, or another name of one of its accounts (`account/detail` in the table)."""
    if chart.first_level_named(name):
        return name, ""
    for other in aliases()["accounts"].get(name, "").split("|"):
        account, _, detail = other.partition("/")
        if chart.first_level_named(account):
            return account, detail
    return None


def _as_parts(chart: Chart, name: str) -> tuple[str, str] | None:
    """管理费用-办公费: the part before the first dash is an account."""
    account, dash, detail = name.partition("-")
    found = _account(chart, account) if dash else None
    if found is None or chart.first_level_named(found[0]) is None:
        return None
    return found[0], "-".join(part for part in (found[1], detail) if part)


def _as_bracketed(chart: Chart, name: str) -> tuple[str, str] | None:
    """银行存款（工商银行）: what stands in brackets is the detail."""
    match = _BRACKET.match(name)
    found = _as_named(chart, match["account"].strip()) if match else None
    return (found[0], found[1] or str(match["detail"])) if match and found else None


def _as_code(chart: Chart, name: str) -> tuple[str, str] | None:
    """1002, or 1002 银行存款 (then the name decides)."""
    match = _CODE.match(name)
    if match is None:
        return None
    if match["name"]:
        found = _account(chart, match["name"].strip())
        return found if chart.first_level_named(found[0]) else None
    code = match["code"]
    return (chart.first_level(code).name, chart.detail(code)) if code in chart else None


def _as_sub_account(chart: Chart, name: str) -> tuple[str, str] | None:
    """未分配利润: a sub-account's name, where only one account has it."""
    ours = aliases()["details"].get(name, name)
    found = [row.code for row in chart if not row.is_first_level and ours in (row.name, chart.detail(row.code))]
    return (chart.first_level(found[0]).name, chart.detail(found[0])) if len(found) == 1 else None


def _as_prefix(chart: Chart, name: str) -> tuple[str, str] | None:
    """管理费用办公费: an account and one of its details written together."""
    heads = (row.name for row in chart if row.is_first_level and name.startswith(row.name))
    for head in sorted(heads, key=len, reverse=True):
        detail = _detail(chart, head, name.removeprefix(head))
        if chart.leaf(head, detail):
            return head, detail
    return None


def _detail(chart: Chart, account: str, detail: str) -> str:
    """Our name of a detail of `account`; the written one where we have no other."""
    if not detail or chart.leaf(account, detail):
        return detail
    names = aliases()
    ours = names["details"].get(f"{account}/{detail}", names["details"].get(detail))
    if ours is None and account == "应交税费":
        ours = _vat(detail)
    return detail if ours is None else ours


def _vat(detail: str) -> str | None:
    """The column of 应交增值税 a detail names, or the sub-account of 应交税费 written below it."""
    match = _COLUMN.match(detail)
    column = match["column"].strip("-—（） ") if match else detail
    if (ours := aliases()["vat_columns"].get(column)) is not None:
        return f"{VAT}（{ours}）"
    # 未交增值税, 待抵扣进项税额, …: sub-accounts beside 应交增值税 that people write below it (财会〔2016〕22号)
    return aliases()["vat_beside"].get(column) if match else None
