"""Shop and restaurant receipts (小票): seller, day and the total that was due.

Rule kept: the amount handed over (实收, 现金) is not the price; a total that two labels agree on is trusted more.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Final

from invoices.readers.draft import Draft
from invoices.readers.layout.parties import cleaned_name
from invoices.readers.layout.sheet import Sheet, joined
from invoices.readers.layout.tickets.simple_lines import read_simple_lines
from invoices.readers.layout.totals import amounts_in
from invoices.readers.values import date_of
from invoices.readers.words import Word

_DUE: Final = (
    re.compile(r"实付|应付|应收|付款金额|支付金额|消费金额|交易金额|订单金额"),
    re.compile(r"合计|总计|总额|总价|总金额|(?<!sub)total|金额", re.IGNORECASE),
    re.compile(r"小计|subtotal", re.IGNORECASE),
    re.compile(r"实收|收款|微信|支付宝|银联|刷卡"),
)
_SELLER: Final = re.compile(r"(?:商户|门店|店名|商家|店铺|餐厅)(?:名称)?[:;](.{2,30})")
_PLACE: Final = re.compile(r"公司|餐厅|酒店|饭店|超市|商场|百货|药房|书店|宾馆|便利|咖啡|分店|[店楼馆堂坊厅]\)?$")
_ADDRESS: Final = re.compile(r"[省市区县].{0,12}[路街道号]|欢迎|谢谢|http|www|电话|地址|二维码|屏")
_DAY_FIRST: Final = re.compile(r"(?<!\d)(\d{2})[/.\-](\d{2})[/.\-](\d{4})(?!\d)")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(20\d{2})[年/.\-](\d{1,2})[月/.\-](\d{1,2})")
_NUMBER: Final = re.compile(
    r"(?:流水|单|小票|交易|订单|账单|票)(?:据)?号[码]?[:;#]?([0-9A-Za-z\-]{3,30})|ORD#?(\d{2,10})"
)


def read(sheet: Sheet, draft: Draft) -> None:
    """Puts seller_name, issue_date, gross_amount and, where printed, the receipt's own number."""
    _put_seller(sheet, draft)
    _put_total(sheet, draft)
    draft.put("issue_date", _day(sheet.printed), 0.85 * _weakest(sheet))
    number = _NUMBER.search(sheet.text)
    if number:
        draft.put("invoice_number", number[1] or number[2], 0.8 * _weakest(sheet))
    read_simple_lines(sheet, draft)


def _weakest(sheet: Sheet) -> float:
    scores = sorted(found.certainty for found in sheet.words)
    return scores[len(scores) // 4] if scores else 0.0


def _put_seller(sheet: Sheet, draft: Draft) -> None:
    labelled = _SELLER.search(sheet.text)
    if labelled:
        draft.put("seller_name", cleaned_name(labelled[1]), 0.85 * _weakest(sheet))
        return
    for row in sheet.rows[: max(8, len(sheet.rows) // 3)]:
        if _PLACE.search(row.text) and not _ADDRESS.search(row.text):
            score = min(found.certainty for found in row.words)
            draft.put("seller_name", cleaned_name(joined(row.words)), 0.7 * score, sheet.page.ratio(row.words))
            return


def _put_total(sheet: Sheet, draft: Draft) -> None:
    """The first label group that has an amount; agreement with another group raises the trust."""
    groups = [_amounts(sheet, label) for label in _DUE]
    counts = Counter(value for group in groups for value in {value for value, _ in group})
    for group in groups:
        if group:
            value, words = group[-1]
            trust = 0.92 if counts[value] > 1 else 0.75
            draft.put("gross_amount", value, trust * min(w.certainty for w in words), sheet.page.ratio(words))
            return


def _amounts(sheet: Sheet, label: re.Pattern[str]) -> list[tuple[Decimal, list[Word]]]:
    found = []
    for span in sheet.spans(label):
        words = sheet.right_of(span, reach=0.9)
        amounts = [amount for amount in amounts_in(words) if amount.value > 0]
        if amounts:
            found.append((amounts[-1].value, list(amounts[-1].words)))
    return found


def _day(content: str) -> date | None:
    if match := _YEAR_FIRST.search(content):
        return date_of(match[0])
    match = _DAY_FIRST.search(content)
    return date_of(f"{match[3]}-{match[2]}-{match[1]}") if match else None
