"""The ledger's rules as triggers, in the words of both databases.

Rules held here whatever the code does: a posted voucher balances, has two lines or more, stands on leaf accounts of
its own company and takes the next number; posted vouchers and their lines never change; a closed period takes
nothing; periods close in order and reopen only from the end; period balances are the sums of posted lines.
"""

V = "bookkeeping_voucher"
L = "bookkeeping_journalline"
A = "bookkeeping_account"
P = "bookkeeping_booksperiod"
B = "bookkeeping_periodbalance"


def _open(company: str, period: str) -> str:
    return f"EXISTS (SELECT 1 FROM {P} p WHERE p.company_id = {company} AND p.period = {period} AND NOT p.is_closed)"


def _lines(condition: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {L} l JOIN {A} a ON a.id = l.account_id WHERE l.voucher_id = NEW.id AND ({condition}))"
    )


def _month(day: str, vendor: str) -> str:
    return f"to_char({day}, 'YYYY-MM')" if vendor == "postgresql" else f"substr({day}, 1, 7)"


def _state_of_voucher(row: str) -> str:
    return f"(SELECT state FROM {V} v WHERE v.id = {row}.voucher_id) = 'posted'"


def _closed_for_line(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {V} v JOIN {P} p ON p.company_id = v.company_id AND p.period = v.period "
        f"WHERE v.id = {row}.voucher_id AND p.is_closed)"
    )


Rule = tuple[str, str]
"""What must not be, and the message."""


def _line_rules() -> list[Rule]:
    """Of a line written or rewritten."""
    return [
        (_state_of_voucher("NEW"), "lines of a posted voucher never change"),
        (_closed_for_line("NEW"), "the period is closed"),
        (
            f"EXISTS (SELECT 1 FROM {V} v JOIN {A} a ON a.id = NEW.account_id "
            f"WHERE v.id = NEW.voucher_id AND a.company_id <> v.company_id)",
            "the account belongs to another company",
        ),
        (f"NOT (SELECT a.is_leaf FROM {A} a WHERE a.id = NEW.account_id)", "only leaf accounts may be posted to"),
        (
            f"NEW.period <> (SELECT v.period FROM {V} v WHERE v.id = NEW.voucher_id)",
            "a line has the period of its voucher",
        ),
    ]


def _posting_rules() -> list[Rule]:
    """Of the step from reviewed to posted."""
    posting = "NEW.state = 'posted'"
    return [
        (f"{posting} AND (SELECT count(*) FROM {L} l WHERE l.voucher_id = NEW.id) < 2", "a voucher needs two lines"),
        (
            f"{posting} AND (SELECT sum(l.debit) - sum(l.credit) FROM {L} l WHERE l.voucher_id = NEW.id) <> 0",
            "debits and credits differ",
        ),
        (f"{posting} AND {_lines('a.company_id <> NEW.company_id')}", "the account belongs to another company"),
        (f"{posting} AND {_lines('NOT a.is_leaf')}", "only leaf accounts may be posted to"),
        (f"{posting} AND {_lines('l.period <> NEW.period')}", "a line has the period of its voucher"),
        (
            f"{posting} AND NEW.number <> (SELECT coalesce(max(v.number), 0) + 1 FROM {V} v "
            f"WHERE v.company_id = NEW.company_id AND v.period = NEW.period)",
            "voucher numbers have no gaps",
        ),
    ]


def _period_rules() -> list[Rule]:
    """Of a period that closes or reopens."""
    closing, opening = "NEW.is_closed AND NOT OLD.is_closed", "OLD.is_closed AND NOT NEW.is_closed"
    return [
        ("NEW.period <> OLD.period OR NEW.company_id <> OLD.company_id", "a period stays what it is"),
        ("NEW.last_number < OLD.last_number", "voucher numbers only grow"),
        (
            f"{closing} AND EXISTS (SELECT 1 FROM {V} v WHERE "
            f"v.company_id = OLD.company_id AND v.period = OLD.period AND v.state <> 'posted')",
            "vouchers are waiting to be posted",
        ),
        (
            f"{closing} AND EXISTS (SELECT 1 FROM {P} p WHERE "
            f"p.company_id = OLD.company_id AND p.period < OLD.period AND NOT p.is_closed)",
            "an earlier period is open",
        ),
        (
            f"{opening} AND EXISTS (SELECT 1 FROM {P} p WHERE "
            f"p.company_id = OLD.company_id AND p.period > OLD.period AND p.is_closed)",
            "a later period is closed",
        ),
    ]


def _account_rules() -> list[Rule]:
    """Of an account in use."""
    return [
        (
            "(NEW.company_id <> OLD.company_id OR NEW.code <> OLD.code OR NEW.category <> OLD.category) "
            f"AND EXISTS (SELECT 1 FROM {L} l WHERE l.account_id = OLD.id)",
            "an account in use keeps its code, kind and company",
        ),
        (
            f"NEW.is_leaf AND EXISTS (SELECT 1 FROM {A} a WHERE a.parent_id = NEW.id)",
            "an account with sub-accounts is no leaf",
        ),
    ]


