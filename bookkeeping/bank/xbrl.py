"""银行电子对账单 and 银行电子回单 of the accounting data standard for electronic vouchers (XBRL, bkrs and bker).

Rule kept: the date in the namespace changes and names do not, so elements are matched by name. Some banks write a
movement twice, once with amount 0; those are no lines. A receipt names payer and payee, its type whose it is.
Source: 财政部 电子凭证会计数据标准（试行版）.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bookkeeping.bank.cells import moment
from bookkeeping.bank.preamble import currency_of
from bookkeeping.bank.proof import in_order, proved
from bookkeeping.bank.safe import Element, decimal, local, parse, text_at
from bookkeeping.domain.bank_statement import Statement, StatementLine
from kernel.errors import InvalidValue

NAME: Final = "xbrl"
_MARK: Final = re.compile(rb"xbrl\.mof\.gov\.cn/taxonomy/[^\"'\s]*/(bkrs|bker)")
_TUPLE: Final = "InformationOfReconcileDetailsTuple"
_RECEIVED: Final = ("收款", "贷记", "入账", "来账", "收入")
_OUT: Final = frozenset({"0", "借", "借方", "D", "DEBIT"})
Facts = dict[str, str]


def takes(content: bytes) -> bool:
    """Whether the bytes are such an instance."""
    return bool(_MARK.search(content[:20_000].replace(b"\x00", b"")))


def is_receipt(content: bytes) -> bool:
    """Whether the bytes are one receipt (bker)."""
    marked = _MARK.search(content[:20_000].replace(b"\x00", b""))
    return marked is not None and marked[1] == b"bker"


def read(content: bytes) -> list[Statement]:
    """The statement, or the receipt as one of one line. Raises `InvalidValue`."""
    root = parse(content)
    facts = dict(_facts(root))
    if is_receipt(content):
        return [_receipt(facts)]
    lines = [line for place, part in enumerate(_tuples(root), 1) if (line := _line(part, place)) is not None]
    if not lines:
        raise InvalidValue("the statement file has no movements", message_zh="电子对账单里没有明细")
    return [
        proved(
            Statement(
                layout="bkrs",
                lines=tuple(in_order(lines)),
                account=facts.get("CustomerSettlementBankAccount", ""),
                account_name=facts.get("NameOfCustomerAccount", ""),
                bank=facts.get("IdentificationCodeOfIssuer", ""),
                currency=currency_of(facts.get("Currency", "")) or "CNY",
                closing_balance=decimal(facts.get("AccountBalanceAtTheEndOfReconciliationCycleAmount", "")),
            )
        )
    ]


def _facts(root: Element) -> Iterator[tuple[str, str]]:
    """Leaves outside of the movements, the last of each name first to be overwritten by the first."""
    for element in reversed([one for one in root.iter() if isinstance(one.tag, str) and not len(one)]):
        said = " ".join((element.text or "").split())
        if said and local(element.getparent()) != _TUPLE:
            yield local(element), said


def _tuples(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if isinstance(element.tag, str) and local(element) == _TUPLE)


def _line(part: Element, place: int) -> StatementLine | None:
    amount, day = decimal(text_at(part, "TransactionAmount")), _day(text_at(part, "DateOfBookkeeping"))
    if not amount or day is None:
        return None
    return StatementLine(
        day=day,
        amount=-amount if text_at(part, "IdentificationOfCreditOrDebit").upper() in _OUT else amount,
        description=text_at(part, "NotesOfBankElectronicReceipt", "Usage", "Notes")[:400],
        counterparty=text_at(part, "NameOfCounterparty")[:200],
        counterparty_account=text_at(part, "AccountOfCounterparty")[:64],
        counterparty_bank=text_at(part, "DepositoryBankOfCounterparty")[:120],
        serial_number=text_at(part, "AccDtlSn", "BusinessSerialNumber")[:80],
        balance=decimal(text_at(part, "AccountBalance")),
        place=str(place),
    )


def _receipt(facts: Facts) -> Statement:
    amount = decimal(facts.get("TransactionAmountInFigures", ""))
    day = _day(facts.get("DateOfBookkeeping", facts.get("IssueDate", "")))
    if amount is None or day is None:
        raise InvalidValue("the receipt has no amount or day", message_zh="电子回单没有金额或日期")
    received = any(word in facts.get("TypeOfBankElectronicReceipt", "") for word in _RECEIVED)
    own, other = ("Payee", "Payer") if received else ("Payer", "Payee")
    said = dict.fromkeys(facts.get(name, "") for name in ("Usage", "Notes"))
    line = StatementLine(
        day=day,
        amount=amount if received else -amount,
        description=" ".join(part for part in said if part)[:400],
        counterparty=facts.get(f"AccountNameOf{other}", "")[:200],
        counterparty_account=facts.get(f"AccountNumberOf{other}", "")[:64],
        reference=facts.get("NumberOfBankElectronicReceipt", "")[:120],
        serial_number=facts.get("BusinessSerialNumber", "")[:80],
        place="1",
    )
    return Statement(
        layout="bker",
        lines=(line,),
        account=facts.get(f"AccountNumberOf{own}", ""),
        account_name=facts.get(f"AccountNameOf{own}", ""),
    )


def _day(said: str) -> date | None:
    return moment(said)[0]
