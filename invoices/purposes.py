"""What a purchase was for, as far as input VAT and compliance differ by it."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PURPOSES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", _("一般经营")),
    ("travel", _("差旅")),
    ("entertainment", _("业务招待")),
    ("welfare", _("集体福利")),
    ("meeting", _("会议")),
    ("gift", _("礼品")),
    ("resale", _("转售")),
    ("production", _("生产")),
    ("simplified", _("简易计税项目")),
    ("exempt", _("免税项目")),
    ("personal", _("个人消费")),
    ("abnormal_loss", _("非正常损失")),
    ("non_taxable", _("非应税交易")),
)
