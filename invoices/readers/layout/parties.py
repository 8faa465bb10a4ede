"""Buyer and seller: name and taxpayer id of the two party blocks of a VAT invoice.

Rule kept: a block is told to be buyer or seller by its own label or the vertical label beside it; only without either
by its place (left or upper is the buyer).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from invoices.readers.draft import Draft
from invoices.readers.layout.ids import mended_taxpayer_id
from invoices.readers.layout.sheet import Sheet, Span, joined
from invoices.readers.layout.vertical import VerticalLabel
from invoices.readers.words import Word

_NAME: Final = re.compile(
    r"(?:[购销][买售货]?方|收款单位|付款单位|[买卖]方)?(?<![目务物品户质名])名称[:;]|(?<![目务物品户质名])称[:;]|^名称(?=[^:])"
)
_TAX_ID: Final = re.compile(
    r"(?:[购销][买售货]?方)?(?:统一社会信?用?代码/?)?(?:纳税人?识别号|税人识别号)(?:/?统一社会信用代码)?[:;.]?|"
    r"(?:[购销][买售货]?方)?(?:统一)?社会信用代码(?:/?纳税人识?别?号?)?[:;.]?"
)
_NEXT_LABEL: Final = re.compile(r"(?:[\u4e00-\u9fff]{1,12}、?[\u4e00-\u9fff]{0,6}|号)[:;]$")
_LETTERS: Final = re.compile(r"[0-9A-Za-z]{15,22}")
_FOREIGN: Final = re.compile(r"^(?:地址|开户行|电话|统一社会|纳税人识别)")
_ID_BEHIND: Final = re.compile(r"[0-9A-Z]{15,20}$")
_WHOLE: Final = re.compile(
    r"(?:公司|[店厂部所院校局站馆室社团处户行场园楼吧坊铺屋会]|中心|银行|医院|学[校院]|事务所|合作社|委员会|政府|海关|研究院|[)）])$"
)
_FOREIGN_PART: Final = re.compile(
    r"合计|大写|小写|名称|识别号|附件|付讫|核销|报销|入账|[¥:]|[壹贰叁肆伍陆柒捌玖拾佰仟万零]{3,}[圆元角]"
)
_NAME_TRUST, _ID_TRUST, _ODD_NAME = 0.96, 0.95, 0.85


@dataclass(slots=True)
class _Block:
    """Labels of one party and where its values end on the right."""

    name: Span | None
    tax_id: Span | None
    limit: float = float("inf")
    role: str = ""

    @property
    def anchor(self) -> Span:
        """Any label of the block."""
        found = self.tax_id or self.name
        if found is None:
            raise ValueError("a party block has at least one label")
        return found


def read_parties(sheet: Sheet, draft: Draft) -> None:
    """Puts buyer_name, buyer_taxpayer_id, seller_name, seller_taxpayer_id."""
    blocks = _blocks(sheet)
    _give_roles(blocks, sheet.labels, 0.03 * sheet.page.height)
    _give_limits(blocks, sheet.labels)
    for block in blocks:
        if block.role and f"{block.role}_name" not in draft.values:
            _read_block(sheet, block, draft)


def _blocks(sheet: Sheet) -> list[_Block]:
    """Name labels paired with the nearest taxpayer-id label below them."""
    names, ids = list(sheet.spans(_NAME)), list(sheet.spans(_TAX_ID))
    blocks: list[_Block] = []
    for label in ids:
        fitting = [name for name in names if _pairs(name, label, 0.07 * sheet.page.height)]
        nearest = min(fitting, key=lambda name: abs(label.middle - name.middle), default=None)
        if nearest is not None:
            names.remove(nearest)
        blocks.append(_Block(nearest, label))
    return blocks + [_Block(name, None) for name in names]


def _pairs(name: Span, label: Span, reach: float) -> bool:
    """The name stands above, not further than `reach` or five lines, and starts near the same left edge."""
    close = abs(name.x0 - label.x0) < 5 * label.height
    return close and -0.5 * label.height < label.middle - name.middle < max(5.5 * label.height, reach)


def _give_roles(blocks: list[_Block], labels: Sequence[VerticalLabel], slack: float) -> None:
    for block in blocks:
        block.role = _own_role(block) or _side_role(block.anchor, labels, slack)
    free = [block for block in blocks if not block.role]
    taken = {block.role for block in blocks}
    order = sorted(free, key=lambda block: (round(block.anchor.middle / (6 * block.anchor.height)), block.anchor.x0))
    for block, role in zip(order, [role for role in ("buyer", "seller") if role not in taken], strict=False):
        block.role = role


def _own_role(block: _Block) -> str:
    text = (block.name.text if block.name else "") + (block.tax_id.text if block.tax_id else "")
    if re.search(r"购|买方|付款", text):
        return "buyer"
    return "seller" if re.search(r"销|卖方|收款", text) else ""


def _side_role(anchor: Span, labels: Sequence[VerticalLabel], slack: float) -> str:
    """The nearest buyer or seller label to the left that stands on the anchor's level."""
    reach = max(2.5 * anchor.height, slack)
    beside = [
        label
        for label in labels
        if label.name in ("buyer", "seller")
        and label.x1 <= anchor.x0 + anchor.height
        and label.y0 - reach <= anchor.middle <= label.y1 + reach
    ]
    return max(beside, key=lambda label: label.x0).name if beside else ""


