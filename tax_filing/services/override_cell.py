"""Put a figure in place of a computed one, with a reason, or take it back. The computed figure stays beside it."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import InvalidValue, NotReady
from kernel.money import money, text
from tax_filing.domain.cell_key import CellKey
from tax_filing.models import TaxReturn
from tax_filing.selectors.returns import form_of, is_frozen
from tax_filing.services.draft_returns import cell_key, compute_draft


def override_cell(tax_return: TaxReturn, name: str, value: str | Decimal, *, reason: str, actor: User) -> TaxReturn:
    """Set cell `name` (`main:15:total`) to `value`, in yuan. Raises `InvalidValue`, `NotReady`, `NotPermitted`."""
    require_role(actor, tax_return.company, Role.ACCOUNTANT)
    if not reason.strip():
        raise InvalidValue("a reason is needed", message_zh="请填写调整原因")
    known_cell(tax_return, name)
    row = {"value": text(money(value)), "reason": reason.strip(), "by": actor.pk, "at": timezone.now().isoformat()}
    return _change(
        tax_return,
        tax_return.overrides | {name: row},
        actor=actor,
        action="return.overridden",
        content=row | {"cell": name},
    )


def clear_override(tax_return: TaxReturn, name: str, *, actor: User) -> TaxReturn:
    """Take an override back. Raises `NotReady` once sent, `NotPermitted`."""
    require_role(actor, tax_return.company, Role.ACCOUNTANT)
    kept = {cell: row for cell, row in tax_return.overrides.items() if cell != name}
    return _change(tax_return, kept, actor=actor, action="return.override_cleared", content={"cell": name})


def known_cell(tax_return: TaxReturn, name: str) -> CellKey:
    """The cell of that name on this return. Raises `InvalidValue` when the form has none."""
    key = cell_key(name)
    if key not in form_of(tax_return).formulas:
        raise InvalidValue(f"there is no cell {name!r}", message_zh=f"申报表没有“{name}”这一格")
    return key


def _change(
    tax_return: TaxReturn, overrides: dict[str, object], *, actor: User, action: str, content: dict[str, object]
) -> TaxReturn:
    with transaction.atomic():
        row = TaxReturn.objects.select_for_update().select_related("company").get(pk=tax_return.pk)
        if is_frozen(row):
            raise NotReady("this version was sent and may not change", message_zh="该版次已申报，不能再调整")
        row.overrides = overrides
        compute_draft(row, row.facts, actor=actor)
        record(company=row.company, actor=actor, action=action, subject=row, content=content)
    return row
