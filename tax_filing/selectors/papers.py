"""Filed returns with their receipts and proofs, for archives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kernel.period import AccountingPeriod
from tax_filing.models import Evidence, Receipt, Submission


@dataclass(frozen=True, slots=True)
class FiledFile:
    """A file kept with a submission; `load` gives its bytes."""

    name: str
    sha256: str
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """A return as it was sent, what became of it, and the files that prove it."""

    id: int
    period: str
    form: str
    tax_period: str
    version: int
    state: str
    reference: str
    payload: str
    payload_hash: str
    files: tuple[FiledFile, ...]


def filed_papers(company_id: int, start: AccountingPeriod, end: AccountingPeriod) -> list[FiledPaper]:
    """Every submission of the accounting periods of the span, oldest first."""
    rows = Submission.objects.filter(
        company_id=company_id, accounting_period__gte=str(start), accounting_period__lte=str(end)
    )
    return [
        FiledPaper(
            id=row.pk,
            period=row.accounting_period,
            form=row.form,
            tax_period=str(row.tax_period),
            version=row.version,
            state=row.state,
            reference=row.reference,
            payload=row.payload,
            payload_hash=row.payload_hash,
            files=_files(row),
        )
        for row in rows.order_by("accounting_period", "form", "version")
    ]


def _files(row: Submission) -> tuple[FiledFile, ...]:
    kept: list[Receipt | Evidence] = [
        *Receipt.objects.filter(submission=row).defer("content"),
        *Evidence.objects.filter(submission=row).defer("content"),
    ]
    return tuple(FiledFile(each.name, each.sha256, partial(_content, type(each), each.pk)) for each in kept)


def _content(model: type[Receipt | Evidence], pk: int) -> bytes:
    return bytes(model.objects.values_list("content", flat=True).get(pk=pk))