def _next_label(anchor: Span, labels: Sequence[VerticalLabel]) -> float:
    """Left edge of the next vertical label on the anchor's level."""
    reach = 2 * anchor.height
    edges = (label.x0 for label in labels if label.y0 - reach <= anchor.middle <= label.y1 + reach)
    return min((edge for edge in edges if edge > anchor.x1), default=float("inf"))


def side_of(anchor: Span, sheet: Sheet) -> tuple[str, float]:
    """Whose block a label stands in (buyer, seller or nothing) and where its value ends on the right."""
    role = _side_role(anchor, sheet.labels, 0.03 * sheet.page.height)
    return role, _next_label(anchor, sheet.labels)


def _give_limits(blocks: list[_Block], labels: Sequence[VerticalLabel]) -> None:
    """A value ends where the next block or vertical label on its level begins."""
    for block in blocks:
        anchor = block.anchor
        edges = [
            other.anchor.x0
            for other in blocks
            if other.anchor.x0 > anchor.x1 and abs(other.anchor.middle - anchor.middle) < 3 * anchor.height
        ]
        block.limit = min([*edges, _next_label(anchor, labels)])


def _read_block(sheet: Sheet, block: _Block, draft: Draft) -> None:
    words = _name_words(sheet, block)
    name = cleaned_name(_ID_BEHIND.sub("", joined(words)))
    if name:
        draft.put(
            f"{block.role}_name", name, _NAME_TRUST * trust_of_name(name) * _score(words), sheet.page.ratio(words)
        )
    if block.tax_id is None:
        return
    words = _value(sheet, block.tax_id, block.limit)
    match = _LETTERS.search("".join(found.norm for found in words).replace(" ", ""))
    if match:
        value, trust = mended_taxpayer_id(match[0], ocr=sheet.page.ocr)
        draft.put(f"{block.role}_taxpayer_id", value, _ID_TRUST * trust * _score(words), sheet.page.ratio(words))


def _name_words(sheet: Sheet, block: _Block) -> list[Word]:
    """Words beside the name label; without one, those above the id's value."""
    if block.name is not None:
        words = _value(sheet, block.name, block.limit)
        return words + _continued(sheet, block, words)
    anchor = block.anchor
    beside = _value(sheet, anchor, block.limit)
    left = min((found.x0 for found in beside), default=anchor.x1) - 2 * anchor.height
    above = sheet.between(anchor.y0 - 1.8 * anchor.height, anchor.y0 + 0.1 * anchor.height, left, block.limit)
    return [
        found
        for found in above
        if re.search(r"[\u4e00-\u9fff]{2}", found.norm) and not _FOREIGN_PART.search(found.norm)
    ]


def _continued(sheet: Sheet, block: _Block, words: list[Word]) -> list[Word]:
    """The second line of a long name: flush with the first, close below it, above the next label."""
    if not words or block.tax_id is None:
        return []
    last = words[-1]
    bottom = min(block.tax_id.y0, last.y1 + 1.3 * last.height)
    below = sheet.between(last.y1 - 0.1 * last.height, bottom, words[0].x0 - last.height, block.limit)
    flush = [found for found in below if abs(found.x0 - words[0].x0) < 0.6 * last.height]
    return [found for found in flush if re.match(r"[\u4e00-\u9fff()]+$", found.norm) and found not in words]


def _value(sheet: Sheet, label: Span, limit: float) -> list[Word]:
    words = sheet.right_of(label, limit, reach=0.8)
    for place, found in enumerate(words):
        apart = place > 0 and found.x0 - words[place - 1].x1 > 3 * label.height
        if apart or _NEXT_LABEL.search(found.norm) or _FOREIGN.search(found.norm):
            return words[:place]
    return words


def trust_of_name(name: str) -> float:
    """Less for a name that does not end as names of organisations and people do, or that swallowed other print.

    A doubled first character comes from two boxes that overlap more often than from a name.
    """
    whole = bool(_WHOLE.search(name)) or bool(re.fullmatch(r"[\u4e00-\u9fff·]{2,4}|[A-Za-z .,&]+", name))
    doubled = len(name) > 4 and name[0] == name[1]
    return 1.0 if whole and not doubled and not _FOREIGN_PART.search(name) else _ODD_NAME


def cleaned_name(text: str) -> str | None:
    """Without stray marks at the ends; brackets beside Chinese become the full-width ones of the register."""
    name = text.strip(" :;：；.,·-_|")
    if re.search(r"[\u4e00-\u9fff]", name):
        name = name.replace("(", "（").replace(")", "）").replace(" ", "")
    return name or None


def _score(words: list[Word]) -> float:
    return min((found.certainty for found in words), default=1.0)
