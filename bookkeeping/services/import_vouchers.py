"""Take vouchers in from an Excel file as drafts: a look first, then all of them or only the good ones.

Rules kept: a voucher is taken in whole or not at all; the same voucher of the same file is never taken in twice,
because its key is made of the file's hash and what the file calls it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import transaction

from bookkeeping.charts.names import parse_detail
from bookkeeping.domain.account import Chart
from bookkeeping.domain.analysis import ON_LINES, Item
from bookkeeping.domain.typed_rows import Problem, TypedRow, read_rows
from bookkeeping.domain.voucher import VoucherDraft, check_lines
from bookkeeping.domain.voucher_table import FileVoucher, in_file, read_vouchers
from bookkeeping.domain.voucher_types import SCHEMES
from bookkeeping.models import AnalysisItem, BooksPeriod, Voucher
from bookkeeping.selectors.books import Books
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.prepare_voucher import insert_voucher
from bookkeeping.spreadsheets import read_table
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue, Refusal
from kernel.period import AccountingPeriod

SAID_ROWS: Final = 200


@dataclass
class Candidate:
    """One voucher of the file: fit to be taken in (`draft`), known already, or with problems."""

    voucher: FileVoucher
    draft: VoucherDraft | None = None
    problems: list[Problem] = field(default_factory=list)
    is_known: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it would be taken in."""
        return self.draft is not None and not self.problems and not self.is_known


@dataclass
class Reading:
    """What a file holds: its vouchers in order, and the rows of totals left out."""

    candidates: list[Candidate]
    totals: list[int]

    @property
    def good(self) -> list[Candidate]:
        """Those that would be taken in."""
        return [candidate for candidate in self.candidates if candidate.is_good]

    @property
    def known(self) -> int:
        """How many were taken in before."""
        return sum(candidate.is_known for candidate in self.candidates)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the file."""
        found = [problem for candidate in self.candidates for problem in candidate.problems]
        return sorted(found, key=lambda problem: problem.row)[:SAID_ROWS]


@dataclass(frozen=True)
class _Desk:
    books: Books
    items: Mapping[str, Mapping[str, str]]
    known: frozenset[Item]
    closed: frozenset[str]


def read_file(company: Company, content: bytes) -> Reading:
    """What the file holds; nothing is written. Raises `InvalidValue` for a file that is no table of vouchers."""
    table = read_vouchers(read_table(content))
    days = [voucher.day for voucher in table.vouchers if voucher.day]
    desk = _desk(ensure_books(company.pk, max([company.first_period.start, *days])))
    digest = hashlib.sha256(content).hexdigest()[:32]
    candidates = [_candidate(desk, voucher, digest) for voucher in table.vouchers]
    keys = {candidate.draft.key for candidate in candidates if candidate.draft}
    known = set(Voucher.objects.filter(company=company, key__in=keys).values_list("key", flat=True))
    for candidate in candidates:
        candidate.is_known = candidate.draft is not None and candidate.draft.key in known
    return Reading(candidates, table.totals)


@transaction.atomic
def import_vouchers(company: Company, content: bytes, *, only_good: bool, actor: User) -> tuple[Reading, int]:
    """The reading and how many drafts were written: none while anything is wrong, unless `only_good`."""
    require_role(actor, company, Role.ACCOUNTANT)
    reading = read_file(company, content)
    if reading.problems and not only_good:
        return reading, 0
    books = ensure_books(company.pk, company.first_period.start)
    for candidate in reading.good:
        assert candidate.draft is not None  # noqa: S101 - what is good has one
        insert_voucher(books, candidate.draft, actor=actor)
    if reading.good:
        content_of = {"sha256": hashlib.sha256(content).hexdigest(), "vouchers": len(reading.good)}
        record(company=company, actor=actor, action="voucher.imported", content=content_of)
    return reading, len(reading.good)


def _desk(books: Books) -> _Desk:
    """What reading needs to know, in two queries: items by code and by name, closed months."""
    rows = AnalysisItem.objects.filter(company=books.company, is_active=True)
    items: dict[str, dict[str, str]] = {}
    known = set()
    for dimension, code, name in rows.values_list("dimension", "code", "name"):
        items.setdefault(dimension, {}).update({name: code, code: code, f"{code} {name}": code})
        known.add(Item(dimension, code))
    closed = BooksPeriod.objects.filter(company=books.company, is_closed=True).values_list("period", flat=True)
    return _Desk(books, items, frozenset(known), frozenset(closed))


def _candidate(desk: _Desk, voucher: FileVoucher, digest: str) -> Candidate:
    problems = list(voucher.problems)
    rows = []
    for place, row in zip(voucher.places, voucher.rows, strict=True):
        try:
            rows.append(_resolved(desk, row))
        except Refusal as refusal:
            problems.append(Problem(place, refusal.message_zh, refusal.message))
            rows.append(TypedRow())
    lines, wrong = read_rows(desk.books.chart, rows, desk.known)
    problems += in_file(voucher, wrong)
    if voucher.day is None or problems:
        return Candidate(voucher, None, problems)
    word = voucher.word if voucher.word in SCHEMES[desk.books.voucher_scheme] else ""
    key = f"import:{digest}:{voucher.name}"
    text = lines[0].description if lines else ""
    draft = VoucherDraft(voucher.day, text, lines, key, (), "import", word, voucher.attachments)
    return Candidate(voucher, draft, list(in_file(voucher, _whole(desk, draft))))


def _whole(desk: _Desk, draft: VoucherDraft) -> list[Problem]:
    """What is wrong with a voucher as a whole: its balance, its month."""
    found = []
    try:
        check_lines(draft.lines)
    except Refusal as refusal:
        found.append(Problem.of(refusal))
    period = AccountingPeriod.of(draft.date)
    if period < desk.books.company.first_period:
        found.append(Problem(0, f"{period} 在账套启用之前", f"{period} is before the books begin"))
    elif str(period) in desk.closed:
        found.append(Problem(0, f"账期 {period} 已结账", f"{period} is closed"))
    return found


def _resolved(desk: _Desk, row: TypedRow) -> TypedRow:
    """The row with our codes of account and items. Raises `InvalidValue` for an account nobody knows."""
    if row.is_empty:
        return row
    named = {}
    for dimension in ON_LINES:
        said = getattr(row, dimension.value)
        named[dimension.value] = desk.items.get(dimension.value, {}).get(said, said)
    return replace(row, account=_code(desk.books.chart, row.account), **named)


def _code(chart: Chart, said: str) -> str:
    """Our code of an account: by code and name where they agree, by name, then by code alone."""
    code, _, name = said.partition(" ")
    bare = code.replace(".", "").replace("-", "")
    if not bare.isdigit():
        code, bare, name = "", "", said
    if bare in chart and (not name or name.strip() in {chart[bare].name, chart.full_name(bare)}):
        return bare
    if name:
        account, detail = parse_detail(chart, name.strip(), "")
        if (found := chart.leaf(account, detail)) is not None:
            return found.code
    if bare in chart and not name:
        return bare
    raise InvalidValue(f"no account {said!r}", message_zh=f"没有科目“{said}”，请先增设科目或改正名称")
