"""A person judges a warning: noted, or a false alarm."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import Refusal
from risk.models import PeriodWarning, WarningState

LEAST_ROLE = {WarningState.ACKNOWLEDGED: Role.ACCOUNTANT, WarningState.FALSE_ALARM: Role.SUPERVISOR}


class ReasonMissing(Refusal):
    """A false alarm needs a reason that can be read later."""

    code = "reason_missing"


def judge_warning(warning: PeriodWarning, state: WarningState, actor: User, note: str) -> PeriodWarning:
    """Set the state in the person's name. Raises `NotPermitted`, `ReasonMissing`."""
    require_role(actor, warning.company, LEAST_ROLE[state])
    note = note.strip()
    if state is WarningState.FALSE_ALARM and not note:
        raise ReasonMissing("a false alarm needs a reason", message_zh="标为误报需要写明理由")
    with transaction.atomic():
        row = PeriodWarning.objects.select_for_update().get(pk=warning.pk)
        row.state, row.note, row.decided_by, row.decided_at = state, note[:300], actor, timezone.now()
        row.save(update_fields=["state", "note", "decided_by", "decided_at"])
        content = {"period": row.period, "indicator": row.indicator, "note": row.note}
        record(company=row.company, actor=actor, action=f"warning.{state}", subject=row, content=content)
    return row
