"""The one signed client to a tax bureau's API. Rule kept: nothing else in the product speaks to the bureau's API."""

from bureau.answers import BureauAnswer, PaymentAnswer, VerificationAnswer
from bureau.client import BureauClient

__all__ = ["BureauAnswer", "BureauClient", "PaymentAnswer", "VerificationAnswer"]
