"""Vouchers a second through `post_drafts`, against bare inserts into the same tables and against the plain ORM."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from benchmarks.figure import Figure, against, in_turns
from benchmarks.ledger.data import drafts, new_company
from benchmarks.ledger.plain import PlainLine, PlainVoucher, create_tables, empty_tables
from bookkeeping.exports import VoucherDraft, post_draft, post_drafts
from bookkeeping.models import Account
from bookkeeping.services.post_drafts import LINE_COLUMNS, VOUCHER_COLUMNS
from foundation.bulk import insert_rows
from foundation.models import Company
from kernel.money import to_fen

BATCH, SINGLES, ROUNDS = 5_000, 300, 5


def figures() -> Iterator[Figure]:
    """Batch posting, then one voucher per commit."""
    create_tables()
    rivals = {"ours": _fresh(BATCH, _post_batch), "bare": _fresh(BATCH, _insert_bare)}
    seconds = in_turns_of(rivals)
    bare = "COPY, foreign keys" if connection.vendor == "postgresql" else "executemany, foreign keys"
    yield Figure(
        "batch posting", BATCH / statistics.median(seconds["ours"]), "v/s", bare, 1 / against(seconds, "ours", "bare")
    )
    rivals = {"ours": _fresh(SINGLES, _post_singly), "orm": _fresh(SINGLES, _create_singly)}
    seconds = in_turns_of(rivals)
    rate = SINGLES / statistics.median(seconds["ours"])
    yield Figure("one voucher per commit", rate, "v/s", "plain ORM create", 1 / against(seconds, "ours", "orm"))


def in_turns_of(rivals: Any) -> dict[str, list[float]]:
    """As `in_turns`, with a fresh company prepared outside the clock for every run."""
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for turn in range(ROUNDS):
        runs = {name: prepare(turn) for name, prepare in rivals.items()}
        for name, taken in in_turns(runs, rounds=1).items():
            seconds[name] += taken
        empty_tables()
    return seconds


def _fresh(amount: int, run: Any) -> Any:
    def prepare(turn: int) -> Any:
        company, todo = new_company(), list(drafts(amount, seed=turn))
        return run(company, todo)

    return prepare


def _post_batch(company: Company, todo: list[VoucherDraft]) -> Any:
    def run() -> None:
        for start in range(0, len(todo), 1000):
            post_drafts(company.pk, todo[start : start + 1000], None)

    return run


def _post_singly(company: Company, todo: list[VoucherDraft]) -> Any:
    def run() -> None:
        for draft in todo:
            post_draft(company.pk, draft, None)

    return run


def _insert_bare(company: Company, todo: list[VoucherDraft]) -> Any:
    vouchers, lines = _rows(company, todo)

    def run() -> None:
        with transaction.atomic():
            insert_rows(PlainVoucher, VOUCHER_COLUMNS, vouchers)
            insert_rows(PlainLine, LINE_COLUMNS, lines)

    return run


def _create_singly(company: Company, todo: list[VoucherDraft]) -> Any:
    ids = dict(Account.objects.filter(company=company).values_list("code", "pk"))

    def run() -> None:
        for number, draft in enumerate(todo, 1):
            period = f"{draft.date:%Y-%m}"
            with transaction.atomic():
                voucher = PlainVoucher.objects.create(
                    company=company,
                    period=period,
                    date=draft.date,
                    number=number,
                    description=draft.description,
                    state="posted",
                )
                for position, line in enumerate(draft.lines, 1):
                    PlainLine.objects.create(
                        voucher=voucher,
                        position=position,
                        account_id=ids[line.account_code],
                        period=period,
                        description=draft.description,
                        debit=line.debit,
                        credit=line.credit,
                        counterparty=line.counterparty,
                    )

    return run


def _rows(company: Company, todo: list[VoucherDraft]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    ids = dict(Account.objects.filter(company=company).values_list("code", "pk"))
    now = datetime.now(UTC)
    vouchers, lines = [], []
    for number, draft in enumerate(todo, 1):
        period = f"{draft.date:%Y-%m}"
        head = (number, company.pk, period, draft.date, "记", number, draft.description, "posted", 0, None, "bench")
        vouchers.append((*head, False, None, None, None, None, now, now))
        for position, line in enumerate(draft.lines, 1):
            money = to_fen(line.debit), to_fen(line.credit)
            text = draft.description
            more = line.counterparty, None, 0, 0
            lines.append((number, position, ids[line.account_code], period, text, *money, False, *more))
    return vouchers, lines
