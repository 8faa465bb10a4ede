"""Is a receipt the bureau's? It must be a PDF, and its Ed25519 signature must fit the bureau's public key."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from kernel.errors import FinalFailure


def require_genuine(content: bytes, signature: str, public_key_pem: str) -> None:
    """Raises `FinalFailure` when `content` is no PDF or `signature` (base64) is not the bureau's over it."""
    if not content.startswith(b"%PDF-"):
        raise FinalFailure("the receipt is not a PDF", message_zh="回执不是 PDF 文件")
    try:
        key = load_pem_public_key(public_key_pem.encode())
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("not an Ed25519 key")
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError, binascii.Error) as error:
        raise FinalFailure("the receipt's signature does not fit", message_zh="回执签名校验未通过") from error
