"""Filing over the bureau's API (直连): the key makes a repeated request the same request."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.answers import BureauAnswer
from bureau.client import BureauClient
from kernel.errors import OutsideFailure
from tax_filing.channels.protocol import PaymentMade
from tax_filing.domain.package import Accepted, FilingPackage, Outcome, Processing, Rejected


class DirectApiChannel:
    """Files, asks and pays through `BureauClient`."""

    name = "direct_api"
    title = _("税务局接口直连")

    def submit(self, package: FilingPackage) -> Outcome:
        with BureauClient.from_settings() as client:
            answer = client.file_return(
                key=package.key,
                taxpayer_id=package.taxpayer_id,
                company_name=package.company_name,
                form=package.form,
                edition=package.edition,
                period_start=package.period_start,
                period_end=package.period_end,
                cells=package.cells,
                payload_hash=package.payload_hash,
            )
            return _outcome(client, answer)

    def look_up(self, package: FilingPackage) -> Outcome | None:
        with BureauClient.from_settings() as client:
            answer = client.status(package.key)
            return _outcome(client, answer) if answer else None

    def pay(self, reference: str) -> PaymentMade:
        with BureauClient.from_settings() as client:
            answer = client.pay(reference)
            return PaymentMade(answer.number, answer.amount, date.fromisoformat(answer.paid_at[:10]))


def _outcome(client: BureauClient, answer: BureauAnswer) -> Outcome:
    """The answer in the words of a channel. An accepted return whose receipt cannot be had yet is still processing."""
    if answer.status == "rejected":
        return Rejected(answer.reason, answer.reference)
    if answer.status == "processing":
        return Processing(answer.reference)
    try:
        receipt = client.receipt(answer.reference)
    except OutsideFailure:
        return Processing(answer.reference)
    return Accepted(answer.reference, receipt, f"{answer.reference}.pdf", timezone.now())
