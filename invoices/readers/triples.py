"""Net, tax and gross settled together from everything that bears on them.

Rule kept: figures, words, QR and line sums are independent witnesses; the consistent set with most witnesses wins,
and a value that had to be computed or changed says so by its confidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoices.domain.amounts import amount_in_words
from invoices.readers.draft import Draft
from invoices.readers.written import ALIKE, STRIKING, likeness, printed_like
from kernel.money import total

Witnesses = dict[Decimal, float]
Triple = tuple[Decimal, Decimal, Decimal]

_FIGURES, _WORDS, _NEARLY, _QR, _LINES = 1.0, 1.2, 0.8, 2.0, 0.6
_NAMES: Final = ("net_amount", "tax_amount", "gross_amount")
_CAP: Final = 0.45
_AGREED, _STRONG, _WEAK = 0.99, 0.9, 0.45
_COMPLETED, _LIKELY = 0.93, 0.8


def settle(draft: Draft) -> None:
    """Rewrites net, tax and gross and their confidence. Does nothing where fewer than two of them are known."""
    written = draft.values.get("amount_in_words")
    words = amount_in_words(str(written)) if written else None
    witnesses = _witnesses(draft, words)
    if agreed := _agreed(witnesses):
        for name, value in zip(_NAMES, agreed, strict=True):
            _set(draft, name, value, _AGREED)
        _trust_words(draft, words, agreed[2])
        return
    best = max(_triples(witnesses), key=lambda triple: _support(triple, witnesses), default=None)
    if best is None or sum(value in known for value, known in zip(best, witnesses, strict=True)) < 2:
        _keep_printed(draft, words, witnesses)
        return
    for name, value, known in zip(_NAMES, best, witnesses, strict=True):
        _set(draft, name, value, _trust(value, known, best, witnesses))
    _trust_words(draft, words, best[2])


def _agreed(witnesses: tuple[Witnesses, Witnesses, Witnesses]) -> Triple | None:
    """The only triple there is, where nobody contradicts anybody: most invoices."""
    net, tax, gross = witnesses
    if len(net) != 1 or len(tax) != 1 or len(gross) != 1:
        return None
    (n,), (t,), (g,) = net, tax, gross
    return (n, t, g) if n + t == g and n * t >= 0 else None


def _witnesses(draft: Draft, words: Decimal | None) -> tuple[Witnesses, Witnesses, Witnesses]:
    net, tax, gross = ({}, {}, {})  # type: tuple[Witnesses, Witnesses, Witnesses]
    for known, name in ((net, "net_amount"), (tax, "tax_amount"), (gross, "gross_amount")):
        _add(known, draft.values.get(name), _FIGURES)
    _add(gross, words, _WORDS)
    if draft.qr:
        _add(net, draft.qr.net_amount, _QR)
        _add(gross, draft.qr.gross_amount, _QR)
    nets = [line.net_amount for line in draft.lines if line.net_amount is not None]
    taxes = [line.tax_amount for line in draft.lines if line.tax_amount is not None]
    if nets and len(nets) == len(draft.lines):
        _add(net, total(nets), _LINES)
    if taxes and len(taxes) == len(draft.lines):
        _add(tax, total(taxes), _LINES)
    for value in {*gross, *(n + t for n in net for t in tax)} if draft.written else ():
        if value != words and likeness(draft.written, value) >= STRIKING:
            _add(gross, value, _NEARLY)
    return net, tax, gross


def _add(known: Witnesses, value: object, weight: float) -> None:
    if isinstance(value, Decimal):
        known[value] = known.get(value, 0.0) + weight


def _triples(witnesses: tuple[Witnesses, Witnesses, Witnesses]) -> Iterator[Triple]:
    """Consistent sets of which at least two members have a witness and no sign differs."""
    net, tax, gross = witnesses
    made = [(n, t, n + t) for n in net for t in tax]
    made += [(n, g - n, g) for n in net for g in gross]
    made += [(g - t, t, g) for t in tax for g in gross]
    return (triple for triple in made if triple[0] * triple[1] >= 0)


def _support(triple: Triple, witnesses: tuple[Witnesses, Witnesses, Witnesses]) -> tuple[int, float]:
    weights = [known.get(value, 0.0) for value, known in zip(triple, witnesses, strict=True)]
    return sum(weight > 0 for weight in weights), sum(weights)


def _trust(value: Decimal, known: Witnesses, best: Triple, witnesses: tuple[Witnesses, Witnesses, Witnesses]) -> float:
    """All three witnessed: agreed. Two: strong if each of the two has two witnesses or the QR, weak otherwise."""
    count, _ = _support(best, witnesses)
    if count == 3:
        rivals = max((weight for other, weight in known.items() if other != value), default=0.0)
        return _AGREED if known.get(value, 0.0) > rivals else _STRONG
    others = [found.get(member, 0.0) for member, found in zip(best, witnesses, strict=True) if found.get(member)]
    return _STRONG if min(others) > 1.5 else _WEAK


def _set(draft: Draft, name: str, value: Decimal, trust: float) -> None:
    """The settled value; an agreed one keeps the certainty of structured data."""
    before = draft.values.get(name)
    confidence = draft.confidence.get(name, trust)
    if before == value:
        draft.confidence[name] = max(confidence, trust) if trust >= _STRONG else min(confidence, trust)
        return
    draft.put(name, value, min(trust, _STRONG), draft.boxes.get(name))


def _trust_words(draft: Draft, words: Decimal | None, gross: Decimal) -> None:
    """Words that agree are confirmed; misread ones are completed from a gross that does not rest on them."""
    if words == gross and "amount_in_words" in draft.values:
        draft.confidence["amount_in_words"] = max(draft.confidence["amount_in_words"], 0.98)
        return
    if likeness(draft.written, gross) >= ALIKE and draft.confidence.get("gross_amount", 0.0) > _CAP:
        completed = printed_like(draft.written, gross)
        trust = _COMPLETED if draft.confidence["gross_amount"] >= _STRONG else _LIKELY
        draft.put("amount_in_words", completed, trust, draft.boxes.get("amount_in_words"))
    elif words is not None:
        draft.confidence["amount_in_words"] = min(draft.confidence["amount_in_words"], _CAP)


def _keep_printed(draft: Draft, words: Decimal | None, witnesses: tuple[Witnesses, Witnesses, Witnesses]) -> None:
    """Nothing consistent: what is printed stays. A lone gross confirmed by words or QR is still certain."""
    inconsistent = all(name in draft.values for name in _NAMES)
    for name, known in zip(_NAMES, witnesses, strict=True):
        value = draft.values.get(name)
        if value is None and known:
            value = max(known, key=lambda candidate: known[candidate])
            draft.put(name, value, 0.9)
        if isinstance(value, Decimal) and (inconsistent or len(known) > 1):
            draft.confidence[name] = min(draft.confidence[name], _CAP)
        elif isinstance(value, Decimal) and known.get(value, 0.0) > 1.5:
            draft.confidence[name] = max(draft.confidence[name], 0.97)
    gross = draft.values.get("gross_amount")
    if isinstance(gross, Decimal):
        _trust_words(draft, words, gross)
