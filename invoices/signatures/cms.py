"""CMS / PKCS#7 signatures (RFC 5652) as PDF files carry them: adbe.pkcs7.detached and .sha1, ETSI.CAdES.detached.

Rule kept: with signed attributes the signature covers the attributes and they cover the content's digest; both are
checked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from invoices.signatures.certificates import Certificate, digest
from invoices.signatures.der import CONTEXT, OCTET_STRING, SEQUENCE, SET, Node, NotDer, parse
from invoices.signatures.outcome import Made

_SIGNED_DATA: Final = ("1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2")
_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
_SIGNING_TIME: Final = "1.2.840.113549.1.9.5"
ALGORITHMS: Final = {
    "1.3.14.3.2.26": "SHA-1",
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
    "1.2.156.10197.1.401": "SM3",
}


def verify_cms(der: bytes, content: bytes) -> Made:
    """The first signer's signature over the content. Raises `NotDer` when the bytes are no such signature."""
    envelope = parse(der)
    if envelope[0].oid not in _SIGNED_DATA:
        raise NotDer("not signed data")
    signed = envelope[1][0]
    certificates = _certificates(signed)
    info = [child for child in signed.children if child.tag == SET][-1][0]
    signer, digest_oid = _signer(info, certificates), info[2][0].oid
    attributes = info.tagged(CONTEXT)
    signature = next(child for child in reversed(info.children) if child.tag == OCTET_STRING).octets
    embedded = _embedded(signed)
    covered = content if embedded is None else embedded
    message = covered if attributes is None else bytes([SET]) + attributes.raw[1:]
    same = attributes is None or _digest_in(attributes) == digest(digest_oid, covered)
    intact = same and _holds(embedded, content) and signer.has_signed(message, signature, digest_oid)
    return Made(
        signer=signer,
        others=tuple(one for one in certificates if one is not signer),
        signed_at=_signing_time(attributes),
        algorithm=ALGORITHMS.get(digest_oid, digest_oid),
        failure="" if intact else "签名保护的内容被改动或签名值不成立",
    )


def _digest_in(attributes: Node) -> bytes | None:
    values = {one[0].oid: one[1][0] for one in attributes.children}
    return values[_MESSAGE_DIGEST].octets if _MESSAGE_DIGEST in values else None


def _holds(embedded: bytes | None, content: bytes) -> bool:
    """adbe.pkcs7.sha1 embeds the SHA-1 of the file instead of leaving the content out."""
    return embedded is None or embedded == digest("1.3.14.3.2.26", content)


def _embedded(signed: Node) -> bytes | None:
    content_info = next(child for child in signed.children[2:] if child.tag == SEQUENCE)
    inner = content_info.tagged(CONTEXT)
    return inner[0].octets if inner is not None else None


def _certificates(signed: Node) -> list[Certificate]:
    field = signed.tagged(CONTEXT)
    return [Certificate(one.raw) for one in field.children if one.tag == SEQUENCE] if field is not None else []


def _signer(info: Node, certificates: list[Certificate]) -> Certificate:
    named = info[1]
    for one in certificates:
        if named.tag == SEQUENCE and one.identity == (named[0].raw, named[1].number):
            return one
    if len(certificates) == 1:
        return certificates[0]
    raise NotDer("the signer's certificate is not enclosed")


def _signing_time(attributes: Node | None) -> datetime | None:
    for one in attributes.children if attributes is not None else ():
        if one[0].oid == _SIGNING_TIME:
            return one[1][0].moment
    return None
