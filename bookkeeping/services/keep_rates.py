"""How a company's wages are kept: the month they begin, the local average wage, its own contribution rates.

Rule kept: rates are dated; what is entered again for a month replaces what stood there, and months already confirmed
stay as they are until a payroll catches up.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from bookkeeping.models import ContributionRate, Payroll, PayrollSettings
from bookkeeping.models.payroll import STANDING
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue, NotReady
from kernel.period import AccountingPeriod
from law.contributions import city_code


@transaction.atomic
def save_settings(company: Company, values: Mapping[str, Any], *, actor: User) -> PayrollSettings:
    """Month of beginning, usual city, average wage. Raises `NotReady` when a payroll stands before that month."""
    require_role(actor, company, Role.ACCOUNTANT)
    begins = AccountingPeriod.parse(values["begins"])
    if Payroll.objects.filter(company=company, state__in=STANDING, period__lt=str(begins)).exists():
        raise NotReady("payrolls stand before that month", message_zh="该月以前已有确认的工资表")
    row, _made = PayrollSettings.objects.update_or_create(
        company=company,
        defaults={
            "begins": str(begins),
            "city": city_code(values["city"], begins.end),
            "average_wage": values["average_wage"],
            "pays_next_month": values.get("pays_next_month", False),
        },
    )
    content = {name: str(getattr(row, name)) for name in ("begins", "city", "average_wage", "pays_next_month")}
    record(company=company, actor=actor, action="payroll.settings_changed", subject=row, content=content)
    return row


@transaction.atomic
def save_rate(company: Company, values: Mapping[str, Any], *, actor: User) -> ContributionRate:
    """The company's own terms of a fund in a city from a month on. Raises `InvalidValue`."""
    require_role(actor, company, Role.ACCOUNTANT)
    begins = AccountingPeriod.parse(values["begins"])
    for name in ("employer_rate", "person_rate"):
        rate: Decimal | None = values[name]
        if rate is not None and not 0 <= rate < 1:
            raise InvalidValue(f"{rate} is no share", message_zh="比例应在 0 到 100% 之间")
    floor, cap = values["floor"], values["cap"]
    if floor is not None and cap is not None and floor > cap:
        raise InvalidValue("the floor is above the cap", message_zh="基数下限高于上限")
    names = ("floor", "cap", "employer_rate", "person_rate", "person_extra", "whole_yuan")
    row, _made = ContributionRate.objects.update_or_create(
        company=company,
        city=city_code(values["city"], begins.end),
        fund=values["fund"],
        begins=str(begins),
        defaults={name: values[name] for name in names},
    )
    content = {"city": row.city, "fund": row.fund, "begins": row.begins} | {n: str(values[n]) for n in names}
    record(company=company, actor=actor, action="payroll.rate_changed", subject=row, content=content)
    return row


@transaction.atomic
def remove_rate(row: ContributionRate, *, actor: User) -> None:
    """Take an entered rate away; what was confirmed on it stays."""
    require_role(actor, row.company, Role.ACCOUNTANT)
    content = {"city": row.city, "fund": row.fund, "begins": row.begins}
    record(company=row.company, actor=actor, action="payroll.rate_removed", subject=row, content=content)
    row.delete()
