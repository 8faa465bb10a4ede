"""What the bureau knows besides the return itself: the taxpayer, its issued invoices, its previous return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Known:
    """Facts for the comparison. Empty strings and `None` mean unknown and trip nothing."""

    period_start: date
    period_end: date
    vat_status: str = ""
    legal_form: str = ""
    location: str = ""
    special_net: Decimal | None = None
    special_tax: Decimal | None = None
    previous: Mapping[str, Any] = field(default_factory=dict)

    @property
    def months(self) -> int:
        """Calendar months the return covers."""
        return (
            (self.period_end.year - self.period_start.year) * 12 + self.period_end.month - self.period_start.month + 1
        )
