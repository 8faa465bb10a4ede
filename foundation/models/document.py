"""A file as it was received (原件). Its bytes lie in the document store under their hash and never change.

Rule kept: the same bytes for the same company are the same document, however often they are sent.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class DocumentState(models.TextChoices):
    """What has been done with the file."""

    RECEIVED = "received", _("已收")
    READING = "reading", _("识别中")
    READ = "read", _("已识别")
    UNPACKED = "unpacked", _("已解包")
    FAILED = "failed", _("失败")
    REFUSED = "refused", _("已拒收")


class Document(models.Model):
    """One received file; a file out of a ZIP or an e-mail names its container as `parent`."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="documents")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"))
    media_type = models.CharField(_("类型"), max_length=80)
    state = models.CharField(_("状态"), max_length=10, choices=DocumentState, default=DocumentState.RECEIVED)
    error_code = models.CharField(max_length=40, default="", blank=True)
    error_zh = models.CharField(max_length=400, default="", blank=True)
    error_en = models.CharField(max_length=400, default="", blank=True)
    received_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True, verbose_name=_("上传人"))
    received_at = models.DateTimeField(_("收到时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("原件")
        verbose_name_plural = _("原件")
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["company", "sha256"], name="document_once_per_company")]
        indexes = [models.Index(fields=["company", "state"], name="document_by_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def error(self) -> str:
        """What went wrong, in the language of the reader; "" when nothing did."""
        return self.error_en if (get_language() or "").startswith("en") else self.error_zh
