"""A person filed at the bureau and brings the receipt: the submission is accepted in their name.

Rule kept: the receipt file and the bureau's reference are both needed; who brought them is written down.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.models import Role, User
from kernel.errors import InvalidValue, NotReady
from tax_filing.domain.package import Accepted
from tax_filing.models import Receipt, Submission, SubmissionState
from tax_filing.services.record_event import append_event
from tax_filing.services.submit_return import accept

RECEIPT_STARTS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04")


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """The receipt as uploaded: the bureau's reference, file name and bytes."""

    reference: str
    name: str
    content: bytes


def confirm_by_hand(submission: Submission, receipt: ReceiptFile, *, actor: User) -> Receipt:
    """The stored receipt. Raises `NotPermitted`, `NotReady` when nobody is waited for, `InvalidValue` for the file."""
    require_role(actor, submission.company, Role.ACCOUNTANT)
    if submission.state not in (SubmissionState.NEEDS_PERSON, SubmissionState.OUTCOME_UNKNOWN):
        raise NotReady("this submission does not wait for a person", message_zh="该申报不在等待人工办理")
    if not receipt.reference.strip():
        raise InvalidValue("the reference is missing", message_zh="请填写受理编号")
    if not receipt.content.startswith(RECEIPT_STARTS):
        raise InvalidValue("the receipt must be PDF, OFD or a picture", message_zh="回执须为 PDF、OFD 或图片文件")
    with transaction.atomic():
        append_event(
            submission, "confirmed_by_hand", {"reference": receipt.reference, "name": receipt.name}, actor=actor
        )
        accept(submission, Accepted(receipt.reference.strip(), receipt.content, receipt.name, timezone.now()))
    return Receipt.objects.get(submission=submission)
