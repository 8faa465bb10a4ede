"""What happened at a demo client, read from `data/*.yaml`: sales, purchases, tickets, oddities, bank movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

from kernel.money import total
from kernel.period import AccountingPeriod
from samples import parties
from samples.truth import Party

_FOLDER: Final = Path(__file__).parent / "data"
KEYS: Final = ("small_scale", "general", "individual")


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """One document. `items` are its lines with their gross amounts, where there is more than one.

    `of` names the document an oddity repeats or takes back, `claim` the expense claim that paid it.
    """

    id: str
    day: date
    file: str
    kind: str = "invoice"
    side: str = "purchase"
    partner: str = ""
    category: str = ""
    item: str = ""
    items: tuple[tuple[str, Decimal], ...] = ()
    gross: Decimal | None = None
    special: bool = False
    exempt: bool = False
    difficulty: str = "easy"
    oddity: str = ""
    of: str = ""
    paid: date | None = None
    claim: str = ""
    traveller: str = ""
    note: str = ""

    @property
    def month(self) -> AccountingPeriod:
        """The month in which it is handed over."""
        return AccountingPeriod.of(self.day)


@dataclass(frozen=True, slots=True)
class BankPlan:
    """One bank movement no invoice brings; the amount is given, or follows from a claim or from the VAT of a month."""

    day: date
    text: str
    name: str
    amount: Decimal | None = None
    claim: str = ""
    vat_of: str = ""
    times: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody employed: salary, the base of social insurance (0: not insured), deductions declared by kind."""

    number: str
    name: str
    use: str
    salary: Decimal
    base: Decimal
    deductions: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Wages:
    """Who is paid, where they are insured, and the place's made-up rates: fund → (employer, employee)."""

    city: str
    rates: dict[str, tuple[Decimal, Decimal]]
    people: tuple[Worker, ...]


@dataclass(frozen=True, slots=True)
class CompanyPlan:
    """A demo client. `vat_outcome`: taxed, exempt or general."""

    key: str
    party: Party
    short: str
    form: str
    vat_status: str
    vat_filing: str
    industry: str
    vat_outcome: str
    statement: str
    capital: Decimal
    person: str
    wages: Wages
    partners: dict[str, Party]
    small_partners: frozenset[str]
    documents: tuple[DocumentPlan, ...]
    bank: tuple[BankPlan, ...]

    def months(self) -> list[AccountingPeriod]:
        """Months with documents, in order."""
        return sorted({document.month for document in self.documents})

    def document(self, identity: str) -> DocumentPlan:
        """The document with this id."""
        return next(document for document in self.documents if document.id == identity)


@cache
def companies() -> tuple[CompanyPlan, ...]:
    """All demo clients."""
    return tuple(company(key) for key in KEYS)


@cache
def company(key: str) -> CompanyPlan:
    """One demo client."""
    raw: dict[str, Any] = yaml.safe_load((_FOLDER / f"{key}.yaml").read_text(encoding="utf-8"))
    plain = ("short", "form", "vat_status", "vat_filing", "industry", "vat_outcome", "statement", "person")
    return CompanyPlan(
        key=key,
        party=_own_party(key, raw),
        capital=Decimal(raw["capital"]),
        wages=_wages(raw["wages"]),
        partners={name: _partner(key, name, one) for name, one in raw["partners"].items()},
        small_partners=frozenset(name for name, one in raw["partners"].items() if one.get("small_scale")),
        documents=tuple(_document(row) for row in raw["documents"]),
        bank=tuple(_bank(row) for row in raw["bank"]),
        **{name: raw[name] for name in plain},
    )


def _wages(raw: dict[str, Any]) -> Wages:
    people = tuple(
        Worker(
            number=one["number"],
            name=one["name"],
            use=one["use"],
            salary=Decimal(one["salary"]),
            base=Decimal(one.get("base", "0")),
            deductions={kind: Decimal(amount) for kind, amount in one.get("deductions", {}).items()},
        )
        for one in raw["people"]
    )
    rates = {fund: (Decimal(employer), Decimal(own)) for fund, (employer, own) in raw.get("rates", {}).items()}
    return Wages(city=raw.get("city", ""), rates=rates, people=people)


def _own_party(key: str, raw: dict[str, Any]) -> Party:
    rng = Random(f"demo:{key}")
    individual = raw["form"] == "individual_business"
    make = parties.individual_business if individual else parties.company
    drawn = make(rng, "", province=raw["province"])
    return Party(
        name=raw["name"],
        taxpayer_id=drawn.taxpayer_id,
        province=drawn.province,
        city=drawn.city,
        address=drawn.address,
        phone=drawn.phone,
        bank=drawn.bank,
        account=drawn.account,
        person=raw["person"],
    )


def _partner(key: str, name: str, raw: dict[str, Any]) -> Party:
    return parties.company(Random(f"demo:{key}:{name}"), raw["trade"], province=raw["province"])


def _document(row: dict[str, Any]) -> DocumentPlan:
    gross = Decimal(row.pop("gross")) if "gross" in row else None
    items = tuple((name, Decimal(amount)) for name, amount in row.pop("items", {}).items())
    return DocumentPlan(gross=total(amount for _, amount in items) if items else gross, items=items, **row)


def _bank(row: dict[str, Any]) -> BankPlan:
    amount = Decimal(row.pop("amount")) if "amount" in row else None
    times = Decimal(row.pop("times", "1"))
    return BankPlan(amount=amount, times=times, **row)
