"""Vertical labels (购买方, 销售方, 密码区, 备注) and the cipher area: found, remembered, taken out of the rows.

Rule kept: they cross several rows, so left in place they would break the labels beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from invoices.readers.words import Word

_SURE: Final = frozenset("购买销售密码区备注货付收款")
_MAYBE: Final = frozenset("方单位信息人")
_LETTERS: Final = _SURE | _MAYBE
_NAMES: Final = (
    ("buyer", re.compile(r"购[买货]?[方单]?|买方|付款?[人方]")),
    ("seller", re.compile(r"销[售货]?[方单]?|售方|收款?[人方]")),
    ("cipher", re.compile(r"密码?区?|码区")),
    ("remarks", re.compile(r"备注?|注")),
)
_CIPHER_LENGTH: Final = 14
_CIPHER: Final = re.compile(r"[0-9+\-*/<>]{14,}")
_CIPHER_SIGN: Final = re.compile(r"[+/<>]")


@dataclass(frozen=True, slots=True)
class VerticalLabel:
    """Which label (buyer, seller, cipher, remarks) and where."""

    name: str
    x0: float
    y0: float
    x1: float
    y1: float


def split(words: Sequence[Word]) -> tuple[list[Word], list[VerticalLabel]]:
    """Words without vertical labels and cipher text, and the labels that were found."""
    rest = [found for found in words if len(found.norm) < _CIPHER_LENGTH or not _is_cipher(found)]
    tall = [found for found in rest if found.y1 - found.y0 > 1.6 * (found.x1 - found.x0) and _is_written(found)]
    single = [found for found in rest if found.norm in _LETTERS]
    columns = [column for column in _columns(single) if _is_label(column)]
    taken = {id(found) for column in columns for found in column} | {id(found) for found in tall}
    labels = [label for column in columns for label in _labels(column)]
    labels += [label for found in tall for label in _labels([found])]
    return [found for found in rest if id(found) not in taken], labels


def _is_cipher(found: Word) -> bool:
    compact = found.norm.replace(" ", "")
    # a masked id has stars too, but only stars
    return bool(_CIPHER.fullmatch(compact)) and len(_CIPHER_SIGN.findall(compact)) >= 2


def _is_written(found: Word) -> bool:
    return len(found.norm) >= 2 and not found.norm.isascii()


def _columns(words: Sequence[Word]) -> list[list[Word]]:
    """Single characters one below the other."""
    columns: list[list[Word]] = []
    for found in sorted(words, key=lambda item: item.y0):
        for column in columns:
            last = column[-1]
            near = abs(last.centre - found.centre) < 0.6 * found.height
            if near and 0 < found.y0 - last.y0 < 6 * found.height:
                column.append(found)
                break
        else:
            columns.append([found])
    return columns


def _is_label(column: Sequence[Word]) -> bool:
    text = "".join(found.norm for found in column)
    return any(character in _SURE for character in text) and (len(text) > 1 or text in "购销密备")


def _labels(column: Sequence[Word]) -> list[VerticalLabel]:
    """The named labels inside a column; one column may hold 购买方 above 销售方."""
    text = "".join(found.norm for found in column)
    owner = [found for found in column for _ in found.norm]
    labels = []
    for name, pattern in _NAMES:
        for match in pattern.finditer(text):
            words = owner[match.start() : match.end()]
            labels.append(
                VerticalLabel(
                    name,
                    min(found.x0 for found in words),
                    words[0].y0,
                    max(found.x1 for found in words),
                    words[-1].y1,
                )
            )
    return labels
