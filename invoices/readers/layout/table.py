"""Lines of goods and services between the table heading and the 合计 row.

Rule kept: every line hangs on a printed net amount; text below it without an amount of its own continues the item
name or the specification, so wrapped names and discount lines come out right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from invoices.readers.draft import Draft
from invoices.readers.layout.columns import (
    apart_at_blanks,
    chunks,
    cut_at_starts,
    in_own_column,
    name_edge,
    own_columns,
    specification_starts,
)
from invoices.readers.layout.figures import MONEY, figure_text, is_figure, is_rate, split_numbers, unstuck
from invoices.readers.layout.item_names import has_mark
from invoices.readers.layout.sheet import Row, Sheet, lines_of
from invoices.readers.layout.table_lines import Item, certainty_of, is_named_well, line_of, with_stars
from invoices.readers.values import decimal_of, money_of
from invoices.readers.words import Word

_TRUST, _UNNAMED = 0.97, 0.85
_FAR: Final = 1.8
_LARGE: Final = 1.35
_INDEX: Final = re.compile(r"序号")
_HEADS: Final = (
    (
        "item_name",
        re.compile(
            r"(?:货物(?:或应税劳务|\(劳务\))?、?(?:服务)?|项目|应税劳务、?服务|商品)名称|货物或应税劳务名称|[\u4e00-\u9fff、()]{2,12}名称"
        ),
    ),
    ("specification", re.compile(r"规格型号|规格|.格型号|规.型号|车牌号")),
    ("unit", re.compile(r"单位|类型(?!号)")),
    ("quantity", re.compile(r"数量|通行日期起")),
    ("unit_price", re.compile(r"单价|通行日期止")),
    ("net_amount", re.compile(r"金额?(?!额?合计)")),
    ("tax_rate", re.compile(r"税率(?:/?征收率)?|征收率|税车")),
    ("tax_amount", re.compile(r"税额|税$")),
)
_END: Final = re.compile(
    r"^税额[:;]|^合[^\u4e00-\u9fff]{0,2}计|^.?计[¥\d]|^合(?:$|[¥V\d])|价税合计|^小计|^总计|^\(?大写"
)
_FRACTION: Final = re.compile(r"\.\d{2,}$")
_SPECIAL_HEAD: Final = re.compile(
    r"出行人|出发地|到达地|交通工具|有效身份证|建筑服务发生地|建筑项目名称|产权证书|租赁期|运输工具种类|起运地|车牌号码"
)
FIGURE_COLUMNS: Final = ("quantity", "unit_price", "net_amount", "tax_rate", "tax_amount")
_MONEY_TITLE: Final = re.compile("[金税征]")
_MONEY_HEADS: Final = frozenset({"net_amount", "tax_rate", "tax_amount"})


def read_table(sheet: Sheet, draft: Draft) -> None:
    """Puts the lines of the first table on the page; they are as sure as the least certain character of a name."""
    heads, heading = heading_of(sheet)
    if heading is None:
        return
    items: list[Item] = []
    lines = _without_row_numbers(body_of(sheet, heads, heading), heading)
    lines = [apart_at_blanks(line, heads) for line in lines] if sheet.page.ocr else lines
    starts = specification_starts(lines, heads)
    for line in _without_stamps(lines) if sheet.page.ocr else lines:
        if _SPECIAL_HEAD.search("".join(found.norm for found in line)):
            break
        _take(cut_at_starts(line, starts), heads, items, starts)
    if sheet.page.ocr and len(items) > 1 and _is_total(items[-1], items[:-1]):
        items.pop()
    draft.lines = [made for made in map(line_of, items) if made]
    if sheet.page.ocr and any(has_mark(line.item_name or "") for line in draft.lines):
        draft.lines = [with_stars(line) for line in draft.lines]
    if draft.lines:
        named = _TRUST if all(map(is_named_well, draft.lines)) else _UNNAMED
        draft.confidence["lines"] = named * min((certainty_of(item, heads) for item in items), default=0.0)


def _without_stamps(lines: Sequence[list[Word]]) -> Iterator[list[Word]]:
    """The lines without what is stamped on a table: text larger than its print, or far below the line before it."""
    height = median([found.height for line in lines for found in line if len(found.norm) > 1] or [0.0])
    last: float | None = None
    for line in lines:
        kept = [found for found in line if found.height < _LARGE * height or is_figure(found)]
        middle = median(found.middle for found in line)
        if kept and (last is None or middle - last < _FAR * height or any(map(is_figure, kept))):
            last = middle
            yield kept


def _is_total(item: Item, before: Sequence[Item]) -> bool:
    """Whether a row is the total whose label was not read: no rate or count, and the sum of the lines above."""
    if item.rate is not None or item.quantity is not None or item.unit_price is not None:
        return False
    return item.net_amount == sum(each.net_amount or 0 for each in before)


def _without_row_numbers(lines: list[list[Word]], heading: Row) -> list[list[Word]]:
    """Sales lists count their rows under 序号."""
    counted = _INDEX.search(heading.text)
    if counted is None:
        return lines
    index = _head(heading, counted)
    return [[w for w in line if not (w.norm.isdigit() and w.x0 < index.x1 and w.x1 > index.x0)] for line in lines]


def heading_of(sheet: Sheet) -> tuple[dict[str, Word], Row | None]:
    """The row with most column titles, at least four, and where each stands. Single characters may be lost in scans."""
    titles: dict[str, re.Match[str]] = {}
    heading: Row | None = None
    for row in sheet.rows_with(_MONEY_TITLE):
        found = {name: match for name, pattern in _HEADS if (match := pattern.search(row.text))}
        if len(found) >= 4 and found.keys() & _MONEY_HEADS and len(found) > len(titles):
            titles, heading = found, row
    if heading is None:
        return {}, None
    heads = {name: _head(heading, match) for name, match in titles.items()}
    return heads | own_columns(heading.words, heads), heading


def _head(row: Row, match: re.Match[str]) -> Word:
    parts = row.parts(match.start(), match.end())
    return Word(
        match[0],
        match[0],
        min(part.x0 for part in parts),
        min(part.y0 for part in parts),
        max(part.x1 for part in parts),
        max(part.y1 for part in parts),
    )


def body_of(sheet: Sheet, heads: dict[str, Word], heading: Row) -> list[list[Word]]:
    """Printed lines below the heading and above the total."""
    top = max(found.y1 for found in heading.words) - 0.2 * heading.words[0].height
    bottom = sheet.page.height
    for row in sheet.rows:
        middle = row.words[0].middle
        if middle > top and _END.search(row.text):
            bottom = min(found.y0 for found in row.words)
            break
    below = [found for found in sheet.words if top < found.middle < bottom]
    words = split_numbers(below)
    return lines_of([piece for found in words for piece in unstuck(found, heads)] if sheet.page.ocr else words)


def _take(line: list[Word], heads: dict[str, Word], items: list[Item], starts: list[float]) -> None:
    """Opens a line where the row carries a net amount, continues the last one otherwise."""
    numbers, texts = _sorted_out(line, heads)
    if "net_amount" in numbers:
        items.append(_item(line, numbers))
    elif numbers and items and items[-1].rate is None:
        _fill(items[-1], numbers)
    if items:
        _add_texts(items[-1], texts, heads, starts)


def _item(line: list[Word], numbers: dict[str, str]) -> Item:
    item = Item(middle=sum(found.middle for found in line) / len(line))
    _fill(item, numbers)
    return item


def _fill(item: Item, numbers: dict[str, str]) -> None:
    item.net_amount = item.net_amount if item.net_amount is not None else money_of(numbers.get("net_amount"))
    item.rate = item.rate or numbers.get("tax_rate")
    item.tax_amount = item.tax_amount if item.tax_amount is not None else money_of(numbers.get("tax_amount"))
    item.quantity = item.quantity if item.quantity is not None else decimal_of(numbers.get("quantity"))
    item.unit_price = item.unit_price if item.unit_price is not None else decimal_of(numbers.get("unit_price"))


def _sorted_out(line: list[Word], heads: dict[str, Word]) -> tuple[dict[str, str], list[Word]]:
    """Numbers by column and the remaining texts. The rate stands between net and tax and tells them apart."""
    edge = _text_edge(heads)
    figures = sorted((found for found in line if is_figure(found) and found.x1 > edge), key=lambda found: found.x0)
    rate = next((found for found in figures if is_rate(found)), None)
    numbers = _around_rate(figures, rate, heads) if rate else _by_heads(figures, heads)
    used = {id(found) for found in figures}
    return numbers, [found for found in line if id(found) not in used]


def _around_rate(figures: list[Word], rate: Word, heads: dict[str, Word]) -> dict[str, str]:
    """Left of the rate the net amount, before it unit price and quantity; right of it the tax."""
    left = [found for found in figures if found.centre < rate.x0]
    right = [found for found in figures if found is not rate and found.centre > rate.x0]
    numbers = {"tax_rate": figure_text(rate)}
    if right:
        numbers["tax_amount"] = figure_text(right[0])
    if left and MONEY.match(figure_text(left[-1])):
        numbers["net_amount"] = figure_text(left.pop())
    return {**_by_heads(left, heads, ("quantity", "unit_price")), **numbers}


def _by_heads(figures: list[Word], heads: dict[str, Word], allowed: tuple[str, ...] = ()) -> dict[str, str]:
    """Figures to the columns whose titles are nearest; two free figures are quantity and price in this order."""
    if allowed and len(figures) == 2:
        return dict(zip(allowed, map(figure_text, figures), strict=True))
    if allowed and len(figures) == 1 and not heads.keys() >= set(allowed) and _FRACTION.search(figure_text(figures[0])):
        return {"unit_price": figure_text(figures[0])}
    numbers: dict[str, str] = {}
    for found in figures:
        name = _column(found, heads, allowed)
        if name and name not in numbers:
            numbers[name] = figure_text(found)
    return numbers


def _text_edge(heads: dict[str, Word]) -> float:
    """Left of this edge digits belong to names and specifications."""
    if "quantity" in heads and "unit" in heads:
        return heads["unit"].x1
    first = min((heads[name] for name in FIGURE_COLUMNS if name in heads), key=lambda head: head.x0)
    return first.x0 - 2 * first.height


def _column(found: Word, heads: dict[str, Word], allowed: tuple[str, ...]) -> str | None:
    """The numeric column whose title is nearest, by the shape the figure may have there."""
    compact = figure_text(found)
    if not allowed and re.match(r"^[*＊]{2,}$", compact):
        allowed = ("tax_rate", "tax_amount")
    elif not allowed:
        allowed = ("quantity", "unit_price", "net_amount", "tax_amount")[: 4 if MONEY.match(compact) else 2]
    known = [name for name in allowed if name in heads]
    return min(known, key=lambda name: _distance(found, heads[name]), default=None)


def _distance(found: Word, head: Word) -> float:
    """Between right edges or centres, whichever fits better: figures are aligned right, titles centred."""
    return min(abs(found.x1 - head.x1), abs(found.centre - head.centre), abs(found.x0 - head.x0))


def _add_texts(item: Item, texts: list[Word], heads: dict[str, Word], starts: list[float]) -> None:
    for chunk in chunks(texts, starts):
        left = chunk[0].x0
        centre = (left + chunk[-1].x1) / 2
        if in_own_column(chunk[0], heads):
            continue
        if "specification" not in heads or left < name_edge(heads):
            item.name += chunk
        elif "unit" in heads and abs(centre - heads["unit"].centre) < abs(centre - heads["specification"].centre):
            item.unit += chunk
        else:
            item.specification += chunk
