"""Red-letter invoices: which original they name, and how far their confirmation form is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, Literal

from invoices.domain.context import RedLetterConfirmation

_ORIGINAL: Final = re.compile(r"(?:被红冲蓝字(?:数电)?发票号码|对应正数发票代码[:：]?\s*\d+\s*号码)[:：]?\s*(\d{8,20})")


def original_in_remarks(remarks: str | None) -> str | None:
    """The number of the original as remarks print it; `None` when they do not."""
    match = _ORIGINAL.search(remarks or "")
    return match[1] if match else None


def confirmation_state(
    form: RedLetterConfirmation, *, hours: int
) -> Literal["confirmed", "pending", "expired", "unknown"]:
    """How far the form is: confirmed in time, waiting, lapsed after `hours`, or not known."""
    if form.requested_at is None:
        return "unknown"
    limit = form.requested_at + timedelta(hours=hours)
    if form.confirmed_at is not None:
        return "confirmed" if form.confirmed_at <= limit else "expired"
    if form.checked_at is None:
        return "unknown"
    return "pending" if form.checked_at <= limit else "expired"
