"""A stand-in for the invoices door, and short ways to post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.services.post_drafts import post_draft
from foundation.models import Company, User
from invoices.domain.supplies import supply_of
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from tests.bookkeeping.bank_desk import bank, book, capital, line
from tests.bookkeeping.item_history import told
from tests.bookkeeping.payroll_people import hire, month

D = Decimal
__all__ = ["bank", "book", "capital", "hire", "line", "month", "told"]  # fixtures of a file of their own


@dataclass(frozen=True)
class Line:
    item_name: str
    net_amount: Decimal
    tax_rate: Decimal | None
    tax_amount: Decimal
    tax_category: str = ""
    quantity: Decimal | None = None
    unit: str = ""

    @property
    def supply(self) -> str:
        return supply_of(self.item_name, self.tax_category or None)


@dataclass(frozen=True)
class Fact:
    id: int
    company_id: int
    direction: str
    kind: str
    issue_date: date
    seller_name: str
    buyer_name: str
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    lines: tuple[Line, ...]
    input_vat: str
    deductible_vat: Decimal
    period: str = "2026-09"
    document_id: int = 1
    invoice_number: str = "26312000000000000001"
    category: str = ""
    verdict: str = "compliant"
    is_red_letter: bool = False
    booked_voucher_id: int | None = None
    voucher_kind: str = ""


@dataclass
class FakeInvoices:
    """Keeps invoice facts in memory and answers like `invoices.exports`."""

    facts: dict[int, Fact] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def add(
        self,
        company: Company,
        *,
        direction: str = "purchase",
        item: str = "*文具*签字笔",
        net: str = "100.00",
        rate: str = "0.13",
        kind: str = "fully_digital_special",
        input_vat: str = "deductible",
        day: date = date(2026, 9, 10),
        party: str = "晨光文具",
        lines: tuple[Line, ...] = (),
    ) -> Fact:
        """One invoice of the company; amounts follow from net and rate, or from `lines`."""
        net_amount = sum((line.net_amount for line in lines), ZERO) if lines else D(net)
        by_lines = sum((line.tax_amount for line in lines), ZERO)
        tax = by_lines if lines else (net_amount * D(rate)).quantize(D("0.01"))
        is_purchase = direction == "purchase"
        fact = Fact(
            next(self.numbers),
            company.pk,
            direction,
            kind,
            day,
            party if is_purchase else company.name,
            company.name if is_purchase else party,
            net_amount,
            tax,
            net_amount + tax,
            lines or (Line(item, net_amount, D(rate), tax),),
            input_vat if is_purchase else "none",
            tax if is_purchase and input_vat == "deductible" else ZERO,
            period=f"{day:%Y-%m}",
            is_red_letter=net_amount < 0,
        )
        self.facts[fact.id] = fact
        return fact

    def invoices_to_book(self, company_id: int, period: AccountingPeriod) -> list[Fact]:
        return [
            fact
            for fact in self.facts.values()
            if fact.company_id == company_id and fact.period == str(period) and fact.booked_voucher_id is None
        ]

    def invoices_of(self, company_id: int, period: AccountingPeriod, direction: str | None = None) -> list[Fact]:
        facts = [fact for fact in self.facts.values() if fact.company_id == company_id and fact.period == str(period)]
        return [fact for fact in facts if direction in {None, fact.direction}]

    def invoice_fact(self, company_id: int, invoice_id: int) -> Fact:
        return self.facts[invoice_id]

    def mark_booked(self, company_id: int, invoice_id: int, voucher_id: int) -> None:
        self.facts[invoice_id] = replace(self.facts[invoice_id], booked_voucher_id=voucher_id)

    def unmark_booked(self, company_id: int, invoice_id: int) -> None:
        self.facts[invoice_id] = replace(self.facts[invoice_id], booked_voucher_id=None)


@pytest.fixture
def invoices(monkeypatch: pytest.MonkeyPatch) -> FakeInvoices:
    """The invoices door, in memory."""
    fake = FakeInvoices()
    for module, names in {
        "services.propose_period": ("invoices_to_book", "invoice_fact", "invoices_of"),
        "services.closing_checks": ("invoices_to_book",),
        "services.accept_proposal": ("mark_booked",),
        "services.reverse_voucher": ("unmark_booked",),
        "services.prepare_voucher": ("unmark_booked",),
        "selectors.proposal_cases": ("invoice_fact",),
        "selectors.dry_run": ("invoices_of",),
        "services.stock_lines": ("invoice_fact",),
        "selectors.tax_lines": ("invoice_fact",),
    }.items():
        for name in names:
            monkeypatch.setattr(f"bookkeeping.{module}.{name}", getattr(fake, name))
    return fake


def draft(
    *rows: tuple[str, str, str], day: date = date(2026, 9, 10), key: str = "", text: str = "测试"
) -> VoucherDraft:
    """A draft from (code, debit, credit) rows; negative amounts are red-letter lines."""
    lines = tuple(
        DraftLine(code, D(debit or 0), D(credit or 0), "", D(debit or 0) < 0 or D(credit or 0) < 0)
        for code, debit, credit in rows
    )
    return VoucherDraft(day, text, lines, key)


Post = Callable[..., int]


@pytest.fixture
def post(accountant: User) -> Post:
    """Post (code, debit, credit) rows for a company as the accountant; the voucher's id."""

    def _post(company: Company, *rows: tuple[str, str, str], **options: Any) -> int:
        return post_draft(company.pk, draft(*rows, **options), accountant)

    return _post


@pytest.fixture
def no_closing_steps(settings: Any) -> None:
    """No steps from other rooms."""
    settings.CLOSING_STEPS = []
