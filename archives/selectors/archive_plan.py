"""What an archive of a span holds (会计档案管理办法 Art. 6; 财会〔2024〕12号 Art. 28), made member by member."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from archives.domain.manifest import LOG
from archives.domain.member import Member, safe_part, whole
from archives.domain.tables import csv_chunks
from archives.selectors.booking import booking_papers
from archives.selectors.files import file_pieces
from archives.selectors.retention import retention_on
from archives.selectors.source_index import IndexRow, source_index
from bookkeeping.exports import (
    Sheet,
    VoucherPaper,
    accounts_with_entries,
    ledger_sheet,
    pdf_of,
    report_sheets,
    statement_sheets,
    voucher_papers,
)
from foundation.documents.exports import document_path
from foundation.models import AuditEntry, Company, Document
from invoices.exports import papers_of_periods
from kernel.period import AccountingPeriod
from tax_filing.exports import FiledPaper, filed_papers

ROWS_A_PDF: Final = 5_000
Sheets = Callable[[], Iterable[Sheet]]
VOUCHER_HEAD: Final = (
    "账期", "凭证字", "凭证号", "日期", "附件张数", "摘要", "科目编码", "科目名称", "往来单位", "借方", "贷方",
    "制单", "审核", "记账", "记账时间",
)  # fmt: skip
INDEX_HEAD: Final = ("账期", "凭证", "凭证摘要", "状态", "发票号码", "文件名", "SHA-256", "档案中的路径")


def months_between(start: AccountingPeriod, end: AccountingPeriod) -> list[AccountingPeriod]:
    """The months of a span, both ends included."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return [start.shifted(number) for number in range(count)]


def archive_members(company: Company, start: AccountingPeriod, end: AccountingPeriod) -> Iterator[Member]:
    """Every member of the archive, month by month, so that only one month stands in memory."""
    months = months_between(start, end)
    yield whole("company.json", "archive_registers", partial(_company, company, start, end))
    yield whole("retention.json", "archive_registers", partial(_retention, end))
    yield from _ledgers(company, start, end, months)
    seen: set[int] = set()
    for month in months:
        rows = list(source_index(company.pk, month, month).rows)
        yield _vouchers(company, month)
        yield from _statements(company, month)
        yield from _originals(company, month, rows, seen)
        yield from _booking(company, rows)
    for paper in filed_papers(company.pk, start, end):
        yield from _filed(paper)
    yield Member(LOG, "archive_registers", partial(log_lines, company))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, cls=DjangoJSONEncoder).encode()


def _company(company: Company, start: AccountingPeriod, end: AccountingPeriod) -> bytes:
    facts = {
        "name": company.name,
        "taxpayer_id": company.taxpayer_id,
        "accounting_standard": company.accounting_standard,
        "books_begin": company.books_begin,
        "start_period": str(start),
        "end_period": str(end),
    }
    return _json(facts)


def _retention(end: AccountingPeriod) -> bytes:
    plan = retention_on(end)
    terms = [{"category": each.category, "years": each.years, "keep_until": each.keep_until} for each in plan.terms]
    return _json({"source": plan.source, "terms": terms})


def _vouchers(company: Company, month: AccountingPeriod) -> Member:
    rows = (row for paper in voucher_papers(company.pk, month, month) for row in _voucher_rows(paper))
    return Member(f"vouchers/{month}.csv", "vouchers", lambda: csv_chunks(VOUCHER_HEAD, rows))


def _voucher_rows(paper: VoucherPaper) -> Iterator[tuple[object, ...]]:
    people = (paper.prepared_by, paper.reviewer, paper.posted_by, paper.posted_at)
    head = (paper.period, paper.voucher_type, paper.number, paper.date, paper.attachment_count)
    for line in paper.lines:
        account = (line.description, line.account_code, line.account_name, line.counterparty)
        yield (*head, *account, line.debit or None, line.credit or None, *people)


def _ledgers(
    company: Company, start: AccountingPeriod, end: AccountingPeriod, months: list[AccountingPeriod]
) -> Iterator[Member]:
    for month in months:
        yield from _sheets(company, f"ledgers/journal/{month}", "ledgers", partial(_report, company, "journal", month))
        yield from _sheets(
            company, f"ledgers/trial-balance/{month}", "ledgers", partial(_report, company, "trial-balance", month)
        )
    span = partial(report_sheets, company.pk, "general-ledger", start, end)
    yield from _sheets(company, f"ledgers/general-ledger/{start}_{end}", "ledgers", span)
    for code, name in accounts_with_entries(company.pk, start, end):
        path = f"ledgers/subsidiary/{code}-{safe_part(name)}"
        yield from _sheets(company, path, "ledgers", partial(_ledger, company, code, start, end))


def _report(company: Company, key: str, month: AccountingPeriod) -> Iterable[Sheet]:
    return report_sheets(company.pk, key, month, month)


