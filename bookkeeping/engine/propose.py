"""The engine's front door: a case in, a balanced entry with confidence, reason and action out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from bookkeeping.engine.calibration import calibrated
from bookkeeping.engine.case import AccountName, Answer, Case, CaseLine, Choice
from bookkeeping.engine.decision import TrackRecord, action
from bookkeeping.engine.entries import build_event, completed
from bookkeeping.engine.events import event_for
from bookkeeping.engine.figures import subject
from bookkeeping.engine.input_vat import decide
from bookkeeping.engine.invoices import build
from bookkeeping.engine.items import classify, classify_sale, fallback
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.trades import not_its_trade, resold


@dataclass
class Engine:
    """Knowledge for everybody, plus what one company taught and the record of earlier answers."""

    learner: Learner = field(default_factory=Learner)
    record: TrackRecord | None = None
    sold: frozenset[str] = frozenset()

    def choose(self, case: Case, line: CaseLine | None = None) -> Choice:
        """The account of the main slot for one line of a case."""
        one = case if line is None else replace(case, item=line.item_name or case.item, tax_rate=line.tax_rate)
        if (remembered := self.learner.remembered(one)) is not None:
            return remembered
        known = self._known(one)
        guessed = self.learner.guessed(one)
        if guessed is not None and guessed.confidence > known.confidence:
            return replace(guessed, alternatives=_merged(guessed, known))
        return known if guessed is None else replace(known, alternatives=_merged(known, guessed))

    def _known(self, case: Case) -> Choice:
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
        lines, choice, template = build(case, self.choose)
        return Answer(lines, choice, action(choice, self.record), case.input_vat or "none", template)

    def propose(self, case: Case, today: date) -> Answer:
        """The entry for anything: an invoice line, a bank line, business described in words.

        `today` stands in for a case without a date.
        """
        day = case.day or today
        case = completed(case)
        if case.item and case.direction in {"purchase", "sale"}:
            return self._invoice(case, day)
        return self._event(case, day)

    def _invoice(self, case: Case, day: date) -> Answer:
        usage, amount = decide(case, self.choose(case).name, day)
        lines, choice, template = build(replace(case, input_vat=usage, deductible_vat=amount), self.choose)
        return Answer(lines, choice, action(choice, self.record), usage, template)

    def _event(self, case: Case, day: date) -> Answer:
        event, _word = event_for(case)
        usage = "none"
        if event.vat == "input":
            usage, amount = decide(case, self.choose(case).name if event.id == "expense" else AccountName(""), day)
            case = replace(case, input_vat=usage, deductible_vat=amount)
        lines, choice, event = build_event(case, self.choose)
        choice = calibrated(choice)
        taught = self.learner.remembered(case) or self.learner.guessed(case)
        if taught is not None and taught.layer.startswith("memory") and lines:
            choice = replace(taught, alternatives=((choice.name, 0.2),) if choice.name != taught.name else ())
            lines = (replace(lines[0], name=taught.name), *lines[1:])
        return Answer(lines, choice, action(choice, self.record), usage, f"event:{event.id}")


def _merged(first: Choice, second: Choice) -> tuple[tuple[AccountName, float], ...]:
    names = dict(first.alternatives)
    if second.name != first.name:
        names.setdefault(second.name, min(second.confidence, first.confidence) * 0.6)
    ranked = sorted(names.items(), key=lambda pair: -pair[1])
    return tuple((name, round(share, 2)) for name, share in ranked[:4])
