"""A package made for keeping or for taking away: a ZIP on disk, its hashes, and how far it is."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PackageKind(models.TextChoices):
    """What it is for."""

    ARCHIVE = "archive", _("会计档案")
    EXPORT = "export", _("全部数据")


class PackageState(models.TextChoices):
    """Where it stands."""

    QUEUED = "queued", pgettext_lazy("package", "排队中")
    RUNNING = "running", pgettext_lazy("package", "生成中")
    DONE = "done", pgettext_lazy("package", "已生成")
    FAILED = "failed", pgettext_lazy("package", "失败")


class ArchivePackage(models.Model):
    """One package. An export has no periods: it holds everything."""

    company = models.ForeignKey("foundation.Company", on_delete=models.PROTECT, related_name="packages")
    kind = models.CharField(_("种类"), max_length=8, choices=PackageKind)
    start_period = models.CharField(_("起始账期"), max_length=7, blank=True)
    end_period = models.CharField(_("截止账期"), max_length=7, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=PackageState, default=PackageState.QUEUED)
    members_done = models.PositiveIntegerField(default=0)
    members_total = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(_("字节数"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    problems = models.JSONField(_("问题"), default=list, blank=True)
    error = models.TextField(_("错误"), blank=True)
    requested_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("档案包")
        verbose_name_plural = _("档案包")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of its file."""
        span = f"{self.start_period}_{self.end_period}" if self.start_period else f"{self.created_at:%Y-%m-%d}"
        return f"{self.kind}-{self.company.taxpayer_id}-{span}-{self.pk}.zip"

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(settings.ARCHIVE_ROOT) / str(self.company_id) / f"{self.pk}.zip"
