"""Counterparties of a history and the ways their names are written on either side.

Rule kept: some are sisters (one brand, several trades), so that a brand alone does not tell who it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from samples.parties import PROVINCES, TOWNS, brand, person

_TRADES: Final = (
    "商贸", "科技", "信息咨询", "机电设备", "建材", "物流", "餐饮管理", "文化传媒", "食品", "包装材料", "人力资源服务",
    "物业管理", "汽车服务", "家具", "医疗器械",
)  # fmt: skip
_KINDS: Final = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")
_TOWNS: Final = tuple(town for towns in TOWNS.values() for town in towns)
_WALLETS: Final = ("财付通支付科技", "支付清算专户", "待清算商户款项")


@dataclass(frozen=True, slots=True)
class Counterparty:
    """One party; a private person has neither town nor trade. `fee` is what is paid to it month by month, in fen."""

    brand: str
    town: str = ""
    trade: str = ""
    kind: str = ""
    fee: int = 0

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.town}{self.brand}{self.trade}{self.kind}"

    def short(self, rng: Random) -> str:
        """An abbreviation as people write it."""
        if not self.trade:
            return self.brand
        return rng.choice((self.brand + self.trade, self.brand + self.trade[:2], self.brand, self.town + self.brand))


def counterparties(rng: Random, count: int, fees: tuple[int, ...]) -> list[Counterparty]:
    """`count` parties: companies, every sixth a sister of an earlier one, every eighth a person."""
    found: list[Counterparty] = []
    for index in range(count):
        fee = rng.choice(fees) if rng.random() < 0.4 else 0
        if index % 8 == 7:
            found.append(Counterparty(person(rng), fee=fee))
            continue
        companies = [each for each in found[-20:] if each.trade]
        mark = rng.choice(companies).brand if index % 6 == 5 and companies else brand(rng)
        if rng.random() < 0.1:
            mark = rng.choice(tuple(PROVINCES.values())) + mark
        town = rng.choice(_TOWNS) + rng.choice(("", "市"))
        found.append(Counterparty(mark, town, rng.choice(_TRADES), rng.choice(_KINDS), fee))
    return found


def as_banks_write(party: Counterparty, rng: Random) -> str:
    """The name on the statement: blank, cut off, abbreviated, paid through a wallet, or as it is."""
    chance = rng.random()
    if chance < 0.10:
        return ""
    if chance < 0.19 and party.trade:
        return party.name[: rng.randint(6, max(6, len(party.name) - 1))]
    if chance < 0.27:
        return party.short(rng)
    if chance < 0.285:
        return rng.choice(_WALLETS)
    if chance < 0.31 and party.trade:
        return party.name.replace("有限", " 有限") + "（基本户）"
    if chance < 0.36 and not party.trade:
        return party.brand[0] + "*" * (len(party.brand) - 1)
    return party.name


def as_books_write(party: Counterparty, rng: Random) -> str:
    """The name in the ledger."""
    chance = rng.random()
    return "" if chance < 0.05 else party.short(rng) if chance < 0.09 else party.name
