"""Run the closing steps other rooms offer through the settings (`CLOSING_STEPS`) and post what they draft.

Rule kept: this room knows none of them; a step that drafts a voucher already posted under its key posts nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from bookkeeping.domain.voucher import VoucherDraft
from bookkeeping.services.post_drafts import post_draft
from foundation.models import User
from kernel.period import AccountingPeriod


class ClosingStep(Protocol):
    """One step between the last entry and the carrying forward of profit and loss."""

    name: str
    order: int

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The vouchers the step wants posted for the period as the books stand now."""
        ...


def closing_steps() -> list[ClosingStep]:
    """The steps of the settings, in their order."""
    steps: list[ClosingStep] = [import_string(path)() for path in settings.CLOSING_STEPS]
    return sorted(steps, key=lambda step: step.order)


def run_closing_steps(
    company_id: int, period: AccountingPeriod, names: Sequence[str] | None, actor: User | None
) -> list[int]:
    """Ids of the vouchers posted (or already there). `names` None runs all steps, in order, one after the other."""
    posted: list[int] = []
    for step in closing_steps():
        if names is None or step.name in names:
            posted += [post_draft(company_id, draft, actor) for draft in step.drafts(company_id, period)]
    return posted
