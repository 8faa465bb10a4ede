"""From the words of an item to an account, by the tables under `knowledge/`.

Rule kept: the longest word found wins, an item word outweighs the short name between the asterisks, and the trade of
the company decides where goods and project costs go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bookkeeping.engine.case import AccountName, Choice

_STARRED = re.compile(r"^\s*\*(?P<short>[^*]+)\*(?P<name>.*)$", re.DOTALL)
_FIXED_ASSET_SMALL_TOOLS = AccountName("管理费用", "办公费")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of a knowledge table."""

    name: AccountName
    words: tuple[str, ...]
    shorts: frozenset[str]
    kinds: frozenset[str]
    goods: bool
    project: bool
    asset: bool
    blocks_input_vat: bool
    gift: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A row found by a word, with its weight."""

    row: ItemRow
    word: str
    weight: float
    by_short_name: bool


@cache
def table(name: str) -> Any:
    """A YAML table of `knowledge/`."""
    return yaml.safe_load(files("bookkeeping.engine.knowledge").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> tuple[ItemRow, ...]:
    """The rows of `items` or `sales`."""
    return tuple(
        ItemRow(
            AccountName(row["account"], row["detail"]),
            tuple(row.get("words", ())),
            frozenset(row.get("shorts", ())),
            frozenset(row.get("kinds", ())),
            bool(row.get("goods")),
            bool(row.get("project")),
            bool(row.get("asset")),
            row.get("vat") == "not_deductible",
            bool(row.get("gift")),
        )
        for row in table(name)
    )


def split_item(item: str) -> tuple[str, str]:
    """(short name between the asterisks, rest of the item name)."""
    match = _STARRED.match(item)
    return (match["short"].strip(), match["name"].strip()) if match else ("", item.strip())


def _matches(table_rows: Iterable[ItemRow], short: str, name: str, context: str) -> list[Match]:
    """All rows whose word or short name occurs, heaviest first."""
    found = []
    for row in table_rows:
        best = max((word for word in row.words if word in name), key=len, default="")
        if best:
            found.append(Match(row, best, 10 + len(best) + (3 if short in row.shorts else 0), by_short_name=False))
            continue
        if short and short in row.shorts:
            found.append(Match(row, short, 9, by_short_name=True))
            continue
        best = max((word for word in row.words if word in context), key=len, default="")
        if best:
            found.append(Match(row, best, 4 + len(best), by_short_name=False))
    return sorted(found, key=lambda match: -match.weight)


def for_standard(name: AccountName, standard: str) -> AccountName:
    """The same account under the other standard's chart."""
    swaps = table("industries").get(standard, {})
    for key in (f"{name.account}/{name.detail}", f"{name.account}/"):
        if key in swaps:
            account, detail = swaps[key]
            return AccountName(account, detail or "")
    return name


def place(row: ItemRow, industry: str, standard: str, text: str = "") -> AccountName:
    """The row's account for a company of this trade; `text` is what the paper says."""
    trades = table("industries")
    trade = trades.get(industry) or trades["default"]
    name = row.name
    if row.goods:
        goods = trade["goods"]
        account, detail = goods.get(name.account) or goods["*"]
        name = AccountName(account, detail or "")
    elif row.project:
        account, detail = trade["project"]
        name = AccountName(account, name.detail if detail is None else detail)
    elif (swapped := trade.get("swap", {}).get(f"{name.account}/{name.detail}")) and not any(
        word in text for word in trade["unless"]
    ):
        name = AccountName(*swapped)
    return for_standard(name, standard)


def classify(item: str, *, context: str = "", kind: str = "", industry: str = "", standard: str) -> Choice | None:
    """The account of a purchased item, or None when no word is known.

    `context` is other text of the case (the receipt's description), which counts for less than the item itself.
    """
    short, name = split_item(item)
    by_kind = next((row for row in rows("items") if kind and kind in row.kinds), None)
    found = _matches(rows("items"), short, name, context)
    if not found and by_kind is None:
        return None
    if by_kind is not None and (not found or found[0].weight < 12):
        chosen = place(by_kind, industry, standard, name)
        return Choice(chosen, 0.93, "kind", f"票种对应“{chosen}”", f"this kind of receipt is booked to {chosen}")
    return _choice(found, industry, standard, f"{name} {context}")


