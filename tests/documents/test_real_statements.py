"""Real exports of banks and wallets, where REAL_STATEMENTS names their folder. Nothing of them is printed.

The ledgers beside the exports were written by a tool that books each line by rules: it skips some lines (its rules
say which) and names the accounts as it likes, so the amounts of each day are what must agree.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from bookkeeping.bank.read import read_statements
from bookkeeping.domain.bank_statement import Statement

ENTRY = re.compile(r"^(\d{4})/(\d\d)/(\d\d) \* ", re.MULTILINE)
POSTING = re.compile(r"^    (?!;)(\S.*?)\s+(-\s)?(\d+\.\d\d) CNY$", re.MULTILINE)


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder above `bank` and `iso_statements`."""
    named = os.environ.get("REAL_STATEMENTS")
    if not named or not (Path(named) / "bank").is_dir():
        pytest.skip("REAL_STATEMENTS names no folder: the real statements are not here, nothing was read")
    return Path(named)


def booked(ledger: Path) -> Counter[tuple[str, Decimal]]:
    """(day, amount) of every entry; a fee booked beside its payment belongs to it."""
    text = ledger.read_text(encoding="utf-8")
    starts = [*ENTRY.finditer(text)]
    found: Counter[tuple[str, Decimal]] = Counter()
    for place, entry in enumerate(starts):
        if entry[1] == "1970":  # the list of accounts
            continue
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        sides = POSTING.findall(text[entry.end() : end])
        paid = sum((Decimal(amount) for _account, minus, amount in sides if minus), Decimal(0))
        found["-".join(entry.groups()), paid] += 1
    return found


def amounts(statement: Statement) -> Counter[tuple[str, Decimal]]:
    return Counter((line.day.isoformat(), abs(line.amount)) for line in statement.lines)


EXPORTS = {
    # folder: (layout, lines, lines the rules of the tool skip)
    "abc_debit": ("abc_debit", 5, 0),
    "alipay": ("alipay", 7, 0),
    "ccb": ("ccb_debit", 6, 0),
    "cmb/credit": ("cmb_credit", 6, 1),
    "cmb/debit": ("cmb_debit", 5, 0),
    "icbc/credit": ("icbc_credit", 9, 5),
    "icbc/debit-v1": ("icbc_debit_1", 11, 4),
    "icbc/debit-v2": ("icbc_debit_2", 11, 4),
    "jd": ("jd", 26, 4),
    "wechat": ("wechat", 27, 0),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_say_what_their_ledgers_say(folder: Path, name: str) -> None:
    layout, count, skipped = EXPORTS[name]
    place = folder / "bank" / name
    expected = booked(next(place.glob("*.ledger")))
    for path in [*place.glob("*.csv"), *place.glob("*.xls"), *place.glob("*.xlsx")]:
        [statement] = read_statements(path.read_bytes())
        found = amounts(statement)
        assert (statement.layout, len(statement.lines)) == (layout, count)
        assert not expected - found, "an entry of the ledger has no line"
        assert sum((found - expected).values()) == skipped


ISO = {
    # file: (currency, lines, opening, closing, proved); the files whose balances do not follow were cut by their makers
    "camt/camt053-bookgdt-dttm.xml": ("EUR", 1, "15568.27", "15121.12", False),
    "camt/camt053-no-ntry.xml": ("CHF", 0, "1520.76", "1520.76", True),
    "camt/camt053-sftp.xml": ("EUR", 1, "75000.00", None, None),
    "camt/camt053-txdtls.xml": ("CHF", 1, "75960.15", "79443.15", True),
    "camt/camt053.xml": ("EUR", 3, "15568.27", "15121.12", False),
    "camt/camt053.zip": ("EUR", 6, "15568.27", "15121.12", False),
    "camt/camt054.xml": ("EUR", 1, None, None, None),
    "mt940/ASNB/mt940.txt": ("EUR", 8, "444.29", "501.23", True),
    "mt940/ASNB/mt940_with_spaces_for_entry_date.txt": ("EUR", 8, "444.29", "501.23", True),
    "mt940/jejik/abnamro.sta": ("EUR", 10, "3236.28", "1849.75", False),
    "mt940/jejik/generic.sta": ("EUR", 2, "100.00", "80.00", True),
    "mt940/jejik/ing.sta": ("EUR", 7, "0.00", "3.47", False),
    "mt940/jejik/knab.sta": ("EUR", 3, "0.00", "798.98", False),
    "mt940/jejik/postfinance.sta": ("CHF", 4, "0.00", "159.60", False),
    "mt940/jejik/rabobank-iban.sta": ("EUR", 4, "1000.00", "930.00", True),
    "mt940/jejik/sns.sta": ("EUR", 2, "1234.56", "1209.56", True),
    "mt940/jejik/triodos.sta": ("EUR", 2, "4975.09", "4370.79", False),
    "mt940/mBank/mt940.sta": ("PLN", 3, "0.40", "0.43", True),
    "mt940/mBank/mt942.sta": ("PLN", 3, None, None, None),
    "mt940/mBank/with_newline_in_tnr.sta": ("PLN", 2, "0.46", "860.17", False),
    "ofx/br_nubank_cc.ofx": ("BRL", 6, None, "-1280.91", None),
    "ofx/invstmtrs.ofx": ("USD", 1, None, None, None),
    "ofx/stmtrs.ofx": ("USD", 2, None, "200.29", None),
    "ofx/stmtrs_euro.ofx": ("USD", 2, None, "200.29", None),
}


@pytest.mark.parametrize("name", ISO)
def test_international_files_keep_their_balances(folder: Path, name: str) -> None:
    currency, count, opening, closing, is_proved = ISO[name]
    [statement] = read_statements((folder / "iso_statements" / name).read_bytes())
    said = [None if one is None else str(one) for one in (statement.opening_balance, statement.closing_balance)]
    assert (statement.currency, len(statement.lines), *said) == (currency, count, opening, closing)
    assert statement.is_proved is is_proved
    if is_proved and statement.opening_balance is not None:
        assert statement.opening_balance + sum(line.amount for line in statement.lines) == statement.closing_balance


def test_the_lines_of_mt940_are_those_of_the_peer_reader(folder: Path) -> None:
    """The .yml beside a file is what another reader made of its last message: status and amount of each line."""
    status = re.compile(r"amount: !!python/object/apply:decimal\.Decimal\s*- '(-?[\d.]+)'", re.DOTALL)
    for path in sorted((folder / "iso_statements/mt940").rglob("*.sta")):
        said = path.with_suffix(".yml").read_text(encoding="utf-8").partition("transactions:")[2]
        theirs = Counter(Decimal(amount) for amount in status.findall(said))
        ours = Counter(line.amount for one in read_statements(path.read_bytes()) for line in one.lines)
        assert (theirs - ours).total() == 0, path.name
