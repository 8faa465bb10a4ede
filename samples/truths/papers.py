"""Rarer papers: blockchain e-invoices, toll receipts, motor vehicle invoices, customs VAT payment receipts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from kernel.money import ZERO, from_fen, round_to_fen, to_fen
from samples import catalogue, numbers, parties
from samples.truth import Line, Party, Truth
from samples.truths import vat
from samples.truths.tickets import data as travel_data
from samples.truths.vat import Wish, any_day
from samples.words import amount_in_words

_SHENZHEN = "4403"


def blockchain(rng: Random) -> Truth:
    """深圳区块链电子普通发票: code 144…, check code of five hex digits, the QR code a web address with fen in it."""
    seller = parties.company(rng, "餐饮", province="44")
    day = any_day(rng, date(2019, 3, 1), date(2023, 6, 30))
    wish = Wish(category="catering", family="old", special=False, seller=seller, day=day, line_count=1, remarks="")
    truth = vat.invoice(rng, wish)
    check = "".join(rng.choice("0123456789abcdef") for _ in range(5))
    digest = "".join(rng.choice("0123456789abcdef") for _ in range(64))
    fen = to_fen(truth.gross_amount or ZERO)
    query = f"hash={digest}&bill_num={truth.invoice_number}&total_amount={fen}"
    return replace(
        truth,
        kind="blockchain",
        invoice_code=f"1{_SHENZHEN}{day.year % 100:02d}{numbers.digits(rng, 5)}",
        check_code=check,
        qr=f"https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?{query}",
        extra={**truth.extra, "cipher": ""},
    )


def toll(rng: Random) -> Truth:
    """A toll booth's receipt; its company is named on the seal alone."""
    entry, exit_ = rng.sample(travel_data()["stations"], 2)
    province = rng.choice(tuple(parties.PROVINCES))
    day, gross = any_day(rng), Decimal(rng.randint(5, 480)).quantize(Decimal("0.01"))
    return Truth(
        kind="toll",
        issue_date=day,
        gross_amount=gross,
        invoice_code=f"1{province}00{day.year % 100:02d}{numbers.digits(rng, 5)}",
        invoice_number=numbers.digits(rng, 8),
        has_seal=True,
        extra={
            "entry": entry,
            "exit": exit_,
            "vehicle": rng.choice(("一型客车", "二型客车", "一型货车")),
            "time": f"{rng.randint(6, 22):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}",
            "collector": numbers.digits(rng, 6),
            "place": parties.PROVINCES[province],
            "company": f"{parties.PROVINCES[province]}{parties.brand(rng)}高速公路有限公司",
        },
    )


def motor_vehicle(rng: Random) -> Truth:
    """机动车销售统一发票: gross large on its face, net and tax in the foot."""
    seller, buyer = parties.company(rng, "汽车销售服务"), parties.company(rng, "商贸")
    gross = from_fen(rng.randint(62_800, 298_800) * 100)
    rate = catalogue.categories()["computers"].items[0].rate
    net = round_to_fen(gross / (1 + rate))
    day = any_day(rng)
    name = f"{parties.brand(rng)}牌小型普通客车"
    vin = "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(17))
    line = Line(name, "", "", net, gross - net, rate, unit="辆", quantity=Decimal(1), unit_price=net)
    return Truth(
        kind="motor_vehicle",
        issue_date=day,
        gross_amount=gross,
        net_amount=net,
        tax_amount=gross - net,
        seller=seller,
        buyer=buyer,
        invoice_code=f"1{seller.province}00{day.year % 100:02d}2{numbers.digits(rng, 4)}",
        invoice_number=numbers.digits(rng, 8),
        amount_in_words=amount_in_words(gross),
        lines=(line,),
        has_seal=True,
        drawer=seller.person,
        extra={
            "vin": vin,
            "engine": numbers.digits(rng, 8),
            "model": f"{rng.choice(('YF', 'QL', 'YS'))}{rng.randint(6400, 7200)}A",
            "certificate": f"W{numbers.digits(rng, 14)}",
            "origin": seller.city + "市",
        },
    )


def customs(rng: Random) -> Truth:
    """海关进口增值税专用缴款书: the duty-paid price is the tax base, the amount paid is the tax."""
    buyer, day = parties.company(rng, "国际贸易"), any_day(rng)
    item = rng.choice(catalogue.categories()["hardware"].items)
    net = from_fen(rng.randint(800_000, 60_000_000))
    tax = round_to_fen(net * item.rate)
    line = Line(item.item, item.short, "", net, tax, item.rate, unit="千克", quantity=Decimal(rng.randint(10, 2000)))
    town = rng.choice(parties.TOWNS[buyer.province])
    return Truth(
        kind="customs_vat",
        issue_date=day,
        gross_amount=net + tax,
        net_amount=net,
        tax_amount=tax,
        seller=Party(f"{town}海关"),
        buyer=buyer,
        invoice_number=f"{numbers.digits(rng, 4)}{day:%Y}{numbers.digits(rng, 10)}-L02",
        amount_in_words=amount_in_words(tax),
        lines=(line,),
        has_seal=True,
        extra={"declaration": numbers.digits(rng, 18), "contract": f"HT{numbers.digits(rng, 8)}", "ship": "云雁六号"},
    )
