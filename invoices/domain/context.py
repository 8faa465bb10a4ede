"""Everything a compliance rule may know besides the invoice: the company, the purpose, what else was received.

Rule kept: `None` (and a name missing from `absent`) means unknown and trips nothing; `absent` and empty sets mean
known to be missing. The day is a value here, never a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from invoices.domain.categories import Category
from kernel.period import AccountingPeriod

Presented = Literal["paper", "image", "pdf", "ofd", "xml"]


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """The company whose books the invoice is meant for."""

    name: str | None = None
    taxpayer_id: str | None = None
    vat_status: str | None = None  # general | small_scale
    accounting_period: AccountingPeriod | None = None
    industry: str | None = None
    sales_last_12_months: Decimal | None = None
    max_invoice_age_days: int | None = None
    review_claims_above: Decimal | None = None
    asset_number_required_for: tuple[str, ...] = ()
    policy: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal on the paper: `invoice_seal`, `finance_seal`, `company_seal`, `contract_seal`."""

    type: str
    legible: bool | None = None


@dataclass(frozen=True, slots=True)
class KnownInvoice:
    """An invoice received before; `where` tells a person which of the company's own."""

    invoice_number: str
    invoice_code: str | None = None
    gross_amount: Decimal | None = None
    seller: str | None = None
    issue_date: date | None = None
    where: str = ""
    elsewhere: bool = False
    """Claimed by another company of the same agency; which one is not said."""
    same_file: bool = False
    """The very same bytes."""


@dataclass(frozen=True, slots=True)
class RedLetterConfirmation:
    """The state of the 红字发票信息确认单; `None` in a field means unknown."""

    original_invoice_number: str | None = None
    original_usage_confirmed: bool | None = None
    original_booked: bool | None = None
    confirmation_number: str | None = None
    requested_at: datetime | None = None
    confirmed_at: datetime | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims or travels: `employee`, `dispatched_worker`, `contractor`, `client`, `family`."""

    name: str | None = None
    relation: str | None = None
    nationality: str | None = None


@dataclass(frozen=True, slots=True)
class ExpenseClaim:
    """The claim the invoice supports."""

    submitted_on: date | None = None
    amount: Decimal | None = None
    amount_in_words: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The bureau's last answer: `valid`, `not_found`, `mismatched`, `voided`, `red_lettered`, `abnormal`."""

    outcome: str
    asked_on: date
    mismatched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """One electronic seal or signature of a received file, as it was checked.

    `intact` is False where what was signed was altered; `changed_after` names what was added later; `trusted` is False
    where the certificate does not lead to a configured root, `None` where no root is configured.
    """

    file: str
    signer: str
    signed_at: datetime | None
    intact: bool
    changed_after: str = ""
    trusted: bool | None = None
    certificate_valid_then: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """The circumstances in which an invoice is checked.

    `remarks_are_complete` is False where fields of special business (建筑服务, 货物运输 …) were printed outside the
    remarks and not read. `hinted_purpose` is what the remarks suggest: it counts for input VAT only. `blacklisted` is
    the reason for which the company does not deal with the seller, `category` the one a person sorted it into.
    """

    today: date
    company: CompanyProfile = field(default_factory=CompanyProfile)
    direction: Literal["purchase", "sale"] = "purchase"
    presented: Presented | None = None
    absent: frozenset[str] = frozenset()
    purpose: str | None = None
    hinted_purpose: str | None = None
    claimed_input_vat: Decimal | None = None
    claimant: Claimant | None = None
    vehicle_owner: str | None = None
    supporting_documents: frozenset[str] | None = None
    expense_claim: ExpenseClaim | None = None
    requested_action: str | None = None
    seller_status: str | None = None
    payment_method: str | None = None
    expense_year: int | None = None
    notified_on: date | None = None
    obtained_on: date | None = None
    asset_number: str | None = None
    seals: tuple[Seal, ...] | None = None
    has_sales_list: bool | None = None
    red_letter_confirmation: RedLetterConfirmation | None = None
    known_invoices: tuple[KnownInvoice, ...] = ()
    original_received: bool | None = None
    verification: Verification | None = None
    remarks_are_complete: bool = True
    blacklisted: str | None = None
    signatures: tuple[Signed, ...] = ()
    category: Category | None = None

    def lacks(self, name: str) -> bool:
        """Whether the field is known to be missing."""
        return name in self.absent