def _rules(vendor: str) -> dict[tuple[str, str], list[Rule]]:
    """Rules by (table, verb)."""
    shut = "the period is closed or not opened"
    month = (f"NEW.period <> {_month('NEW.date', vendor)}", "the date lies outside the period")
    kept = ("OLD.state = 'posted'", "a posted voucher never changes")
    return {
        (V, "INSERT"): [
            ("NEW.state = 'posted'", "a voucher is posted from draft, not inserted posted"),
            (f"NOT {_open('NEW.company_id', 'NEW.period')}", shut),
            month,
        ],
        (V, "UPDATE"): [
            kept,
            (f"NOT {_open('OLD.company_id', 'OLD.period')}", shut),
            (f"NOT {_open('NEW.company_id', 'NEW.period')}", shut),
            ("NEW.company_id <> OLD.company_id", "a voucher stays with its company"),
            month,
            *_posting_rules(),
        ],
        (V, "DELETE"): [kept, (f"NOT {_open('OLD.company_id', 'OLD.period')}", shut)],
        (L, "INSERT"): _line_rules(),
        (L, "UPDATE"): [(_state_of_voucher("OLD"), "lines of a posted voucher never change"), *_line_rules()],
        (L, "DELETE"): [
            (_state_of_voucher("OLD"), "lines of a posted voucher never change"),
            (_closed_for_line("OLD"), "the period is closed"),
        ],
        (P, "UPDATE"): _period_rules(),
        (P, "DELETE"): [
            (
                f"OLD.is_closed OR EXISTS (SELECT 1 FROM {V} v "
                f"WHERE v.company_id = OLD.company_id AND v.period = OLD.period)",
                "a period with vouchers stays",
            )
        ],
        (A, "UPDATE"): _account_rules(),
    }


def _balances() -> str:
    carried = "CASE WHEN NEW.carries_forward THEN {} ELSE 0 END"
    sums = ["sum(l.debit)", "sum(l.credit)"]
    columns = ", ".join([*sums, *(carried.format(each) for each in sums)])
    update = ", ".join(
        f"{name} = {B}.{name} + excluded.{name}" for name in ("debit", "credit", "carried_debit", "carried_credit")
    )
    return (
        f"INSERT INTO {B} (company_id, account_id, period, counterparty, debit, credit, carried_debit, carried_credit) "
        f"SELECT NEW.company_id, l.account_id, NEW.period, l.counterparty, {columns} FROM {L} l "
        f"WHERE l.voucher_id = NEW.id GROUP BY l.account_id, l.counterparty ORDER BY l.account_id "
        f"ON CONFLICT (company_id, period, account_id, counterparty) DO UPDATE SET {update}"
    )


def _name(table: str, verb: str) -> str:
    return f"{table}_guard_{verb.lower()}"


def sqlite() -> list[str]:
    """CREATE TRIGGER statements for SQLite."""
    statements = []
    for (table, verb), rules in _rules("sqlite").items():
        body = " ".join(f"SELECT RAISE(ABORT, '{text}') WHERE {bad};" for bad, text in rules)
        statements.append(f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} BEGIN {body} END")
    statements.append(
        f"CREATE TRIGGER {V}_keeps_balances AFTER UPDATE ON {V} "
        f"WHEN NEW.state = 'posted' AND OLD.state <> 'posted' BEGIN {_balances()}; END"
    )
    return statements


def postgresql() -> list[str]:
    """CREATE FUNCTION and CREATE TRIGGER statements for PostgreSQL."""
    statements = []
    for (table, verb), rules in _rules("postgresql").items():
        name = _name(table, verb)
        body = " ".join(
            f"IF {bad} THEN RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            for bad, text in rules
        )
        row = "OLD" if verb == "DELETE" else "NEW"
        statements += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN {row}; END $$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    keeper = f"{V}_keeps_balances"
    statements += [
        f"CREATE FUNCTION {keeper}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_balances()}; RETURN NULL; END $$",
        f"CREATE TRIGGER {keeper} AFTER UPDATE ON {V} FOR EACH ROW "
        f"WHEN (NEW.state = 'posted' AND OLD.state <> 'posted') EXECUTE FUNCTION {keeper}()",
    ]
    return statements


def undo(vendor: str) -> list[str]:
    """The statements that take the guards away again."""
    names = [(table, _name(table, verb)) for table, verb in _rules(vendor)] + [(V, f"{V}_keeps_balances")]
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}" for _table, name in names]
    return [
        statement
        for table, name in names
        for statement in (f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()")
    ]
