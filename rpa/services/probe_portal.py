"""The drift probe: does the portal still look as the flow expects? Run before the filing window, it types nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from foundation.models import Company
from kernel.period import AccountingPeriod
from rpa.models import BotRun
from rpa.order import Purpose
from rpa.services.carry_out import carry_out
from tax_filing.exports import FilingPackage

FORMS: Final = {"general": "vat_general", "small_scale": "vat_small_scale"}


def probe_portal(company: Company, period: AccountingPeriod) -> BotRun:
    """The run: `moved` names elements found by a fallback, `reason` those that are gone.

    Raises `FinalFailure` without a kept portal account, `NotReady` without a taxpayer status.
    """
    package = FilingPackage(
        key=f"probe:{company.pk}",
        company_id=company.pk,
        taxpayer_id=company.taxpayer_id,
        company_name=company.name,
        form=FORMS[company.status_on(period.end).vat_status],
        edition="",
        period_start=period.start,
        period_end=period.end,
        cells={},
        tax_payable=Decimal(0),
        payload_hash="",
        channel="bot",
    )
    return carry_out(package, Purpose.PROBE).run
