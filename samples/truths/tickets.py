"""Passenger tickets: electronic and paper rail tickets, air itineraries, taxi receipts.

Rule kept: the face of a rail ticket prints neither net nor tax nor seller, so a picture's truth has none; the
structured file beside it does. On an air itinerary the development fund bears no VAT.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from kernel.money import ZERO, from_fen, money, round_to_fen
from samples import numbers, parties
from samples.truth import Journey, Party, Truth
from samples.truths.vat import any_day


@cache
def data() -> dict[str, Any]:
    """`data/travel.yaml`."""
    path = Path(__file__).parents[1] / "data" / "travel.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def rail(rng: Random, *, buyer: Party | None = None, day: date | None = None, traveller: str = "") -> Truth:
    """An electronic rail ticket (电子发票（铁路电子客票）) as its structured file tells it."""
    day = day or any_day(rng)
    buyer = buyer or parties.company(rng, "商贸")
    journey = _journey(rng, day, traveller)
    issued = day + timedelta(days=rng.randint(0, 6))
    rate = Decimal(data()["passenger_rate"])
    net = round_to_fen(journey.fare / (1 + rate))
    number = f"{issued.year % 100:02d}{buyer.province}9{numbers.digits(rng, 15)}"
    return Truth(
        kind="rail_ticket",
        issue_date=issued,
        gross_amount=journey.fare,
        net_amount=net,
        tax_amount=journey.fare - net,
        buyer=buyer,
        invoice_number=number,
        travel=journey,
        has_seal=True,
        qr=numbers.vat_qr("51", number=number, amount=journey.fare, day=issued),
        extra={"e_ticket": numbers.digits(rng, 21), "identity": _masked(rng), "rate": str(rate)},
    )


def face_only(truth: Truth) -> Truth:
    """What remains of a rail ticket for one who sees only its face."""
    return replace(truth, net_amount=None, tax_amount=None)


def rail_paper(rng: Random) -> Truth:
    """A blue magnetic ticket, as issued until 2025-09-30: it prints the day of travel, not the day of sale."""
    day = any_day(rng, date(2024, 1, 10), date(2025, 9, 20))
    journey = _journey(rng, day, "")
    number = f"{rng.choice('ABCDEFGHKLMNXYZ')}{numbers.digits(rng, 6)}"
    extra = {
        "serial": f"{numbers.digits(rng, 10)}{day:%m%d}{number}",
        "identity": _masked(rng),
        "gate": f"{rng.randint(1, 28)}{rng.choice('AB')}",
    }
    return Truth("rail_ticket", None, journey.fare, invoice_number=number, travel=journey, extra=extra)


def air(rng: Random, *, buyer: Party | None = None, day: date | None = None, traveller: str = "") -> Truth:
    """An air itinerary (电子发票（航空运输电子客票行程单）)."""
    day = day or any_day(rng)
    buyer = buyer or parties.company(rng, "信息科技")
    carrier, code = rng.choice(sorted(data()["carriers"].items()))
    origin, destination = rng.sample(data()["airports"], 2)
    fare, fuel = _net(rng, 380, 2400), _net(rng, 20, 70)
    rate, fund = Decimal(data()["passenger_rate"]), money(data()["development_fund"])
    tax = round_to_fen((fare + fuel) * rate)
    gross = fare + fuel + tax + fund
    issued = day + timedelta(days=rng.randint(0, 5))
    number = f"{issued.year % 100:02d}{buyer.province}7{numbers.digits(rng, 15)}"
    cabin = rng.choice(sorted(data()["cabins"]))
    journey = Journey(
        origin, destination, day, f"{code}{rng.randint(1001, 9899)}", cabin, fare, traveller or parties.person(rng),
        f"{rng.randint(6, 22):02d}:{rng.randint(0, 11) * 5:02d}",
    )  # fmt: skip
    return Truth(
        kind="air_itinerary",
        issue_date=issued,
        gross_amount=gross,
        net_amount=fare + fuel,
        tax_amount=tax,
        seller=Party(f"{carrier}空股份有限公司", None, buyer.province),
        buyer=buyer,
        invoice_number=number,
        travel=journey,
        has_seal=True,
        qr=numbers.vat_qr("61", number=number, amount=gross, day=issued),
        extra={
            "fare": f"{fare}", "fuel": f"{fuel}", "fund": f"{fund}", "other": "0.00", "carrier": carrier,
            "rate": str(rate), "e_ticket": numbers.digits(rng, 13), "check": numbers.digits(rng, 4),
            "agent": f"{origin[-3:]}{numbers.digits(rng, 3)}/{numbers.digits(rng, 8)}", "identity": _masked(rng),
            "order": numbers.digits(rng, 10),
        },
    )  # fmt: skip


def taxi(rng: Random, *, day: date | None = None) -> Truth:
    """A taxi meter's receipt; the company's name stands on its seal alone, so the truth has no seller."""
    city = rng.choice(data()["taxi_cities"])
    day = day or any_day(rng)
    minutes, start = rng.randint(6, 55), rng.randint(6 * 60, 22 * 60)
    distance = Decimal(rng.randint(20, 380)) / 10
    gross = Decimal(11 + int(distance * Decimal("2.5"))).quantize(Decimal("0.01"))
    return Truth(
        kind="taxi",
        issue_date=day,
        gross_amount=gross,
        invoice_code=f"1{rng.choice(tuple(parties.PROVINCES))}00{day.year % 100:02d}{numbers.digits(rng, 5)}",
        invoice_number=numbers.digits(rng, 8),
        has_seal=True,
        extra={
            "city": city, "company": f"{city}市{parties.brand(rng)}出租汽车有限公司",
            "plate": f"{rng.choice('浙苏闽鄂粤川')}A·T{numbers.digits(rng, 4)}",
            "phone": numbers.digits(rng, 8), "driver": numbers.digits(rng, 6), "distance": f"{distance}",
            "up": f"{start // 60:02d}:{start % 60:02d}", "price": "2.50",
            "down": f"{(start + minutes) // 60:02d}:{(start + minutes) % 60:02d}",
            "waiting": f"00:0{rng.randint(0, 9)}:{rng.randint(10, 59)}",
        },
    )  # fmt: skip


def _journey(rng: Random, day: date, traveller: str) -> Journey:
    origin, destination = rng.sample(data()["stations"], 2)
    seat = rng.choice(sorted(data()["seats"]))
    low, high = data()["seats"][seat]
    fare = from_fen(rng.randint(low * 2, high * 2) * 50)
    return Journey(
        origin=origin,
        destination=destination,
        date=day,
        vehicle=f"{rng.choice('GDGC')}{rng.randint(2, 9899)}",
        seat_class=seat,
        fare=fare,
        traveller=traveller or parties.person(rng),
        time=f"{rng.randint(6, 22):02d}:{rng.randint(0, 59):02d}",
        seat=f"{rng.randint(1, 16):02d}车{rng.randint(1, 18):02d}{rng.choice('ABCDF')}号",
    )


def _net(rng: Random, low: int, high: int) -> Decimal:
    return from_fen(rng.randint(low * 100, high * 100)) + ZERO


def _masked(rng: Random) -> str:
    return f"{rng.choice(tuple(parties.PROVINCES))}0000{rng.randint(1970, 2004)}****{numbers.digits(rng, 4)}"
