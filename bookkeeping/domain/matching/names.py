"""Names of counterparties, each distinct one resolved once to the parties it may mean.

Rule kept: an abbreviation that fits several parties means all of them, one that fits too many means nobody; likeness of
letters counts only for names that stand on one side alone, because branches and sister companies differ by a character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from rapidfuzz.fuzz import ratio

Parties = tuple[int, ...]
NOBODY: Parties = ()
LEAST_RATIO = 86
_POSTINGS = 200
_CANDIDATES = 6
_PERSON = 4
_NOISE = re.compile(r"[\s()\[\]【】<>《》·.,。、:/\\_\-—\"'“”]+")
_NOTES = re.compile(r"\((?:基本户|一般户|个体工商户|普通合伙|有限合伙|特殊普通合伙|备付金|待清算)\)?")
# The legal form, also where the bank cut it off.
_FORM = re.compile(r"(?:集团)?(?:股份)?有(?:限(?:责(?:任(?:公司?)?)?|公司?)?)?$|股份?$|公司?$")
_USUAL_FORM = "有限公司"
# Who only passes money on says nothing about whose it is.
_GO_BETWEEN = re.compile(
    "财付通|支付宝|备付金|待清算|清算专户|清算资金|银联商务|网银在线|拉卡拉|快钱支付|批量代[付发收]"
)
_DIGITS = re.compile(r"[\d一二三四五六七八九十]")


def plain(name: str) -> str:
    """The name without legal form, notes, marks and blanks; full-width letters become usual ones."""
    if not name.isalnum():
        name = _NOISE.sub("", _NOTES.sub("", unicodedata.normalize("NFKC", name)))
    shorter = name[:-4].removesuffix("股份").removesuffix("集团") if name.endswith(_USUAL_FORM) else _FORM.sub("", name)
    return shorter if len(shorter) > 1 else name


class Names:
    """The parties of one case, numbered from 0, and what each written name may mean."""

    def __init__(self, ledger: Iterable[str], bank: Iterable[str], aliases: Mapping[str, str]) -> None:
        """`ledger` and `bank` are the distinct names as written; `aliases` says whose name a bank's name is."""
        known = {plain(theirs): plain(ours) for theirs, ours in aliases.items()}
        written = {name: plain(name) for name in {*ledger, *bank} if name and not _GO_BETWEEN.search(name)}
        written = {name: known.get(short, short) for name, short in written.items()}
        self._ours = {written[name] for name in set(ledger) if name in written}
        self._theirs = {written[name] for name in set(bank) if name in written}
        self._parties: list[str] = []
        self._trigrams: dict[str, list[int]] = {}
        self._numbers: dict[str, Parties] = {}
        for name in sorted(self._ours | self._theirs, key=lambda one: (-len(one), one)):
            self._numbers[name] = self._held(name)
        self._resolve_lonely()
        self._memo = {name: self._numbers[short] for name, short in written.items()}

    def single(self) -> dict[str, int]:
        """Written names that mean one party, with its number."""
        return {written: parties[0] for written, parties in self._memo.items() if len(parties) == 1}

    def meant_by(self, written: str) -> Parties:
        """The parties a written name may mean; NOBODY for a blank and for what fits too many."""
        return self._memo.get(written, NOBODY)

    def found_in(self, words: str) -> Parties:
        """The parties whose name, or a telling part of it, stands among these words."""
        for word in _NOISE.split(words):
            if len(word) > 1 and word in self._numbers:
                return self._numbers[word]
        votes: dict[int, int] = {}
        for start in range(len(words) - 2):
            rows = self._trigrams.get(words[start : start + 3], ())
            if len(rows) <= _POSTINGS:
                for party in rows:
                    votes[party] = votes.get(party, 0) + 1
        most = max(votes.values(), default=0)
        found = [party for party, count in votes.items() if count == most]
        return tuple(found) if most > 1 and len(found) <= _CANDIDATES else NOBODY

    def _held(self, name: str) -> Parties:
        """The parties whose longer name contains this one, or a new party."""
        grams = {name[start : start + 3] for start in range(len(name) - 2)}
        rows = self._rarest(grams) if len(name) >= _PERSON else None
        if rows is not None:
            if len(rows) > _POSTINGS:
                return NOBODY
            holders = [party for party in rows if name in self._parties[party]]
            if holders:
                return tuple(holders) if len(holders) <= _CANDIDATES else NOBODY
        party = len(self._parties)
        self._parties.append(name)
        for gram in grams:
            self._trigrams.setdefault(gram, []).append(party)
        return (party,)

    def _rarest(self, grams: Iterable[str]) -> list[int] | None:
        """The shortest of the lists of parties with one of these grams; None where no party has one of them."""
        rarest: list[int] | None = None
        for gram in grams:
            rows = self._trigrams.get(gram)
            if rows is None:
                return None
            if rarest is None or len(rows) < len(rarest):
                rarest = rows
        return rarest

    def _resolve_lonely(self) -> None:
        """Names of one side that no longer name holds: abbreviations of few characters, masked names, misspellings."""
        for here, there in ((self._theirs, self._ours), (self._ours, self._theirs)):
            lonely = [name for name in here - there if self._parties_named(name)]
            if not lonely:
                continue
            others = [party for party, name in enumerate(self._parties) if name in there]
            fits = _Fits(self._parties, others, lonely)
            for name in lonely:
                found = fits.of(name)
                if found is not None:
                    self._numbers[name] = found

    def _parties_named(self, name: str) -> bool:
        numbers = self._numbers[name]
        return len(numbers) == 1 and self._parties[numbers[0]] == name


