"""Last resort for VAT invoices whose labels and values do not stand together: values known by their shape alone.

Rule kept: only what is still unread is filled, only where the page leaves no choice, and never with full confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from invoices.domain.amounts import amount_in_words
from invoices.domain.fapiao import FapiaoLine
from invoices.readers.draft import Draft
from invoices.readers.layout.sheet import Sheet
from invoices.readers.layout.totals import amounts_in
from invoices.readers.values import date_of, rate_of, tax_category_of, treatment_of
from invoices.readers.words import Word
from kernel.money import round_to_fen
from kernel.taxpayer_id import is_taxpayer_id

_NUMBER: Final = re.compile(r"\d{20}")
_DATE: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日?")
_TAX_ID: Final = re.compile(r"[0-9A-Z]{18}")
_NAME: Final = re.compile(
    r"[\u4e00-\u9fff()]{3,40}(?:公司|商店|酒店|店|厂|经营部|事务所|中心|合作社|医院|学院|学校|委员会|集团|商行|餐厅|宾馆)"
)
_FOREIGN: Final = re.compile(r"税务|银行|发票")
_ITEM: Final = re.compile(r"\*[^*]{2,14}\*[^*]+")
_RATE: Final = re.compile(r"\d{1,2}(?:\.\d+)?%|免税|不征税")
_FIGURE: Final = re.compile(r"\d{1,7}(?:\.\d{1,13})?")
_TRUST: Final = 0.7


def fill_by_shape(sheet: Sheet, draft: Draft) -> None:
    """Puts number, date, parties and amounts that no label gave."""
    words, known = sheet.page.words, draft.values.keys()
    if "invoice_number" not in known:
        _fill_number(sheet, draft, _matching(words, _NUMBER))
    if "issue_date" not in known:
        dated = _matching(words, _DATE)
        if len(dated) == 1:
            draft.put("issue_date", date_of(dated[0].norm), _TRUST * dated[0].certainty, sheet.page.ratio(dated))
    if not {"buyer_taxpayer_id", "seller_taxpayer_id"} <= known:
        ids = [found for found in _matching(words, _TAX_ID) if is_taxpayer_id(found.norm)]
        _fill_parties(sheet, draft, "taxpayer_id", ids)
    if not {"buyer_name", "seller_name"} <= known:
        names = [found for found in _matching(words, _NAME) if not _FOREIGN.search(found.norm)]
        _fill_parties(sheet, draft, "name", names)
    if not {"net_amount", "tax_amount"} <= draft.values.keys():
        _fill_amounts(sheet, draft)
    if not draft.lines:
        _fill_line(words, draft)


def _matching(words: Sequence[Word], shape: re.Pattern[str]) -> list[Word]:
    """Words that are wholly of the shape, each text once, in drawing order."""
    found: dict[str, Word] = {}
    for word in words:
        compact = word.norm.replace(" ", "")
        if shape.fullmatch(compact):
            found.setdefault(compact, word)
    return list(found.values())


def _fill_number(sheet: Sheet, draft: Draft, found: Sequence[Word]) -> None:
    if len(found) == 1:
        number = found[0].norm.replace(" ", "")
        draft.put("invoice_number", number, _TRUST * found[0].certainty, sheet.page.ratio(found))


def _fill_parties(sheet: Sheet, draft: Draft, suffix: str, found: Sequence[Word]) -> None:
    """Exactly two values are buyer and seller in the order they were drawn; one may be known already."""
    if len(found) != 2:
        return
    for role, word in zip(("buyer", "seller"), found, strict=True):
        other = "seller" if role == "buyer" else "buyer"
        value = word.text.replace(" ", "")
        if f"{role}_{suffix}" not in draft.values and draft.values.get(f"{other}_{suffix}") != value:
            draft.put(f"{role}_{suffix}", value, _TRUST * word.certainty, sheet.page.ratio([word]))


def _fill_amounts(sheet: Sheet, draft: Draft) -> None:
    """The only two amounts of the page that make the gross in words."""
    gross = amount_in_words(str(draft.values.get("amount_in_words", "")))
    marked = [word for word in sheet.page.words if "¥" in word.norm]
    amounts = {amount.value: amount for amount in amounts_in(marked)}
    pairs = {
        (net, gross - net) for net in amounts if gross is not None and gross - net in amounts and net >= gross - net
    }
    if gross is None or len(pairs) != 1:
        return
    net, tax = pairs.pop()
    for name, value in (("net_amount", net), ("tax_amount", tax), ("gross_amount", gross)):
        _put_amount(sheet, draft, name, value, amounts[value].words if value in amounts else ())


def _put_amount(sheet: Sheet, draft: Draft, name: str, value: Decimal, words: Sequence[Word]) -> None:
    if name not in draft.values:
        draft.put(name, value, _TRUST, sheet.page.ratio(words))


def _fill_line(words: Sequence[Word], draft: Draft) -> None:
    """The only line: one item between stars, one rate that explains the tax; quantity and price that make the net."""
    printed = [token for word in words for token in word.norm.split()]
    items, rates = [_matched(_ITEM, printed), _matched(_RATE, printed)]
    net, tax = draft.values.get("net_amount"), draft.values.get("tax_amount")
    if len(items) != 1 or len(rates) != 1 or not isinstance(net, Decimal) or not isinstance(tax, Decimal):
        return
    if round_to_fen(net * (rate_of(rates[0]) or 0)) != tax:
        return
    figures = {Decimal(token) for token in _matched(_FIGURE, printed)} - {net}
    pairs = [(count, price) for count in figures for price in figures if round_to_fen(count * price) == net]
    priced = [
        pair for pair in pairs if pair[0] == pair[0].to_integral_value() and pair[1] != pair[1].to_integral_value()
    ]
    count, price = priced[0] if len(priced) == 1 else (None, None)
    draft.lines = [
        FapiaoLine(
            item_name=items[0],
            tax_category=tax_category_of(items[0]),
            quantity=count,
            unit_price=price,
            net_amount=net,
            tax_rate=rate_of(rates[0]),
            tax_amount=tax,
            tax_treatment=treatment_of(rates[0]),
        )
    ]


def _matched(shape: re.Pattern[str], printed: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(token for token in printed if shape.fullmatch(token)))
