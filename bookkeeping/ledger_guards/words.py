"""Table names, refusals and the row rules both databases share."""

from __future__ import annotations

from typing import Final

V: Final = "bookkeeping_voucher"
L: Final = "bookkeeping_journalline"
A: Final = "bookkeeping_account"
P: Final = "bookkeeping_booksperiod"
B: Final = "bookkeeping_periodbalance"
S: Final = "bookkeeping_analysisset"

VOUCHER_KEPT: Final = "a posted voucher never changes"
LINES_KEPT: Final = "lines of a posted voucher never change"
SHUT: Final = "the period is closed or not opened"
OUTSIDE: Final = "the date lies outside the period"
NO_GAPS: Final = "voucher numbers have no gaps"
TWO_LINES: Final = "a voucher needs two lines"
UNBALANCED: Final = "debits and credits differ"
FOREIGN: Final = "the account or analysis belongs to another company"
LEAVES: Final = "only leaf accounts may be posted to"
ELSEWHERE: Final = "a line has the period of its voucher"

Rule = tuple[str, str]
"""What must not be, and the message."""

QUANTITY, CURRENCY = "l.quantity", "l.foreign_amount"


def _on(side: str, amount: str) -> str:
    return f"CASE WHEN l.{side} <> 0 THEN {amount} ELSE 0 END"


def _carried(voucher: str, side: str) -> str:
    return f"CASE WHEN {voucher}.carries_forward THEN l.{side} ELSE 0 END"


def kept_sums(voucher: str) -> dict[str, str]:
    """By column of the balances what a line `l` of `voucher` adds to it."""
    return {
        "debit": "l.debit",
        "credit": "l.credit",
        "carried_debit": _carried(voucher, "debit"),
        "carried_credit": _carried(voucher, "credit"),
        "quantity_debit": _on("debit", QUANTITY),
        "quantity_credit": _on("credit", QUANTITY),
        "foreign_debit": _on("debit", CURRENCY),
        "foreign_credit": _on("credit", CURRENCY),
    }


_CLOSES, _REOPENS = "NEW.is_closed AND NOT OLD.is_closed", "OLD.is_closed AND NOT NEW.is_closed"
CLOSING: Final[list[Rule]] = [
    (
        f"{_CLOSES} AND EXISTS (SELECT 1 FROM {V} v WHERE "
        f"v.company_id = OLD.company_id AND v.period = OLD.period AND v.state <> 'posted')",
        "vouchers are waiting to be posted",
    ),
    (
        f"{_CLOSES} AND EXISTS (SELECT 1 FROM {P} p WHERE "
        f"p.company_id = OLD.company_id AND p.period < OLD.period AND NOT p.is_closed)",
        "an earlier period is open",
    ),
    (
        f"{_REOPENS} AND EXISTS (SELECT 1 FROM {P} p WHERE "
        f"p.company_id = OLD.company_id AND p.period > OLD.period AND p.is_closed)",
        "a later period is closed",
    ),
]
"""Of a period that closes or reopens, before the change."""


def _period_rules(posted_count: str) -> list[Rule]:
    """Of a period that changes; `posted_count` adds up the last numbers of a row, given as `{}`."""
    return [
        ("NEW.period <> OLD.period OR NEW.company_id <> OLD.company_id", "a period stays what it is"),
        (f"{posted_count.format('NEW')} < {posted_count.format('OLD')}", "voucher numbers only grow"),
    ]


def row_rules(posted_count: str) -> dict[tuple[str, str], list[Rule]]:
    """Rules of single rows by (table, verb), before the change; for a period that closes or reopens, `CLOSING` too."""
    return {
        (V, "UPDATE"): [
            ("OLD.state = 'posted'", VOUCHER_KEPT),
            ("NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id", "a voucher stays with its company"),
        ],
        (V, "DELETE"): [("OLD.state = 'posted'", VOUCHER_KEPT)],
        (L, "DELETE"): [(f"(SELECT state FROM {V} v WHERE v.id = OLD.voucher_id) = 'posted'", LINES_KEPT)],
        (P, "UPDATE"): _period_rules(posted_count),
        (P, "DELETE"): [
            (
                f"OLD.is_closed OR EXISTS (SELECT 1 FROM {V} v "
                f"WHERE v.company_id = OLD.company_id AND v.period = OLD.period)",
                "a period with vouchers stays",
            )
        ],
        (A, "UPDATE"): [
            (
                "(NEW.company_id <> OLD.company_id OR NEW.code <> OLD.code OR NEW.category <> OLD.category) "
                f"AND EXISTS (SELECT 1 FROM {L} l WHERE l.account_id = OLD.id)",
                "an account in use keeps its code, kind and company",
            ),
            (
                "(NEW.unit <> OLD.unit AND OLD.unit <> '' OR NEW.currency <> OLD.currency) "
                f"AND EXISTS (SELECT 1 FROM {L} l WHERE l.account_id = OLD.id)",
                "an account in use keeps its unit and currency",
            ),
            (
                f"NEW.is_leaf AND EXISTS (SELECT 1 FROM {A} a WHERE a.parent_id = NEW.id)",
                "an account with sub-accounts is no leaf",
            ),
        ],
    }


def add_up(company: str, period: str, voucher: str, source: str, grouping: str = "") -> str:
    """The statement that adds lines `l` to the period balances; with a grouping it sums them first.

    `company` and `period` are expressions, `voucher` names the row that says whether the lines carry forward.
    """
    sums = kept_sums(voucher)
    values = [f"sum({value})" if grouping else value for value in sums.values()]
    update = ", ".join(f"{name} = {B}.{name} + excluded.{name}" for name in sums)
    return (
        f"INSERT INTO {B} (company_id, account_id, period, counterparty, analysis_id, {', '.join(sums)}) "
        f"SELECT {company}, l.account_id, {period}, l.counterparty, coalesce(l.analysis_id, 0), "
        f"{', '.join(values)} {source} {grouping} "
        f"ON CONFLICT (company_id, period, account_id, counterparty, analysis_id) DO UPDATE SET {update}"
    )


def guard_name(table: str, verb: str) -> str:
    """The name of a table's guard."""
    return f"{table}_guard_{verb.lower()}"


FORMER: Final = (
    *((table, guard_name(table, verb)) for table in (V, L, P, A) for verb in ("INSERT", "UPDATE", "DELETE")),
    (V, f"{V}_keeps_balances"),
)
"""(table, trigger) of every guard there ever was."""
