"""Electronic seals and signatures of received files, as they were checked. Kept as evidence, never edited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignatureCheck(models.Model):
    """One seal or signature of one file. `trusted` is null where no root certificate is configured."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("foundation.Document", on_delete=models.PROTECT, related_name="signatures")
    form = models.CharField(_("形式"), max_length=8)
    signer = models.CharField(_("签名人"), max_length=200, default="", blank=True)
    issuer = models.CharField(_("证书颁发者"), max_length=200, default="", blank=True)
    seal = models.CharField(_("印章"), max_length=200, default="", blank=True)
    signed_at = models.DateTimeField(_("签名时间"), null=True)
    algorithm = models.CharField(_("算法"), max_length=60, default="", blank=True)
    intact = models.BooleanField(_("签名完好"))
    changed_after = models.CharField(_("签名后的改动"), max_length=200, default="", blank=True)
    trusted = models.BooleanField(_("信任链"), null=True)
    certificate_valid_then = models.BooleanField(_("签名时证书有效"), default=True)
    reason = models.CharField(_("说明"), max_length=200, default="", blank=True)
    checked_at = models.DateTimeField(_("验签时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("电子签名")
        verbose_name_plural = _("电子签名")
        ordering = ["document", "pk"]

    def __str__(self) -> str:
        return self.signer or self.form
