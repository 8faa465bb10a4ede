"""Ways to the bureau. Each is a `FilingChannel`, found by dotted path in the settings (`FILING_CHANNELS`)."""

from tax_filing.channels.protocol import FilingChannel, PayingChannel, PaymentMade
from tax_filing.channels.registry import UnknownChannel, channel_named, channels

__all__ = ["FilingChannel", "PayingChannel", "PaymentMade", "UnknownChannel", "channel_named", "channels"]
