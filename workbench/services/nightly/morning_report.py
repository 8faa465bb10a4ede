"""Making a person's morning report and sending it by e-mail where she has an address.

Rule kept: one report per person and night. A worker killed between sending and noting may send the same message once
more, under the same Message-ID, which mail programs show once.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.jobs import Effect
from foundation.models import User
from workbench.models import MorningReport
from workbench.selectors.morning_report import morning_of


def morning_report(user: User, night: date) -> Effect | None:
    """Send the report; its effect notes that it was made. Nothing for a person without companies in that night."""
    if MorningReport.objects.filter(user=user, night=night).exists():
        return None
    with override(settings.LANGUAGE_CODE):
        message = _message(user, night)
    if message is None:
        return None
    if user.email:
        message.send()
    mailed_at = timezone.now() if user.email else None

    def note() -> None:
        MorningReport.objects.get_or_create(user=user, night=night, defaults={"mailed_at": mailed_at})

    return note


def _message(user: User, night: date) -> EmailMessage | None:
    morning = morning_of(user, night)
    if morning is None:
        return None
    page = f"{settings.SITE_URL}{reverse('workbench:morning')}?night={night}"
    text = render_to_string(
        "workbench/morning_mail.txt", {"morning": morning, "user": user, "page": page, "site": settings.SITE_URL}
    )
    tally = morning.tally
    subject = _("晨报 %(night)s：%(through)s/%(all)s 家已处理，%(waiting)s 家等您，%(failed)s 家失败") % {
        "night": night, "through": tally.through, "all": tally.companies, "waiting": tally.waiting,
        "failed": tally.failed,
    }  # fmt: skip
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<morning-{night}-{user.pk}@{domain}>"}
    return EmailMessage(subject, text, None, [user.email], headers=headers)
