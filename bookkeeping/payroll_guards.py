"""A payroll's rules as triggers, for both databases: lines change only while their payroll is a draft; a confirmed
payroll keeps its month and its company, is never a draft again and never deleted."""

from __future__ import annotations

from typing import Final

PAYROLL: Final = "bookkeeping_payroll"
LINE: Final = "bookkeeping_payrollline"
KEPT: Final = "a confirmed payroll never changes"

_NOT_DRAFT = f"(SELECT state FROM {PAYROLL} p WHERE p.id = {{}}.payroll_id) <> 'draft'"
_MOVED = (
    "OLD.state <> 'draft' AND (NEW.state = 'draft' OR OLD.state = 'reversed' OR NEW.period <> OLD.period "
    "OR NEW.company_id <> OLD.company_id OR NEW.catches_up <> OLD.catches_up OR NEW.tax_period <> OLD.tax_period)"
)
_RULES: Final = (
    (PAYROLL, "UPDATE", _MOVED),
    (PAYROLL, "DELETE", "OLD.state <> 'draft'"),
    (LINE, "INSERT", _NOT_DRAFT.format("NEW")),
    (LINE, "UPDATE", f"{_NOT_DRAFT.format('OLD')} OR NEW.payroll_id <> OLD.payroll_id"),
    (LINE, "DELETE", _NOT_DRAFT.format("OLD")),
)


def _name(table: str, verb: str) -> str:
    return f"{table}_kept_{verb.lower()}"


def sqlite() -> list[str]:
    """CREATE TRIGGER statements for SQLite."""
    return [
        f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} FOR EACH ROW WHEN {bad} "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        for table, verb, bad in _RULES
    ]


def postgresql() -> list[str]:
    """CREATE FUNCTION and CREATE TRIGGER statements for PostgreSQL."""
    made = []
    for table, verb, bad in _RULES:
        name, row = _name(table, verb), "OLD" if verb == "DELETE" else "NEW"
        made += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {bad} THEN "
            f"RAISE EXCEPTION USING MESSAGE = '{KEPT}', ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return made


def undo(vendor: str) -> list[str]:
    """The statements that take the guards away again."""
    of = "" if vendor == "sqlite" else " ON {}"
    drops = [f"DROP TRIGGER IF EXISTS {_name(table, verb)}{of.format(table)}" for table, verb, _bad in _RULES]
    functions = [] if vendor == "sqlite" else [f"DROP FUNCTION IF EXISTS {_name(t, v)}()" for t, v, _bad in _RULES]
    return drops + functions
