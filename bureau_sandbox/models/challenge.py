"""What only a person may answer: a captcha picture or an SMS code, bound to one portal session."""

from __future__ import annotations

from django.db import models


class Challenge(models.Model):
    """One question put to the person in front of the portal; good for one right answer."""

    kind = models.CharField(max_length=10)  # captcha | sms
    session_key = models.CharField(max_length=60, db_index=True)
    taxpayer_id = models.CharField(max_length=20, blank=True)
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=20)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.question}"
