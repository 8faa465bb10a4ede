"""Remarks (备注) and the people at the foot of a VAT invoice.

Rule kept: text of seals that lie over the remarks is not a remark.
"""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.fuzz import ratio

from invoices.readers.draft import Draft
from invoices.readers.layout.sheet import Sheet, joined, lines_of
from invoices.readers.layout.vertical import VerticalLabel
from invoices.readers.words import Word

_FOOT: Final = re.compile(r"收款人[:;]|开票人[:;]|复核[:;]?|销售方[:;]?\(章\)|销货单位[:;]?\(章\)")
_PEOPLE: Final = (
    ("payee", re.compile(r"收款人[:;]")),
    ("reviewer", re.compile(r"复核人?[:;]")),
    ("drawer", re.compile(r"开票人[:;]")),
)
_INLINE: Final = re.compile(r"^备注[:;]?")
_SEAL: Final = re.compile(r"专用章|监制章|^[章局]$|^税务局?$")
_TRUST = 0.9


def read_remarks(sheet: Sheet, draft: Draft, seller_id: str | None) -> None:
    """Puts `remarks` and notes payee, reviewer and drawer."""
    _read_people(sheet, draft)
    label = max((one for one in sheet.labels if one.name == "remarks"), key=lambda one: one.y0, default=None)
    words = _area(sheet, label) if label else _inline(sheet)
    kept = [found for found in words if not _is_seal(found, seller_id)]
    text = _unwrapped(lines_of(kept), _right_edge(sheet))
    if text:
        score = min(found.certainty for found in kept)
        draft.put("remarks", text, _TRUST * score, sheet.page.ratio(kept))


def _right_edge(sheet: Sheet) -> float:
    """Where the form ends on the right, as far as anything is printed there."""
    return max((found.x1 for found in sheet.words if len(found.norm) > 1), default=0.0)


def _unwrapped(lines: list[list[Word]], right: float) -> str:
    """Printed lines as text; a line that reaches the right edge was wrapped there and goes on without a break."""
    text = ""
    full = True
    for line in lines:
        text += ("" if full else "\n") + joined(line)
        full = line[-1].x1 > right - 2.2 * line[-1].height
    return text


def _area(sheet: Sheet, label: VerticalLabel) -> list[Word]:
    """Right of the vertical label, from a little above it to the row of names at the foot."""
    height = max(label.x1 - label.x0, 1e-6)
    foot = [span.y0 for span in sheet.spans(_FOOT) if span.y0 > label.y0]
    bottom = min(foot, default=label.y1 + 3 * height)
    above = [span.y1 for span in sheet.spans(re.compile(r"价税合计|\(?小写\)?")) if span.y1 < label.y1]
    top = max([*above, label.y0 - 6 * height])
    return [found for found in sheet.between(top, bottom, label.x1) if found.x0 >= label.x1 - 0.2 * height]


def _inline(sheet: Sheet) -> list[Word]:
    span = sheet.first(_INLINE)
    return sheet.right_of(span) if span else []


def _is_seal(found: Word, seller_id: str | None) -> bool:
    compact = found.norm.replace(" ", "")
    is_id = seller_id is not None and ratio(compact, seller_id) > 85
    return bool(_SEAL.search(compact)) or is_id or len(compact) < 2


def _read_people(sheet: Sheet, draft: Draft) -> None:
    for name, label in _PEOPLE:
        span = sheet.first(label)
        if span is None:
            continue
        words = sheet.right_of(span)
        value = re.split(r"收款人|复核|开票人|销售方|[:;]", words[0].norm)[0].strip() if words else ""
        if re.fullmatch(r"[\u4e00-\u9fffA-Za-z·.]{2,20}", value) and value not in "收款复核开票":
            draft.note(**{name: value})
