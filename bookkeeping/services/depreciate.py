"""Depreciation, amortisation and disposals of a period, as a closing step: one voucher for each kind of asset.

Rule kept: run again, it drafts only what is not in the books; a reversed voucher makes its charges due again. A card
entered late is charged for the months it missed since the books began.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.account import Side
from bookkeeping.domain.analysis import Analysis, fitting
from bookkeeping.domain.depreciation import AssetKind, accumulated
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, entry
from bookkeeping.models import AssetCard, Voucher
from bookkeeping.selectors.analysis import items_by_name, items_named
from bookkeeping.selectors.assets import DISPOSAL, SOURCE, cards_of, charged_periods, due_charges
from bookkeeping.selectors.books import books_of
from foundation.models import Company
from foundation.provenance import Ref
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod

TITLES = {AssetKind.FIXED: "计提折旧", AssetKind.INTANGIBLE: "摊销无形资产", AssetKind.DEFERRED: "摊销长期待摊费用"}
CLEARING = "1606"


@dataclass(frozen=True, slots=True)
class _Due:
    card: AssetCard
    charges: dict[str, Decimal]

    @property
    def amount(self) -> Decimal:
        return total(self.charges.values())


class Depreciation:
    """Charges of the period, then disposals of the period; before anything that follows from profit."""

    name = "depreciation"
    title = _("折旧与摊销")
    order = 5

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The vouchers still to be posted."""
        cards, charged = cards_of(company_id, period), charged_periods(company_id)
        first = Company.objects.get(pk=company_id).first_period
        due = [_Due(card, due_charges(card, period, charged[card.pk], first)) for card in cards]
        by_kind = {kind: [one for one in due if one.charges and one.card.kind == kind] for kind in AssetKind}
        drafts = [_charge(company_id, period, kind, those) for kind, those in by_kind.items() if those]
        gone = [card for card in cards if _falls_in(card, period) and DISPOSAL not in charged[card.pk]]
        return drafts + [_disposal(card) for card in gone]


def _charge(company_id: int, period: AccountingPeriod, kind: AssetKind, due: list[_Due]) -> VoucherDraft:
    return VoucherDraft(
        date=period.end,
        description=TITLES[kind],
        lines=(
            *_summed(company_id, ((one.card.expense_account, one.card, one.amount) for one in due), Side.DEBIT),
            *_summed(company_id, ((one.card.contra_account, one.card, one.amount) for one in due), Side.CREDIT),
        ),
        key=_next_key(company_id, f"depreciation:{kind}:{period}"),
        sources=tuple(Ref(SOURCE, one.card.pk, month) for one in due for month in one.charges),
        origin="depreciation",
    )


def _next_key(company_id: int, prefix: str) -> str:
    """A key of its own for each voucher that follows a reversed or incomplete one."""
    earlier = Voucher.objects.filter(company_id=company_id, key__startswith=f"{prefix}:").count()
    return f"{prefix}:{earlier + 1}"


def _summed(company_id: int, amounts: Iterable[tuple[str, AssetCard, Decimal]], side: Side) -> list[DraftLine]:
    """One line an account, or an account and department where the account asks for departments."""
    known, chart = items_by_name(company_id), books_of(company_id).chart
    sums: dict[tuple[str, Analysis], Decimal] = defaultdict(lambda: ZERO)
    for code, card, amount in amounts:
        sums[code, fitting(items_named(known, department=card.department), chart[code].dimensions)] += amount
    return [entry(code, side, amount, analysis=analysis) for (code, analysis), amount in sorted(sums.items())]


def _falls_in(card: AssetCard, period: AccountingPeriod) -> bool:
    return card.disposed_on is not None and AccountingPeriod.of(card.disposed_on) == period


def _disposal(card: AssetCard) -> VoucherDraft:
    """Cost and charges leave the books; a fixed asset's net value goes to 固定资产清理, others' to their expense."""
    day = card.disposed_on or card.in_use
    gone = accumulated(card.terms, AccountingPeriod.of(day))
    to = CLEARING if card.kind == AssetKind.FIXED else card.expense_account
    rows = [(card.contra_account, Side.DEBIT, gone), (to, Side.DEBIT, card.cost - gone)]
    if card.contra_account == card.asset_account:
        rows = [(to, Side.DEBIT, card.cost - gone)]
    rows.append((card.asset_account, Side.CREDIT, total(amount for _code, _side, amount in rows)))
    return VoucherDraft(
        date=AccountingPeriod.of(day).end,
        description=f"处置 {card}：{card.disposal_reason}"[:200],
        lines=tuple(entry(code, side, amount) for code, side, amount in rows if amount),
        key=_next_key(card.company_id, f"disposal:{card.pk}"),
        sources=(Ref(SOURCE, card.pk, DISPOSAL),),
        origin="depreciation",
    )
