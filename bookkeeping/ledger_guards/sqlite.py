"""The guards for SQLite: row triggers; a posting checks its voucher's lines and adds them to the balances."""

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

POSTED_COUNT = "(SELECT coalesce(sum(value), 0) FROM json_each({}.last_numbers))"


def _refuse(rules: list[Rule]) -> str:
    return " ".join(f"SELECT RAISE(ABORT, '{text}') WHERE {bad};" for bad, text in rules)


def _when(table: str, verb: str) -> str:
    """Posting moves a period's last numbers up, and nothing else: the rules of closing are not asked then."""
    if (table, verb) != (P, "UPDATE"):
        return ""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in ("company_id", "period", "is_closed"))
    return f"WHEN NOT ({same} AND {POSTED_COUNT.format('NEW')} >= {POSTED_COUNT.format('OLD')})"


def _place_rules() -> list[Rule]:
    """Of a voucher written or rewritten: an open period that fits the date."""
    shut = (
        f"NOT EXISTS (SELECT 1 FROM {P} p "
        f"WHERE p.company_id = NEW.company_id AND p.period = NEW.period AND NOT p.is_closed)"
    )
    return [(shut, SHUT), ("NEW.period <> substr(NEW.date, 1, 7)", OUTSIDE)]


def _line_rules() -> list[Rule]:
    of_voucher = f"EXISTS (SELECT 1 FROM {V} v {{}} WHERE v.id = NEW.voucher_id AND {{}})"
    account = f"JOIN {A} a ON a.id = NEW.account_id"
    return [
        (of_voucher.format("", "v.state = 'posted'"), LINES_KEPT),
        (of_voucher.format(account, "a.company_id <> v.company_id"), FOREIGN),
        (of_voucher.format(account, "NOT a.is_leaf"), LEAVES),
        (of_voucher.format("", "v.period <> NEW.period"), ELSEWHERE),
    ]


def _posting() -> str:
    """What happens in the moment a voucher is posted."""
    place = "'$.' || json_quote(NEW.voucher_type)"
    number = (
        f"UPDATE {P} SET last_numbers = json_set(last_numbers, {place}, NEW.number) "
        f"WHERE company_id = NEW.company_id AND period = NEW.period AND NOT is_closed "
        f"AND coalesce(json_extract(last_numbers, {place}), 0) = NEW.number - 1;"
    )
    lines = (
        f"SELECT CASE WHEN count < 2 THEN RAISE(ABORT, '{TWO_LINES}') "
        f"WHEN difference <> 0 THEN RAISE(ABORT, '{UNBALANCED}') "
        f"WHEN alien THEN RAISE(ABORT, '{FOREIGN}') WHEN parent THEN RAISE(ABORT, '{LEAVES}') "
        f"WHEN elsewhere THEN RAISE(ABORT, '{ELSEWHERE}') END FROM ("
        f"SELECT count(*) AS count, sum(l.debit - l.credit) AS difference, "
        f"max(a.company_id <> NEW.company_id OR coalesce(x.company_id <> NEW.company_id, 0)) AS alien, "
        f"max(NOT a.is_leaf) AS parent, "
        f"max(l.period <> NEW.period) AS elsewhere "
        f"FROM {L} l JOIN {A} a ON a.id = l.account_id LEFT JOIN {S} x ON x.id = l.analysis_id "
        f"WHERE l.voucher_id = NEW.id);"
    )
    balances = add_up("NEW.company_id", "NEW.period", "NEW", f"FROM {L} l WHERE l.voucher_id = NEW.id")
    return f"{number} {_refuse([('changes() = 0', NO_GAPS)])} {lines} {balances};"


def create() -> list[str]:
    """CREATE TRIGGER statements."""
    rules = row_rules(POSTED_COUNT)
    rules[P, "UPDATE"] += CLOSING
    rules[V, "INSERT"] = _place_rules()
    rules[V, "UPDATE"] = [*rules[V, "UPDATE"], *_place_rules()]
    kept = f"(SELECT state FROM {V} v WHERE v.id = OLD.voucher_id) = 'posted'"
    rules[L, "UPDATE"] = [(kept, LINES_KEPT), *_line_rules()]
    guards = [
        f"CREATE TRIGGER {guard_name(table, verb)} BEFORE {verb} ON {table} {_when(table, verb)} "
        f"BEGIN {_refuse(those)} END"
        for (table, verb), those in rules.items()
    ]
    # Lines written before their voucher have nothing to be compared with yet: the posting compares.
    early = f"WHEN EXISTS (SELECT 1 FROM {V} v WHERE v.id = NEW.voucher_id)"
    return [
        *guards,
        f"CREATE TRIGGER {guard_name(L, 'INSERT')} BEFORE INSERT ON {L} {early} BEGIN {_refuse(_line_rules())} END",
        f"CREATE TRIGGER {POSTED_INSERT} AFTER INSERT ON {V} WHEN NEW.state = 'posted' BEGIN {_posting()} END",
        f"CREATE TRIGGER {POSTED_UPDATE} AFTER UPDATE ON {V} "
        f"WHEN NEW.state = 'posted' AND OLD.state <> 'posted' BEGIN {_posting()} END",
    ]


def drop() -> list[str]:
    """DROP statements for every guard there is or was."""
    names = [*(name for _table, name in FORMER), POSTED_INSERT, POSTED_UPDATE]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]
