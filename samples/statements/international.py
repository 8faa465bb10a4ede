"""The same month as MT940, camt.053, OFX 1 and the bank statement of the voucher standard (bkrs)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from samples.statements.history import History, Movement

_BKRS: Final = "http://xbrl.mof.gov.cn/taxonomy/2023-05-15/bkrs"


def mt940(history: History) -> str:
    """One message with a field :61: and :86: for each line."""
    lines = [f":20:{history.number[:16]}", f":25:{history.number}", ":28C:1/1"]
    lines.append(f":60F:{_balance(history.opening, '260901')}")
    for line in history.movements:
        mark = "D" if line.amount < 0 else "C"
        lines.append(
            f":61:{line.at:%y%m%d%m%d}{mark}{_comma(abs(line.amount))}NTRF{line.reference}//{line.serial[:16]}"
        )
        lines.append(f":86:/NAME/{line.name}/REMI/{line.text}")
    return "\n".join([*lines, f":62F:{_balance(history.closing, '260930')}", "-", ""])


def _balance(amount: Decimal, day: str) -> str:
    return f"{'D' if amount < 0 else 'C'}{day}CNY{_comma(abs(amount))}"


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def camt053(history: History) -> str:
    """One statement with an entry for each line."""
    balances = _camt_balance("OPBD", history.opening, "2026-09-01") + _camt_balance(
        "CLBD", history.closing, "2026-09-30"
    )
    entries = "".join(_entry(line) for line in history.movements)
    account = f"<Acct><Id><Othr><Id>{history.number}</Id></Othr></Id><Nm>{escape(history.owner)}</Nm></Acct>"
    stmt = f"<Stmt><Id>1</Id>{account}{balances}{entries}</Stmt>"
    space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
    inside = f'<Document xmlns="{space}"><BkToCstmrStmt>{stmt}</BkToCstmrStmt></Document>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{inside}'


def _camt_balance(code: str, amount: Decimal, day: str) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f"<Bal>{kind}{_camt_amount(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>"


def _camt_amount(amount: Decimal) -> str:
    side = "DBIT" if amount < 0 else "CRDT"
    return f'<Amt Ccy="CNY">{abs(amount):.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(line: Movement) -> str:
    side = "Cdtr" if line.amount < 0 else "Dbtr"
    other = f"<{side}Acct><Id><Othr><Id>{line.account}</Id></Othr></Id></{side}Acct>" if line.account else ""
    parties = f"<RltdPties><{side}><Nm>{escape(line.name)}</Nm></{side}>{other}</RltdPties>"
    details = f"<TxDtls><Refs><EndToEndId>{line.reference}</EndToEndId></Refs>{parties}"
    details += f"<RmtInf><Ustrd>{escape(line.text)}</Ustrd></RmtInf></TxDtls>"
    dates = f"<Sts>BOOK</Sts><BookgDt><Dt>{line.at:%Y-%m-%d}</Dt></BookgDt><AcctSvcrRef>{line.serial}</AcctSvcrRef>"
    return f"<Ntry>{_camt_amount(line.amount)}{dates}<NtryDtls>{details}</NtryDtls></Ntry>"


def ofx(history: History) -> str:
    """SGML, the newest line first."""
    rows = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{line.at:%Y%m%d%H%M%S}<TRNAMT>{line.amount:.2f}<FITID>{line.serial}"
        f"<REFNUM>{line.reference}<NAME>{escape(line.name)}<MEMO>{escape(line.text)}</STMTTRN>\n"
        for line in reversed(history.movements)
    )
    head = (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:UTF-8\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>CNY"
    )
    account = f"<BANKACCTFROM><BANKID>1<ACCTID>{history.number}<ACCTTYPE>CHECKING</BANKACCTFROM>"
    listed = f"<BANKTRANLIST><DTSTART>20260901<DTEND>20260930\n{rows}</BANKTRANLIST>"
    balance = f"<LEDGERBAL><BALAMT>{history.closing:.2f}<DTASOF>20260930</LEDGERBAL>"
    return f"{head}{account}{listed}{balance}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"


def bkrs(history: History) -> str:
    """An XBRL instance with a tuple for each line."""
    tuples = "".join(_tuple(line) for line in history.movements)
    facts = {
        "Currency": "人民币",
        "CustomerSettlementBankAccount": history.number,
        "NameOfCustomerAccount": history.owner,
        "AccountBalanceAtTheEndOfReconciliationCycleAmount": f"{history.closing:.2f}",
    }
    said = "".join(_fact(name, value) for name, value in facts.items())
    spaces = f'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:bkrs="{_BKRS}"'
    return f'<?xml version="1.0" encoding="UTF-8"?><xbrli:xbrl {spaces}>{said}{tuples}</xbrli:xbrl>'


def _tuple(line: Movement) -> str:
    facts = {
        "DateOfBookkeeping": f"{line.at:%Y-%m-%d}",
        "IdentificationOfCreditOrDebit": "0" if line.amount < 0 else "1",
        "TransactionAmount": f"{abs(line.amount):.2f}",
        "AccountBalance": f"{line.balance:.2f}",
        "NameOfCounterparty": line.name,
        "AccountOfCounterparty": line.account,
        "NotesOfBankElectronicReceipt": line.text,
        "BusinessSerialNumber": line.serial,
    }
    name = "InformationOfReconcileDetailsTuple"
    return f"<bkrs:{name}>{''.join(_fact(key, value) for key, value in facts.items() if value)}</bkrs:{name}>"


def _fact(name: str, value: str) -> str:
    return f"<bkrs:{name}>{escape(value)}</bkrs:{name}>"


INTERNATIONAL: Final[dict[str, tuple[str, Callable[[History], str]]]] = {
    "mt940": ("sta", mt940),
    "camt053": ("xml", camt053),
    "ofx": ("ofx", ofx),
    "bkrs": ("xml", bkrs),
}
