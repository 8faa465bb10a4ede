"""A person is needed: a captcha, a code by SMS, a QR scan, a face check, an approval. Never answered by the machine."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandoverKind(models.TextChoices):
    """What the person is asked for."""

    CAPTCHA = "captcha", _("图形验证码")
    SMS_CODE = "sms_code", _("短信验证码")
    QR_SCAN = "qr_scan", _("扫码登录")
    FACE_CHECK = "face_check", _("人脸识别")
    APPROVAL = "approval", _("审批")


class HandoverState(models.TextChoices):
    """Where the request stands."""

    OPEN = "open", _("待处理")
    ANSWERED = "answered", _("已处理")
    EXPIRED = "expired", _("已超时")


class Handover(models.Model):
    """One question to a person, with its picture and time limit. The answer is kept encrypted and read once."""

    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, related_name="handovers")
    kind = models.CharField(_("类型"), max_length=12, choices=HandoverKind)
    key = models.CharField(max_length=160, unique=True)
    question = models.CharField(_("说明"), max_length=300)
    picture = models.BinaryField(null=True)
    context = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=HandoverState, default=HandoverState.OPEN)
    answer_ciphertext = models.TextField(default="", blank=True)
    answered_by = models.ForeignKey("foundation.User", on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("截止时间"))

    class Meta:
        verbose_name = _("人工接手")
        verbose_name_plural = _("人工接手")
        indexes = [models.Index(fields=["company", "state"], name="handover_open")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.state}"
