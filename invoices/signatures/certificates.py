"""Certificates of signers: who, whether a signature is theirs, and whether they lead to a configured root.

Rule kept: no network. Revocation is not looked up; the screen says what was verified and what was not.
"""

from __future__ import annotations

import base64
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from invoices.signatures.der import NotDer, parse
from kernel import sm2

SM2_CURVE: Final = "1.2.156.10197.1.301"
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "1.3.14.3.2.26": hashes.SHA1(),  # noqa: S303 - old e-invoices are signed with it; verified, never made
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
    "1.2.156.10197.1.401": hashes.SM3(),
}
_CHAIN_LIMIT: Final = 6


def digest(oid: str, data: bytes) -> bytes:
    """The digest by the algorithm's identifier. Raises `NotDer` for one that is not known."""
    if oid not in _HASHES:
        raise NotDer(f"digest algorithm {oid}")
    made = hashes.Hash(_HASHES[oid])
    made.update(data)
    return made.finalize()


@dataclass(frozen=True)
class Certificate:
    """One X.509 certificate, with RSA, ECDSA or SM2 keys."""

    der: bytes

    @cached_property
    def _parsed(self) -> x509.Certificate:
        try:
            return x509.load_der_x509_certificate(self.der)
        except ValueError as error:
            raise NotDer(f"certificate: {error}") from error

    @cached_property
    def name(self) -> str:
        """Common name of the holder, else its organisation."""
        with warnings.catch_warnings(action="ignore"):  # offices have names longer than X.520 allows
            return _name(self._parsed.subject)

    @cached_property
    def issuer(self) -> str:
        """Common name of the issuer."""
        with warnings.catch_warnings(action="ignore"):
            return _name(self._parsed.issuer)

    @property
    def identity(self) -> tuple[bytes, int]:
        """Issuer and serial number: how signatures name a certificate."""
        return self._parsed.issuer.public_bytes(), self._parsed.serial_number

    def is_valid_on(self, moment: datetime) -> bool:
        """Whether the moment (aware) lies within its validity."""
        return self._parsed.not_valid_before_utc <= moment <= self._parsed.not_valid_after_utc

    def has_signed(self, message: bytes, signature: bytes, digest_oid: str = "1.2.156.10197.1.401") -> bool:
        """Whether the holder's key made the signature over the message."""
        try:
            return self._has_signed(message, signature, digest_oid)
        except (InvalidSignature, UnsupportedAlgorithm, NotDer, ValueError):
            return False

    def _has_signed(self, message: bytes, signature: bytes, digest_oid: str) -> bool:
        point = self._sm2_point()
        if point is not None:
            return sm2.verify(point, message, _pair(signature))
        key, algorithm = self._parsed.public_key(), _HASHES[digest_oid]
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(algorithm))
        else:
            return False
        return True

    def _sm2_point(self) -> sm2.Point | None:
        # tbsCertificate: [0] version, serial, algorithm, issuer, validity, subject, subjectPublicKeyInfo
        fields = [child for child in parse(self.der)[0].children if child.tag != 0xA0]
        key_info = fields[5]
        parameters = key_info[0].children[1:]
        if not parameters or parameters[0].tag != 0x06 or parameters[0].oid != SM2_CURVE:
            return None
        packed = key_info[1].bits
        if len(packed) != 65 or packed[0] != 4:
            raise NotDer("compressed SM2 key")
        return int.from_bytes(packed[1:33], "big"), int.from_bytes(packed[33:], "big")

    def issued(self, other: Certificate) -> bool:
        """Whether this authority's key signed the other certificate."""
        if self._parsed.subject != other._parsed.issuer or not self._may_issue():
            return False
        body, algorithm, signature = parse(other.der).children[:3]
        return self.has_signed(body.raw, signature.bits, _SIGNATURE_DIGESTS.get(algorithm[0].oid, ""))

    def _may_issue(self) -> bool:
        try:
            return bool(self._parsed.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
        except x509.ExtensionNotFound:
            return self._parsed.subject == self._parsed.issuer
        except ValueError:
            return False


_SIGNATURE_DIGESTS: Final = {
    "1.2.840.113549.1.1.5": "1.3.14.3.2.26",
    "1.2.840.113549.1.1.11": "2.16.840.1.101.3.4.2.1",
    "1.2.840.113549.1.1.12": "2.16.840.1.101.3.4.2.2",
    "1.2.840.113549.1.1.13": "2.16.840.1.101.3.4.2.3",
    "1.2.840.10045.4.3.2": "2.16.840.1.101.3.4.2.1",
    "1.2.156.10197.1.501": "1.2.156.10197.1.401",
}


def _pair(signature: bytes) -> tuple[int, int]:
    """(r, s) of an SM2 signature, as DER or as 64 bytes."""
    if len(signature) == 64:
        return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    both = parse(signature)
    return both[0].number, both[1].number


def _name(name: x509.Name) -> str:
    """Common name, else organisation."""
    for wanted in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(wanted)
        if found:
            return str(found[0].value).strip()
    return name.rfc4514_string()


_PEM: Final = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def load_roots(folder: Path) -> tuple[Certificate, ...]:
    """Every certificate (PEM or DER) of the folder of trusted authorities; other files are left out."""
    if not folder.is_dir():
        return ()
    return tuple(one for path in sorted(folder.iterdir()) if path.is_file() for one in _certificates(path.read_bytes()))


def _certificates(data: bytes) -> Iterator[Certificate]:
    ders = [b"".join(block.splitlines()[1:-1]) for block in _PEM.findall(data)]
    for der in [base64.b64decode(one) for one in ders] or [data]:
        try:
            x509.load_der_x509_certificate(der)
        except ValueError:
            continue
        yield Certificate(der)


def leads_to_root(
    signer: Certificate, between: Iterable[Certificate], roots: Sequence[Certificate], moment: datetime | None
) -> tuple[bool | None, str]:
    """Whether a chain of valid signatures leads from the signer to a root, and why not. `None` without roots."""
    if not roots:
        return None, ""
    helpers, current = list(between), signer
    for _ in range(_CHAIN_LIMIT):
        if any(current.der == root.der or root.issued(current) for root in roots):
            return True, ""
        above = next((one for one in helpers if one.der != current.der and one.issued(current)), None)
        if above is None:
            return False, current.issuer
        if moment is not None and not above.is_valid_on(moment):
            return False, above.name
        current = above
    return False, current.issuer
