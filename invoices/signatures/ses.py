"""Electronic seals: SES signatures of GM/T 0031-2014 (version 1) and GB/T 38540-2020 (version 4).

Rule kept: three things must hold: the signer's key signed the record, the record covers the digest of the content, and
the seal itself was signed by its maker and names the signer's certificate.
"""

from __future__ import annotations

from datetime import datetime

from invoices.signatures.certificates import Certificate
from invoices.signatures.der import BIT_STRING, GENERALIZED_TIME, SEQUENCE, UTC_TIME, Node, parse
from invoices.signatures.outcome import Made
from kernel.sm2 import sm3


def verify_seal(der: bytes, content: bytes) -> Made:
    """Check the seal over the content (the bytes whose SM3 digest was sealed). Raises `NotDer`."""
    outer = parse(der)
    record = outer[0]
    version_4 = len(outer.children) >= 4
    if version_4:
        signer, signature = Certificate(outer[1].octets), outer[3].bits
    else:
        signer, signature = Certificate(record[5].octets), outer[1].bits
    seal = record[1]
    maker_holds, listed = _seal(seal, signer)
    failure = ""
    if record[3].bits != sm3(content):
        failure = "签章保护的内容被改动"
    elif not signer.has_signed(record.raw, signature):
        failure = "签章值验证失败"
    elif not maker_holds:
        failure = "印章不是制章者签发的"
    elif not listed:
        failure = "签章人不在印章的证书列表里"
    return Made(signer, (), _time(record[2]), "SM2/SM3", failure, seal=seal[0][2][1].text)


def _seal(seal: Node, signer: Certificate) -> tuple[bool, bool]:
    """Whether its maker signed the seal, and whether the seal names the signer."""
    information = seal[0]
    if len(seal.children) >= 4:
        maker, signature, message = Certificate(seal[1].octets), seal[3].bits, information.raw
    else:
        inner = seal[1]
        maker, signature = Certificate(inner[0].octets), inner[2].bits
        message = _sequence(information.raw, inner[0].raw, inner[1].raw)
    holds = maker.has_signed(message, signature) or maker.has_signed(information.raw, signature)
    return holds, _names(information[2], signer)


def _names(properties: Node, signer: Certificate) -> bool:
    """Whether the certificate, or its digest, stands in the seal's list."""
    fingerprint = sm3(signer.der)

    def inside(node: Node) -> bool:
        if node.tag & 0x20:
            return any(inside(child) for child in node.children)
        return node.content in (signer.der, fingerprint)

    return any(inside(child) for child in properties.children if child.tag == SEQUENCE)


def _sequence(*parts: bytes) -> bytes:
    body = b"".join(parts)
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    head = bytes([len(body)]) if len(body) < 0x80 else bytes([0x80 | len(length)]) + length
    return bytes([SEQUENCE]) + head + body


def _time(node: Node) -> datetime | None:
    if node.tag in (GENERALIZED_TIME, UTC_TIME):
        return node.moment
    if node.tag != BIT_STRING:
        return None
    try:
        inner = parse(node.bits)
        return inner.moment if inner.tag in (GENERALIZED_TIME, UTC_TIME) else None
    except ValueError:
        return None
