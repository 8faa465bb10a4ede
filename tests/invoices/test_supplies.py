"""Sales stand in the right column of the return: goods, services, real estate, used assets."""

from __future__ import annotations

import pytest
import yaml

from invoices.domain.categories import all_categories
from invoices.domain.supplies import TABLE, supply_of


def test_every_category_is_named_exactly_once():
    listed = [
        name for names in yaml.safe_load(TABLE.read_text(encoding="utf-8"))["categories"].values() for name in names
    ]
    assert sorted(listed) == sorted(category.id for category in all_categories())


@pytest.mark.parametrize(
    ("item", "supply"),
    [
        ("*信息技术服务*系统维护", "services"),
        ("*电信服务*宽带", "services"),
        ("*无形资产*专利权转让", "services"),
        ("*不动产*写字楼", "real_estate"),
        ("*经营租赁*设备租赁", "services"),
        ("*软件*办公软件授权", "goods"),
        ("*供电*电费", "goods"),
        ("*劳务*机床维修", "goods"),
        ("*医药*感冒药", "goods"),
        ("*医疗服务*体检", "services"),
        ("*从没见过的服务*某某", "services"),
        ("*从没见过的货*某某", "goods"),
        ("*机动车*已使用过的固定资产 小轿车", "used_fixed_asset"),
        ("收到培训收入", "services"),
        ("零星销售", "goods"),
    ],
)
def test_an_item_is_what_its_category_says(item, supply):
    assert supply_of(item) == supply
