"""Secrets at rest: Fernet with key rotation. The first key encrypts, all keys decrypt.

Rule kept: plain secrets exist only in the worker that uses them; nothing here logs or returns them to a page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from foundation.models import Company, Secret
from kernel.errors import NotReady


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in settings.CREDENTIALS_KEYS])


def seal_bytes(plain: bytes) -> bytes:
    """Encrypt with the newest key."""
    return _box().encrypt(plain)


def open_bytes(sealed: bytes) -> bytes:
    """Decrypt with whichever key fits. Raises `NotReady` when none does (keys lost or data damaged)."""
    try:
        return _box().decrypt(sealed)
    except InvalidToken as error:
        raise NotReady("no credentials key fits", message_zh="没有可用的解密密钥：请检查 CREDENTIALS_KEYS") from error


def store_secret(company: Company, purpose: str, secret: Mapping[str, str]) -> None:
    """Keep the secret fields of a company under `purpose`, replacing what was there."""
    sealed = seal_bytes(json.dumps(dict(secret)).encode()).decode()
    Secret.objects.update_or_create(company=company, purpose=purpose, defaults={"ciphertext": sealed})


def reveal_secret(company: Company, purpose: str) -> dict[str, str] | None:
    """The secret fields, for a worker about to use them; None when nothing is stored."""
    row = Secret.objects.filter(company=company, purpose=purpose).first()
    return json.loads(open_bytes(row.ciphertext.encode())) if row else None


def reveal_secrets(company: Company, prefix: str) -> dict[str, dict[str, str]]:
    """Every secret of a company whose purpose begins with `prefix`, by purpose: for work over many at once."""
    rows = Secret.objects.filter(company=company, purpose__startswith=prefix)
    return {row.purpose: json.loads(open_bytes(row.ciphertext.encode())) for row in rows}


def rotate_secrets() -> int:
    """Encrypt every secret anew with the newest key; returns how many."""
    rows = list(Secret.objects.all())
    for row in rows:
        row.ciphertext = _box().rotate(row.ciphertext.encode()).decode()
    Secret.objects.bulk_update(rows, ["ciphertext"])
    return len(rows)
