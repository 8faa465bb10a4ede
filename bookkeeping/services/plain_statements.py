"""Posting one plain voucher where the database has no functions (SQLite): one look, two writes, one record.

Rule kept: as `bookkeeping.posting_function`, word for word: what needs explaining is left to `post_drafts`.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from bookkeeping.domain.digest import batch_digest, voucher_digest
from bookkeeping.ledger_guards.words import A, L, P, V
from bookkeeping.models import AutomaticReviewRule
from bookkeeping.selectors.proof import POSTED
from foundation.audit import append
from foundation.bulk import marks, run, select
from foundation.models import Company

_LOOK: Final = f"""
SELECT coalesce(p.last_numbers ->> '$.记', 0) + 1,
  coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{V}'), 0) + 1,
  (SELECT id FROM {V} WHERE company_id = p.company_id AND key = %s),
  (SELECT CASE WHEN text = %s THEN id END FROM {AutomaticReviewRule._meta.db_table}
    WHERE company_id = p.company_id AND code = %s ORDER BY version DESC LIMIT 1),
  (SELECT json_group_object(code, json_array(id, tracks_counterparty)) FROM {A}
    WHERE company_id = p.company_id AND code IN (SELECT value FROM json_each(%s)) AND is_leaf AND is_active
    AND dimensions = '' AND unit = '' AND currency = '')
FROM {P} p JOIN {Company._meta.db_table} c ON c.id = p.company_id
WHERE p.company_id = %s AND p.period = %s AND NOT p.is_closed
  AND coalesce(c.policy ->> '$.voucher_types', 'one') = 'one'
"""
_LINE: Final = f"({marks(range(9))}, NULL, 0, 0)"
_LINES: Final = (
    f"INSERT INTO {L} (voucher_id, position, account_id, period, description, debit, credit, is_red_letter, "
    f"counterparty, analysis_id, quantity, foreign_amount) VALUES "
)
_VOUCHER: Final = (
    f"INSERT INTO {V} (id, company_id, period, date, voucher_type, number, description, state, attachment_count, key, "
    f"origin, carries_forward, prepared_by_id, reviewed_by_id, review_rule_id, posted_by_id, created_at, posted_at) "
    f"VALUES (%s, %s, %s, %s, '记', %s, %s, 'posted', %s, %s, %s, 0, {marks(range(6))})"
)


class _Place(NamedTuple):
    """What the look found: the next number and id, the voucher the key names, the review rule, accounts by code."""

    number: int
    id: int
    known: int | None
    rule: int | None
    accounts: dict[str, tuple[int, int]]


def post(facts: dict[str, Any], moment: datetime) -> int | None:
    """As the function of PostgreSQL: the voucher's id, or None where nothing was written."""
    codes = {line["code"] for line in facts["lines"]}
    place = _look(facts, codes)
    if place is None or place.known:
        return place and place.known
    if codes != place.accounts.keys() or not (facts["actor"] or place.rule):
        return None
    digest = _write(facts, place, str(connection.ops.adapt_datetimefield_value(moment)))
    append(
        (facts["company"], facts["actor"]),
        POSTED,
        f"voucher:{place.id}",
        {
            "vouchers": [place.id],
            "digest": batch_digest([digest]),
            "rules": [] if facts["actor"] else [facts["rule_code"]],
        },
    )
    return place.id


def _look(facts: dict[str, Any], codes: set[str]) -> _Place | None:
    wanted = [facts["key"], facts["rule_text"], facts["rule_code"], json.dumps(list(codes))]
    found = select(_LOOK, [*wanted, facts["company"], facts["date"][:7]])
    if not found:
        return None
    number, voucher_id, known, rule, accounts = found[0]
    return _Place(number, voucher_id, known, rule, json.loads(accounts))


def _write(facts: dict[str, Any], place: _Place, now: str) -> str:
    """The rows of lines and voucher; the voucher's digest."""
    company, day, text, actor = facts["company"], facts["date"], facts["text"], facts["actor"]
    period, values, said = day[:7], [], []
    for line in facts["lines"]:
        account, tracks = place.accounts[line["code"]]
        party = line["party"] if tracks else ""
        values += [place.id, line["n"], account, period, line["text"], line["d"], line["c"], line["red"], party]
        said.append((line["code"], line["d"], line["c"], party, line["text"], ""))
    run(_LINES + ", ".join([_LINE] * len(said)), values)
    people = [actor, actor, None if actor else place.rule, actor, now, now]
    head = [place.id, company, period, day, place.number, text, facts["papers"], facts["key"], facts["origin"]]
    run(_VOUCHER, [*head, *people])
    return voucher_digest((period, "记", place.number), day, text, said)
