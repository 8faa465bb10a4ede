"""Fully digital VAT invoices (数电票) and the older e-invoices and paper invoices.

Rule kept: net + tax = gross, in every line and in total; special invoices name buyer and seller by credit code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from samples import catalogue, numbers, parties
from samples.catalogue import Category
from samples.truth import Line, Party, Truth, sums
from samples.words import amount_in_words

FIRST_DAY, LAST_DAY = date(2026, 1, 4), date(2026, 10, 31)
_QR = {"digital": ("31", "32"), "old": ("20", "10"), "paper": ("01", "04")}
_KIND = {
    "digital": ("fully_digital_special", "fully_digital_general"),
    "old": ("special_vat", "general_vat"),
    "paper": ("special_vat", "general_vat"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller wants of an invoice; everything left `None` is drawn at random."""

    category: str | None = None
    family: str = "digital"
    special: bool | None = None
    seller: Party | None = None
    buyer: Party | None = None
    day: date | None = None
    small_scale_seller: bool | None = None
    line_count: int | None = None
    with_discount: bool = False
    lines: tuple[Line, ...] = ()
    remarks: str | None = None


def any_day(rng: Random, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
    """A day between the two, both included."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def invoice(rng: Random, wish: Wish = Wish()) -> Truth:
    """A blue invoice of the wished family."""
    category = catalogue.categories()[wish.category or rng.choice(_everyday())]
    day = wish.day or any_day(rng)
    seller = wish.seller or parties.company(rng, category.trade, long_name=rng.random() < 0.12)
    buyer = wish.buyer or parties.company(rng, rng.choice(("商贸", "信息科技", "机械设备", "文化传媒")))
    lines = wish.lines or _lines(rng, wish, category)
    if rng.random() < 0.08 and wish.buyer is None and not wish.special:
        buyer = parties.consumer(rng)
    special = _is_special(rng, wish, lines=lines, buyer=buyer)
    net, tax, gross = sums(lines)
    truth = Truth(
        kind=_KIND[wish.family][0 if special else 1],
        issue_date=day,
        gross_amount=gross,
        seller=seller,
        buyer=buyer,
        net_amount=net,
        tax_amount=tax,
        amount_in_words=amount_in_words(gross),
        remarks=_remarks(rng, seller, buyer) if wish.remarks is None else wish.remarks,
        lines=lines,
        has_seal=True,
        drawer=seller.person or parties.person(rng),
        extra={"payee": parties.person(rng), "reviewer": parties.person(rng)},
    )
    return numbered(rng, truth, family=wish.family)


def red_letter(rng: Random, blue: Truth, *, day: date | None = None) -> Truth:
    """The red-letter invoice that takes the whole of fully digital `blue` back, some days later or on `day`."""
    lines = tuple(
        replace(
            line,
            net_amount=-line.net_amount,
            tax_amount=-line.tax_amount,
            quantity=None if line.quantity is None else -line.quantity,
        )
        for line in blue.lines
    )
    net, tax, gross = sums(lines)
    confirmation = f"{blue.seller.province if blue.seller else '33'}{numbers.digits(rng, 18)}"
    red = replace(
        blue,
        issue_date=day or (blue.issue_date or LAST_DAY) + timedelta(days=rng.randint(1, 12)),
        gross_amount=gross,
        net_amount=net,
        tax_amount=tax,
        lines=lines,
        amount_in_words=amount_in_words(gross),
        remarks=f"被红冲蓝字数电发票号码：{blue.invoice_number} 红字发票信息确认单编号：{confirmation}",
        is_red_letter=True,
        original_invoice_number=blue.invoice_number,
        extra={**blue.extra, "confirmation_number": confirmation},
    )
    return numbered(rng, red, family="digital")


def numbered(rng: Random, truth: Truth, *, family: str) -> Truth:
    """`truth` with number, code, check code and QR payload of its family."""
    day, seller = truth.issue_date or LAST_DAY, truth.seller or Party("")
    qr_kind = _QR[family][0 if truth.kind.endswith("special") or truth.kind == "special_vat" else 1]
    if family == "digital":
        number = numbers.digital_number(rng, day=day, province=seller.province)
        qr = numbers.vat_qr(qr_kind, number=number, amount=truth.gross_amount or Decimal(0), day=day)
        return replace(truth, invoice_number=number, qr=qr)
    number = f"{rng.randint(1, 10**8 - 1):08d}"
    code = numbers.old_code(rng, day=day, province=seller.province, paper=family == "paper")
    check = "" if (family, qr_kind) == ("paper", "01") else numbers.digits(rng, 20)
    qr = numbers.vat_qr(
        qr_kind, number=number, amount=truth.net_amount or Decimal(0), day=day, code=code, check_code=check
    )
    extra = {**truth.extra, "machine_number": numbers.digits(rng, 12), "cipher": "\n".join(numbers.password_area(rng))}
    return replace(truth, invoice_code=code, invoice_number=number, check_code=check or None, qr=qr, extra=extra)


def _everyday() -> tuple[str, ...]:
    return tuple(name for name, category in catalogue.categories().items() if not category.exempt)


def _lines(rng: Random, wish: Wish, category: Category) -> tuple[Line, ...]:
    small = wish.small_scale_seller if wish.small_scale_seller is not None else rng.random() < 0.3
    count = wish.line_count or rng.choice((1, 1, 1, 2, 3, min(5, len(category.items) + 1)))
    lines: list[Line] = []
    for _ in range(count):
        item = rng.choice(category.items)
        rate = None if category.exempt else catalogue.levy_rate() if small else item.rate
        lines.append(catalogue.line(rng, item, rate=rate))
        if wish.with_discount and len(lines) == 1:
            lines.append(catalogue.discount(lines[0], Decimal(rng.choice(("0.02", "0.05", "0.1")))))
    return tuple(lines)


def _is_special(rng: Random, wish: Wish, *, lines: tuple[Line, ...], buyer: Party) -> bool:
    if wish.special is not None:
        return wish.special
    return bool(buyer.taxpayer_id) and lines[0].tax_rate is not None and rng.random() < 0.5


def _remarks(rng: Random, seller: Party, buyer: Party) -> str:
    choice = rng.random()
    if choice < 0.5:
        return ""
    if choice < 0.7:
        return f"订单号:{numbers.digits(rng, 12)}"
    return (
        f"购方开户银行:{buyer.bank or '-'};    银行账号:{buyer.account or '-'};"
        f"销方开户银行:{seller.bank};    银行账号:{seller.account};"
    )
