"""Signatures of OFD files (GB/T 33190): digests of every member named, sealed as one record.

Rule kept: a member the signature names and the file lacks, or holds otherwise, breaks it; content the signature does
not name is said, because a page added afterwards would otherwise look signed.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from invoices.readers.errors import Unreadable
from invoices.readers.safe_xml import Element, descendants, find, parse_xml, text_of
from invoices.readers.safe_zip import SafeZip
from invoices.signatures.certificates import Certificate, digest
from invoices.signatures.cms import verify_cms
from invoices.signatures.der import NotDer
from invoices.signatures.outcome import SignatureOutcome, broken, weighed
from invoices.signatures.ses import verify_seal

_SM3: Final = "1.2.156.10197.1.401"
_DIGEST_NAMES: Final = {"SM3": _SM3, "SHA1": "1.3.14.3.2.26", "SHA256": "2.16.840.1.101.3.4.2.1"}
_CONTENT: Final = re.compile(r"(?:^|/)(?:Pages|Tpls|Attachs|Attachments|Tags|Annots)/.+", re.IGNORECASE)
_CHINA: Final = timezone(timedelta(hours=8))
MOST: Final = 20


def check_ofd(data: bytes, roots: Sequence[Certificate]) -> list[SignatureOutcome]:
    """Every signature of the file. Raises `Unreadable` when the package is not one."""
    package = SafeZip(data)
    return [_check(package, location, roots) for location in list(_locations(package))[:MOST]]


def _locations(package: SafeZip) -> Iterator[str]:
    """Paths of the signature descriptions, from OFD.xml over Signatures.xml."""
    root = _xml(package, "OFD.xml")
    for listing in descendants(root, "Signatures") if root is not None else ():
        path = _resolve("", text_of(listing))
        signatures = _xml(package, path)
        for one in descendants(signatures, "Signature") if signatures is not None else ():
            if one.get("BaseLoc"):
                yield _resolve(posixpath.dirname(path), one.get("BaseLoc"))


def _check(package: SafeZip, location: str, roots: Sequence[Certificate]) -> SignatureOutcome:
    try:
        description = package.read(location)
        root = parse_xml(description)
        value = package.read(_resolve(posixpath.dirname(location), text_of(root, "SignedValue")))
        outcome = _weighed(root, description, value, roots)
    except KeyError as error:
        return broken("ofd", f"缺少签名文件：{error.args[0]}")
    except (NotDer, Unreadable, ValueError, StopIteration, IndexError) as error:
        return broken("ofd", f"签名无法解析：{error}")
    altered, named = _members(package, root, location)
    if altered and outcome.intact:
        return replace(outcome, intact=False, reason=f"签名保护的成员被改动：{altered}"[:200])
    return replace(outcome, changed_after=_unnamed(package, named)) if outcome.intact else outcome


def _weighed(root: Element, description: bytes, value: bytes, roots: Sequence[Certificate]) -> SignatureOutcome:
    """A seal bears a place on the page or an own file; a signature without one is CMS over the description."""
    is_seal = any(find(root, f"SignedInfo/{name}") is not None for name in ("StampAnnot", "Seal"))
    made = verify_seal(value, description) if is_seal else verify_cms(value, description)
    return weighed("ofd", made, roots, _stated_time(text_of(root, "SignedInfo/SignatureDateTime")))


def _members(package: SafeZip, root: Element, location: str) -> tuple[str, set[str]]:
    """The first member that is missing or altered ("" when all hold), and every member named."""
    references = find(root, "SignedInfo/References")
    method = references.get("CheckMethod", _SM3) if references is not None else _SM3
    oid, named, altered = _DIGEST_NAMES.get(method.upper(), method), set(), ""
    for one in descendants(references, "Reference") if references is not None else ():
        path = _resolve(posixpath.dirname(location), one.get("FileRef"))
        named.add(path)
        if not altered and not _holds(package, path, oid, text_of(one, "CheckValue") or ""):
            altered = path
    return altered or ("" if named else "没有被保护的成员"), named


def _holds(package: SafeZip, path: str, oid: str, expected: str) -> bool:
    try:
        return digest(oid, package.read(path)) == base64.b64decode(expected, validate=False)
    except (KeyError, NotDer, binascii.Error):
        return False


def _unnamed(package: SafeZip, named: set[str]) -> str:
    """Pages, templates, attachments, tags and notes that no reference names."""
    loose = sorted(name for name in package.names if _CONTENT.search(name) and name not in named)
    return f"未纳入签名：{'、'.join(loose[:3])}"[:200] if loose else ""


def _resolve(base: str, path: str | None) -> str:
    return posixpath.normpath(posixpath.join("/", base, path or "")).lstrip("/")


def _xml(package: SafeZip, path: str) -> Element | None:
    try:
        return parse_xml(package.read(path))
    except (KeyError, Unreadable):
        return None


def _stated_time(shown: str | None) -> datetime | None:
    """`SignatureDateTime`; a trailing Z is UTC, otherwise the time of China."""
    digits = re.sub(r"\D", "", (shown or "").partition(".")[0])[:14]
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC if (shown or "").endswith("Z") else _CHINA)
    except ValueError:
        return None
