"""Posting one plain voucher as one function inside PostgreSQL: look, number, write, put on record in a round trip.

Rules kept: it gets round no guard, the rows it writes pass the triggers as all others; it posts only what needs no
explaining and answers NULL, before writing anything, where `post_drafts` has to look closer (a closed or missing
period, an account that takes no lines or asks for more, another set of voucher types, a review rule not yet kept).
The digest is that of `bookkeeping.domain.digest`, byte for byte.
"""

from __future__ import annotations

from typing import Final

from bookkeeping.ledger_guards.words import A, L, P, V
from foundation import audit_function

NAME: Final = "bookkeeping_post_plain"
_RULES: Final = "bookkeeping_automaticreviewrule"
_FIELD, _LINE = "chr(31)", "chr(30)"
_GIVEN: Final = {
    "company": "bigint", "date": "date", "text": "text", "key": "text", "origin": "text", "papers": "integer",
    "rule_code": "text", "rule_text": "text", "actor": "bigint", "moment": "timestamptz", "instant": "bigint",
}  # fmt: skip
"""What the argument says beside `lines`: one JSON object, since each bound value costs the client a good deal."""


_KNOWN: Final = f"SELECT id INTO new_id FROM {V} WHERE company_id = in_company AND key = in_key"
_RULE: Final = (
    f"SELECT r.id FROM (SELECT id, text FROM {_RULES} WHERE company_id = in_company "
    f"AND code = in_rule_code ORDER BY version DESC LIMIT 1) r WHERE r.text = in_rule_text"
)
_PLACE: Final = (
    f"SELECT coalesce((p.last_numbers->>'记')::int, 0) + 1, CASE WHEN in_actor IS NULL THEN ({_RULE}) END "
    f"INTO new_number, new_rule FROM {P} p JOIN foundation_company c ON c.id = p.company_id "
    f"WHERE p.company_id = in_company AND p.period = in_period AND NOT p.is_closed "
    f"AND coalesce(c.policy->>'voucher_types', 'one') = 'one' FOR UPDATE OF p"
)
_WRITE_LINES: Final = f"""WITH l AS (
    SELECT l.*, a.id AS account, CASE WHEN a.tracks THEN l.party ELSE '' END AS kept
    FROM jsonb_to_recordset(in_lines) AS l(n int, code text, text text, d bigint, c bigint, red boolean, party text)
    CROSS JOIN LATERAL (SELECT id, tracks_counterparty AS tracks FROM {A}
      WHERE company_id = in_company AND code = l.code AND is_leaf AND is_active
        AND dimensions = '' AND unit = '' AND currency = '' LIMIT 1) a
  ), written AS (
    INSERT INTO {L} (voucher_id, position, account_id, period, description, debit, credit, is_red_letter, counterparty,
      analysis_id, quantity, foreign_amount)
    SELECT new_id, n, account, in_period, text, d, c, red, kept, NULL, 0, 0 FROM l
  )
  SELECT count(*), string_agg({_LINE} || concat_ws({_FIELD}, code, d, c, kept, text), '' ORDER BY n)
  INTO count, body FROM l"""


def create() -> list[str]:
    """The function. `rule_text` counts where `actor` is null; amounts are fen."""
    return [
        f"""CREATE OR REPLACE FUNCTION {NAME}(given jsonb)
RETURNS bigint LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  {" ".join(f"in_{name} {kind} := given->>'{name}';" for name, kind in _GIVEN.items())}
  in_lines jsonb := given->'lines'; in_period text := to_char(in_date, 'YYYY-MM');
  new_id bigint; new_number integer; new_rule bigint; count integer; body text; digest text; rules text := '[]';
BEGIN
  IF in_key IS NOT NULL THEN
    {_KNOWN};
    IF FOUND THEN RETURN new_id; END IF;
  END IF;
  {_PLACE};
  IF NOT FOUND OR coalesce(in_actor, new_rule) IS NULL THEN RETURN NULL; END IF;
  IF in_actor IS NULL THEN rules := '[' || to_json(in_rule_code)::text || ']'; END IF;
  new_id := nextval('{V}_id_seq');
  {_WRITE_LINES};
  IF count <> jsonb_array_length(in_lines) THEN
    RAISE EXCEPTION 'not a plain voucher' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO {V} (id, company_id, period, date, voucher_type, number, description, state, attachment_count, key,
    origin, carries_forward, prepared_by_id, reviewed_by_id, review_rule_id, posted_by_id, created_at, posted_at)
  VALUES (new_id, in_company, in_period, in_date, '记', new_number, in_text, 'posted', in_papers, in_key,
    in_origin, false, in_actor, in_actor, new_rule, in_actor, in_moment, in_moment);
  body := concat_ws({_FIELD}, in_period, '记-' || new_number, to_char(in_date, 'YYYY-MM-DD'), in_text) || body;
  digest := encode(sha256(convert_to(body, 'UTF8')), 'hex');
  digest := encode(sha256(convert_to(digest, 'UTF8')), 'hex');
  PERFORM {audit_function.NAME}('company:' || in_company, in_company, in_actor, 'voucher.posted', 'voucher:' || new_id,
    '{{"digest": "' || digest || '", "rules": ' || rules || ', "vouchers": [' || new_id || ']}}',
    in_moment, in_instant);
  RETURN new_id;
END $$"""
    ]


def drop() -> list[str]:
    """Takes the function away again."""
    return [f"DROP FUNCTION IF EXISTS {NAME}(jsonb)"]
