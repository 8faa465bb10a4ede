"""References that both sides know: invoice, order and contract numbers, wherever a line shows them.

Rule kept: a number only one side knows (a bank's serial number, a voucher number) is no reference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

Written = tuple[Sequence[str], Sequence[str]]
_MARKS = re.compile(r"[^0-9A-Za-z]+")
_TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-]{4,30}[0-9A-Za-z]")
_DATE = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?")
_DATE_LENGTHS = (6, 8)
_SHORTEST = 4
# What stands on more lines than this is no paper's number (an account, a shop, a batch).
_CROWD = 24


def shared_references(ledger: Written, bank: Written) -> tuple[list[str], list[str]]:
    """The reference of each line as far as the other side has it too, else an empty string.

    Each side is given as its references and its descriptions.
    """
    ours, theirs = _steady_all(ledger[0]), _steady_all(bank[0])
    our_words, their_words = _in_words(ledger[1]), _in_words(bank[1])
    _take_from_words(ours, our_words, _known(theirs, their_words))
    _take_from_words(theirs, their_words, _known(ours, our_words))
    shared = _of_few(ours, set(theirs)) & _of_few(theirs, set(ours))
    return [one if one in shared else "" for one in ours], [one if one in shared else "" for one in theirs]


def _steady_all(references: Sequence[str]) -> list[str]:
    return [_steady(one) if one else "" for one in references]


def _in_words(descriptions: Sequence[str]) -> dict[int, list[str]]:
    """Numbers among the words of a line, by position; the same words are read once."""
    read = {each: tokens for each in set(descriptions) if (tokens := _tokens(each))}
    return {row: read[each] for row, each in enumerate(descriptions) if each in read}


def _tokens(words: str) -> list[str]:
    steady = (_steady(word) for word in _TOKEN.findall(words))
    return [word for word in steady if any(map(str.isdigit, word))]


def _known(references: Sequence[str], words: Mapping[int, Sequence[str]]) -> set[str]:
    return {*references, *(token for tokens in words.values() for token in tokens)} - {""}


def _take_from_words(references: list[str], words: Mapping[int, Sequence[str]], known: set[str]) -> None:
    """Where a line's own reference is unknown to the other side, one among its words may not be."""
    for row, tokens in words.items():
        if references[row] not in known:
            references[row] = next((token for token in tokens if token in known), references[row])


def _of_few(references: Sequence[str], known: set[str]) -> set[str]:
    counted = Counter([reference for reference in references if reference and reference in known])
    return {reference for reference, count in counted.items() if count <= _CROWD}


def _steady(written: str) -> str:
    """Letters and digits alone; dates and what is too short to tell papers apart count as none."""
    if not written:
        return ""
    short = (written if written.isalnum() else _MARKS.sub("", written)).upper()
    if len(short) < _SHORTEST or not short.strip("0"):
        return ""
    return "" if len(short) in _DATE_LENGTHS and _DATE.fullmatch(short) else short
