"""What proves a filing: the bureau's receipt, and pictures or files kept on the way. Written once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tax_filing.models.submission import Submission


class Receipt(models.Model):
    """The receipt of an accepted return, byte for byte."""

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="receipt", verbose_name=_("申报")
    )
    reference = models.CharField(_("受理编号"), max_length=80)
    name = models.CharField(_("文件名"), max_length=200)
    content = models.BinaryField(_("内容"))
    sha256 = models.CharField(_("哈希值"), max_length=64)
    received_at = models.DateTimeField(_("取得时间"))

    class Meta:
        verbose_name = _("回执")
        verbose_name_plural = _("回执")

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """A screenshot or file kept as proof of a step (留痕)."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("申报")
    )
    kind = models.CharField(_("类型"), max_length=40)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("格式"), max_length=80)
    content = models.BinaryField(_("内容"))
    sha256 = models.CharField(_("哈希值"), max_length=64)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("留痕")
        verbose_name_plural = _("留痕")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name
