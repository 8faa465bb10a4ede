"""The bureau's side of request signatures: HMAC-SHA256 over method, path, time, nonce and the hash of the body.

Rule kept: written anew here, not taken from the client, so that an error in one does not hide in the other.
"""

from __future__ import annotations

import hashlib
import hmac


def string_to_sign(method: str, full_path: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The five lines that are signed; `full_path` carries the query string as sent."""
    return "\n".join((method.upper(), full_path, timestamp, nonce, hashlib.sha256(body).hexdigest()))


def is_signed_by(secret: str, text: str, signature: str) -> bool:
    """Whether `signature` (hex) is the HMAC-SHA256 of `text` under `secret`; compared in constant time."""
    expected = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature.lower())
