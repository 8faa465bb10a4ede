"""Rows of tax filing: what changes (returns), what was sent (submissions), what happened (events) are three tables."""

from tax_filing.models.approval import FilingApproval
from tax_filing.models.filing_plan import FilingPlan, PlanState
from tax_filing.models.payment import TaxPayment
from tax_filing.models.proof import Evidence, Receipt
from tax_filing.models.submission import Submission, SubmissionEvent, SubmissionKind, SubmissionState
from tax_filing.models.tax_return import TaxReturn

__all__ = [
    "Evidence",
    "FilingApproval",
    "FilingPlan",
    "PlanState",
    "Receipt",
    "Submission",
    "SubmissionEvent",
    "SubmissionKind",
    "SubmissionState",
    "TaxPayment",
    "TaxReturn",
]
