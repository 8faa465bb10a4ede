"""Run the closing steps other rooms offer through the settings (`CLOSING_STEPS`) and post what they draft.

Rule kept: this room knows none of them; a step that drafts a voucher already posted under its key posts nothing new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db.models import Sum
from django.utils.module_loading import import_string

from bookkeeping.domain.voucher import VoucherDraft
from bookkeeping.models import Voucher, VoucherState
from bookkeeping.services.post_drafts import post_draft
from foundation.models import User
from kernel.money import total
from kernel.period import AccountingPeriod

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ClosingStep(Protocol):
    """One step between the last entry and the carrying forward of profit and loss.

    Keys of its vouchers begin with its name and a colon.
    """

    name: str
    title: StrOrPromise
    order: int

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The vouchers the step wants posted for the period as the books stand now."""
        ...


def closing_steps() -> list[ClosingStep]:
    """The steps of the settings, in their order."""
    steps: list[ClosingStep] = [import_string(path)() for path in settings.CLOSING_STEPS]
    return sorted(steps, key=lambda step: step.order)


@dataclass(frozen=True, slots=True)
class StepState:
    """One step with the vouchers it has posted in a period, reversed ones left out."""

    name: str
    title: StrOrPromise
    vouchers: list[Voucher]

    @property
    def amount(self) -> Decimal:
        """Sum of their debits, in yuan."""
        return total(voucher.amount for voucher in self.vouchers)  # type: ignore[attr-defined]


def step_states(company_id: int, period: AccountingPeriod) -> list[StepState]:
    """Every step in its order. What a step would still post is not asked here: that may draft returns."""
    rows = Voucher.objects.filter(
        company_id=company_id, period=str(period), state=VoucherState.POSTED, reverses=None, reversed_by=None
    ).annotate(amount=Sum("lines__debit"))
    posted: dict[str, list[Voucher]] = defaultdict(list)
    for voucher in rows.exclude(key=None).order_by("number"):
        posted[str(voucher.key).split(":", maxsplit=1)[0]].append(voucher)
    return [StepState(step.name, step.title, posted[step.name]) for step in closing_steps()]


def run_closing_steps(
    company_id: int, period: AccountingPeriod, names: Sequence[str] | None, actor: User | None
) -> list[int]:
    """Ids of the vouchers posted (or already there). `names` None runs all steps, in order, one after the other."""
    posted: list[int] = []
    for step in closing_steps():
        if names is None or step.name in names:
            posted += [post_draft(company_id, draft, actor) for draft in step.drafts(company_id, period)]
    return posted
