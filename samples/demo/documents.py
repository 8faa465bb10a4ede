"""The demo client's documents as files, each with its truth and with what an accountant would do with it.

Rule kept: everything follows from the plan and fixed seeds; two installations hold the same documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, Final

from kernel.money import ZERO, text
from kernel.period import AccountingPeriod
from samples import catalogue, parties
from samples.catalogue import Item
from samples.demo.plan import CompanyPlan, DocumentPlan
from samples.demo.plan import company as company_plan
from samples.kinds import digital, tickets
from samples.layout import strips, taxi
from samples.sample import Draw, Sample
from samples.truth import Party, Truth
from samples.truths import slips as slip_truths
from samples.truths import tickets as ticket_truths
from samples.truths import vat
from samples.truths.vat import Wish

# What an accountant does with a document of this oddity; everything else is booked.
_EXPECTED: Final = {
    "": "book",
    "red_letter": "book",
    "duplicate": "duplicate",
    "wrong_buyer": "reject",
    "private_buyer": "reject",
    "forged": "reject",
    "personal": "ask",
    "no_invoice": "ask",
}
_NOT_DEDUCTIBLE: Final = frozenset({"catering"})


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """One file of a demo client."""

    key: str
    plan: DocumentPlan

    @property
    def sample(self) -> Sample:
        """The file, drawn when first asked for."""
        return _sample(self.key, self.plan)

    @property
    def name(self) -> str:
        """File name, with the plan's id in front so that the truth can be looked up."""
        return f"{self.plan.id}_{self.sample.name}"

    @property
    def truth(self) -> Truth:
        """What it says."""
        return truth_of(self.key, self.plan.id)

    @property
    def expected(self) -> str:
        """book, reject, duplicate or ask."""
        return _EXPECTED[self.plan.oddity]

    def deductible_vat(self, company: CompanyPlan) -> Decimal:
        """Input VAT a general taxpayer may deduct on it."""
        if company.vat_status != "general" or self.plan.side == "sale" or self.expected != "book":
            return ZERO
        passenger = self.plan.kind in ("rail", "air")
        special = self.plan.special and self.plan.category not in _NOT_DEDUCTIBLE
        return (self.truth.tax_amount or ZERO) if passenger or special else ZERO

    def to_json(self, company: CompanyPlan) -> dict[str, Any]:
        """The entry of `demo_truth.json`."""
        return {
            "path": self.name,
            "id": self.plan.id,
            "medium": self.sample.medium,
            "direction": self.plan.side if self.plan.kind == "invoice" else "purchase",
            "expected": self.expected,
            "oddity": self.plan.oddity,
            "note": self.plan.note,
            "deductible_vat": text(self.deductible_vat(company)),
            **self.truth.to_json(),
        }


def documents(company: CompanyPlan, month: AccountingPeriod) -> list[DemoDocument]:
    """The files handed over for `month`."""
    return [DemoDocument(company.key, plan) for plan in company.documents if plan.month == month]


@cache
def truth_of(key: str, identity: str) -> Truth:
    """What the document with this id says."""
    company = company_plan(key)
    plan = company.document(identity)
    rng = Random(f"demo:{key}:{plan.id}")
    if plan.oddity == "duplicate":
        return truth_of(key, plan.of)
    if plan.oddity == "red_letter":
        return vat.red_letter(rng, truth_of(key, plan.of), day=plan.day)
    if plan.kind == "invoice":
        return _invoice(rng, company, plan)
    return _ticket(rng, company, plan)


@cache
def _sample(key: str, plan: DocumentPlan) -> Sample:
    truth = truth_of(key, plan.id)
    level: Any = plan.difficulty
    draw = Draw(Random(f"demo:{key}:{plan.id}:file"), level)
    if plan.kind == "rail":
        return tickets.rail_file(truth)
    if plan.kind == "air":
        return tickets.air_file(truth)
    if plan.kind == "taxi":
        return tickets.picture(truth, taxi.layout(truth), draw, name="出租车票")
    if plan.kind == "shop":
        return tickets.picture(truth, strips.shop(truth), draw, name="小票")
    makers = {"xml": digital.as_xml, "ofd": digital.as_ofd, "pdf": digital.as_pdf}
    if plan.file in makers:
        return makers[plan.file](truth)
    return digital.as_scan(truth, draw) if plan.file == "scan" else digital.as_photo(truth, draw)


def _invoice(rng: Random, company: CompanyPlan, plan: DocumentPlan) -> Truth:
    partner = company.partners[plan.partner]
    seller, buyer = (company.party, partner) if plan.side == "sale" else (partner, company.party)
    if plan.oddity == "wrong_buyer":
        buyer = parties.company(rng, "商贸", province=company.party.province)
    elif plan.oddity == "private_buyer":
        buyer = Party("个人")
    wanted = plan.items or ((plan.item, plan.gross),)
    lines = tuple(
        catalogue.line(rng, _item(plan, name), rate=_rate(company, plan, name), gross=gross) for name, gross in wanted
    )
    remarks = f"备注：{plan.note}" if plan.note else ""
    wish = Wish(
        category=plan.category,
        special=plan.special,
        seller=seller,
        buyer=buyer,
        day=plan.day,
        lines=lines,
        remarks=remarks,
    )
    return vat.invoice(rng, wish)


def _ticket(rng: Random, company: CompanyPlan, plan: DocumentPlan) -> Truth:
    if plan.kind == "rail":
        return ticket_truths.rail(rng, buyer=company.party, day=plan.day, traveller=plan.traveller)
    if plan.kind == "air":
        return ticket_truths.air(rng, buyer=company.party, day=plan.day, traveller=plan.traveller)
    if plan.kind == "taxi":
        return ticket_truths.taxi(rng, day=plan.day)
    return slip_truths.shop(rng, day=plan.day)


def _item(plan: DocumentPlan, name: str) -> Item:
    items = catalogue.categories()[plan.category].items
    return next((item for item in items if item.item == name), items[0])


def _rate(company: CompanyPlan, plan: DocumentPlan, name: str) -> Decimal | None:
    if plan.exempt:
        return None
    small = company.vat_status == "small_scale" if plan.side == "sale" else plan.partner in company.small_partners
    return catalogue.levy_rate() if small else _item(plan, name).rate
