"""Invented certificate authorities and those they certify, with SM2 keys or with P-256 keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kernel import sm2
from samples.signing import der

VALID_FROM = datetime(2025, 1, 1, tzinfo=UTC)
VALID_TO = datetime(2030, 1, 1, tzinfo=UTC)
SM2_WITH_SM3 = "1.2.156.10197.1.501"
_SM2_KEY = der.sequence(der.oid("1.2.840.10045.2.1"), der.oid("1.2.156.10197.1.301"))


@dataclass(frozen=True)
class Holder:
    """A key pair by seed. `curve` is "sm2" or "p256"."""

    name: str
    curve: str = "sm2"

    @cached_property
    def _secret(self) -> int:
        return int.from_bytes(sha256(f"fictional key of {self.name}".encode()).digest(), "big") % (sm2.N - 2) + 1

    @cached_property
    def _p256(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self._secret, ec.SECP256R1())

    @cached_property
    def public_key(self) -> bytes:
        """SubjectPublicKeyInfo."""
        if self.curve == "p256":
            return self._p256.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return der.sequence(_SM2_KEY, der.bits(b"\x04" + b"".join(part.to_bytes(32, "big") for part in self._point)))

    @cached_property
    def _point(self) -> sm2.Point:
        return sm2.multiply(sm2.G, self._secret) or sm2.G

    @property
    def algorithm(self) -> bytes:
        """AlgorithmIdentifier of this holder's signatures."""
        return der.sequence(der.oid(SM2_WITH_SM3 if self.curve == "sm2" else "1.2.840.10045.4.3.2"))

    @property
    def digest_oid(self) -> str:
        """The digest that goes with the key."""
        return "1.2.156.10197.1.401" if self.curve == "sm2" else "2.16.840.1.101.3.4.2.1"

    def digest(self, data: bytes) -> bytes:
        """SM3 or SHA-256."""
        return sm2.sm3(data) if self.curve == "sm2" else sha256(data).digest()

    def sign(self, message: bytes) -> bytes:
        """The signature as DER; the same message gives the same signature."""
        if self.curve == "p256":
            return self._p256.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        number = sm2.message_number(self._point, message)
        once = int.from_bytes(sha256(self._secret.to_bytes(32, "big") + message).digest(), "big") % (sm2.N - 1) + 1
        at = sm2.multiply(sm2.G, once) or sm2.G
        r = (number + at[0]) % sm2.N
        s = pow(1 + self._secret, -1, sm2.N) * (once - r * self._secret) % sm2.N
        return der.sequence(der.integer(r), der.integer(s))


@dataclass(frozen=True)
class Authority:
    """A certificate authority that certifies itself and others."""

    holder: Holder

    @cached_property
    def certificate(self) -> bytes:
        """Its own certificate: the root to trust."""
        return self.certify(self.holder, is_authority=True)

    def certify(
        self,
        holder: Holder,
        *,
        is_authority: bool = False,
        valid_from: datetime = VALID_FROM,
        valid_to: datetime = VALID_TO,
    ) -> bytes:
        """A certificate (DER) for the holder."""
        serial = int.from_bytes(sha256(holder.name.encode()).digest()[:8], "big")
        constraints = der.sequence(b"\x01\x01\xff") if is_authority else der.sequence()
        extension = der.sequence(der.oid("2.5.29.19"), b"\x01\x01\xff", der.octets(constraints))
        body = der.sequence(
            der.element(0xA0, der.integer(2)),
            der.integer(serial),
            self.holder.algorithm,
            name(self.holder.name),
            der.sequence(der.moment(valid_from), der.moment(valid_to)),
            name(holder.name),
            holder.public_key,
            der.element(0xA3, der.sequence(extension)),
        )
        return der.sequence(body, self.holder.algorithm, der.bits(self.holder.sign(body)))


def name(common: str) -> bytes:
    """A distinguished name with one common name."""
    return der.sequence(der.set_of(der.sequence(der.oid("2.5.4.3"), der.utf8(common))))
