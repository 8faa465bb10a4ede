"""The index between vouchers and their original files, in both directions (财会〔2024〕11号 Art. 27, 28)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archives.domain.source_papers import Due, State, due_of, state_of
from bookkeeping.exports import VoucherPaper, papers_with_ids, voucher_papers
from foundation.models import Document
from foundation.provenance import Ref, used_by
from invoices.exports import InvoicePaper, invoice_papers, papers_of_periods
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One voucher with the invoices and files it was booked from."""

    voucher: VoucherPaper
    due: Due
    state: State
    invoices: tuple[InvoicePaper, ...]
    files: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """A period: its vouchers, and invoices of it that lack the electronic original, booked or not."""

    rows: tuple[IndexRow, ...]
    wanted: tuple[InvoicePaper, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Vouchers by state, every state named."""
        counted = Counter(row.state.value for row in self.rows)
        return {state.value: counted[state.value] for state in State}

    @property
    def missing_by_origin(self) -> list[tuple[str, int]]:
        """Where papers are missing, by what wrote the voucher, the most first."""
        kinds = Counter(row.voucher.origin.partition(":")[0] for row in self.rows if row.state is State.MISSING)
        return kinds.most_common()


def source_index(company_id: int, start: AccountingPeriod, end: AccountingPeriod) -> SourceIndex:
    """The index of a span."""
    rows = index_rows(company_id, list(voucher_papers(company_id, start, end)))
    wanted = [one for one in papers_of_periods(company_id, start, end) if one.lacks_electronic_original]
    return SourceIndex(tuple(rows), tuple(one for one in wanted if not one.is_returned))


def index_rows(company_id: int, vouchers: Sequence[VoucherPaper]) -> list[IndexRow]:
    """The vouchers with what stands behind them."""
    named = {ref.id for voucher in vouchers for ref in voucher.sources if ref.type == "invoice"}
    invoices = {one.id: one for one in invoice_papers(company_id, named)}
    wanted = {number for one in invoices.values() for number in one.document_ids}
    wanted |= {ref.id for voucher in vouchers for ref in voucher.sources if ref.type == "document"}
    files = {one.pk: one for one in Document.objects.filter(company_id=company_id, pk__in=wanted)}
    return [_row(voucher, invoices, files) for voucher in vouchers]


def _row(voucher: VoucherPaper, invoices: dict[int, InvoicePaper], files: dict[int, Document]) -> IndexRow:
    behind = tuple(invoices[ref.id] for ref in voucher.sources if ref.type == "invoice" and ref.id in invoices)
    numbers = dict.fromkeys(number for one in behind for number in one.document_ids)
    numbers |= dict.fromkeys(ref.id for ref in voucher.sources if ref.type == "document")
    found = tuple(files[number] for number in numbers if number in files)
    due = due_of(voucher.origin, is_reversal=voucher.is_reversal)
    state = state_of(
        due,
        files=len(found),
        attachments=voucher.attachment_count - len(voucher.sources),
        lacks_original=not voucher.is_reversal and any(one.lacks_electronic_original for one in behind),
    )
    return IndexRow(voucher, due, state, behind, found)


def row_of_voucher(company_id: int, voucher_id: int) -> IndexRow | None:
    """One posted voucher with its papers."""
    rows = index_rows(company_id, papers_with_ids(company_id, [voucher_id]))
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class FileTrail:
    """What a file went into."""

    document: Document
    invoices: tuple[InvoicePaper, ...]
    vouchers: tuple[VoucherPaper, ...]


def trail_of_file(document: Document) -> FileTrail:
    """The invoices read from a file and the vouchers booked from them or from the file itself."""
    company_id, ref = document.company_id, Ref("document", document.pk)
    users = used_by(company_id, ref)
    ids = {one.id for one in users if one.type == "invoice"}
    vouchers = {one.id for one in users if one.type == "voucher"} | vouchers_of_invoices(company_id, ids)
    return FileTrail(
        document,
        tuple(invoice_papers(company_id, ids)),
        tuple(papers_with_ids(company_id, sorted(vouchers))),
    )


def vouchers_of_invoices(company_id: int, ids: Iterable[int]) -> set[int]:
    """Every voucher made from these invoices, reversed ones included."""
    return {one.id for number in ids for one in used_by(company_id, Ref("invoice", number)) if one.type == "voucher"}
