"""Set how far the engine may go in a company: off, in the shadow, on; its bar; what an entry by hand takes.

Rules kept: only a supervisor or the owner switches posting on or moves the bar; the bar never falls below the house's.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from bookkeeping.engine.decision import BAR
from bookkeeping.models import EngineMode, EngineSettings
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue

HIGHEST = Decimal("0.9999")


@transaction.atomic
def set_engine(
    company: Company, *, mode: str, bar: Decimal, minutes_by_hand: Decimal | None, actor: User
) -> EngineSettings:
    """The settings as kept. Raises `NotPermitted`, `InvalidValue`."""
    require_role(actor, company, Role.SUPERVISOR)
    least = Decimal(str(BAR))
    if mode not in EngineMode.values:
        raise InvalidValue(f"no mode {mode}", message_zh="没有这种运行方式")
    if not least <= bar <= HIGHEST:
        message = f"准确率下限只能在 {least:.2%} 到 {HIGHEST:.2%} 之间"
        raise InvalidValue(f"the bar is {least} to {HIGHEST}", message_zh=message)
    if minutes_by_hand is not None and not 0 < minutes_by_hand <= 60:
        raise InvalidValue("minutes: above 0, up to 60", message_zh="每张用时须大于 0、不超过 60 分钟")
    kept = {"mode": mode, "bar": bar, "minutes_by_hand": minutes_by_hand}
    settings, _made = EngineSettings.objects.update_or_create(company=company, defaults=kept)
    content = {"mode": mode, "bar": str(bar), "minutes_by_hand": str(minutes_by_hand or "")}
    record(company=company, actor=actor, action="engine.changed", subject=settings, content=content)
    return settings
