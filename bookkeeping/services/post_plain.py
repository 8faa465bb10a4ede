"""Post one plain voucher with as few statements as the database allows: on PostgreSQL one (`posting_function`).

Plain is a voucher of the one type 记 on accounts that ask for nothing more, reviewed by a person or by a rule on
record. Rule kept: this way refuses nothing and explains nothing; what it will not post, `post_drafts` looks at.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bookkeeping.charts import STANDARDS, layout
from bookkeeping.domain.voucher import VoucherDraft, check_lines
from bookkeeping.domain.voucher_types import DEFAULT_SCHEME, SCHEMES
from bookkeeping.posting_function import NAME
from bookkeeping.services import plain_statements
from bookkeeping.services.link_sources import link_sources
from bookkeeping.services.review_voucher import review_code, rule_text
from foundation.audit import instant
from foundation.bulk import select
from foundation.models import User
from kernel.errors import Refusal

_WORDS: Final = ("", *SCHEMES[DEFAULT_SCHEME])
_PROFIT: Final = tuple(str(layout(standard).accounts["current_year_profit"]) for standard in STANDARDS)


def post_plain(company_id: int, draft: VoucherDraft, actor: User | None) -> int | None:
    """The voucher's id (that of the voucher already there by the key), or None: take the way that explains."""
    if draft.voucher_type not in _WORDS or any(line.account_code.startswith(_PROFIT) for line in draft.lines):
        return None
    try:
        facts, now = _facts(company_id, draft, check_lines(draft.lines), actor), timezone.now()
    except Refusal:
        return None
    # By itself the one statement of PostgreSQL is a transaction; all else needs a place to come back to.
    alone = connection.vendor == "postgresql" and not draft.sources and not connection.in_atomic_block
    try:
        with nullcontext() if alone else transaction.atomic():
            voucher_id = _post(facts, now)
            if voucher_id and draft.sources:
                link_sources(company_id, [(voucher_id, draft)])
    except IntegrityError:  # not plain, or somebody else has posted the key in this moment
        return None
    return voucher_id


def _facts(company_id: int, draft: VoucherDraft, amounts: list[tuple[int, int]], actor: User | None) -> dict[str, Any]:
    text = draft.description[:200]
    lines = [
        {
            "n": number,
            "code": line.account_code,
            "text": (line.description or text)[:200],
            "d": debit,
            "c": credit,
            "red": line.is_red_letter,
            "party": line.counterparty,
        }
        for number, (line, (debit, credit)) in enumerate(zip(draft.lines, amounts, strict=True), 1)
    ]
    return {
        "company": company_id,
        "date": draft.date.isoformat(),
        "text": text,
        "key": draft.key or None,
        "origin": draft.origin,
        "papers": len(draft.sources) + draft.attachments,
        "rule_code": review_code(draft.origin),
        "rule_text": rule_text(draft.origin),
        "actor": actor.pk if actor else None,
        "lines": lines,
    }


def _post(facts: dict[str, Any], now: datetime) -> int | None:
    if connection.vendor != "postgresql":
        return plain_statements.post(facts, now)
    given = facts | {"moment": now.isoformat(), "instant": instant(now)}
    [(voucher_id,)] = select(f"SELECT {NAME}(%s)", [json.dumps(given, ensure_ascii=False)])
    return voucher_id and int(voucher_id)