def _choice(found: list[Match], industry: str, standard: str, text: str) -> Choice:
    best = found[0]
    name = place(best.row, industry, standard, text)
    others: dict[AccountName, float] = {}
    for match in found[1:6]:
        other = place(match.row, industry, standard, text)
        if other != name:
            others.setdefault(other, round(0.6 * match.weight / best.weight, 2))
    rival = found[1].weight / best.weight if others else 0.0
    confidence = (0.72 if best.by_short_name else 0.88) - 0.25 * rival**3
    if best.weight < 10:
        confidence -= 0.15
    if best.row.asset:
        others.setdefault(for_standard(_FIXED_ASSET_SMALL_TOOLS, standard), 0.3)
        confidence -= 0.1
    where = "简称" if best.by_short_name else "名称"
    return Choice(
        name,
        round(max(confidence, 0.3), 2),
        "knowledge",
        f"项目{where}含“{best.word}”，通常记入“{name}”",
        f"“{best.word}” in the item is usually booked to {name}",
        tuple(others.items()),
        best.row.blocks_input_vat,
        best.row.goods,
        best.row.gift,
    )


def classify_sale(item: str, standard: str) -> Choice:
    """The revenue account of a sold item."""
    short, name = split_item(item)
    found = _matches(rows("sales"), short, name, "")
    if found:
        chosen = for_standard(found[0].row.name, standard)
        other = AccountName("主营业务收入")
        return Choice(
            chosen,
            0.75,
            "knowledge",
            f"销售项目含“{found[0].word}”，通常记入“{chosen}”",
            f"“{found[0].word}” in the item sold is usually booked to {chosen}",
            ((other, 0.2),),
        )
    chosen = AccountName("主营业务收入")
    return Choice(
        chosen,
        0.9,
        "template",
        "本企业开具的销售发票，默认记入主营业务收入",
        "an invoice the company issued is revenue of its main business by default",
        ((AccountName("其他业务收入"), 0.08),),
    )


def not_its_trade(choice: Choice, industry: str, sold: frozenset[str], standard: str) -> Choice:
    """The choice with what the company's own trade says about goods it does not deal in.

    A trade that keeps no goods, or a company known to sell other things, seldom buys goods to sell them: gifts are
    entertainment then, the rest a person should look at.
    """
    trade = table("industries").get(industry) or {}
    deals = trade.get("keeps_goods") and not (trade.get("resells") and sold)
    if not choice.is_goods or deals:
        return choice
    if choice.is_gift:
        gift = for_standard(AccountName("管理费用", "业务招待费"), standard)
        reason = f"{choice.reason_zh}；但本企业不经营此类货物，多为招待用"
        english = f"{choice.reason_en}; but the company does not trade in it: entertainment"
        return replace(
            choice, name=gift, confidence=0.55, reason_zh=reason, reason_en=english, alternatives=((choice.name, 0.3),),
            blocks_input_vat=True,
        )  # fmt: skip
    sure = round(choice.confidence * (0.75 if trade.get("keeps_goods") else 0.5), 2)
    return replace(choice, confidence=sure)


def resold(item: str, sold: frozenset[str], standard: str) -> Choice | None:
    """Goods the company itself sells under the same name: bought to be sold. `sold` holds item and short names."""
    short, name = split_item(item)
    same = next((word for word in (name, short) if word and word in sold and "服务" not in f"{short}{word}"), None)
    if same is None:
        return None
    chosen = for_standard(AccountName("库存商品"), standard)
    return Choice(
        chosen,
        0.9 if same == name else 0.8,
        "resold",
        f"本企业也销售“{same}”，购进的同类货物记入“{chosen}”",
        f"the company itself sells “{same}”, so buying it is booked to {chosen}",
        ((for_standard(AccountName("管理费用", "办公费"), standard), 0.1),),
    )


def sold_names(items: Iterable[str]) -> frozenset[str]:
    """Item names and short names of what a company sells."""
    return frozenset(part for item in items for part in split_item(item) if part)


def fallback(case_text: str, *, tax_rate: str, industry: str, standard: str) -> Choice:
    """What is left when no word is known: goods by their rate of VAT, otherwise an expense somebody must look at."""
    goods = table("industries").get(industry, table("industries")["default"])["goods"]
    account, detail = goods["*"]
    if tax_rate.startswith("0.13"):
        chosen = for_standard(AccountName(account, detail or ""), standard)
        reason = ("未识别的货物（13% 税率），按行业默认科目", "unknown goods (13 %), the default account of the trade")
        sure = 0.6 if industry == "wholesale_retail" else 0.42
        return Choice(chosen, sure, "fallback", *reason, ((AccountName("管理费用", "其他"), 0.2),))
    chosen = AccountName("管理费用", "其他")
    zh = f"未识别“{case_text[:20]}”，请确认科目" if case_text else "没有项目名称，请确认科目"
    return Choice(
        chosen,
        0.25,
        "fallback",
        zh,
        "the item is not known; please choose",
        ((AccountName(account, detail or ""), 0.2),),
    )
