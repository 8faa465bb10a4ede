"""Tables of the make-believe bureau, split by noun."""

from bureau_sandbox.models.access import AccessToken, UsedNonce
from bureau_sandbox.models.challenge import Challenge
from bureau_sandbox.models.filed_return import FiledReturn, Kind, Outcome
from bureau_sandbox.models.invoice import BureauInvoice, InvoiceState, Usage
from bureau_sandbox.models.payment import Payment
from bureau_sandbox.models.receipt_key import ReceiptKey
from bureau_sandbox.models.taxpayer import BureauState, Taxpayer

__all__ = [
    "AccessToken",
    "BureauInvoice",
    "BureauState",
    "Challenge",
    "FiledReturn",
    "InvoiceState",
    "Kind",
    "Outcome",
    "Payment",
    "ReceiptKey",
    "Taxpayer",
    "Usage",
    "UsedNonce",
]
