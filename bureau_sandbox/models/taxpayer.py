"""Taxpayers known to the make-believe bureau, and the bureau-wide state (a scenario that hits everybody).

Rule kept: a taxpayer comes into being on first contact, so that practice needs no registration step.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.db import models


class PracticePasswordHasher(PBKDF2PasswordHasher):
    """A quick hash: the passwords kept here are fictional and guard nothing."""

    algorithm = "practice_pbkdf2"
    iterations = 1000


class Taxpayer(models.Model):
    """A fictional taxpayer: who may log in, how the bureau behaves towards it."""

    taxpayer_id = models.CharField("纳税人识别号", primary_key=True, max_length=20)
    name = models.CharField("名称", max_length=200, blank=True)
    vat_status = models.CharField("增值税纳税人类型", max_length=20, blank=True)
    legal_form = models.CharField("登记注册类型", max_length=30, blank=True)
    location = models.CharField("所在地", max_length=10, blank=True)
    user_name = models.CharField("用户名", max_length=60)
    password_hash = models.CharField(max_length=200)
    scenario = models.CharField("演练场景", max_length=300, blank=True)
    processing_seconds = models.FloatField("受理耗时（秒）", null=True, blank=True)
    debit_agreement = models.CharField("三方协议号", max_length=40, blank=True)

    class Meta:
        verbose_name = "纳税人"

    def __str__(self) -> str:
        return f"{self.taxpayer_id} {self.name}"

    def set_password(self, password: str) -> None:
        """Keep the (hashed) practice password."""
        self.password_hash = make_password(password)

    def has_password(self, password: str) -> bool:
        """Whether `password` is the one kept."""
        return check_password(password, self.password_hash)


def taxpayer_of(taxpayer_id: str, name: str = "") -> Taxpayer:
    """The taxpayer with this id, made on first contact with the practice user and password."""
    taxpayer, _ = Taxpayer.objects.get_or_create(
        taxpayer_id=taxpayer_id,
        defaults={
            "name": name,
            "user_name": settings.DEFAULT_USER,
            "password_hash": make_password(settings.DEFAULT_PASSWORD),
            "debit_agreement": f"SF{taxpayer_id[-8:]}",
        },
    )
    if name and not taxpayer.name:
        taxpayer.name = name
        taxpayer.save(update_fields=["name"])
    return taxpayer


class BureauState(models.Model):
    """One row: what holds for the whole bureau."""

    scenario = models.CharField("演练场景", max_length=300, blank=True)

    class Meta:
        verbose_name = "全局状态"

    def __str__(self) -> str:
        return self.scenario or "-"
