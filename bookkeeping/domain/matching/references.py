"""References that both sides know: invoice, order and contract numbers, wherever a line shows them.

Rule kept: a number only one side knows (a bank's serial number, a voucher number) is no reference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bookkeeping.domain.matching.lines import Line

_MARKS = re.compile(r"[^0-9A-Za-z]+")
_TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-]{4,30}[0-9A-Za-z]")
_DATE = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?")
_DATE_LENGTHS = (6, 8)
_SHORTEST = 4
# What stands on more lines than this is no paper's number (an account, a shop, a batch).
_CROWD = 24


def shared_references(ledger: Sequence[Line], bank: Sequence[Line]) -> tuple[list[str], list[str]]:
    """The reference of each line as far as the other side has it too, else an empty string."""
    ours, theirs = [_steady(line.reference) for line in ledger], [_steady(line.reference) for line in bank]
    our_words, their_words = _in_words(ledger), _in_words(bank)
    _take_from_words(ours, our_words, _known(theirs, their_words))
    _take_from_words(theirs, their_words, _known(ours, our_words))
    shared = _of_few(ours) & _of_few(theirs)
    return [one if one in shared else "" for one in ours], [one if one in shared else "" for one in theirs]


def _in_words(lines: Sequence[Line]) -> dict[int, list[str]]:
    """Numbers among the words of a line, by position; the same words are read once."""
    found, read = {}, {"": list[str]()}
    for row, line in enumerate(lines):
        tokens = read.get(line.description)
        if tokens is None:
            words = (_steady(word) for word in _TOKEN.findall(line.description))
            tokens = read[line.description] = [word for word in words if any(map(str.isdigit, word))]
        if tokens:
            found[row] = tokens
    return found


def _known(references: Sequence[str], words: Mapping[int, Sequence[str]]) -> set[str]:
    return {*references, *(token for tokens in words.values() for token in tokens)} - {""}


def _take_from_words(references: list[str], words: Mapping[int, Sequence[str]], known: set[str]) -> None:
    """Where a line's own reference is unknown to the other side, one among its words may not be."""
    for row, tokens in words.items():
        if references[row] not in known:
            references[row] = next((token for token in tokens if token in known), references[row])


def _of_few(references: Sequence[str]) -> set[str]:
    return {reference for reference, count in Counter(references).items() if reference and count <= _CROWD}


def _steady(written: str) -> str:
    """Letters and digits alone; dates and what is too short to tell papers apart count as none."""
    if not written:
        return ""
    short = (written if written.isalnum() else _MARKS.sub("", written)).upper()
    if len(short) < _SHORTEST or not short.strip("0"):
        return ""
    return "" if len(short) in _DATE_LENGTHS and _DATE.fullmatch(short) else short
