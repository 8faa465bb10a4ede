"""Appending to the audit trail as one function inside PostgreSQL: lock the chain, hash, write, move the chain on.

Rule kept: the hash is what `foundation.audit.digest` makes of the entry, byte for byte, so that one check proves
entries of both databases.
"""

from __future__ import annotations

from typing import Final

NAME: Final = "foundation_append_audit"
_CHAIN: Final = "foundation_auditchain"

_SIGNATURE: Final = "text, bigint, bigint, text, text, text, timestamptz, bigint"
_PARTS: Final = (
    "to_json(in_scope)::text",
    "sequence::text",
    "coalesce(in_company::text, 'null')",
    "coalesce(in_actor::text, 'null')",
    "to_json(in_action)::text",
    "to_json(in_subject)::text",
    "in_content",
    "in_instant::text",
    "to_json(previous)::text",
)


def create() -> list[str]:
    """The function; `in_content` is JSON as `foundation.audit` writes it, `in_instant` microseconds since 1970."""
    append = f"""WITH link AS (
      SELECT last_sequence + 1 AS sequence, coalesce(nullif(last_hash, ''), repeat('0', 64)) AS previous
      FROM {_CHAIN} WHERE scope = in_scope FOR UPDATE
    ), hashed AS (
      SELECT sequence, previous,
        encode(sha256(convert_to('[' || concat_ws(', ', {", ".join(_PARTS)}) || ']', 'UTF8')), 'hex') AS hash FROM link
    ), entry AS (
      INSERT INTO foundation_auditentry (scope, sequence, company_id, actor_id, action, subject, content, created_at,
        previous_hash, entry_hash)
      SELECT in_scope, sequence, in_company, in_actor, in_action, in_subject, in_content::jsonb, in_moment,
        previous, hash FROM hashed
    )
    UPDATE {_CHAIN} c SET last_sequence = h.sequence, last_hash = h.hash FROM hashed h WHERE c.scope = in_scope
    RETURNING h.sequence, h.previous, h.hash INTO new_sequence, new_previous, new_hash;"""
    return [
        f"""CREATE OR REPLACE FUNCTION {NAME}(in_scope text, in_company bigint, in_actor bigint, in_action text,
  in_subject text, in_content text, in_moment timestamptz, in_instant bigint,
  OUT new_sequence bigint, OUT new_previous text, OUT new_hash text)
LANGUAGE plpgsql AS $$
BEGIN
  {append}
  IF NOT FOUND THEN
    INSERT INTO {_CHAIN} (scope, last_sequence, last_hash) VALUES (in_scope, 0, '') ON CONFLICT DO NOTHING;
    {append}
  END IF;
END $$"""
    ]


def drop() -> list[str]:
    """Takes the function away again."""
    return [f"DROP FUNCTION IF EXISTS {NAME}({_SIGNATURE})"]
