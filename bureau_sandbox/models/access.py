"""Who called the API: issued tokens and used nonces (a signed request is good once)."""

from __future__ import annotations

from django.db import models


class AccessToken(models.Model):
    """A bearer token, kept as its SHA-256 only."""

    token_hash = models.CharField(max_length=64, unique=True)
    app_key = models.CharField(max_length=60)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.app_key} until {self.expires_at:%H:%M}"


class UsedNonce(models.Model):
    """A nonce seen within the clock tolerance; the unique constraint is the replay guard."""

    app_key = models.CharField(max_length=60)
    nonce = models.CharField(max_length=64)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["app_key", "nonce"], name="nonce_used_once"),)

    def __str__(self) -> str:
        return self.nonce
