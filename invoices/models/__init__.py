"""Tables of `invoices`, split by noun."""

from invoices.models.correction import FieldCorrection
from invoices.models.decision import InvoiceDecision
from invoices.models.finding import InvoiceFinding
from invoices.models.invoice import CategorySource, Decision, Direction, InputVatUsage, Invoice, VerdictState
from invoices.models.line import InvoiceLine
from invoices.models.listed_invoice import ListedInvoice, ListMapping, ListSource
from invoices.models.review import FieldReview
from invoices.models.signature import SignatureCheck
from invoices.models.verification import NO_ANSWER, VerificationChannel, VerificationOutcome, VerificationResult
from invoices.models.watched_party import PartyStatus, WatchedParty

__all__ = [
    "NO_ANSWER",
    "CategorySource",
    "Decision",
    "Direction",
    "FieldCorrection",
    "FieldReview",
    "InputVatUsage",
    "Invoice",
    "InvoiceDecision",
    "InvoiceFinding",
    "InvoiceLine",
    "ListMapping",
    "ListSource",
    "ListedInvoice",
    "PartyStatus",
    "SignatureCheck",
    "VerdictState",
    "VerificationChannel",
    "VerificationOutcome",
    "VerificationResult",
    "WatchedParty",
]
