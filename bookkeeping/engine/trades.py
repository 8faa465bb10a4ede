"""Where a trade books what a row of knowledge names, and what the same account is called by the other standard.

Rules kept: the trade of the company decides where goods and costs of projects go; a company that deals in no goods uses
them up; words of a place ("车间", "门店") say whose cost a running expense is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from bookkeeping.engine.case import AccountName, Choice
from bookkeeping.engine.tables import ItemRow, split_item, table

_ADMINISTRATION = "管理费用"


def for_standard(name: AccountName, standard: str) -> AccountName:
    """The same account under the other standard's chart."""
    swaps = table("industries").get(standard, {})
    for key in (f"{name.account}/{name.detail}", f"{name.account}/"):
        if key in swaps:
            account, detail = swaps[key]
            return AccountName(account, detail or "")
    return name


def trade_of(industry: str) -> Any:
    """What is known of a trade; of any trade for one that has no row."""
    trades = table("industries")
    return trades.get(industry) or trades["default"]


def place(row: ItemRow, industry: str, standard: str, text: str = "", *, is_invoiced: bool = False) -> AccountName:
    """The row's account for a company of this trade; `text` is what the paper says.

    `is_invoiced` is true for a name with a short name of the tax classification before it: of a company whose trade is
    not known that is taken for something it uses itself.
    """
    trade, name = trade_of(industry), row.name
    unless = any(word in text for word in trade.get("unless", ()))
    if row.own is not None and (trade.get("uses_goods") or (is_invoiced and not trade.get("goods_first", False))):
        name = row.own
    elif row.goods:
        account, detail = trade["goods"].get(name.account) or trade["goods"]["*"]
        name = AccountName(account, detail or "")
    elif row.project:
        account, detail = trade["site"] if row.site and "site" in trade else trade["project"]
        name = AccountName(account, name.detail if detail is None else detail)
    elif (swapped := trade.get("swap", {}).get(f"{name.account}/{name.detail}")) and not unless:
        name = AccountName(*swapped)
    return for_standard(at_place(name, text), standard)


@cache
def _places() -> tuple[tuple[tuple[str, ...], str, dict[str, str]], ...]:
    return tuple((tuple(row["words"]), row["account"], row["details"]) for row in table("places"))


def at_place(name: AccountName, text: str) -> AccountName:
    """A running cost of administration, booked where the words say it arose (workshop, shop, research)."""
    if name.account != _ADMINISTRATION:
        return name
    for words, account, details in _places():
        if name.detail in details and any(word in text for word in words):
            return AccountName(account, details[name.detail])
    return name


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
        gift = for_standard(AccountName(_ADMINISTRATION, "业务招待费"), standard)
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
        ((for_standard(AccountName(_ADMINISTRATION, "办公费"), standard), 0.1),),
    )


def sold_names(items: Iterable[str]) -> frozenset[str]:
    """Item names and short names of what a company sells."""
    return frozenset(part for item in items for part in split_item(item) if part)
