"""Taking in the bureau's invoice lists: asked for over the API, or read from the sheet a person exported.

Rule kept: what is listed again is brought up to date, never doubled. What a sheet's columns mean is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from bureau.client import BureauClient
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from foundation.workbooks import Cell, read_sheets
from invoices.domain.invoice_list import Columns, Header, ListedRow, header_of, read_list
from invoices.models import Direction, ListedInvoice, ListMapping, ListSource
from kernel.errors import FinalFailure, InvalidValue
from kernel.money import money
from kernel.period import AccountingPeriod


class InvoiceSource(Protocol):
    """A way to the bureau's lists, named in `BUREAU_INVOICE_SOURCES`."""

    def rows(self, company: Company, direction: str, start: date, end: date) -> list[ListedRow]:
        """The invoices of a span. Raises `OutsideFailure`."""
        ...


class BureauApi:
    """The lists over the bureau's API."""

    def rows(self, company: Company, direction: str, start: date, end: date) -> list[ListedRow]:
        """The invoices of a span. Raises `TemporaryFailure`, `FinalFailure`."""
        with BureauClient.from_settings() as client:
            listed = client.invoice_list(company.taxpayer_id, direction, start, end)
        try:
            return [_from_api(one) for one in listed]
        except (KeyError, ValueError, InvalidValue) as error:
            raise FinalFailure("the bureau's list is not understood", message_zh="税局清单格式不符") from error


def _from_api(one: dict[str, str]) -> ListedRow:
    words: dict[str, Any] = {name: str(one.get(name) or "") for name in (
        "invoice_code", "kind", "seller_name", "seller_taxpayer_id", "buyer_name", "buyer_taxpayer_id", "state",
    )}  # fmt: skip
    amounts: dict[str, Any] = {name: money(one[name]) for name in ("net_amount", "tax_amount", "gross_amount")}
    return ListedRow(str(one["invoice_number"]), issue_date=date.fromisoformat(one["issue_date"]), **words, **amounts)


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A sheet whose header nobody knows: its titles and a few rows for the person who says what they are."""

    header: Header
    examples: list[list[Cell]]


def fetch_lists(company: Company, period: AccountingPeriod) -> dict[str, int]:
    """Ask every source for the lists of a month: invoices listed, and how many of them are new."""
    counts = {"listed": 0, "new": 0}
    for path in settings.BUREAU_INVOICE_SOURCES:
        source: InvoiceSource = import_string(path)()
        for direction in Direction.values:
            rows = source.rows(company, direction, period.start, period.end)
            counts["listed"] += len(rows)
            counts["new"] += keep_list(company, direction, rows, ListSource.API)
    return counts


@transaction.atomic
def keep_list(company: Company, direction: str, rows: Iterable[ListedRow], source: ListSource) -> int:
    """Write the rows; how many were not known."""
    new = 0
    for row in rows:
        values = asdict(row)
        known = {name: values.pop(name) for name in ("invoice_code", "invoice_number")}
        _row, made = ListedInvoice.objects.update_or_create(
            company=company, direction=direction, **known, defaults={**values, "source": source}
        )
        new += made
    return new


def import_list(
    company: Company, direction: str, content: bytes, *, actor: User, columns: dict[str, int] | None = None
) -> dict[str, int] | Unexplained:
    """Take in an exported sheet; `columns` is what a person said of its header, which is remembered.

    Raises `InvalidValue`, `NotPermitted`.
    """
    require_role(actor, company, Role.ACCOUNTANT)
    if direction not in Direction.values:
        raise InvalidValue(f"no direction {direction!r}", message_zh="请选择开具或取得")
    rows, header = _table(content)
    known = _explained(company, header, columns, actor)
    if not known:
        return _asked(rows, header)
    read = read_list(rows, header, known)
    new = keep_list(company, direction, read.rows, ListSource.SHEET)
    counts = {"listed": len(read.rows), "new": new, "unread": len(read.unread)}
    record(company=company, actor=actor, action="invoice_list.imported", content={**counts, "direction": direction})
    return counts


def unexplained(company: Company, content: bytes) -> Unexplained | None:
    """What a person must say of a sheet; None where its columns are known. Raises `InvalidValue`."""
    rows, header = _table(content)
    return None if _known(company, header) else _asked(rows, header)


def _asked(rows: Sequence[Sequence[Cell]], header: Header) -> Unexplained:
    return Unexplained(header, [list(row) for row in rows[header.place + 1 : header.place + 5]])


def _table(content: bytes) -> tuple[Sequence[Sequence[Cell]], Header]:
    """The sheet whose header knows most columns. Raises `InvalidValue` where none looks like a list."""
    sheets = [(sheet.rows, header_of(sheet.rows)) for sheet in read_sheets(content)]
    found = [(rows, header) for rows, header in sheets if header is not None]
    if not found:
        raise InvalidValue("no sheet with a header", message_zh="没有找到带表头的清单")
    return max(found, key=lambda pair: len(pair[1].columns))


def _explained(company: Company, header: Header, columns: dict[str, int] | None, actor: User) -> Columns:
    """What the columns mean: as said now, which is remembered, or as known."""
    if columns is None:
        return _known(company, header)
    ListMapping.objects.update_or_create(
        company=company, header=header.mark, defaults={"columns": columns, "decided_by": actor}
    )
    return {name: [place] for name, place in columns.items()}


def _known(company: Company, header: Header) -> Columns:
    """As said before, else by their words; empty where nobody knows."""
    said = ListMapping.objects.filter(company=company, header=header.mark).first()
    if said is not None:
        return {name: [place] for name, place in said.columns.items()}
    return header.columns if {"invoice_number", "issue_date"} <= set(header.columns) else {}
