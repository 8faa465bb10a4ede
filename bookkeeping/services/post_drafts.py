"""Post drafts (记账), one or thousands, in one transaction: checked, numbered, written, added up and put on record.

Rules kept: posting is irreversible; numbers have no gaps; the same key is posted once; all of a batch or none of it.
The period's row is the lock that puts posters in a queue. Rows are written in bulk, lines before their vouchers, and
the guards of the database check them once more. One audit entry covers the batch by the digests of its vouchers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from bookkeeping.domain.analysis import fitting
from bookkeeping.domain.closing import is_carry_forward
from bookkeeping.domain.digest import batch_digest, extras, voucher_digest
from bookkeeping.domain.posting import BY_HAND, check_terms
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, check_lines
from bookkeeping.domain.voucher_types import check_type, type_of
from bookkeeping.models import JournalLine, Voucher
from bookkeeping.models.fields import to_millionths
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.proof import POSTED
from bookkeeping.services.link_sources import link_sources
from bookkeeping.services.open_books import lock_periods
from bookkeeping.services.post_plain import post_plain
from bookkeeping.services.posting_desk import AccountTerms, Desk, desk_for
from bookkeeping.services.review_voucher import check_reviewer, review_code
from foundation.access import require_role
from foundation.audit import record
from foundation.bulk import insert_rows, reserve_ids
from foundation.models import Company, Role, User
from kernel.money import to_fen
from kernel.period import AccountingPeriod

VOUCHER_COLUMNS = (
    "id", "company_id", "period", "date", "voucher_type", "number", "description", "state", "attachment_count", "key",
    "origin", "carries_forward", "prepared_by_id", "reviewed_by_id", "review_rule_id", "posted_by_id",
    "created_at", "posted_at",
)  # fmt: skip
LINE_COLUMNS = (
    "voucher_id", "position", "account_id", "period", "description", "debit", "credit", "is_red_letter", "counterparty",
    "analysis_id", "quantity", "foreign_amount",
)  # fmt: skip

NOTHING_MORE: tuple[int | None, int, int] = (None, 0, 0)


def post_draft(company_id: int, draft: VoucherDraft, actor: User | None) -> int:
    """Post `draft` and return the voucher's id; the same `key` returns the voucher already there. Raises as below."""
    _check_actor(company_id, actor)
    return post_plain(company_id, draft, actor) or _post_all(company_id, [draft], actor)[0]


def post_drafts(company_id: int, drafts: Sequence[VoucherDraft], actor: User | None) -> list[int]:
    """Post the drafts in their order, all or none; ids in the same order, of vouchers already there by their keys.

    Raises `VoucherRefused`, `InvalidValue`, `PeriodClosed`, `NotPermitted`.
    """
    _check_actor(company_id, actor)
    return _post_all(company_id, drafts, actor)


def _check_actor(company_id: int, actor: User | None) -> None:
    if actor is not None:
        company = Company.objects.get(pk=company_id)
        require_role(actor, company, Role.ACCOUNTANT)
        check_reviewer(company, prepared_by=actor, reviewer=actor)


def _post_all(company_id: int, drafts: Sequence[VoucherDraft], actor: User | None) -> list[int]:
    company = Company.objects.get(pk=company_id)
    try:
        with transaction.atomic():
            return _post(company, drafts, actor)
    except IntegrityError:
        # Somebody else posted one of the keys between the look and the write; if not, the second try fails alike.
        with transaction.atomic():
            return _post(company, drafts, actor)


def _post(company: Company, drafts: Sequence[VoucherDraft], actor: User | None) -> list[int]:
    known = _known(company.pk, [draft.key for draft in drafts if draft.key])
    todo: dict[str | int, VoucherDraft] = {}
    for place, draft in enumerate(drafts):
        if draft.key not in known:
            todo.setdefault(draft.key or place, draft)
    written = dict(zip(todo, _write(company, list(todo.values()), actor), strict=True)) if todo else {}
    return [known.get(draft.key) or written[draft.key or place] for place, draft in enumerate(drafts)]


