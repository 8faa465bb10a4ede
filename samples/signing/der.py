"""Writing DER: just what certificates, CMS and electronic seals need."""

from __future__ import annotations

from datetime import datetime

NULL = b"\x05\x00"


def element(tag: int, *parts: bytes) -> bytes:
    """Tag, length and content."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE."""
    return element(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    """SET OF, sorted as DER asks."""
    return element(0x31, *sorted(parts))


def integer(value: int) -> bytes:
    """INTEGER, not negative."""
    return element(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    """OCTET STRING."""
    return element(0x04, value)


def bits(value: bytes) -> bytes:
    """BIT STRING of whole bytes."""
    return element(0x03, b"\x00" + value)


def utf8(value: str) -> bytes:
    """UTF8String."""
    return element(0x0C, value.encode())


def ia5(value: str) -> bytes:
    """IA5String."""
    return element(0x16, value.encode("ascii"))


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    return element(0x06, b"".join(_arc(arc) for arc in (40 * first + second, *rest)))


def _arc(value: int) -> bytes:
    packed = [value & 0x7F]
    while value := value >> 7:
        packed.append(0x80 | value & 0x7F)
    return bytes(reversed(packed))


def moment(value: datetime) -> bytes:
    """GeneralizedTime in UTC."""
    return element(0x18, value.strftime("%Y%m%d%H%M%SZ").encode())