def _ledger(company: Company, code: str, start: AccountingPeriod, end: AccountingPeriod) -> Iterable[Sheet]:
    yield ledger_sheet(company.pk, code, start, end)


def _statements(company: Company, month: AccountingPeriod) -> Iterator[Member]:
    """The year's last month holds the annual statements, which are kept for ever."""
    category = "annual_reports" if month.month == 12 else "periodic_reports"
    for kind in ("balance_sheet", "income_statement", "cash_flow"):
        yield from _sheets(company, f"statements/{month}/{kind}", category, partial(_statement, company, month, kind))


def _statement(company: Company, month: AccountingPeriod, kind: str) -> Iterable[Sheet]:
    found = statement_sheets(company.pk, month)
    return [found[kind]] if kind in found else []


def _sheets(company: Company, path: str, category: str, sheets: Sheets) -> Iterator[Member]:
    """A sheet as a table and as pages to print."""
    yield Member(f"{path}.csv", category, partial(_table, sheets))
    yield whole(f"{path}.pdf", category, partial(_print, company, sheets))


def _table(sheets: Sheets) -> Iterator[bytes]:
    for number, sheet in enumerate(sheets()):
        rows = ([cell.value for cell in line.cells] for line in sheet.rows)
        yield from csv_chunks([column.title for column in sheet.columns], rows) if number == 0 else _more(rows)


def _more(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The rows of a further page without a head of their own."""
    for piece in csv_chunks((), rows):
        yield piece.removeprefix(b"\xef\xbb\xbf\r\n")


def _print(company: Company, sheets: Sheets) -> bytes:
    """The first rows as pages; what is longer says that the table holds the rest."""
    sheet = next(iter(sheets()), None)
    if sheet is None:
        return b""
    if len(sheet.rows) > ROWS_A_PDF or sheet.pages > 1:
        sheet = replace(sheet, rows=sheet.rows[:ROWS_A_PDF], note=f"{sheet.note} 仅前 {ROWS_A_PDF} 行，全部见同名 CSV")
    return pdf_of(sheet, company.name)


def _originals(company: Company, month: AccountingPeriod, rows: list[IndexRow], seen: set[int]) -> Iterator[Member]:
    """Files of the month's vouchers and invoices, once each, and the index that leads from one to the other."""
    wanted = {document.pk for row in rows for document in row.files}
    wanted |= {number for one in papers_of_periods(company.pk, month, month) for number in one.document_ids}
    for document in Document.objects.filter(company=company, pk__in=wanted - seen).order_by("sha256"):
        yield original(document)
    seen |= wanted
    yield Member(f"originals/index-{month}.csv", "source_documents", lambda: csv_chunks(INDEX_HEAD, _index(rows)))


def original(document: Document) -> Member:
    """A received file under its hash."""
    suffix = PurePosixPath(safe_part(document.name, 255)).suffix[:10]
    path = f"originals/{document.sha256[:2]}/{document.sha256}{suffix}"
    return Member(path, "source_documents", partial(file_pieces, document_path(document)), document.sha256)


def _index(rows: list[IndexRow]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        head = (row.voucher.period, row.voucher.name, row.voucher.description, row.state.value)
        numbers = {number: one.number for one in row.invoices for number in one.document_ids}
        if not row.files:
            yield (*head, "", "", "", "")
        for document in row.files:
            yield (*head, numbers.get(document.pk, ""), document.name, document.sha256, original(document).path)


def _booking(company: Company, rows: list[IndexRow]) -> Iterator[Member]:
    for row in rows:
        for paper in booking_papers(company, [row]):
            path = f"booking/{row.voucher.period}/{safe_part(paper.name, 120)}"
            yield whole(path, "source_documents", partial(bytes, paper.content))


def _filed(paper: FiledPaper) -> Iterator[Member]:
    folder = f"tax/{paper.period}/{safe_part(paper.form)}-{safe_part(paper.tax_period)}-{paper.version}"
    facts = {
        "form": paper.form, "tax_period": paper.tax_period, "version": paper.version, "state": paper.state,
        "reference": paper.reference, "payload_hash": paper.payload_hash, "payload": paper.payload,
    }  # fmt: skip
    yield whole(f"{folder}/return.json", "tax_returns", partial(_json, facts))
    for file in paper.files:
        name = f"{file.sha256[:12]}-{safe_part(file.name)}"
        yield whole(f"{folder}/{name}", "tax_returns", file.load, file.sha256)


def log_lines(company: Company) -> Iterator[bytes]:
    """The whole operation log from its first entry, so that its chain can be proved by itself."""
    columns = (
        "sequence",
        "created_at",
        "actor__username",
        "action",
        "subject",
        "content",
        "previous_hash",
        "entry_hash",
    )
    entries = AuditEntry.objects.filter(scope=f"company:{company.pk}").order_by("sequence")
    for row in entries.values(*columns).iterator(chunk_size=1000):
        yield json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder).encode() + b"\n"