def _known(company_id: int, keys: list[str]) -> dict[str, int]:
    if not keys:
        return {}
    found = Voucher.objects.filter(company_id=company_id, key__in=keys).values_list("key", "pk")
    return {key: pk for key, pk in found if key}


def _write(company: Company, drafts: list[VoucherDraft], actor: User | None) -> list[int]:
    desk = desk_for(company, drafts, actor)
    places = {day: (str(AccountingPeriod.of(day)), day.isoformat()) for day in {draft.date for draft in drafts}}
    numbers = lock_periods(company, sorted({AccountingPeriod.of(day) for day in places}))
    ids = reserve_ids(Voucher, len(drafts))
    vouchers: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    proofs: list[str] = []
    for voucher_id, draft in zip(ids, drafts, strict=True):
        period, day = places[draft.date]
        word = _type(desk, draft)
        number = numbers[period][word] = numbers[period].get(word, 0) + 1
        rows = _lines(desk, voucher_id, period, draft)
        lines += rows
        vouchers.append(_voucher(desk, voucher_id, (period, day, word, number), draft))
        facts = [
            (line.account_code, row[5], row[6], row[8], row[4], extras(*row[9:]))
            for line, row in zip(draft.lines, rows, strict=True)
        ]
        proofs.append(voucher_digest((period, word, number), day, draft.description[:200], facts))
    insert_rows(JournalLine, LINE_COLUMNS, lines)
    insert_rows(Voucher, VOUCHER_COLUMNS, vouchers)
    link_sources(company.pk, zip(ids, drafts, strict=True))
    record(
        company=company,
        actor=actor,
        action=POSTED,
        subject=f"voucher:{ids[0]}" if len(ids) == 1 else f"vouchers:{len(ids)}",
        content={
            "vouchers": ids,
            "digest": batch_digest(proofs),
            "rules": sorted({review_code(origin) for origin in desk.rules}),
        },
    )
    return ids


def _lines(desk: Desk, voucher_id: int, period: str, draft: VoucherDraft) -> list[tuple[Any, ...]]:
    rows = []
    amounts = check_lines(draft.lines)
    for position, (line, (debit, credit)) in enumerate(zip(draft.lines, amounts, strict=True), 1):
        terms = desk.accounts[line.account_code]
        text = (line.description or draft.description)[:200]
        party = line.counterparty if terms.tracks_counterparty else ""
        more = NOTHING_MORE
        if terms.asks:
            check_terms(position, line, terms, by_hand=draft.origin in BY_HAND)
            more = _more(desk, line, terms)
        rows.append((voucher_id, position, terms.id, period, text, debit, credit, line.is_red_letter, party, *more))
    return rows


def _more(desk: Desk, line: DraftLine, terms: AccountTerms) -> tuple[int | None, int, int]:
    """(analysis, millionths, fen of the currency) of a line: what its account asks for and nothing else."""
    quantity = to_millionths(line.quantity) if terms.unit else 0
    foreign = to_fen(line.foreign_amount) if terms.currency else 0
    return desk.sets.get(fitting(line.analysis, terms.dimensions)), quantity, foreign


def _type(desk: Desk, draft: VoucherDraft) -> str:
    if draft.voucher_type:
        return check_type(desk.voucher_scheme, draft.voucher_type)
    return type_of(desk.voucher_scheme, draft.lines, tuple(desk.layout.accounts["cash"]))


def _voucher(desk: Desk, voucher_id: int, place: tuple[str, str, str, int], draft: VoucherDraft) -> tuple[Any, ...]:
    actor_id = desk.actor.pk if desk.actor else None
    rule_id = None if desk.actor else desk.rules[draft.origin]
    return (
        voucher_id, desk.company.pk, *place, draft.description[:200], "posted",
        len(draft.sources) + draft.attachments, draft.key or None, draft.origin, _carries(desk, draft),
        actor_id, actor_id, rule_id, actor_id, desk.now, desk.now,
    )  # fmt: skip


def _carries(desk: Desk, draft: VoucherDraft) -> bool:
    profit_code = str(desk.layout.accounts["current_year_profit"])
    if not any(line.account_code.startswith(profit_code) for line in draft.lines):
        return False
    return is_carry_forward(books_of(desk.company.pk).chart, draft.lines, profit_code)
