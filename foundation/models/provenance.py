"""Links from a figure to what it was made from. References are (type, id, part), so any room can use them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProvenanceLink(models.Model):
    """`target` was made from `source`; `part` narrows to a cell, a line, a field."""

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE)
    target_type = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    target_part = models.CharField(max_length=80, default="", blank=True)
    source_type = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    source_part = models.CharField(max_length=80, default="", blank=True)
    note = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        verbose_name = _("来源关联")
        verbose_name_plural = _("来源关联")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "company",
                    "target_type",
                    "target_id",
                    "target_part",
                    "source_type",
                    "source_id",
                    "source_part",
                ],
                name="provenance_link_once",
            )
        ]
        indexes = [
            models.Index(fields=["company", "target_type", "target_id"], name="provenance_sources"),
            models.Index(fields=["company", "source_type", "source_id"], name="provenance_uses"),
        ]

    def __str__(self) -> str:
        return f"{self.target_type}:{self.target_id} ← {self.source_type}:{self.source_id}"
