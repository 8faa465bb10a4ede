"""The engine's front door: a case in, a balanced entry with confidence, reason and action out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from bookkeeping.engine.calibration import calibrated
from bookkeeping.engine.case import AccountName, Answer, Case, CaseLine, Choice, ProposedLine
from bookkeeping.engine.common import Common
from bookkeeping.engine.company_rules import CompanyRules
from bookkeeping.engine.company_templates import CompanyTemplates
from bookkeeping.engine.decision import TrackRecord, action
from bookkeeping.engine.entries import build_event, completed
from bookkeeping.engine.events import Event, event_for
from bookkeeping.engine.figures import subject
from bookkeeping.engine.input_vat import decide
from bookkeeping.engine.invoices import build
from bookkeeping.engine.items import classify, classify_sale, fallback
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.learning.facts import facts_of
from bookkeeping.engine.own_templates import build_own
from bookkeeping.engine.trades import not_its_trade, resold

_ELSEWHERE = 0.8
"""What is left of a confidence whose account the company does not keep."""


@dataclass
class Engine:
    """Knowledge for everybody, plus what one company taught and the record of earlier answers.

    `kept`: first-level accounts of the company's chart; empty where none is asked about.
    """

    learner: Learner = field(default_factory=Learner)
    record: TrackRecord | None = None
    sold: frozenset[str] = frozenset()
    common: Common = field(default_factory=Common)
    kept: frozenset[str] = frozenset()
    rules: CompanyRules = field(default_factory=CompanyRules)
    templates: CompanyTemplates = field(default_factory=CompanyTemplates)

    def choose(self, case: Case, line: CaseLine | None = None) -> Choice:
        """The account of the main slot for one line of a case."""
        one = case if line is None else replace(case, item=line.item_name or case.item, tax_rate=line.tax_rate)
        if (ruled := self.rules.ruled(one)) is not None:
            return ruled
        known = self._known(one)
        return self.rules.heeded(self.learner.choose(facts_of(one, known.name), known), one)

    def learn(self, case: Case, name: AccountName, today: date) -> None:
        """Take one accepted choice of the main account in; `today` stands in for a case without a date."""
        self.learner.learn(facts_of(case, self.without_history(case, today).name), name)

    def without_history(self, case: Case, today: date) -> Choice:
        """What tables and templates say of the main account."""
        if _is_invoice(case):
            return self._known(case)
        return self._told(completed(case), case.day or today)[1]

    def _known(self, case: Case) -> Choice:
        """What tables say of an item, or other companies where they say little."""
        by_tables = self._by_tables(case)
        shared = self.common.choice(case)
        choice = shared if shared is not None and shared.confidence > by_tables.confidence else by_tables
        if not self.kept or choice.name.account in self.kept:
            return choice
        name = AccountName("管理费用", choice.name.detail)
        return replace(choice, name=name, confidence=round(choice.confidence * _ELSEWHERE, 2))

    def _by_tables(self, case: Case) -> Choice:
        if case.direction == "sale":
            return classify_sale(case.item, case.standard)
        if case.direction == "purchase" and (goods := resold(case.item, self.sold, case.standard)) is not None:
            return goods
        found = classify(
            case.item or subject(case.description),
            context=case.description,
            kind=case.kind,
            industry=case.industry,
            standard=case.standard,
            tax_rate=str(case.tax_rate or ""),
        )
        if found is not None:
            return not_its_trade(found, case.industry, self.sold, case.standard)
        return fallback(case.text, tax_rate=str(case.tax_rate or ""), industry=case.industry, standard=case.standard)

    def propose_invoice(self, case: Case) -> Answer:
        """The entry for an invoice, issued or received."""
        return self._built(case, case.input_vat or "none")

    def _built(self, case: Case, usage: str) -> Answer:
        if (own := self.templates.own_for(case)) is not None:
            lines, choice = build_own(own, case, self.choose)
            return Answer(lines, choice, action(choice, self.record), usage, own.code)
        lines, choice, template = build(case, self.choose)
        lines = self.templates.applied(template, case, lines)
        return Answer(lines, choice, action(choice, self.record), usage, template)

    def propose(self, case: Case, today: date) -> Answer:
        """The entry for anything: an invoice line, a bank line, business described in words.

        `today` stands in for a case without a date.
        """
        day = case.day or today
        case = completed(case)
        return self._invoice(case, day) if _is_invoice(case) else self._event(case, day)

    def _invoice(self, case: Case, day: date) -> Answer:
        usage, amount = decide(case, self.choose(case).name, day)
        return self._built(replace(case, input_vat=usage, deductible_vat=amount), usage)

    def _event(self, case: Case, day: date) -> Answer:
        if self.templates.own_for(case) is not None:
            return self._built(case, case.input_vat or "none")
        lines, known, event, usage = self._told(case, day)
        ruled = self.rules.ruled(case)
        choice = ruled or self.rules.heeded(self.learner.choose(facts_of(case, known.name), known), case)
        if choice.name != known.name and lines:
            lines = (replace(lines[0], name=choice.name), *lines[1:])
        return Answer(lines, choice, action(choice, self.record), usage, f"event:{event.id}")

    def _told(self, case: Case, day: date) -> tuple[tuple[ProposedLine, ...], Choice, Event, str]:
        """(lines, choice, event, use of input VAT) of business told in words, without history."""
        event, _word = event_for(case, self.templates.events_off)
        usage = "none"
        if event.vat == "input":
            main = self._known(case).name if event.id == "expense" else AccountName("")
            usage, amount = decide(case, main, day)
            case = replace(case, input_vat=usage, deductible_vat=amount)
        before, choice, event = build_event(case, self._known, self.templates.events_off)
        lines = self.templates.applied(f"event:{event.id}", case, before)
        return lines, self.templates.retold(calibrated(choice), before, lines), event, usage


def _is_invoice(case: Case) -> bool:
    return bool(case.item) and case.direction in {"purchase", "sale"}
