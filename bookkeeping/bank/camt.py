"""ISO 20022: camt.053 statements, camt.052 reports, camt.054 notifications. One entry is one line.

The day is the booking date; a time with a zone is told in Chinese time. Entries that are only pending are no movements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

from bookkeeping.bank.proof import in_order, proved
from bookkeeping.bank.safe import Element, children, decimal, find, local, parse, text_at
from bookkeeping.domain.bank_statement import Statement, StatementLine
from kernel.errors import InvalidValue

NAME: Final = "camt053"
_NAMES: Final = {"Stmt": "camt053", "Rpt": "camt052", "Ntfctn": "camt054"}
_MARK: Final = re.compile(rb"<(?:\w+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)\b")
_OPENING: Final = ("OPBD", "PRCD", "OPAV")
_CLOSING: Final = ("CLBD", "CLAV", "ITBD")
_CHINA: Final = timezone(timedelta(hours=8))
Balance = tuple[Decimal, str, date | None]


def takes(content: bytes) -> bool:
    """Whether the bytes are such a message."""
    return bool(_MARK.search(content[:4096].replace(b"\x00", b"")))


def read(content: bytes) -> list[Statement]:
    """Every statement of the message. Raises `InvalidValue`."""
    found = [_statement(element) for element in parse(content).iter() if local(element) in _NAMES]
    if not found:
        raise InvalidValue("no statement in the message", message_zh="报文里没有对账单")
    return found


def _statement(element: Element) -> Statement:
    account = find(element, "Acct")
    opening, closing = _balance(element, _OPENING), _balance(element, _CLOSING)
    lines = [line for place, entry in enumerate(children(element, "Ntry"), 1) if (line := _line(entry, place))]
    return proved(
        Statement(
            layout=_NAMES[local(element)],
            lines=tuple(in_order(lines)),
            account=text_at(account, "Id/IBAN", "Id/Othr/Id"),
            account_name=text_at(account, "Nm", "Ownr/Nm"),
            bank=text_at(account, "Svcr/FinInstnId/Nm", "Svcr/FinInstnId/BICFI", "Svcr/FinInstnId/BIC"),
            currency=_currency(element, account, opening or closing),
            start=_day(text_at(element, "FrToDt/FrDtTm", "FrToDt/FrDt")[:10]) or (opening[2] if opening else None),
            end=_day(text_at(element, "FrToDt/ToDtTm", "FrToDt/ToDt")[:10]) or (closing[2] if closing else None),
            opening_balance=opening[0] if opening else None,
            closing_balance=closing[0] if closing else None,
        )
    )


def _balance(element: Element, codes: tuple[str, ...]) -> Balance | None:
    """The first balance of the most telling code: signed amount, currency, day."""
    found: dict[str, Balance] = {}
    for balance in children(element, "Bal"):
        code, amount = text_at(balance, "Tp/CdOrPrtry/Cd"), _signed(balance)
        if amount is not None:
            found.setdefault(code, (amount, _currency_at(balance), _day(text_at(balance, "Dt/Dt", "Dt/DtTm"))))
    return next((found[code] for code in codes if code in found), None)


def _currency(element: Element, account: Element | None, balance: Balance | None) -> str:
    return text_at(account, "Ccy") or (balance[1] if balance else "") or _currency_at(find(element, "Ntry"))


def _currency_at(element: Element | None) -> str:
    amount = find(element, "Amt")
    return "" if amount is None else str(amount.get("Ccy", ""))


def _signed(element: Element) -> Decimal | None:
    amount = decimal(text_at(element, "Amt"))
    if amount is None:
        return None
    return -amount if text_at(element, "CdtDbtInd") == "DBIT" else amount


def _line(entry: Element, place: int) -> StatementLine | None:
    if text_at(entry, "Sts/Cd", "Sts") in {"PDNG", "INFO", "FUTR"}:
        return None
    amount, day = _signed(entry), _day(text_at(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"))
    if amount is None or day is None:
        raise InvalidValue(f"entry {place} has no amount or day", message_zh=f"第 {place} 笔没有金额或日期")
    details = [one for group in children(entry, "NtryDtls") for one in children(group, "TxDtls")]
    first = details[0] if details else None
    side = "Cdtr" if amount < 0 else "Dbtr"
    said = dict.fromkeys([*(part for one in details for part in _remittance(one)), text_at(entry, "AddtlNtryInf")])
    return StatementLine(
        day=day,
        amount=amount,
        description=" ".join(part for part in said if part)[:400],
        counterparty=text_at(first, f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm")[:200],
        counterparty_account=text_at(first, f"RltdPties/{side}Acct/Id/IBAN", f"RltdPties/{side}Acct/Id/Othr/Id")[:64],
        counterparty_bank=_agent(first, side)[:120],
        reference=_reference(first)[:120],
        serial_number=text_at(entry, "AcctSvcrRef", "NtryRef")[:80],
        place=str(place),
    )


def _agent(details: Element | None, side: str) -> str:
    agent = find(details, f"RltdAgts/{side}Agt/FinInstnId")
    return text_at(agent, "Nm", "BICFI", "BIC")


def _reference(details: Element | None) -> str:
    said = text_at(details, "RmtInf/Strd/CdtrRefInf/Ref", "Refs/EndToEndId", "Refs/InstrId")
    return "" if said == "NOTPROVIDED" else said


def _remittance(details: Element) -> Iterator[str]:
    for part in children(find(details, "RmtInf"), "Ustrd"):
        yield " ".join((part.text or "").split())
    yield text_at(details, "AddtlTxInf")


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        if "T" not in said:
            return date.fromisoformat(said[:10])
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise InvalidValue(f"{said} is no date", message_zh=f"日期读不出：{said}") from error
    return (moment.astimezone(_CHINA) if moment.tzinfo else moment).date()
