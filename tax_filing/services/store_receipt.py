"""Keep the bureau's receipt byte for byte, once per submission."""

from __future__ import annotations

from kernel.errors import InvalidValue
from tax_filing.domain.package import Accepted, sha256
from tax_filing.models import Receipt, Submission
from tax_filing.services.record_event import append_event

LARGEST_RECEIPT = 20 * 1024 * 1024


def store_receipt(submission: Submission, accepted: Accepted) -> Receipt:
    """The stored receipt; the one already there when it is stored again. Raises `InvalidValue` when it is too large."""
    if len(accepted.receipt) > LARGEST_RECEIPT:
        raise InvalidValue("the receipt is too large", message_zh="回执文件过大")
    found = Receipt.objects.filter(submission=submission).first()
    if found:
        return found
    receipt = Receipt.objects.create(
        submission=submission,
        reference=accepted.reference,
        name=accepted.receipt_name,
        content=accepted.receipt,
        sha256=sha256(accepted.receipt),
        received_at=accepted.received_at,
    )
    append_event(submission, "receipt_stored", {"name": receipt.name, "sha256": receipt.sha256})
    return receipt
