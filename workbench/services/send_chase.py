"""Sending a client the chase list by e-mail. That it was sent, to whom and when, stands in the audit trail."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.utils.translation import pgettext

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod

LONGEST = 50_000


def send_chase(company: Company, period: AccountingPeriod, *, address: str, text: str, actor: User) -> None:
    """Send the text. Raises `NotPermitted`, `InvalidValue` for an empty or endless one."""
    require_role(actor, company, Role.ACCOUNTANT)
    if not text or len(text) > LONGEST:
        raise InvalidValue("the letter is empty or too long", message_zh="内容为空或过长")
    subject = pgettext("chase", "%(company)s %(period)s 待补票据与款项") % {"company": company.name, "period": period}
    EmailMessage(subject, text, None, [address], reply_to=[actor.email] if actor.email else None).send()
    record(company=company, actor=actor, action="chase.sent", subject=str(period), content={"to": address})
