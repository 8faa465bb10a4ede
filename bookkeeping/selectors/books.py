"""A company's set of books as the services need it: company, layout, chart, ids of accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bookkeeping.charts import layout
from bookkeeping.domain.account import Category, Chart, ChartAccount, Side
from bookkeeping.domain.statements import Layout
from bookkeeping.domain.voucher_types import DEFAULT_SCHEME
from bookkeeping.models import Account, BooksPeriod
from foundation.models import Company, VatStatus
from kernel.errors import NotReady
from kernel.period import AccountingPeriod

# as values: a chart has a hundred rows and more, and every report reads it
_COLUMNS = (
    "pk", "code", "name", "parent_id", "normal_side", "category",
    "tracks_counterparty", "dimensions", "unit", "currency", "is_active",
)  # fmt: skip


@dataclass(frozen=True)
class Books:
    """One company's books (账套), read once per piece of work."""

    company: Company
    layout: Layout
    chart: Chart
    account_ids: Mapping[str, int]

    @property
    def is_open(self) -> bool:
        """Whether the chart has been copied, that is whether books are kept at all."""
        return bool(self.account_ids)

    def special(self, name: str) -> str:
        """The code of an account closing needs: `current_year_profit`, `retained_earnings`, …"""
        return str(self.layout.accounts[name])

    def special_leaf(self, name: str) -> str:
        """The account `special` names or, where the company parts it, the first leaf below."""
        return self.chart.leaves(self.special(name))[0]

    @property
    def voucher_scheme(self) -> str:
        """The company's set of voucher types."""
        return str(self.company.policy.get("voucher_types", DEFAULT_SCHEME))

    @property
    def cash_codes(self) -> tuple[str, ...]:
        """First-level codes of cash and bank."""
        return tuple(self.layout.accounts["cash"])


def books_of(company_id: int) -> Books:
    """The books of a company; with an empty chart when they were never opened."""
    company = Company.objects.get(pk=company_id)
    rows = Account.objects.filter(company_id=company_id).values_list(*_COLUMNS)
    ids = {code: pk for pk, code, *_rest in rows}
    codes = {pk: code for code, pk in ids.items()}
    chart = Chart.of(
        ChartAccount(
            code,
            name,
            codes.get(parent, ""),
            Side(side),
            Category(kind),
            tracks_counterparty=tracks,
            dimensions=tuple(dimensions.split()),
            unit=unit,
            currency=currency,
            is_active=is_active,
        )
        for _pk, code, name, parent, side, kind, tracks, dimensions, unit, currency, is_active in rows
    )
    return Books(company, layout(company.accounting_standard), chart, ids)


def is_general_taxpayer(company: Company, day: date) -> bool:
    """Whether the company is a general VAT taxpayer on `day`; False where no status was entered."""
    try:
        return company.status_on(day).vat_status == VatStatus.GENERAL
    except NotReady:
        return False


def is_closed(company_id: int, period: AccountingPeriod) -> bool:
    """Whether the period takes no more entries."""
    return BooksPeriod.objects.filter(company_id=company_id, period=str(period), is_closed=True).exists()
