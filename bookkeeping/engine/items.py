"""From the words of an item to an account, by the tables under `knowledge/`.

Rule kept: the longest word found wins, of two as long the one nearer the end (the head of a Chinese noun stands last);
an item word outweighs the short name between the asterisks; words in brackets and around count least.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bookkeeping.engine.case import AccountName, Choice
from bookkeeping.engine.tables import ItemRow, index, kinds, short_names, split_item
from bookkeeping.engine.trades import for_standard, place, trade_of

_SMALL_TOOLS = AccountName("管理费用", "办公费")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_VAGUE = "其他"
_GOODS_RATES = ("0.13", "0.09")


@dataclass(frozen=True, slots=True)
class Match:
    """A row found by a word, with its weight."""

    row: ItemRow
    word: str
    weight: float
    by_short_name: bool


def _matches(table: str, short: str, name: str, context: str) -> list[Match]:
    """All rows whose word or short name occurs, heaviest first."""
    bare = _BRACKETS.sub("", name)
    length = max(len(bare), 1)
    found: dict[ItemRow, Match] = {}
    for row, hit in index(table).found(bare):
        bonus = (2 if row.strong else 0) + (short in row.shorts) + 0.9 * hit.end / length
        found[row] = Match(row, hit.word, 10 + len(hit.word) + bonus, by_short_name=False)
    named = short_names(table).get(short)
    if named is not None and named not in found:
        found[named] = Match(named, short, 9, by_short_name=True)
    for text, base in ((name, 6), (context, 4)):
        if text and text != bare:
            for row, hit in index(table).found(text):
                if row not in found:
                    found[row] = Match(row, hit.word, base + len(hit.word), by_short_name=False)
    return sorted(found.values(), key=lambda match: -match.weight)


@lru_cache(maxsize=4096)
def classify(
    item: str, *, context: str = "", kind: str = "", industry: str = "", standard: str, tax_rate: str = ""
) -> Choice | None:
    """The account of a purchased item, or None when no word is known.

    `context` is other text of the case (the receipt's description), which counts for less than the item itself.
    """
    short, name = split_item(item)
    by_kind = kinds("items").get(kind) if kind else None
    found = _matches("items", short, name, context)
    if by_kind is not None and (not found or found[0].weight < 12):
        chosen = place(by_kind, industry, standard, name)
        return Choice(chosen, 0.93, "kind", f"票种对应“{chosen}”", f"this kind of receipt is booked to {chosen}")
    if not found:
        return None
    if (shop := _shop_goods(found[0], name, industry, standard, tax_rate)) is not None:
        return shop
    choice = _choice(found, industry, standard, f"{name} {context}", is_invoiced=bool(short))
    # A delivery list with the rate of goods: of a trade nobody told us, stock rather than a present.
    is_listed = not short and tax_rate.startswith(_GOODS_RATES) and trade_of(industry) is trade_of("")
    return replace(choice, is_gift=False) if is_listed else choice


def _shop_goods(best: Match, name: str, industry: str, standard: str, tax_rate: str) -> Choice | None:
    """Supplies a shop buys with a rate of goods on the invoice and not for the office by name: bought to be sold."""
    if not (best.row.supply and trade_of(industry).get("resells") and tax_rate.startswith(_GOODS_RATES)):
        return None
    if "办公" in name:
        return None
    goods, own = for_standard(AccountName("库存商品"), standard), for_standard(best.row.name, standard)
    return Choice(
        goods,
        0.7,
        "knowledge",
        f"商贸企业购进“{best.word}”并取得货物税率发票，通常记入“{goods}”；自用的记入“{own}”",
        f"a shop that buys “{best.word}” usually sells it: {goods}; what it uses itself goes to {own}",
        ((own, 0.25),),
        is_goods=True,
    )


def _choice(found: list[Match], industry: str, standard: str, text: str, *, is_invoiced: bool) -> Choice:
    best = found[0]
    name = place(best.row, industry, standard, text, is_invoiced=is_invoiced)
    others: dict[AccountName, float] = {}
    if best.row.own is not None:
        goods = place(best.row, industry, standard, text)
        others |= {other: 0.3 for other in (goods, for_standard(best.row.own, standard)) if other != name}
    for match in found[1:6]:
        other = place(match.row, industry, standard, text, is_invoiced=is_invoiced)
        if other != name:
            others.setdefault(other, round(0.6 * match.weight / best.weight, 2))
    confidence = _sureness(found, is_plain=not others)
    if best.row.asset:
        others.setdefault(for_standard(_SMALL_TOOLS, standard), 0.3)
        confidence -= 0.1
    where = "简称" if best.by_short_name else "名称"
    return Choice(
        name,
        round(max(confidence, 0.3), 2),
        "knowledge",
        f"项目{where}含“{best.word}”，通常记入“{name}”",
        f"“{best.word}” in the item is usually booked to {name}",
        tuple(sorted(others.items(), key=lambda pair: -pair[1])),
        best.row.blocks_input_vat,
        best.row.goods and name != best.row.own,
        best.row.gift,
    )


def _sureness(found: list[Match], *, is_plain: bool) -> float:
    best = found[0]
    rival = found[1].weight / best.weight if len(found) > 1 and not is_plain else 0.0
    if best.by_short_name and best.row.name.detail == _VAGUE:
        return 0.4  # a short name such as *现代服务* alone tells no account: a person is asked
    return (0.72 if best.by_short_name else 0.88) - 0.25 * rival**3 - (0.15 if best.weight < 10 else 0.0)


def classify_sale(item: str, standard: str) -> Choice:
    """The revenue account of a sold item."""
    short, name = split_item(item)
    found = _matches("sales", short, name, "")
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


def fallback(case_text: str, *, tax_rate: str, industry: str, standard: str) -> Choice:
    """What is left when no word is known: goods by their rate of VAT, otherwise an expense somebody must look at."""
    trade = trade_of(industry)
    account, detail = trade["goods"]["*"]
    goods = for_standard(AccountName(account, detail or ""), standard)
    # Farm products and books are the goods of the lower rate: of a trade that deals in goods they are stock.
    is_goods = tax_rate.startswith("0.13") or (tax_rate.startswith("0.09") and trade.get("keeps_goods"))
    if is_goods:
        reason = ("未识别的货物，按行业默认科目", "unknown goods, the default account of the trade")
        sure = 0.6 if trade.get("resells") else 0.42
        return Choice(goods, sure, "fallback", *reason, ((AccountName("管理费用", "其他"), 0.2),), is_goods=True)
    chosen = AccountName("管理费用", "其他")
    zh = f"未识别“{case_text[:20]}”，请确认科目" if case_text else "没有项目名称，请确认科目"
    return Choice(chosen, 0.25, "fallback", zh, "the item is not known; please choose", ((goods, 0.2),))
