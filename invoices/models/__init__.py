"""Tables of `invoices`, split by noun."""

from invoices.models.correction import FieldCorrection
from invoices.models.finding import InvoiceFinding
from invoices.models.invoice import Decision, Direction, InputVatUsage, Invoice, VerdictState
from invoices.models.line import InvoiceLine
from invoices.models.verification import VerificationOutcome, VerificationResult

__all__ = [
    "Decision",
    "Direction",
    "FieldCorrection",
    "InputVatUsage",
    "Invoice",
    "InvoiceFinding",
    "InvoiceLine",
    "VerdictState",
    "VerificationOutcome",
    "VerificationResult",
]
