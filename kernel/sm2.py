"""SM2 signatures over SM3 digests (GB/T 32918.2, GB/T 32905): what Chinese electronic seals are signed with.

Rule kept: verification only, over public values, so its running time need not be constant. The arithmetic is here
because the certificate libraries we use know the digest but not the curve.
"""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives import hashes

P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A: Final = P - 3
B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
Point = tuple[int, int]
G: Final[Point] = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
USER_ID: Final = b"1234567812345678"
"""The signer's distinguishing identifier where none was agreed (GM/T 0009)."""

_Jacobian = tuple[int, int, int]


def sm3(data: bytes) -> bytes:
    """The 32-byte SM3 digest."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def message_number(public_key: Point, message: bytes, user_id: bytes = USER_ID) -> int:
    """The number that is signed: the digest of who signs followed by what is signed."""
    parts = (A, B, *G, *public_key)
    identity = (len(user_id) * 8).to_bytes(2, "big") + user_id + b"".join(part.to_bytes(32, "big") for part in parts)
    return int.from_bytes(sm3(sm3(identity) + message), "big")


def is_on_curve(point: Point) -> bool:
    """Whether the coordinates satisfy the curve equation."""
    x, y = point
    return 0 <= x < P and 0 <= y < P and (y * y - x * x * x - A * x - B) % P == 0


def verify(public_key: Point, message: bytes, signature: tuple[int, int], user_id: bytes = USER_ID) -> bool:
    """Whether (r, s) is a signature of the message by the holder of the key."""
    r, s = signature
    if not (0 < r < N and 0 < s < N and is_on_curve(public_key)):
        return False
    t = (r + s) % N
    if t == 0:
        return False
    point = add(multiply(G, s), multiply(public_key, t))
    return point is not None and (message_number(public_key, message, user_id) + point[0]) % N == r


def multiply(point: Point, factor: int) -> Point | None:
    """The point added to itself `factor` times; `None` is the point at infinity."""
    result: _Jacobian = (0, 1, 0)
    base: _Jacobian = (*point, 1)
    for bit in f"{factor:b}":
        result = _double(result)
        if bit == "1":
            result = _add(result, base)
    return _affine(result)


def add(left: Point | None, right: Point | None) -> Point | None:
    """The sum of two points."""
    return _affine(_add(_lift(left), _lift(right)))


def _lift(point: Point | None) -> _Jacobian:
    return (0, 1, 0) if point is None else (*point, 1)


def _affine(point: _Jacobian) -> Point | None:
    x, y, z = point
    if z == 0:
        return None
    inverse = pow(z, -1, P)
    square = inverse * inverse % P
    return x * square % P, y * square * inverse % P


def _double(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if z == 0 or y == 0:
        return 0, 1, 0
    y2, z2 = y * y % P, z * z % P
    s = 4 * x * y2 % P
    m = 3 * (x - z2) * (x + z2) % P  # the curve has a = -3
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * y2 * y2) % P, 2 * y * z % P


def _add(left: _Jacobian, right: _Jacobian) -> _Jacobian:
    (x1, y1, z1), (x2, y2, z2) = left, right
    if z1 == 0 or z2 == 0:
        return right if z1 == 0 else left
    z1z1, z2z2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * z2z2 % P, x2 * z1z1 % P
    s1, s2 = y1 * z2 * z2z2 % P, y2 * z1 * z1z1 % P
    if u1 == u2:
        return _double(left) if s1 == s2 else (0, 1, 0)
    h, r = u2 - u1, s2 - s1
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - s1 * hhh) % P, h * z1 * z2 % P
