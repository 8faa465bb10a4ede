"""The one door of tax filing: what other rooms may ask and order. Everything else in here is private."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foundation.models import Company, User
from kernel.finding import Finding
from kernel.money import text
from kernel.period import AccountingPeriod
from tax_filing import gates
from tax_filing.channels import FilingChannel, PayingChannel, PaymentMade, channel_named, channels
from tax_filing.domain.due import DueReturn
from tax_filing.domain.package import Accepted, FilingPackage, HumanNeeded, Outcome, Processing, Rejected
from tax_filing.gates import FilingGate
from tax_filing.models import (
    FilingApproval,
    Receipt,
    Submission,
    SubmissionKind,
    SubmissionState,
    TaxPayment,
    TaxReturn,
)
from tax_filing.selectors.comparisons import vat_comparison, withholding_comparison
from tax_filing.selectors.due import due_for
from tax_filing.selectors.papers import FiledFile, FiledPaper, filed_papers
from tax_filing.selectors.progress import FilingProgress, SentReturn, filing_by_company
from tax_filing.selectors.returns import submissions_for
from tax_filing.selectors.tie_out import Compared
from tax_filing.services import draft_returns as drafting
from tax_filing.services import file_due as filing
from tax_filing.services.approve_package import FilingBlocked, PackageChanged, approval_of, approve_package, hash_of
from tax_filing.services.pay_due import pay_due as pay_returns
from tax_filing.services.record_event import record_event
from tax_filing.services.resume_submission import resume
from tax_filing.services.store_evidence import EvidenceFile, store_evidence
from tax_filing.services.submit_return import package_of

__all__ = [
    "Accepted",
    "Compared",
    "DueReturn",
    "EvidenceFile",
    "FiledFile",
    "FiledPaper",
    "FilingBlocked",
    "FilingChannel",
    "FilingGate",
    "FilingPackage",
    "FilingProgress",
    "HumanNeeded",
    "Outcome",
    "PackageChanged",
    "PayingChannel",
    "PaymentMade",
    "Processing",
    "Rejected",
    "ReturnSummary",
    "SentReturn",
    "SubmissionState",
    "SubmissionSummary",
    "approve",
    "channel_named",
    "channels",
    "draft_returns",
    "due_returns",
    "file_due",
    "filed_papers",
    "filing_by_company",
    "gate_findings",
    "is_approved",
    "package_hash",
    "package_of_key",
    "pay_due",
    "receipt_of",
    "record_event",
    "resume",
    "return_summary",
    "store_evidence_of",
    "submissions_of",
    "summary_of",
    "vat_comparison",
    "withholding_comparison",
]


@dataclass(frozen=True, slots=True)
class ReturnSummary:
    """One drafted or sent return; money as two-place strings."""

    id: int
    form: str
    tax_period: str
    version: int
    tax_payable: str
    surtaxes: dict[str, str]
    total_payable: str
    payload_hash: str
    lines: dict[str, Any]
    findings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SubmissionSummary:
    """Where one submission stands. `handover_id` only while a person is needed."""

    id: int
    key: str
    form: str
    tax_period: str
    state: str
    channel: str
    reference: str
    reason: str
    receipt_name: str | None
    handover_id: int | None
    total_payable: str
    paid: bool


def due_returns(company_id: int, period: AccountingPeriod) -> list[DueReturn]:
    """Returns whose tax period ends with the accounting period, with their deadlines."""
    return due_for(Company.objects.get(pk=company_id), period)


def draft_returns(company_id: int, period: AccountingPeriod, forms: tuple[str, ...] = ()) -> list[ReturnSummary]:
    """Compute the drafts of the period (only `forms` when given) from the books as they stand."""
    company = Company.objects.get(pk=company_id)
    return [return_summary(row) for row in drafting.draft_returns(company, period, forms=forms)]


def package_hash(company_id: int, period: AccountingPeriod) -> str:
    """The hash an approval must name; empty when nothing is due."""
    return hash_of(drafting.draft_returns(Company.objects.get(pk=company_id), period))


def approve(company_id: int, period: AccountingPeriod, package_hash: str, actor: User) -> FilingApproval:
    """Approve the package. Raises `NotPermitted`, `PackageChanged`, `FilingBlocked`."""
    return approve_package(Company.objects.get(pk=company_id), period, package_hash, actor=actor)


def is_approved(company_id: int, period: AccountingPeriod, package_hash: str) -> bool:
    """Whether that hash was approved."""
    return bool(approval_of(Company.objects.get(pk=company_id), period, package_hash))


def gate_findings(company_id: int, period: AccountingPeriod) -> list[Finding]:
    """What stops the filing now (severity BLOCK only)."""
    company = Company.objects.get(pk=company_id)
    return gates.blocking(gates.gate_findings(company, period, drafting.draft_returns(company, period)))


def file_due(company_id: int, period: AccountingPeriod, channel: str, actor: User) -> list[SubmissionSummary]:
    """Send what is approved. Calling twice sends once. Raises `NotReady`, `FilingBlocked`, `UnknownChannel`."""
    company = Company.objects.get(pk=company_id)
    return [summary_of(row) for row in filing.file_due(company, period, channel, actor=actor)]


def submissions_of(company_id: int, period: AccountingPeriod) -> list[SubmissionSummary]:
    """Returns sent for the period, newest first; a voided one says so itself, its void is not listed."""
    rows = submissions_for(Company.objects.get(pk=company_id), period)
    return [summary_of(row) for row in rows.exclude(kind=SubmissionKind.VOID)]


def pay_due(company_id: int, period: AccountingPeriod, actor: User) -> list[TaxPayment]:
    """Pay and book what accepted returns owe, through channels that can pay."""
    return pay_returns(Company.objects.get(pk=company_id), period, actor=actor)


def receipt_of(company_id: int, submission_id: int) -> Receipt | None:
    """The receipt of a submission of this company."""
    return Receipt.objects.filter(submission__company_id=company_id, submission_id=submission_id).first()


def package_of_key(submission_key: str) -> FilingPackage:
    """The frozen package under a key. Raises `Submission.DoesNotExist`."""
    return package_of(Submission.objects.select_related("company", "replaces").get(key=submission_key))


def store_evidence_of(submission_key: str, file: EvidenceFile) -> int:
    """Keep a file as proof of a submission; returns its id. Raises `Submission.DoesNotExist`, `InvalidValue`."""
    return store_evidence(Submission.objects.get(key=submission_key), file).pk


def return_summary(row: TaxReturn) -> ReturnSummary:
    """A return as other rooms see it."""
    return ReturnSummary(
        id=row.pk,
        form=row.form,
        tax_period=str(row.tax_period),
        version=row.version,
        tax_payable=text(row.tax_payable),
        surtaxes=dict(row.surtaxes),
        total_payable=text(row.total_payable),
        payload_hash=row.payload_hash,
        lines=row.lines,
        findings=list(row.findings),
    )


def summary_of(row: Submission) -> SubmissionSummary:
    """A submission as other rooms see it."""
    receipt = Receipt.objects.filter(submission=row).only("name").first()
    return SubmissionSummary(
        id=row.pk,
        key=row.key,
        form=row.form,
        tax_period=str(row.tax_period),
        state=row.state,
        channel=row.channel,
        reference=row.reference,
        reason=row.reason,
        receipt_name=receipt.name if receipt else None,
        handover_id=row.handover_id if row.state == SubmissionState.NEEDS_PERSON else None,
        total_payable=text(row.total_payable),
        paid=TaxPayment.objects.filter(submission=row).exists(),
    )
