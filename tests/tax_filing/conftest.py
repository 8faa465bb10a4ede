"""Companies with sales in their books, closed months, and a bureau whose faults can be ordered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bookkeeping.exports import DraftLine, VoucherDraft, close_period, close_pnl, post_draft, run_closing_steps
from foundation.models import Company
from kernel.period import AccountingPeriod
from tests.tax_filing import fake_bureau
from tests.tax_filing.fake_bureau import FakeBureau

ZERO = Decimal("0.00")
OCTOBER = AccountingPeriod(2026, 10)
SEPTEMBER = AccountingPeriod(2026, 9)


def book_sale(company: Company, day: date, net: str, tax: str, *, vat_account: str, key: str) -> int:
    """A sale for cash without invoice, as a person would book it."""
    lines = (
        DraftLine("1002", Decimal(net) + Decimal(tax), ZERO, "收款"),
        DraftLine("5001", ZERO, Decimal(net), "销售服务收入"),
        *((DraftLine(vat_account, ZERO, Decimal(tax), "增值税"),) if Decimal(tax) else ()),
    )
    return post_draft(company.pk, VoucherDraft(day, "提供咨询服务", lines, key=key), None)


def close(company: Company, last: AccountingPeriod) -> None:
    """Run the closing steps, carry profit and loss forward and close every month up to `last`."""
    period = company.first_period
    while period <= last:
        run_closing_steps(company.pk, period, None, None)
        close_pnl(company.pk, period, None)
        close_period(company.pk, period, None)
        period = period.shifted(1)


@pytest.fixture(autouse=True)
def _no_gates_of_other_rooms(settings: Any) -> None:
    settings.FILING_GATES = []


@pytest.fixture
def bureau(settings: Any, monkeypatch: pytest.MonkeyPatch) -> FakeBureau:
    """A fresh bureau in memory, reached through the channel `fake`; `manual` is there too."""
    made = FakeBureau()
    monkeypatch.setattr(fake_bureau, "BUREAU", made)
    settings.FILING_CHANNELS = [
        "tests.tax_filing.fake_bureau.make_channel",
        "tax_filing.channels.manual.ManualChannel",
    ]
    return made


@pytest.fixture
def general_in_october(general: Company) -> Company:
    """A general taxpayer with one sale in October, the month closed."""
    book_sale(general, date(2026, 10, 12), "100000.00", "6000.00", vat_account="22210107", key="sale-1")
    return general
