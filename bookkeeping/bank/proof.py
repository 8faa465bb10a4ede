"""Running balances: which order and which direction of amounts they prove, and where one does not follow.

Rule kept: a statement is proved line by line; a gap is a finding that names its place and by how much it is out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from bookkeeping.domain.bank_statement import Statement, StatementLine
from kernel.finding import Finding, Severity

GAPS_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Steps:
    """How many balances follow from the one before, of how many that could."""

    proved: int
    possible: int


def steps(lines: Sequence[StatementLine]) -> Steps:
    """The chain of balances as the lines stand."""
    proved = possible = 0
    for before, line in pairwise(lines):
        if before.balance is not None and line.balance is not None:
            possible += 1
            proved += before.balance + line.amount == line.balance
    return Steps(proved, possible)


def in_order(lines: Sequence[StatementLine]) -> list[StatementLine]:
    """From the oldest to the newest: the order the balances prove, else that of days and times."""
    forward, backward = list(lines), list(reversed(lines))
    found = max((forward, backward), key=lambda one: (steps(one).proved, _rising(one)))
    by_day = sorted(found, key=lambda line: line.day)
    if steps(by_day).proved >= steps(found).proved:
        found = by_day
    if not steps(found).possible and all(line.time is not None for line in found):
        found = sorted(found, key=lambda line: (line.day, line.time or line.day))
    return found


def _rising(lines: Sequence[StatementLine]) -> int:
    """1 where days (and times) rise, −1 where they fall, 0 where neither."""
    if not lines:
        return 0
    first, last = lines[0], lines[-1]
    if first.day != last.day:
        return 1 if first.day < last.day else -1
    if first.time is None or last.time is None or first.time == last.time:
        return 0
    return 1 if first.time < last.time else -1


def proved(statement: Statement) -> Statement:
    """The same statement with balances filled in from its lines, and what does not follow as findings."""
    lines, opening, closing = statement.lines, statement.opening_balance, statement.closing_balance
    gaps, checked = _gaps(lines, opening, closing)
    if lines and opening is None and lines[0].balance is not None:
        opening = lines[0].balance - lines[0].amount
    if lines and closing is None and lines[-1].balance is not None:
        closing = lines[-1].balance
    findings = [*statement.findings, *gaps[:GAPS_NAMED]]
    if len(gaps) > GAPS_NAMED:
        findings.append(_more(len(gaps) - GAPS_NAMED))
    return replace(
        statement,
        opening_balance=opening,
        closing_balance=closing,
        is_proved=not gaps if checked else None,
        findings=tuple(findings),
    )


def _gaps(
    lines: Sequence[StatementLine], opening: Decimal | None, closing: Decimal | None
) -> tuple[list[Finding], int]:
    """Every place where a balance does not follow, and how many could be checked."""
    gaps: list[Finding] = []
    running, checked = opening, 0
    for line in lines:
        expected = None if running is None else running + line.amount
        if line.balance is not None and expected is not None:
            checked += 1
            if line.balance != expected:
                gaps.append(gap(line.place, expected, line.balance))
        running = line.balance if line.balance is not None else expected
    if closing is not None and running is not None:
        checked += 1
        if running != closing:
            gaps.append(gap("", running, closing))
    return gaps, checked


def merged(statements: Sequence[Statement]) -> list[Statement]:
    """Statements of one account in one file as one: daily messages, pages, sheets. A repeated sheet goes."""
    found: list[Statement] = []
    for statement in statements:
        same = [one for one in found if (one.account, one.currency) == (statement.account, statement.currency)]
        if same and _movements(same[-1]) == _movements(statement) and statement.opening_balance is None:
            continue
        if same:
            found[found.index(same[-1])] = _joined(same[-1], statement)
        else:
            found.append(statement)
    return found


def _movements(statement: Statement) -> list[StatementLine]:
    return [replace(line, place="") for line in statement.lines]


def _joined(first: Statement, then: Statement) -> Statement:
    """Two in a row; where the second does not begin as the first ended, that is a gap."""
    findings = [*first.findings, *then.findings]
    ends, begins = first.closing_balance, then.opening_balance
    if ends is not None and begins is not None and ends != begins:
        findings.append(gap(then.lines[0].place if then.lines else "", ends, begins))
    known = [one for one in (first.is_proved, then.is_proved) if one is not None]
    return replace(
        first,
        lines=(*first.lines, *then.lines),
        start=min(filter(None, (first.first_day, then.first_day)), default=None),
        end=max(filter(None, (first.last_day, then.last_day)), default=None),
        closing_balance=then.closing_balance if then.closing_balance is not None else ends,
        is_proved=None if not known else all(known) and (ends is None or begins is None or ends == begins),
        findings=tuple(findings),
    )


def gap(place: str, expected: Decimal, found: Decimal) -> Finding:
    """The finding that a balance does not follow; no place means the end."""
    where_zh, where_en = (f"第 {place} 行", f"row {place}") if place else ("期末", "at the end")
    return Finding(
        rule="statement_gap",
        severity=Severity.WARN,
        message_zh=f"{where_zh}：余额应为 {expected:,.2f}，文件为 {found:,.2f}，相差 {found - expected:,.2f}",
        message_en=f"{where_en}: the balance should be {expected:,.2f}, the file says {found:,.2f}, "
        f"{found - expected:,.2f} apart",
        fix_zh="检查导出的时间范围是否完整，缺少的流水请补充导入",
        fix_en="See whether the export covers the whole span; import the lines that are missing",
        evidence={"place": place, "expected": f"{expected:.2f}", "found": f"{found:.2f}"},
    )


def _more(count: int) -> Finding:
    return Finding(
        rule="statement_gap",
        severity=Severity.WARN,
        message_zh=f"另有 {count} 处余额不连续",
        message_en=f"{count} more balances do not follow",
    )
