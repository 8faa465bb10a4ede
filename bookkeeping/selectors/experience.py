"""The engine of a company: its stored learner and what was accepted since, its judged answers as track record.

Rule kept: a stored learner is used only if its signature holds and its format is this program's; one that more entries
have overtaken than are learned in passing is too old and suggests nothing until it is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.common import Common
from bookkeeping.engine.decision import TrackRecord
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.learning.state import WrongFormat, loaded
from bookkeeping.engine.propose import Engine
from bookkeeping.models import AccountHistory, AgencyExperience, EngineModel
from bookkeeping.selectors.books import Books, books_of, is_general_taxpayer
from foundation.learning import steady

IN_PASSING = 2_000
"""Entries learned while a company's engine is loaded; the nightly making anew takes any number."""


def signature_of(company_id: int, content: bytes) -> str:
    """The seal of a stored learner: bound to its company, made with the installation's key."""
    return salted_hmac(f"bookkeeping.engine_model:{company_id}", content, algorithm="sha256").hexdigest()


def engine_for(company_id: int) -> Engine:
    """The engine of a company, with all it accepted learned in order."""
    books = books_of(company_id)
    shared = AgencyExperience.objects.filter(agency_id=books.company.agency_id).first()
    kept = frozenset(account.name for account in books.chart if account.is_first_level)
    engine = Engine(record=TrackRecord(), common=Common.of(shared.items) if shared else Common(), kept=kept)
    if shared is not None and engine.record is not None:
        for layer, band, right, wrong in shared.priors:
            before = engine.record.priors.get((layer, band), (0.0, 0.0))
            engine.record.priors[layer, band] = (before[0] + right, before[1] + wrong)
    engine.learner, through = stored_learner(company_id)
    newer = AccountHistory.objects.filter(company_id=company_id, pk__gt=through)
    if newer.count() <= IN_PASSING:
        teach(engine, books, newer.order_by("pk").iterator())
    else:
        engine.learner = Learner()
    _note(engine, books)
    return engine


def stored_learner(company_id: int) -> tuple[Learner, int]:
    """(learner, last entry it knows); a fresh one where none is stored, or its seal or format does not hold."""
    row = EngineModel.objects.filter(company_id=company_id).first()
    if row is None:
        return Learner(), 0
    content = bytes(row.content)
    if not constant_time_compare(row.signature, signature_of(company_id, content)):
        return Learner(), 0
    try:
        return loaded(content), row.trained_through
    except WrongFormat:
        return Learner(), 0


def teach(engine: Engine, books: Books, rows: Iterable[AccountHistory]) -> int:
    """Let the engine learn accepted choices in order; how many. Accounts no longer kept are passed over."""
    count, today = 0, timezone.localdate()
    blank = Case(
        is_general_taxpayer=is_general_taxpayer(books.company, today),
        standard=books.company.accounting_standard,
        industry=books.company.industry,
    )
    for row in rows:
        if row.account_code in books.chart:
            case = replace(
                blank, direction=row.direction, item=row.item, description=row.description,
                counterparty=row.counterparty, gross_amount=row.gross_amount, day=row.day,
            )  # fmt: skip
            engine.learn(case, name_of(books, row.account_code), today)
            count += 1
    return count


def name_of(books: Books, code: str) -> AccountName:
    """The engine's name of an account of the company."""
    return AccountName(books.chart.first_level(code).name, books.chart.detail(code))


def _note(engine: Engine, books: Books) -> None:
    """The judged answers, in order, as the engine's record."""
    rows = AccountHistory.objects.filter(company_id=books.company.pk).order_by("pk")
    for counterparty, item, layer, was_right, proposed, code in rows.values_list(
        "counterparty", "item", "layer", "was_right", "proposed_code", "account_code"
    ):
        name, _, confidence = layer.rpartition(":")
        kept = proposed if proposed in books.chart else code
        if kept in books.chart and engine.record is not None:
            judged = Choice(name_of(books, kept), float(confidence or 0), name, "", "")
            engine.record.note(judged, was_right=was_right, about=(counterparty, steady(item)))
