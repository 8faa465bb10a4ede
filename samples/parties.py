"""Fictional companies and people: invented towns and trade names, credit codes whose check characters fit.

Rule kept: nobody here exists. The town in each company name is on no map; the area part of a credit code is that of
a province as a whole, which is where the first two digits of an invoice number must come from too.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from kernel.taxpayer_id import ALPHABET, check_character
from samples.truth import Party

PROVINCES: Final = {"32": "江苏", "33": "浙江", "35": "福建", "42": "湖北", "44": "广东", "51": "四川"}
TOWNS: Final = {
    "32": ("沭河口", "云泾"),
    "33": ("青岚", "越溪湾"),
    "35": ("榕屿", "闽汀"),
    "42": ("楚望", "江夏渡"),
    "44": ("岭霁", "珠浦"),
    "51": ("蜀岭", "锦竹川"),
}
_FIRST: Final = "栗晴云鹿澄禾墨朗星竹岚沐榆松白青远知恒晨"
_SECOND: Final = "子树杉鸣帆野舟川河谷雀屿航舍桐溪原径桥图"
_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN: Final = "安宁若溪子涵一诺明远思齐文博雨桐嘉禾景行知夏牧之清和望舒"
_BANKS: Final = ("青岚农商银行", "越溪城市银行", "云泾商业银行", "蜀岭发展银行", "珠浦银行")
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(rng: Random, province: str, *, individual: bool = False) -> str:
    """A credit code of `province` with fitting check characters (GB 32100-2015, inside it GB 11714-1997)."""
    body = "MA" + "".join(rng.choice(ALPHABET) for _ in range(6))
    value = sum(int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    head = ("92" if individual else "91") + province + "0000" + body + "0123456789X0"[(11 - value % 11) % 11]
    return head + check_character(head)


def person(rng: Random) -> str:
    """A full name of two or three characters."""
    return rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, rng.choice((1, 2))))


def brand(rng: Random) -> str:
    """An invented trade name of two to four characters."""
    name = rng.choice(_FIRST) + rng.choice(_SECOND)
    return name + rng.choice(("", "", rng.choice(_FIRST) + rng.choice(_SECOND)))


def company(rng: Random, trade: str, *, province: str | None = None, long_name: bool = False) -> Party:
    """A limited company in `trade`, with address and bank account."""
    province = province or rng.choice(tuple(PROVINCES))
    town = rng.choice(TOWNS[province])
    name = f"{town}市{brand(rng)}{trade}有限公司"
    if long_name:
        name = f"{PROVINCES[province]}{brand(rng)}国际{trade}集团股份有限公司{town}第二分公司"
    return _settled(rng, Party(name, credit_code(rng, province), province, town))


def individual_business(rng: Random, trade: str, *, province: str | None = None) -> Party:
    """A 个体工商户 (individual business) in `trade`."""
    province = province or rng.choice(tuple(PROVINCES))
    town = rng.choice(TOWNS[province])
    code = credit_code(rng, province, individual=True)
    return _settled(rng, Party(f"{town}市{brand(rng)}{trade}店（个体工商户）", code, province, town))


def consumer(rng: Random) -> Party:
    """A private person as buyer: a name only."""
    return Party("个人" if rng.random() < 0.5 else person(rng))


def _settled(rng: Random, party: Party) -> Party:
    street = f"{party.city}市{brand(rng)}路{rng.randint(1, 999)}号{rng.randint(1, 28)}幢{rng.randint(101, 2809)}室"
    return replace(
        party,
        address=street,
        phone=f"0{rng.randint(510, 899)}-{rng.randint(81000000, 89999999)}",
        bank=f"{rng.choice(_BANKS)}{party.city}支行",
        account="6999" + "".join(str(rng.randint(0, 9)) for _ in range(15)),
        person=person(rng),
    )
