"""Asset cards at the end of a period: what is written off, what is still to be charged, whether they tie."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.deduction import Difference, difference_to_date
from bookkeeping.domain.depreciation import accumulated, charge, schedule
from bookkeeping.models import AssetCard, Voucher, VoucherState
from bookkeeping.selectors.balances import balances
from foundation.models import ProvenanceLink
from kernel.money import ZERO
from kernel.period import AccountingPeriod

SOURCE, DISPOSAL = "asset", "disposal"


@dataclass(frozen=True, slots=True)
class AssetRow:
    """One card at the end of a period, in yuan. `charged` says whether the period's charge stands in the books."""

    card: AssetCard
    charge: Decimal
    accumulated: Decimal
    charged: bool

    @property
    def net(self) -> Decimal:
        """Cost less what was written off; nothing once disposed of."""
        return self.card.cost - self.accumulated


@dataclass(frozen=True, slots=True)
class Tie:
    """One account: what the cards add up to and what the ledger says."""

    code: str
    cards: Decimal
    ledger: Decimal

    @property
    def difference(self) -> Decimal:
        """Ledger less cards."""
        return self.ledger - self.cards


def cards_of(company_id: int, period: AccountingPeriod) -> list[AssetCard]:
    """Cards in use by the end of the period, in order of their codes."""
    return list(AssetCard.objects.filter(company_id=company_id, in_use__lte=period.end))


def asset_rows(company_id: int, period: AccountingPeriod) -> list[AssetRow]:
    """Every card in use, with the charge of the period."""
    charged = charged_periods(company_id)
    return [
        AssetRow(card, charge(card.terms, period), accumulated(card.terms, period), str(period) in charged[card.pk])
        for card in cards_of(company_id, period)
    ]


def charged_periods(company_id: int) -> dict[int, set[str]]:
    """By card, the periods whose charge (and `DISPOSAL` if so) stands in a posted voucher that was not reversed."""
    links = ProvenanceLink.objects.filter(company_id=company_id, target_type="voucher", source_type=SOURCE)
    rows = list(links.exclude(source_part="").values_list("target_id", "source_id", "source_part"))
    standing = set(
        Voucher.objects.filter(
            company_id=company_id,
            pk__in={voucher for voucher, _card, _period in rows},
            state=VoucherState.POSTED,
            reversed_by=None,
            reverses=None,
        ).values_list("pk", flat=True)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for voucher, card, period in rows:
        if voucher in standing:
            found[card].add(period)
    return found


def due_charges(
    card: AssetCard, period: AccountingPeriod, charged: set[str], first: AccountingPeriod
) -> dict[str, Decimal]:
    """Charges by period not in the books yet, up to `period`; none before the books began (`first`)."""
    return {
        str(month): amount
        for month, amount in schedule(card.terms)
        if first <= month <= period and amount and str(month) not in charged
    }


@dataclass(frozen=True, slots=True)
class DeductionRow:
    """One asset deducted at once, with the difference of the year to date."""

    card: AssetCard
    difference: Difference


def deduction_rows(company_id: int, period: AccountingPeriod) -> list[DeductionRow]:
    """Assets deducted at once whose books and tax differ in the year up to `period`."""
    rows = [
        DeductionRow(card, difference_to_date(card.terms, period))
        for card in cards_of(company_id, period)
        if card.deducted_at_once
    ]
    return [row for row in rows if row.difference.book or row.difference.tax]


def ties(company_id: int, period: AccountingPeriod) -> list[Tie]:
    """Asset and contra accounts of the cards against the ledger at the end of the period."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in asset_rows(company_id, period):
        gone = row.card.disposed_on is not None and row.card.disposed_on <= period.end
        sums[row.card.asset_account] += ZERO if gone else row.card.cost
        sums[row.card.contra_account] -= ZERO if gone else row.accumulated
    ledger: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for balance in balances(company_id, period, period) if sums else ():
        ledger[balance.code] += balance.closing
    return [Tie(code, cards, ledger[code]) for code, cards in sorted(sums.items())]
