"""Bureau log-ins and certificates, encrypted at rest. Only workers decrypt them; nothing shows or logs them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Secret(models.Model):
    """One secret of a company under a purpose such as `bureau.portal`."""

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, related_name="secrets")
    purpose = models.CharField(_("用途"), max_length=60)
    ciphertext = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("密钥")
        verbose_name_plural = _("密钥")
        constraints = [models.UniqueConstraint(fields=["company", "purpose"], name="one_secret_per_purpose")]

    def __str__(self) -> str:
        return self.purpose
