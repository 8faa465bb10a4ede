"""Pinyin that Chinese names are found by: initials as people type them, and the whole spelling."""

from __future__ import annotations


def initials(name: str) -> str:
    """First letters of the pinyin ("云杉" → "ys"); other characters stay as they are."""
    from pypinyin import Style, lazy_pinyin  # its tables take a quarter of a second to load

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def spelling(name: str) -> str:
    """The whole pinyin without tones ("云杉" → "yunshan")."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))
