"""Change what an account asks of its lines: name, analysis dimensions, unit, currency, in use or not.

Rule kept: code, kind and parent stay; an account in use keeps its unit and currency (the database holds that).
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from django.db import transaction

from bookkeeping.domain.analysis import ON_LINES
from bookkeeping.models import Account, JournalLine, PeriodBalance
from bookkeeping.selectors.books import books_of
from bookkeeping.services.open_books import search_text
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import InvalidValue

_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What a person says of an account. `dimensions` are parted by blanks, `currency` is its ISO 4217 code."""

    name: str
    dimensions: str = ""
    tracks_counterparty: bool = False
    unit: str = ""
    currency: str = ""
    is_active: bool = True


@transaction.atomic
def change_account(account: Account, facts: AccountFacts, *, actor: User | None) -> Account:
    """The account with new facts. Raises `InvalidValue` for an unknown dimension, currency or a forbidden change."""
    if actor is not None:
        require_role(actor, account.company, Role.ACCOUNTANT)
    facts = _cleaned(facts)
    _check_use(account, facts)
    before = {name: getattr(account, name) for name in asdict(facts)}
    for name, value in asdict(facts).items():
        setattr(account, name, value)
    account.save(update_fields=list(before))
    chart = books_of(account.company_id).chart
    account.search_text = search_text(account.code, chart.full_name(account.code))
    account.save(update_fields=["search_text"])
    content = {"before": before, "after": asdict(facts)}
    record(company=account.company, actor=actor, action="account.changed", subject=account, content=content)
    return account


def _cleaned(facts: AccountFacts) -> AccountFacts:
    asked = set(facts.dimensions.split())
    if unknown := asked - {dimension.value for dimension in ON_LINES}:
        raise InvalidValue(
            f"no dimension {sorted(unknown)}", message_zh=f"没有辅助核算类别：{'、'.join(sorted(unknown))}"
        )
    currency = facts.currency.strip().upper()
    if currency and (not _CURRENCY.fullmatch(currency) or currency == "CNY"):
        raise InvalidValue(f"{currency!r} is no foreign currency", message_zh=f"“{currency}”不是外币代码（如 USD）")
    if not facts.name.strip():
        raise InvalidValue("the name is missing", message_zh="请填写科目名称")
    ordered = " ".join(dimension.value for dimension in ON_LINES if dimension.value in asked)
    return AccountFacts(
        facts.name.strip(), ordered, facts.tracks_counterparty, facts.unit.strip(), currency, facts.is_active
    )


def _check_use(account: Account, facts: AccountFacts) -> None:
    if not account.is_custom and facts.name != account.name:
        raise InvalidValue("the standard's accounts keep their names", message_zh="准则规定的科目不能改名")
    if (account.unit and facts.unit != account.unit) or facts.currency != account.currency:
        used = JournalLine.objects.filter(account=account).exists()
        if used or PeriodBalance.objects.filter(account=account).exists():
            raise InvalidValue(
                "an account in use keeps its unit and currency", message_zh="已使用的科目不能改变数量单位和外币"
            )