class _Fits:
    """Which of the other side's parties a lonely name fits."""

    def __init__(self, parties: list[str], others: list[int], lonely: Iterable[str]) -> None:
        self._parties = parties
        self._pairs: dict[str, list[int]] = {pair: [] for name in lonely for pair in _pairs_of(name)}
        self._firsts: dict[str, list[int]] = defaultdict(list)
        for party in others:
            name = parties[party]
            if len(name) <= _PERSON:
                self._firsts[name[0]].append(party)
            for pair in _pairs_of(name):
                if pair in self._pairs:
                    self._pairs[pair].append(party)

    def of(self, name: str) -> Parties | None:
        """None where it fits none, NOBODY where it fits too many."""
        if "*" in name:
            return self._chosen(self._firsts.get(name[0], []), _mask(name)) or NOBODY
        rows = [found for pair in _pairs_of(name) if (found := self._pairs.get(pair))]
        rarest = min(rows, key=len, default=[])
        if len(rarest) > _POSTINGS:
            return NOBODY if len(name) <= _PERSON else None
        held = self._chosen(rarest, lambda other: len(other) >= len(name) + 2 and _in_order(name, other))
        if held is not None and len(name) <= 2 * _PERSON:
            return held
        return self._alike(name, rarest) if len(name) > _PERSON else None

    def _chosen(self, rows: Iterable[int], fits: Callable[[str], bool]) -> Parties | None:
        found = {party for party in rows if fits(self._parties[party])}
        if not found:
            return None
        return tuple(sorted(found)) if len(found) <= _CANDIDATES else NOBODY

    def _alike(self, name: str, rows: Iterable[int]) -> Parties | None:
        scored = [
            (ratio(name, self._parties[party]), party)
            for party in set(rows)
            if _DIGITS.findall(name) == _DIGITS.findall(self._parties[party])
        ]
        best = max(scored, default=(0.0, -1))
        tied = sum(score == best[0] for score, _ in scored)
        return (best[1],) if best[0] >= LEAST_RATIO and tied == 1 else None


def _pairs_of(name: str) -> list[str]:
    return [name[start : start + 2] for start in range(len(name) - 1)]


def _in_order(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(char in rest for char in short)


def _mask(name: str) -> Callable[[str], bool]:
    pattern = re.compile(re.escape(name).replace(r"\*", "."))
    return lambda other: pattern.fullmatch(other) is not None
