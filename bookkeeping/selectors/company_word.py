"""What a company told the engine, as the pure values the engine takes; and the company's engine with all of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Max

from bookkeeping.domain.account import Side
from bookkeeping.engine.automation import Automation
from bookkeeping.engine.case import AccountName
from bookkeeping.engine.company_rules import CompanyRules, Place, Refused, Rule, sort_of
from bookkeeping.engine.company_templates import Change, CompanyTemplates
from bookkeeping.engine.own_templates import Conditions, OwnLine, OwnTemplate
from bookkeeping.engine.propose import Engine
from bookkeeping.models import BookingRule, EngineSettings, EntryTemplate, Proposal, RefusedAccount, RuleState
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.experience import engine_for
from kernel.money import money

OWN = "own:"


def account_name(books: Books, code: str) -> AccountName:
    """An account of the company by its names."""
    return AccountName(books.chart.first_level(code).name, books.chart.detail(code))


def place_of_proposal(proposal: Proposal) -> Place:
    """Where a rule drawn from this proposal would hold."""
    facts = proposal.facts
    party = "".join(facts.get("counterparty", "").split())[:120]
    words = facts.get("item") or facts.get("description") or ""
    return Place(facts.get("direction", ""), party, sort_of(words)[:120])


def as_row(place: Place) -> dict[str, str]:
    """The place as columns of a table."""
    return {"direction": place.direction, "counterparty": place.counterparty, "sort": place.sort}


def place_of_row(row: BookingRule | RefusedAccount) -> Place:
    """The place of a kept rule or refusal."""
    return Place(row.direction, row.counterparty, row.sort)


def company_rules(books: Books) -> CompanyRules:
    """Rules in force and refusals that stand; of accounts no longer in the chart nothing is said."""
    company_id = books.company.pk
    rules = {
        place_of_row(row): Rule(
            account_name(books, row.account_code),
            (row.decided_at or row.created_at).date(),
            str(row.decided_by or ""),
            row.corrections,
        )
        for row in BookingRule.objects.filter(company_id=company_id, state=RuleState.IN_FORCE).select_related(
            "decided_by"
        )
        if row.account_code in books.chart
    }
    refused: dict[Place, tuple[Refused, ...]] = defaultdict(tuple)
    standing = RefusedAccount.objects.filter(company_id=company_id, lifted_at=None).select_related("refused_by")
    for row in standing:
        if row.account_code in books.chart:
            name = account_name(books, row.account_code)
            one = Refused(name, row.refused_at.date(), str(row.refused_by), row.reason)
            refused[place_of_row(row)] += (one,)
    return CompanyRules(rules, dict(refused))


def newest_templates(company_id: int) -> list[EntryTemplate]:
    """The version in force of every template the company has a word on, by code."""
    rows = EntryTemplate.objects.filter(company_id=company_id)
    newest = rows.order_by().values("code").annotate(version=Max("version"))
    wanted = {(row["code"], row["version"]) for row in newest}
    return [row for row in rows.select_related("saved_by") if (row.code, row.version) in wanted]


def company_templates(company_id: int) -> CompanyTemplates:
    """The company's changes and own templates."""
    return templates_of(newest_templates(company_id))


def templates_of(rows: list[EntryTemplate]) -> CompanyTemplates:
    """The pure value of these versions, saved or not."""
    own = sorted((row for row in rows if row.code.startswith(OWN) and row.is_on), key=lambda row: row.pk or 0)
    engines = [row for row in rows if not row.code.startswith(OWN)]
    return CompanyTemplates(
        frozenset(row.code for row in engines if not row.is_on),
        {row.code: change_of(row.content) for row in engines if row.is_on and row.content},
        tuple(own_of(row) for row in own),
    )


def change_of(content: dict[str, Any]) -> Change:
    """A change as it is kept."""
    return Change(
        {int(at): AccountName(*name) for at, name in content.get("lines", {}).items()},
        {kind: AccountName(*name) for kind, name in content.get("settle", {}).items()},
    )


def own_of(row: EntryTemplate) -> OwnTemplate:
    """An own template as it is kept."""
    when, lines = row.content.get("conditions", {}), row.content.get("lines", [])
    conditions = Conditions(
        tuple(when.get("words", ())),
        when.get("direction", ""),
        tuple(when.get("kinds", ())),
        when.get("counterparty", ""),
        money(when["least"]) if when.get("least") else None,
        money(when["most"]) if when.get("most") else None,
    )
    return OwnTemplate(row.code, row.name, conditions, tuple(_line(line) for line in lines), row.version)


def _line(line: dict[str, Any]) -> OwnLine:
    from_hundred = money(line["percent"]) / 100
    name = AccountName(line["account"], line.get("detail", "")) if line.get("account") else None
    return OwnLine(Side(line["side"]), line["role"], name, from_hundred)


def automation_of(company_id: int) -> Automation:
    """Mode and bar of a company."""
    row = EngineSettings.objects.filter(company_id=company_id).first()
    return Automation(str(row.mode), float(row.bar)) if row else Automation()


def company_engine(company_id: int) -> Engine:
    """The engine that has learned what the company accepted, and heeds its rules, refusals and templates."""
    engine = engine_for(company_id)
    engine.rules = company_rules(books_of(company_id))
    engine.templates = company_templates(company_id)
    return engine
