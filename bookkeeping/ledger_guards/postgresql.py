"""The guards for PostgreSQL: what is inserted is checked a whole statement at a time, over its transition table.

Locks: writing a line locks its draft voucher in share mode, so that nobody posts the voucher meanwhile; posting takes
the period's row, which puts the posters of one company and period in a queue.
"""

from __future__ import annotations

from bookkeeping.ledger_guards.words import (
    CLOSING,
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
    rules_of = row_rules(POSTED_COUNT)
    rules_of[P, "UPDATE"] += CLOSING
    # The posting itself moves the last numbers on, having looked at them: nothing is left to ask then.
    outside_posting = {(P, "UPDATE"): "WHEN (pg_trigger_depth() = 0)"}
    statements = []
    for (table, verb), rules in rules_of.items():
        name, row = guard_name(table, verb), "OLD" if verb == "DELETE" else "NEW"
        when = outside_posting.get((table, verb), "")
        statements += [
            _function(name, f"{_refuse(rules)} RETURN {row};"),
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()",
        ]
    return statements


def _written(source: str, posted: str) -> str:
    """What happens in the moment vouchers are written: `n` of `source`; those for which `posted` holds are posted."""
    open_one = "p.company_id = span.company_id AND p.period = span.period AND NOT p.is_closed"
    shut = f"NOT EXISTS (SELECT 1 FROM {P} p WHERE {open_one})"
    places = (
        f"FOR span IN SELECT n.company_id, n.period, n.voucher_type, {posted} AS posted, count(*) AS count, "
        f"min(n.number) AS low, max(n.number) AS high, bool_or(n.period <> to_char(n.date, 'YYYY-MM')) AS outside "
        f"FROM {source} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3 LOOP {_refuse([('span.outside', OUTSIDE)])} "
        f"IF span.posted THEN posting := true; "
        f"UPDATE {P} p SET last_numbers = p.last_numbers || jsonb_build_object(span.voucher_type, span.high) "
        f"WHERE {open_one} AND span.high = span.low + span.count - 1 "
        f"AND coalesce((p.last_numbers->>span.voucher_type)::int, 0) = span.low - 1; "
        f"IF NOT FOUND THEN {_refuse([(shut, SHUT)])} {_raise(repr(NO_GAPS))} END IF; "
        f"ELSE {_refuse([(shut, SHUT)])} END IF; END LOOP;"
    )
    lines = (
        f"SELECT n.id AS of, n.company_id AS company, n.period AS month, n.carries_forward, l.*, "
        f"a.company_id <> n.company_id OR x.company_id <> n.company_id AS alien, NOT a.is_leaf AS parent "
        f"FROM {source} LEFT JOIN {L} l ON l.voucher_id = n.id LEFT JOIN {A} a ON a.id = l.account_id "
        f"LEFT JOIN {S} x ON x.id = l.analysis_id WHERE {posted}"
    )
    problem = (
        f"SELECT CASE WHEN s.count < 2 THEN '{TWO_LINES}' WHEN s.difference <> 0 THEN '{UNBALANCED}' "
        f"WHEN s.alien THEN '{FOREIGN}' WHEN s.parent THEN '{LEAVES}' ELSE '{ELSEWHERE}' END INTO problem "
        f"FROM (SELECT count(id) AS count, sum(debit - credit) AS difference, bool_or(alien) AS alien, "
        f"bool_or(parent) AS parent, bool_or(period <> month) AS elsewhere FROM lines GROUP BY of) s "
        f"WHERE s.count < 2 OR s.difference <> 0 OR s.alien OR s.parent OR s.elsewhere LIMIT 1"
    )
    balances = add_up(
        "l.company",
        "l.month",
        "l",
        "FROM lines l WHERE l.id IS NOT NULL",
        "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
    )
    return (
        f"{places} IF posting THEN WITH lines AS ({lines}), kept AS ({balances}) {problem}; "
        f"IF problem IS NOT NULL THEN {_raise('problem')} END IF; END IF; RETURN NULL;"
    )


def _vouchers() -> list[str]:
    declare = "DECLARE span record; posting boolean := false; problem text;"
    inserted = _written("fresh n", "n.state = 'posted'")
    updated = _written("fresh n JOIN former o ON o.id = n.id", "n.state = 'posted' AND o.state <> 'posted'")
    return [
        _function(POSTED_INSERT, inserted, declare=declare, by_key=BY_KEY),
        f"CREATE TRIGGER {POSTED_INSERT} AFTER INSERT ON {V} REFERENCING NEW TABLE AS fresh "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {POSTED_INSERT}()",
        _function(POSTED_UPDATE, updated, declare=declare, by_key=BY_KEY),
        f"CREATE TRIGGER {POSTED_UPDATE} AFTER UPDATE ON {V} REFERENCING OLD TABLE AS former NEW TABLE AS fresh "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {POSTED_UPDATE}()",
    ]


def _lines() -> list[str]:
    """Lines may come before their voucher; those of a draft fit it, those of a posted one are kept."""
    draft = f"FROM fresh f JOIN {V} v ON v.id = f.voucher_id JOIN {A} a ON a.id = f.account_id"

    def body(changed: str) -> str:
        look = f"PERFORM 1 FROM ({changed}) c JOIN {V} v ON v.id = c.voucher_id LIMIT 1;"
        lock = f"PERFORM 1 FROM {V} v WHERE v.id IN ({changed}) ORDER BY v.id FOR SHARE;"
        rules = [
            (f"EXISTS (SELECT 1 FROM {V} v WHERE v.id IN ({changed}) AND v.state = 'posted')", LINES_KEPT),
            (f"EXISTS (SELECT 1 {draft} WHERE a.company_id <> v.company_id)", FOREIGN),
            (f"EXISTS (SELECT 1 {draft} WHERE NOT a.is_leaf)", LEAVES),
            (f"EXISTS (SELECT 1 {draft} WHERE v.period <> f.period)", ELSEWHERE),
        ]
        # Most often the vouchers do not exist yet; then there is nothing more to look at.
        return f"{look} IF FOUND THEN {lock} {_refuse(rules)} END IF; RETURN NULL;"

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
