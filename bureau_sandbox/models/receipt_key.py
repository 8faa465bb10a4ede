"""The bureau's own signing key for receipts, made at first use."""

from __future__ import annotations

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import models


class ReceiptKey(models.Model):
    """One row: an Ed25519 private key. Practice material; it never leaves this database."""

    private_pem = models.TextField()

    def __str__(self) -> str:
        return "receipt key"


def receipt_key() -> Ed25519PrivateKey:
    """The key receipts are signed with."""
    row, _ = ReceiptKey.objects.get_or_create(pk=1, defaults={"private_pem": _fresh_pem()})
    key = serialization.load_pem_private_key(row.private_pem.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the stored receipt key is not Ed25519")
    return key


def _fresh_pem() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )
