"""Signatures of PDF files: the bytes they cover, and whether something was added behind them.

Rule kept: the covered range must leave out exactly the signature's own place; only then "intact" means the page seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from invoices.signatures.certificates import Certificate
from invoices.signatures.cms import verify_cms
from invoices.signatures.der import NotDer
from invoices.signatures.outcome import SignatureOutcome, broken, weighed
from invoices.signatures.revisions import pages_differ
from invoices.signatures.ses import verify_seal

_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_SEAL_FILTERS: Final = (b"/GM.sm2seal", b"/GM.")
_SIGNED_ON: Final = re.compile(rb"/M\s*\(D:(\d{14})([+\-Z])?(\d{2})?'?(\d{2})?")
_DICTIONARY_REACH: Final = 2_000
MOST: Final = 20
ADDED_WHITE_SPACE: Final = b"\r\n \t\x00"


def check_pdf(data: bytes, roots: Sequence[Certificate]) -> list[SignatureOutcome]:
    """Every signature of the file in the order of what it covers."""
    ranges = {tuple(int(part) for part in found.groups()) for found in _RANGE.finditer(data)}
    # All zeros are a place prepared for a signature that was never made.
    places = sorted((place for place in ranges if any(place)), key=lambda place: place[2] + place[3])[:MOST]
    outcomes = [_check(data, place, roots) for place in places]
    ends = [place[2] + place[3] for place in places]
    covered_to = max((end for end, one in zip(ends, outcomes, strict=True) if one.intact), default=0)
    return [_with_additions(data, one, end, covered_to) for one, end in zip(outcomes, ends, strict=True)]


def _check(data: bytes, place: tuple[int, ...], roots: Sequence[Certificate]) -> SignatureOutcome:
    start, first, second, length = place
    gap = data[first:second].strip()
    whole = start == 0 and first <= second and second + length <= len(data)
    if not whole or not (gap.startswith(b"<") and gap.endswith(b">")):
        return broken("pdf", "签名覆盖范围不完整")
    covered = data[:first] + data[second : second + length]
    around = data[max(0, first - _DICTIONARY_REACH) : first] + data[second : second + _DICTIONARY_REACH]
    try:
        der = bytes.fromhex(gap[1:-1].decode("ascii"))
        verify = verify_seal if any(name in around for name in _SEAL_FILTERS) else verify_cms
        return weighed("pdf", verify(der, covered), roots, _stated_time(around))
    except (NotDer, ValueError, StopIteration, IndexError) as error:
        return broken("pdf", f"签名无法解析：{error}")


def _with_additions(data: bytes, outcome: SignatureOutcome, end: int, covered_to: int) -> SignatureOutcome:
    """What was added behind a signature and no later intact one covers: a page that looks otherwise breaks it."""
    added = data[max(end, covered_to) :].strip(ADDED_WHITE_SPACE)
    if not added or not outcome.intact:
        return outcome
    if pages_differ(data[: max(end, covered_to)], data):
        return replace(outcome, intact=False, reason="签名之后页面内容被改动")
    return replace(outcome, changed_after=f"{len(added)} 字节")


def _stated_time(around: bytes) -> datetime | None:
    """The time the signature dictionary states; it lies in the covered bytes."""
    found = _SIGNED_ON.search(around)
    if not found:
        return None
    sign, hours, minutes = (part.decode() if part else "" for part in found.groups()[1:])
    offset = f"{sign}{hours or '00'}{minutes or '00'}" if sign in {"+", "-"} else "+0000"
    try:
        return datetime.strptime(found[1].decode() + offset, "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
