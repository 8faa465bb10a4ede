"""Filing over the bureau's API (直连): the key makes a repeated request the same request."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.answers import BureauAnswer
from bureau.client import BureauClient, kept_client
from kernel.errors import OutcomeUnknown, OutsideFailure
from tax_filing.channels.protocol import PaymentMade
from tax_filing.domain.package import Accepted, FilingPackage, Outcome, Processing, Rejected


class DirectApiChannel:
    """Files, asks and pays through `BureauClient`."""

    name = "direct_api"
    title = _("税务局接口直连")

    def submit(self, package: FilingPackage) -> Outcome:
        client = kept_client()
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
            kind=package.kind,
            replaces=package.replaces,
            reason=package.change_reason,
        )
        return _outcome(client, package, answer)

    def look_up(self, package: FilingPackage) -> Outcome | None:
        client = kept_client()
        answer = client.status(package.key)
        return _outcome(client, package, answer) if answer else None

    def pay(self, reference: str) -> PaymentMade:
        answer = kept_client().pay(reference)
        return PaymentMade(answer.number, answer.amount, date.fromisoformat(answer.paid_at[:10]))


def _outcome(client: BureauClient, package: FilingPackage, answer: BureauAnswer) -> Outcome:
    """The answer in the words of a channel. An accepted return whose receipt cannot be had yet is still processing."""
    if answer.status == "rejected":
        _require_undisputed(client, package)
        return Rejected(answer.reason, answer.reference)
    if answer.status in ("corrected", "voided"):
        return Rejected("该申报在税务局已被更正或作废", answer.reference)
    if answer.status == "processing":
        return Processing(answer.reference)
    try:
        receipt = client.receipt(answer.reference)
    except OutsideFailure:
        return Processing(answer.reference)
    return Accepted(answer.reference, receipt, f"{answer.reference}.pdf", timezone.now())


def _require_undisputed(client: BureauClient, package: FilingPackage) -> None:
    """A refusal counts when the declared list tells the same. Raises `OutcomeUnknown` when it shows the return."""
    listed = client.declared(package.taxpayer_id)
    if any(row.key == package.key and row.status != "rejected" for row in listed):
        contradiction = "税务局的结果查询与申报清单相矛盾，继续查询"
        raise OutcomeUnknown("status and declared list contradict", message_zh=contradiction)
