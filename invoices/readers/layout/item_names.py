"""The stars around the short name of a line (`*餐饮服务*餐费`), which a recogniser loses or takes for other marks.

Rule kept: stars are only put where one of them was seen, or where a line of the paper has them and the text
begins with a short name of the table.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from invoices.domain.categories import short_names

# the first star lost or misread, or the second taken for a quotation mark
_HALF: Final = re.compile(
    r"^[*＊]?([\u4e00-\u9fff、]{2,14})[*＊“”\"](?=[^*＊“”\"])|^[*＊“”\"'‘’]?([\u4e00-\u9fff、]{1,14})[*＊](?=[^*＊“”\"])"
)
_MARKS: Final = ("*", "＊", "“", "”", '"')
_MARK: Final = r"[*＊“”\"'‘’·.,]{0,2}"


def starred(name: str) -> str:
    """The name with both stars where one was seen."""
    match = _HALF.match(name)
    return f"*{match[1] or match[2]}*{name[match.end() :]}" if match else name


def has_mark(name: str) -> bool:
    """Whether the name begins with a star, or with what a recogniser takes for one."""
    return name.startswith(_MARKS)


def starred_as_others(name: str) -> str:
    """The name with both stars where it begins with a known short name."""
    match = None if name.startswith("*") else _known().match(name)
    return f"*{match[1]}*{name[match.end() :]}" if match else name


@cache
def _known() -> re.Pattern[str]:
    """A short name of the table at the beginning, with something after it and at least no other star."""
    longest_first = sorted((name for name in short_names() if len(name) > 1), key=len, reverse=True)
    return re.compile(f'^{_MARK}({"|".join(map(re.escape, longest_first))}){_MARK}(?=[^*＊“”"]{{2}})')
