"""Companies and vouchers by the seed: two to five lines each, as bookkeeping makes them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import count

from bookkeeping.exports import DraftLine, VoucherDraft, open_books
from foundation.models import Agency, Company, TaxpayerStatus
from kernel.money import from_fen

EXPENSES = ("560201", "560202", "560203", "560205", "560113", "560101", "560301")
PARTIES = tuple(f"往来单位{number:03d}有限公司" for number in range(60))
TEXTS = ("采购办公用品", "支付房租", "销售商品", "报销差旅费", "收到货款", "银行手续费", "支付运费")
_numbers = count(1)
ZERO = Decimal("0.00")


def new_company() -> Company:
    """A company with open books from January 2026."""
    number = next(_numbers)
    agency, _created = Agency.objects.get_or_create(name="bench")
    company = Company.objects.create(
        agency=agency,
        name=f"测速企业{number}",
        taxpayer_id=f"91000000000{number:05d}"[-18:],
        accounting_standard="small_business",
        books_begin="2026-01",
    )
    TaxpayerStatus.objects.create(
        company=company, effective_from=date(2026, 1, 1), vat_status="general", vat_filing="month"
    )
    open_books(company, actor=None)
    return company


def drafts(amount: int, *, seed: int, months: int = 12) -> Iterator[VoucherDraft]:
    """`amount` balanced drafts, in order of date over `months` months of 2026; three lines on average."""
    chance = random.Random(seed)
    for place in range(amount):
        day = date(2026, 1 + place * months // amount, 1 + chance.randrange(28))
        yield VoucherDraft(day, chance.choice(TEXTS), tuple(_lines(chance)), key="", origin="bench")


def _lines(chance: random.Random) -> Iterator[DraftLine]:
    parts = [from_fen(chance.randrange(100, 500_000)) for _ in range(chance.choice((1, 1, 2, 2, 2, 3, 4)))]
    party = chance.choice(PARTIES)
    for part in parts:
        yield DraftLine(chance.choice(EXPENSES), part, ZERO, "", counterparty="")
    yield DraftLine(chance.choice(("1002", "2202")), ZERO, sum(parts, ZERO), "", counterparty=party)
