"""Keep templates of vouchers: save one from typed rows, remove one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from django.db import transaction

from bookkeeping.domain.typed_rows import TypedRow
from bookkeeping.models import VoucherTemplate
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue

FIGURES = {"debit": "", "credit": "", "quantity": "", "foreign_amount": ""}


@transaction.atomic
def save_template(
    company: Company,
    name: str,
    rows: Sequence[TypedRow],
    *,
    voucher_type: str = "",
    with_amounts: bool,
    is_recurring: bool,
    actor: User,
) -> VoucherTemplate:
    """The template of that name, made or overwritten. Raises `InvalidValue` without a name or rows."""
    require_role(actor, company, Role.ACCOUNTANT)
    name = name.strip()[:60]
    if not name or not rows:
        raise InvalidValue("a template needs a name and lines", message_zh="请填写模板名称")
    kept = rows if with_amounts else [replace(row, **FIGURES) for row in rows]
    template, _made = VoucherTemplate.objects.update_or_create(
        company=company,
        name=name,
        defaults={
            "rows": [asdict(row) for row in kept],
            "voucher_type": voucher_type,
            "with_amounts": with_amounts,
            "is_recurring": is_recurring,
            "created_by": actor,
        },
    )
    content = {"name": name, "rows": len(kept), "recurring": is_recurring}
    record(company=company, actor=actor, action="voucher_template.saved", subject=template, content=content)
    return template


@transaction.atomic
def remove_template(template: VoucherTemplate, *, actor: User) -> None:
    """Gone; vouchers made from it stay."""
    require_role(actor, template.company, Role.ACCOUNTANT)
    content = {"name": template.name}
    record(company=template.company, actor=actor, action="voucher_template.removed", subject=template, content=content)
    template.delete()
