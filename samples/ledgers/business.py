"""What a fictional company is: its industry, the parties it deals with, and how much each usually costs or brings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Final

from samples.parties import brand, person


@dataclass(frozen=True, slots=True)
class Industry:
    """Share of cost in revenue, VAT rate of sales, where goods go, and yearly revenue (yuan, from and to)."""

    name: str
    cost_share: tuple[float, float]
    rate: float
    stock: str
    revenue: tuple[float, float]


INDUSTRIES: Final = (
    Industry("manufacturing", (0.63, 0.70), 0.13, "原材料", (4e6, 3e7)),
    Industry("wholesale_retail", (0.72, 0.80), 0.13, "库存商品", (3e6, 2.5e7)),
    Industry("business_services", (0.42, 0.55), 0.06, "", (1.5e6, 1e7)),
    Industry("information_technology", (0.33, 0.46), 0.06, "", (2e6, 1.5e7)),
    Industry("transport", (0.62, 0.76), 0.09, "", (3e6, 2e7)),
)


@dataclass(frozen=True, slots=True)
class Habit:
    """A recurring expense: account and detail, party, usual yuan, spread (of the logarithm), times a month, words."""

    account: str
    detail: str
    party: str
    yuan: float
    spread: float
    times: float
    words: str


@dataclass(frozen=True, slots=True)
class Trade:
    """A customer or supplier: its usual amount, spread and how often a month."""

    party: str
    yuan: float
    spread: float
    times: float


_EXPENSES: Final = (
    # account, detail, who, usual yuan, spread between companies, spread within, times a month, words
    ("管理费用", "房租", "物业", 18000, 0.7, 0.0, 1.0, "本月房租"),
    ("管理费用", "水电费", "供电", 2500, 0.8, 0.25, 1.0, "水电费"),
    ("管理费用", "通讯费", "通信", 900, 0.6, 0.15, 1.0, "电话宽带费"),
    ("管理费用", "办公费", "文具", 700, 0.8, 0.5, 3.0, "办公用品"),
    ("管理费用", "办公费", "超市", 300, 0.5, 0.5, 2.0, "办公室用水、纸张"),
    ("管理费用", "差旅费", "职员", 1600, 0.4, 0.5, 2.5, "出差报销"),
    ("管理费用", "差旅费", "职员", 900, 0.4, 0.5, 2.0, "出差报销"),
    ("管理费用", "业务招待费", "酒楼", 1100, 0.4, 0.5, 1.2, "招待客户"),
    ("管理费用", "咨询费", "会计师", 4000, 0.5, 0.1, 0.4, "财税顾问费"),
    ("管理费用", "维修费", "维修", 1200, 0.8, 0.7, 0.5, "设备维修"),
    ("销售费用", "运输费", "物流", 2600, 0.7, 0.45, 5.0, "运费"),
    ("销售费用", "快递费", "速运", 420, 0.5, 0.35, 4.0, "快递费"),
    ("销售费用", "广告费", "广告", 6000, 0.9, 0.5, 0.8, "推广费"),
    ("销售费用", "平台服务费", "网络", 1500, 0.6, 0.3, 1.0, "平台服务费"),
    ("财务费用", "手续费", "银行", 45, 0.4, 0.6, 4.0, "转账手续费"),
)


class Business:
    """One company, drawn from one source of chance."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.industry = rng.choice(INDUSTRIES)
        low, high = self.industry.revenue
        self.revenue_a_month = math.exp(rng.uniform(math.log(low), math.log(high))) / 12
        self.cost_share = rng.uniform(*self.industry.cost_share)
        self.staff = max(4, round((self.revenue_a_month * 12 / 6e5) ** 0.9))
        self.wages = round(self.revenue_a_month * rng.uniform(0.07, 0.1), -2)
        self.town = rng.choice(("沭河口", "云泾", "青岚", "榕屿", "楚望", "珠浦"))
        self.customers = self._trades(rng.randint(8, 30), self.revenue_a_month, "商贸")
        self.suppliers = self._trades(rng.randint(5, 16), self.revenue_a_month * self.cost_share, "供应链")
        self.habits = [self._habit(row) for row in _EXPENSES]
        self.assets = round(self.revenue_a_month * rng.uniform(0.6, 2.0), -3)

    def firm(self, trade: str) -> str:
        """A fictional name."""
        return f"{self.town}{brand(self.rng)}{trade}有限公司"

    def _trades(self, number: int, yuan_a_month: float, trade: str) -> list[Trade]:
        """Parties of very different size, whose usual amounts add up to a month."""
        rng = self.rng
        sizes = [math.exp(rng.gauss(0, 1.1)) for _ in range(number)]
        times = [rng.choice((0.5, 1, 1, 2, 3)) for _ in sizes]
        whole = sum(size * often for size, often in zip(sizes, times, strict=True))
        return [
            Trade(self.firm(trade), yuan_a_month * size / whole, rng.uniform(0.12, 0.45), often)
            for size, often in zip(sizes, times, strict=True)
        ]

    def _habit(self, row: tuple[str, str, str, float, float, float, float, str]) -> Habit:
        account, detail, who, yuan, between, within, times, words = row
        rng = self.rng
        scale = (self.revenue_a_month / 8e5) ** 0.5
        party = person(rng) if who == "职员" else self.firm(who)
        return Habit(account, detail, party, yuan * scale * math.exp(rng.gauss(0, between / 2)), within, times, words)
