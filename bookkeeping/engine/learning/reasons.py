"""Why an account is suggested, in words a person can check: which memory speaks for it and how often it was booked so.

Rule kept: the most telling memory that agrees is named, with true counts; where none does, the words decided.
"""

from __future__ import annotations

from bookkeeping.engine.case import AccountName, Choice
from bookkeeping.engine.learning.memory import SORTS, TELLING, Key, Memories, Remembered

_LAYERS = {
    "party_item_told": "memory",
    "party_item": "memory",
    "party_short_told": "memory_party",
    "party_short": "memory_party",
    "party": "memory_party",
    "item_told": "memory_item",
    "item": "memory_item",
    "short_told": "memory_sort",
    "short": "memory_sort",
}
_SAYS = {
    "party_item_told": (
        "同一往来单位、同一项目、同一用途",
        "the same item of the same counterparty for the same purpose",
    ),
    "party_item": ("同一往来单位的同一项目", "the same item of the same counterparty"),
    "party_short_told": (
        "同一往来单位的同类项目、同一用途",
        "the same sort of item of the counterparty for the same purpose",
    ),
    "party_short": ("同一往来单位的同类项目", "the same sort of item of the same counterparty"),
    "party": ("同一往来单位", "the same counterparty"),
    "item_told": ("同一项目、同一用途", "the same item for the same purpose"),
    "item": ("同一项目", "the same item"),
    "short_told": ("同类项目、同一用途", "the same sort of item for the same purpose"),
    "short": ("同类项目", "the same sort of item"),
}
_PLACES = {sort: SORTS.index(sort) for sort in TELLING}
_MAJORITY = 0.6


def _telling(place: int, keys: tuple[Key, ...], memories: list[Remembered]) -> str:
    """The most telling sort of memory, with all its parts known, in which the account has the majority; or empty."""
    for sort in TELLING:
        at = _PLACES[sort]
        held = memories[at].weights.get(place, 0.0)
        if held and "" not in keys[at][2:] and held >= _MAJORITY * memories[at].held:
            return sort
    return ""


def layer_of(place: int, keys: tuple[Key, ...], memories: list[Remembered], *, as_known: bool) -> str:
    """The layer a suggestion counts for in the record."""
    sort = _telling(place, keys, memories)
    if sort:
        return _LAYERS[sort]
    return "knowledge" if as_known else "model"


def reason_of(
    place: int, name: AccountName, keys: tuple[Key, ...], memories: Memories, known: Choice
) -> tuple[str, str]:
    """(Chinese, English): the memory that speaks for the account, or that the words or the tables do."""
    sort = _telling(place, keys, memories.recall(keys))
    if sort:
        times, whole = memories.counted(keys[_PLACES[sort]], place)
        zh, en = _SAYS[sort]
        return (
            f"{zh}此前 {whole} 次中有 {times} 次记入“{name}”",
            f"{en} was booked to {name} {times} of {whole} times",
        )
    if name == known.name:
        return known.reason_zh, known.reason_en
    return f"与此前记入“{name}”的业务用词最接近", f"its words are closest to what was booked to {name}"
