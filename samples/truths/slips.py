"""Receipts that are no VAT invoice: shop slips, machine-printed and quota invoices, bank slips, fiscal e-bills.

Rule kept: only what the paper prints is in the truth; a shop slip has no buyer and no tax.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from kernel.money import from_fen, text, total
from samples import catalogue, numbers, parties
from samples.truth import Line, Party, Truth
from samples.truths.vat import any_day
from samples.words import amount_in_words

_GOODS = (
    ("矿泉水550ml", "200"), ("全麦吐司", "1280"), ("抽纸3包装", "990"), ("黑色签字笔", "250"), ("垃圾袋大号", "850"),
    ("一次性纸杯50只", "760"), ("速溶咖啡30条", "3590"), ("洗手液500ml", "1490"),
    ("电池5号4粒", "1200"), ("牛奶250ml*12", "4280"),
)  # fmt: skip
_BILLS = (
    ("医疗门诊收费票据（电子）", (("西药费", 1200, 26000), ("检查费", 3000, 60000), ("诊查费", 900, 5000))),
    ("非税收入统一票据（电子）", (("不动产登记费", 8000, 55000), ("工本费", 1000, 1000))),
    ("行政事业单位资金往来结算票据（电子）", (("会费", 100000, 300000),)),
)
_PURPOSES = ("货款", "服务费", "房租", "咨询费", "往来款", "工资", "报销款")


def shop(rng: Random, *, day: date | None = None) -> Truth:
    """A thermal slip of a shop."""
    chosen = rng.sample(_GOODS, rng.randint(2, 6))
    lines = tuple(_bought(name, int(price), rng.choice((1, 1, 1, 2, 3))) for name, price in chosen)
    gross = total(line.net_amount for line in lines)
    slip = Truth(
        kind="shop_receipt",
        issue_date=day or any_day(rng),
        gross_amount=gross,
        seller=Party(f"{parties.brand(rng)}便利店{rng.choice(('中心店', '湖滨店', '大学路店'))}"),
        lines=lines,
        has_seal=False,
        extra={
            "serial": numbers.digits(rng, 14),
            "time": _clock(rng),
            "cashier": numbers.digits(rng, 3),
            "paid_by": rng.choice(("微信支付", "支付宝", "现金", "银行卡")),
        },
    )
    return replace(slip, invoice_number=slip.extra["serial"])  # the slip's own number, as a bank slip's


def machine_printed(rng: Random, *, day: date | None = None) -> Truth:
    """A roll-paper general invoice printed by a till (通用机打发票)."""
    day = day or any_day(rng)
    item = rng.choice(catalogue.categories()[rng.choice(("catering", "office_supplies", "food"))].items)
    made = catalogue.line(rng, item, rate=Decimal(0))
    line = Line(
        item.item,
        item.short,
        "",
        made.net_amount,
        Decimal("0.00"),
        None,
        quantity=made.quantity,
        unit_price=made.unit_price,
    )
    seller, buyer = parties.company(rng, "餐饮"), parties.company(rng, "信息科技")
    return Truth(
        kind="machine_printed",
        issue_date=day,
        gross_amount=line.net_amount,
        seller=seller,
        buyer=buyer,
        invoice_code=f"1{seller.province}00{day.year % 100:02d}{numbers.digits(rng, 5)}",
        invoice_number=numbers.digits(rng, 8),
        check_code=numbers.digits(rng, 20),
        amount_in_words=amount_in_words(line.net_amount),
        lines=(line,),
        has_seal=True,
        extra={"machine_number": numbers.digits(rng, 12), "cashier": seller.person},
    )


def quota(rng: Random) -> Truth:
    """A quota invoice (定额发票): a printed amount, no date until stamped; its seller is named on the seal alone."""
    amount = Decimal(rng.choice(("5", "10", "20", "50", "100"))).quantize(Decimal("0.01"))
    province = rng.choice(tuple(parties.PROVINCES))
    return Truth(
        kind="quota",
        issue_date=None,
        gross_amount=amount,
        invoice_code=f"1{province}00{rng.randint(22, 26)}{numbers.digits(rng, 5)}",
        invoice_number=numbers.digits(rng, 8),
        amount_in_words=amount_in_words(amount).replace("圆", "元"),
        has_seal=True,
        extra={
            "place": parties.PROVINCES[province],
            "company": parties.company(rng, "停车服务", province=province).name,
            "taxpayer_id": parties.credit_code(rng, province),
        },
    )


def bank_slip(rng: Random, *, payer: Party | None = None, payee: Party | None = None, amount: Decimal | None = None,
              day: date | None = None, purpose: str = "") -> Truth:  # fmt: skip
    """A bank's electronic receipt for a transfer; seller = who is paid, buyer = who pays, neither with tax id."""
    payer, payee = payer or parties.company(rng, "信息科技"), payee or parties.company(rng, "商贸")
    amount = amount if amount is not None else from_fen(rng.randint(5000, 9_000_000))
    purpose = purpose or rng.choice(_PURPOSES)
    return Truth(
        kind="bank_slip",
        issue_date=day or any_day(rng),
        gross_amount=amount,
        seller=replace(payee, taxpayer_id=None),
        buyer=replace(payer, taxpayer_id=None),
        invoice_number=numbers.digits(rng, 20),
        amount_in_words=amount_in_words(amount),
        remarks=purpose,
        has_seal=True,
        extra={
            "serial": numbers.digits(rng, 16),
            "time": _clock(rng),
            "purpose": purpose,
            "bank": payer.bank.split(payer.city)[0],
        },
    )


