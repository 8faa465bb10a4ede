"""Asset cards: enter one, change an estimate, dispose of one.

Rule kept: what was charged stays charged. A change of estimate works from its period on (小企业会计准则 第92条,
未来适用法); a card with charges in the books is never deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from bookkeeping.domain.depreciation import AssetKind, accumulated
from bookkeeping.models import AssetCard
from bookkeeping.selectors.assets import charged_periods, due_charges
from bookkeeping.selectors.books import books_of, is_closed
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue, NotReady, PeriodClosed
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from law.one_off_deduction import may_deduct_at_once


@dataclass(frozen=True, slots=True)
class Estimate:
    """What may be estimated anew: remaining life in months, salvage value in yuan, method."""

    life_months: int
    salvage: Decimal
    method: str


@transaction.atomic
def add_asset(company: Company, values: dict[str, Any], *, actor: User) -> AssetCard:
    """The new card. Raises `InvalidValue` for terms that make no sense, unknown accounts or a taken code."""
    require_role(actor, company, Role.ACCOUNTANT)
    chart = books_of(company.pk).chart
    for name in ("asset_account", "contra_account", "expense_account"):
        if not chart.is_leaf(chart[values[name]].code):
            raise InvalidValue(f"{values[name]} is no leaf", message_zh=f"科目 {values[name]} 不是末级科目")
    card = AssetCard(company=company, **values)
    _check_deduction(card)
    _take_over(card, company.first_period)
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError as error:
        raise InvalidValue(f"{card.code} is taken", message_zh=f"资产编号 {card.code} 已存在") from error
    record(company=company, actor=actor, action="asset.added", subject=card, content=_content(card))
    return card


def _check_deduction(card: AssetCard) -> None:
    if card.deducted_at_once and (card.kind != AssetKind.FIXED or not may_deduct_at_once(card.cost, card.in_use)):
        raise InvalidValue(
            "this asset may not be deducted at once",
            message_zh="该资产不符合一次性税前扣除的条件（种类、单价或购置时间）",
        )


def _take_over(card: AssetCard, first: AccountingPeriod) -> None:
    """Terms of an asset older than the books: its own while they explain what was written off, else what is left."""
    given, card.written_off = card.written_off, ZERO
    terms = card.terms
    if not given or given == accumulated(terms, first.shifted(-1)):
        return
    if terms.first >= first:
        raise InvalidValue("nothing can be written off before", message_zh="账套启用后才启用的资产没有以前已提金额")
    elapsed = (first.year - terms.first.year) * 12 + first.month - terms.first.month
    card.written_off, card.begins, card.life_months = given, str(first), max(1, card.life_months - elapsed)
    _ = card.terms


@transaction.atomic
def revise_asset(card: AssetCard, period: AccountingPeriod, estimate: Estimate, *, actor: User) -> AssetCard:
    """The card on new terms from `period` on. Raises `PeriodClosed`, `InvalidValue`, `NotReady` after disposal."""
    card = _locked(card, actor)
    _must_be_open(card, period)
    before, terms = _content(card), card.terms
    _check_charges(card, period)
    card.written_off, card.begins = accumulated(terms, period.shifted(-1)), str(max(period, terms.first))
    card.life_months, card.salvage, card.method = estimate.life_months, estimate.salvage, estimate.method
    _ = card.terms
    card.save()
    record(
        company=card.company,
        actor=actor,
        action="asset.revised",
        subject=card,
        content={"before": before, "after": _content(card)},
    )
    return card


@transaction.atomic
def dispose_asset(card: AssetCard, day: date, reason: str, *, actor: User) -> AssetCard:
    """The card marked as gone; the closing step of that period writes it off. Raises `PeriodClosed`, `InvalidValue`."""
    card = _locked(card, actor)
    if day < card.in_use or not reason.strip():
        raise InvalidValue(
            "a disposal needs a day after use began and a reason", message_zh="处置须填原因，且不早于启用日期"
        )
    _must_be_open(card, AccountingPeriod.of(day))
    card.disposed_on, card.disposal_reason = day, reason.strip()[:100]
    card.save(update_fields=["disposed_on", "disposal_reason"])
    record(
        company=card.company,
        actor=actor,
        action="asset.disposed",
        subject=card,
        content={"day": day.isoformat(), "reason": card.disposal_reason},
    )
    return card


def _locked(card: AssetCard, actor: User) -> AssetCard:
    require_role(actor, card.company, Role.ACCOUNTANT)
    return AssetCard.objects.select_for_update().select_related("company").get(pk=card.pk)


def _must_be_open(card: AssetCard, period: AccountingPeriod) -> None:
    if is_closed(card.company_id, period):
        raise PeriodClosed(f"{period} is closed", message_zh=f"账期 {period} 已结账")
    if card.disposed_on is not None:
        raise NotReady(f"{card} is disposed of", message_zh=f"{card} 已处置")


def _check_charges(card: AssetCard, period: AccountingPeriod) -> None:
    """Everything before `period` is in the books, nothing from it on."""
    charged = charged_periods(card.company_id)[card.pk]
    if any(month >= str(period) for month in charged):
        raise NotReady(
            "the period is charged already; reverse that voucher first", message_zh="该账期已计提，请先冲销计提凭证"
        )
    if due_charges(card, period.shifted(-1), charged, card.company.first_period):
        raise NotReady("earlier periods are not charged yet", message_zh="此前账期尚未计提，请先计提")


def _content(card: AssetCard) -> dict[str, Any]:
    names = ("code", "name", "kind", "in_use", "cost", "salvage", "life_months", "method", "written_off", "begins")
    return {name: str(getattr(card, name)) for name in names}
