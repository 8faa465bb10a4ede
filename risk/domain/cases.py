"""Inspection cases in the shape of the command contract (section 7): company, period, facts and/or books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kernel.errors import InvalidValue
from kernel.money import total
from kernel.period import AccountingPeriod, TaxPeriod
from risk.domain.book_facts import facts_of_balances
from risk.domain.evidence import with_rows
from risk.domain.facts import read_facts
from risk.domain.inspect import RiskWarning, inspect
from risk.domain.journal import Entry, vouchers_of
from risk.domain.journal_facts import facts_of_entries
from risk.domain.outliers import tell_outliers
from risk.domain.read_books import balances_of, entries_of, openings_of
from risk.domain.told import Told


def inspect_case(case: Any) -> list[RiskWarning]:
    """The warnings of one case. Given facts win over those the books tell. Raises `InvalidValue`."""
    if not isinstance(case, Mapping):
        raise InvalidValue("a case is an object with company, period, facts or books", message_zh="每个用例应为对象")
    company = _object(case, "company")
    period, months = _period(case.get("period"))
    books = _object(case, "books")
    told, entries = _told_by_books(books, period, months) if books else (Told(), [])
    warnings = inspect(
        told.facts | read_facts(_object(case, "facts")),
        period,
        vat_status=str(company.get("vat_status") or ""),
        industry=str(company.get("industry") or ""),
    )
    return with_rows(warnings, entries, told.lines, told.rows, kind="transaction") if entries else warnings


def _told_by_books(books: Mapping[str, Any], period: AccountingPeriod, months: int) -> tuple[Told, list[Entry]]:
    try:
        balances, entries = balances_of(books), entries_of(books)
    except (AttributeError, TypeError) as error:
        raise InvalidValue("books do not have the agreed shape", message_zh="books 的结构不符合约定") from error
    told = facts_of_entries(entries, openings_of(balances), period, months)
    told.facts |= facts_of_balances(balances, months=months)
    tell_outliers(told, entries, kind="transaction")
    uneven = [line for lines in vouchers_of(entries).values() if _difference(lines) for line in lines]
    told.say("books_difference", total(abs(_difference(lines)) for lines in vouchers_of(uneven).values()), uneven)
    return told, entries


def _difference(lines: Iterable[Entry]) -> Decimal:
    return total(line.debit - line.credit for line in lines)


def _object(case: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = case.get(name) or {}
    if not isinstance(value, Mapping):
        raise InvalidValue(f"{name} must be an object", message_zh=f"{name} 应为对象")
    return value


def _period(value: Any) -> tuple[AccountingPeriod, int]:
    """The last month of the period named (month, quarter or year) and its number of months."""
    if not value:
        raise InvalidValue("period is missing", message_zh="缺少 period")
    months = TaxPeriod.parse(str(value)).months
    return months[-1], len(months)


def as_json(warning: RiskWarning) -> dict[str, Any]:
    """One warning in the shape of the contract; the English action is added beside the Chinese one."""
    return {
        "indicator": warning.indicator,
        "severity": str(warning.severity),
        "title_zh": warning.title_zh,
        "title_en": warning.title_en,
        "message_zh": warning.message_zh,
        "message_en": warning.message_en,
        "evidence": dict(warning.evidence),
        "threshold": warning.threshold,
        "source": warning.source,
        "confidence": warning.confidence,
        "action": warning.action_zh,
        "action_en": warning.action_en,
        **({"rows": [dict(row) for row in warning.rows]} if warning.rows else {}),
    }
