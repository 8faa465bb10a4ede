"""Verification where a captcha stands in the way: a person reads the picture, the answer is kept like any other.

Rule kept: the picture goes to the person as it came and the characters go back as they were typed.
"""

from __future__ import annotations

import secrets

from django.db.models import Q
from django.utils import timezone

from bureau.platform import Captcha, VerificationPlatform
from foundation.access import require_role
from foundation.handover import answer, answer_of, ask
from foundation.models import Handover, HandoverKind, HandoverState, Role, User
from invoices.models import Invoice, VerificationChannel, VerificationResult
from invoices.services.verify_invoice import hear, is_verifiable, keep_answer, question_of
from kernel.errors import NotReady

PURPOSE = "verify_invoice"
MINUTES = 5


def ask_person(invoice: Invoice, platform: VerificationPlatform, *, actor: User) -> Handover:
    """Fetch a captcha and put it before a person. Raises `NotReady` for a paper the platform cannot know."""
    require_role(actor, invoice.company, Role.ACCOUNTANT)
    if not is_verifiable(invoice):
        raise NotReady("the invoice has no number to ask about", message_zh="这种票据或号码不能查验")
    captcha = platform.captcha()
    return ask(
        company=invoice.company,
        kind=HandoverKind.CAPTCHA,
        key=f"{PURPOSE}:{invoice.pk}:{secrets.token_hex(8)}",
        question=f"查验发票 {invoice.invoice_number}：请填写图中的字符",
        picture=captcha.picture,
        context={"purpose": PURPOSE, "invoice_id": invoice.pk, "session": captcha.session},
        minutes=MINUTES,
    )


def open_question(invoice: Invoice) -> Handover | None:
    """The picture that waits for this invoice, or whose answer was given elsewhere and not yet sent; else `None`."""
    waiting = Q(state=HandoverState.OPEN, expires_at__gt=timezone.now())
    unsent = Q(state=HandoverState.ANSWERED) & ~Q(answer_ciphertext="")
    rows = Handover.objects.filter(waiting | unsent, company_id=invoice.company_id)
    return rows.filter(context__purpose=PURPOSE, context__invoice_id=invoice.pk).order_by("-pk").first()


def answer_person(
    invoice: Invoice, handover: Handover, characters: str, platform: VerificationPlatform, *, actor: User
) -> VerificationResult:
    """Send the characters and keep what the platform says. Raises `WrongCaptcha`, `NotReady` when it is too late."""
    if handover.state == HandoverState.OPEN:
        answer(handover, text=characters.strip(), actor=actor)
    given = answer_of(handover.pk) or ""
    captcha = Captcha(b"", str(handover.context.get("session", "")))
    asked = {name: str(value) for name, value in question_of(invoice).items() if value not in (None, "")}
    heard = hear(lambda: platform.verify(captcha, given, asked))
    return keep_answer(invoice, heard, actor=actor, channel=VerificationChannel.PLATFORM)
