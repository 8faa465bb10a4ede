"""The guards for PostgreSQL: what is inserted is checked a whole statement at a time, over its transition table.

Locks: writing a line locks its draft voucher in share mode, so that nobody posts the voucher meanwhile; posting takes
the period's row, which puts the posters of one company and period in a queue.
"""

from __future__ import annotations

from bookkeeping.ledger_guards.words import (
    ELSEWHERE,
    FOREIGN,
    FORMER,
    LEAVES,
    LINES_KEPT,
    NO_GAPS,
    OUTSIDE,
    SHUT,
    TWO_LINES,
    UNBALANCED,
    A,
    L,
    P,
    Rule,
    S,
    V,
    add_up,
    guard_name,
    row_rules,
)

POSTED_INSERT, POSTED_UPDATE = f"{V}_posted_insert", f"{V}_posted_update"
LINES_INSERT, LINES_UPDATE = f"{L}_lines_insert", f"{L}_lines_update"
# Every look-up here is by key; without statistics the planner would remember a scan made for an empty table.
BY_KEY = "SET enable_seqscan = off"
POSTED_COUNT = "(SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text({}.last_numbers))"


def _raise(message: str) -> str:
    """`message` is an expression: a quoted text or a variable."""
    return f"RAISE EXCEPTION USING MESSAGE = {message}, ERRCODE = 'integrity_constraint_violation';"


def _refuse(rules: list[Rule]) -> str:
    return " ".join(f"IF {bad} THEN {_raise(repr(text))} END IF;" for bad, text in rules)


def _function(name: str, body: str, *, declare: str = "", by_key: str = "") -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {by_key} AS $$ {declare} BEGIN {body} END $$"