def fiscal(rng: Random, *, payer: Party | None = None) -> Truth:
    """A fiscal e-bill (财政电子票据) of a hospital or public body."""
    title, items = rng.choice(_BILLS)
    day = any_day(rng)
    lines = tuple(
        Line(name, "", "", amount, Decimal("0.00"), None, unit="项", quantity=Decimal(1), unit_price=amount)
        for name, amount in ((name, from_fen(rng.randint(low, high))) for name, low, high in items)
    )
    gross = total(line.net_amount for line in lines)
    province = rng.choice(tuple(parties.PROVINCES))
    town = rng.choice(parties.TOWNS[province])
    code, number = f"{province}0{numbers.digits(rng, 3)}{day.year % 100:02d}", numbers.digits(rng, 10)
    check = "".join(rng.choice("0123456789abcdef") for _ in range(6))
    return Truth(
        kind="fiscal_receipt",
        issue_date=day,
        gross_amount=gross,
        seller=Party(
            f"{town}市{'人民医院' if '医疗' in title else '公共服务中心'}",
            "12" + parties.credit_code(rng, province)[2:17] + "0",
            province,
            town,
        ),
        buyer=payer or (parties.company(rng, "信息科技") if "医疗" not in title else Party(parties.person(rng))),
        invoice_code=code,
        invoice_number=number,
        check_code=check,
        amount_in_words=amount_in_words(gross),
        lines=lines,
        has_seal=True,
        qr=numbers.fiscal_qr(code=code, number=number, check=check, day=day, amount=gross),
        drawer=parties.person(rng),
        extra={"title": f"{parties.PROVINCES[province]}省{title}", "reviewer": parties.person(rng)},
    )


def _bought(name: str, price: int, quantity: int) -> Line:
    amount = from_fen(price * quantity)
    return Line(name, "", "", amount, Decimal("0.00"), None, quantity=Decimal(quantity), unit_price=from_fen(price))


def _clock(rng: Random) -> str:
    return f"{rng.randint(8, 21):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"


def change_of(truth: Truth) -> tuple[str, str]:
    """Cash handed over and change, for slips paid in cash."""
    gross = truth.gross_amount or Decimal(0)
    handed = (gross // 50 + 1) * 50 if truth.extra.get("paid_by") == "现金" else gross
    return text(handed), text(handed - gross)