def _row_guards() -> list[str]:
    statements = []
    for (table, verb), rules in row_rules(POSTED_COUNT).items():
        name, row = guard_name(table, verb), "OLD" if verb == "DELETE" else "NEW"
        statements += [
            _function(name, f"{_refuse(rules)} RETURN {row};"),
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements


def _place() -> str:
    """Of vouchers written or rewritten: open periods that fit their dates."""
    return _refuse(
        [
            ("EXISTS (SELECT 1 FROM fresh f WHERE f.period <> to_char(f.date, 'YYYY-MM'))", OUTSIDE),
            (
                f"EXISTS (SELECT 1 FROM (SELECT DISTINCT company_id, period FROM fresh) f LEFT JOIN {P} p "
                f"ON p.company_id = f.company_id AND p.period = f.period AND NOT p.is_closed WHERE p.id IS NULL)",
                SHUT,
            ),
        ]
    )


def _posting(posted: str) -> str:
    """What happens in the moment vouchers are posted; `posted` selects them."""
    numbers = (
        f"WITH spans AS (SELECT company_id, period, voucher_type, count(*) AS count, min(number) AS low, "
        f"max(number) AS high FROM {posted} n GROUP BY company_id, period, voucher_type), "
        f"months AS (SELECT company_id, period, jsonb_object_agg(voucher_type, high) AS highs, "
        f"bool_and(high = low + count - 1) AS whole FROM spans GROUP BY company_id, period), "
        f"taken AS (UPDATE {P} p SET last_numbers = p.last_numbers || m.highs FROM months m "
        f"WHERE p.company_id = m.company_id AND p.period = m.period AND NOT p.is_closed AND m.whole "
        f"AND NOT EXISTS (SELECT 1 FROM spans s WHERE s.company_id = m.company_id AND s.period = m.period "
        f"AND coalesce((p.last_numbers->>s.voucher_type)::int, 0) <> s.low - 1) RETURNING 1) "
        f"SELECT (SELECT count(*) FROM months) <> (SELECT count(*) FROM taken) INTO gap;"
    )
    problem = (
        f"SELECT CASE WHEN s.count < 2 THEN '{TWO_LINES}' WHEN s.difference <> 0 THEN '{UNBALANCED}' "
        f"WHEN s.alien THEN '{FOREIGN}' WHEN s.parent THEN '{LEAVES}' ELSE '{ELSEWHERE}' END INTO problem "
        f"FROM {posted} n CROSS JOIN LATERAL (SELECT count(*) AS count, sum(l.debit - l.credit) AS difference, "
        f"bool_or(a.company_id <> n.company_id OR x.company_id <> n.company_id) AS alien, "
        f"bool_or(NOT a.is_leaf) AS parent, "
        f"bool_or(l.period <> n.period) AS elsewhere "
        f"FROM {L} l JOIN {A} a ON a.id = l.account_id LEFT JOIN {S} x ON x.id = l.analysis_id "
        f"WHERE l.voucher_id = n.id) s "
        f"WHERE s.count < 2 OR s.difference <> 0 OR s.alien OR s.parent OR s.elsewhere LIMIT 1;"
    )
    balances = add_up(
        "n", f"FROM {posted} n JOIN {L} l ON l.voucher_id = n.id", "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
    )
    return (
        f"IF EXISTS (SELECT 1 FROM {posted} n) THEN {numbers} IF gap THEN {_raise(repr(NO_GAPS))} END IF; "
        f"{problem} IF problem IS NOT NULL THEN {_raise('problem')} END IF; {balances}; END IF;"
    )


def _vouchers() -> list[str]:
    declare = "DECLARE gap boolean; problem text;"
    inserted = "(SELECT * FROM fresh WHERE state = 'posted')"
    updated = "(SELECT f.* FROM fresh f JOIN former o ON o.id = f.id WHERE f.state = 'posted' AND o.state <> 'posted')"
    return [
        _function(POSTED_INSERT, f"{_place()} {_posting(inserted)} RETURN NULL;", declare=declare, by_key=BY_KEY),
        f"CREATE TRIGGER {POSTED_INSERT} AFTER INSERT ON {V} REFERENCING NEW TABLE AS fresh "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {POSTED_INSERT}()",
        _function(POSTED_UPDATE, f"{_place()} {_posting(updated)} RETURN NULL;", declare=declare, by_key=BY_KEY),
        f"CREATE TRIGGER {POSTED_UPDATE} AFTER UPDATE ON {V} REFERENCING OLD TABLE AS former NEW TABLE AS fresh "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {POSTED_UPDATE}()",
    ]


def _lines() -> list[str]:
    """Lines may come before their voucher; those of a draft fit it, those of a posted one are kept."""
    draft = f"FROM fresh f JOIN {V} v ON v.id = f.voucher_id JOIN {A} a ON a.id = f.account_id"

    def body(changed: str) -> str:
        lock = f"PERFORM 1 FROM {V} v WHERE v.id IN ({changed}) ORDER BY v.id FOR SHARE;"
        rules = [
            (f"EXISTS (SELECT 1 FROM {V} v WHERE v.id IN ({changed}) AND v.state = 'posted')", LINES_KEPT),
            (f"EXISTS (SELECT 1 {draft} WHERE a.company_id <> v.company_id)", FOREIGN),
            (f"EXISTS (SELECT 1 {draft} WHERE NOT a.is_leaf)", LEAVES),
            (f"EXISTS (SELECT 1 {draft} WHERE v.period <> f.period)", ELSEWHERE),
        ]
        # Most often the vouchers do not exist yet; then there is nothing more to look at.
        return f"{lock} IF FOUND THEN {_refuse(rules)} END IF; RETURN NULL;"

    fresh, both = "SELECT voucher_id FROM fresh", "SELECT voucher_id FROM fresh UNION SELECT voucher_id FROM former"
    return [
        _function(LINES_INSERT, body(fresh), by_key=BY_KEY),
        f"CREATE TRIGGER {LINES_INSERT} AFTER INSERT ON {L} REFERENCING NEW TABLE AS fresh "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {LINES_INSERT}()",
        _function(LINES_UPDATE, body(both), by_key=BY_KEY),
        f"CREATE TRIGGER {LINES_UPDATE} AFTER UPDATE ON {L} REFERENCING OLD TABLE AS former NEW TABLE AS fresh "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {LINES_UPDATE}()",
    ]


def create() -> list[str]:
    """CREATE FUNCTION and CREATE TRIGGER statements."""
    return [*_row_guards(), *_vouchers(), *_lines()]


def drop() -> list[str]:
    """DROP statements for every guard there is or was."""
    names = [
        *FORMER,
        (V, POSTED_INSERT),
        (V, POSTED_UPDATE),
        (L, LINES_INSERT),
        (L, LINES_UPDATE),
    ]
    return [
        statement
        for table, name in names
        for statement in (f"DROP TRIGGER IF EXISTS {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()")
    ]
