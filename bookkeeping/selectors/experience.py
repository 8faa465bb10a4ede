"""The engine of a company: its history as memory, its judged answers as track record."""

from __future__ import annotations

from dataclasses import replace

from bookkeeping.engine.case import AccountName, Case, Choice
from bookkeeping.engine.decision import TrackRecord
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.propose import Engine
from bookkeeping.models import AccountHistory
from bookkeeping.selectors.books import Books, books_of
from foundation.learning import steady


def _name(books: Books, code: str) -> AccountName:
    return AccountName(books.chart.first_level(code).name, books.chart.detail(code))


def engine_for(company_id: int) -> Engine:
    """An engine that has learned everything this company accepted, in order."""
    books = books_of(company_id)
    learner, record = Learner(), TrackRecord()
    blank = Case(is_general_taxpayer=False, standard=books.company.accounting_standard)
    for row in AccountHistory.objects.filter(company_id=company_id).order_by("pk"):
        if row.account_code not in books.chart:
            continue
        case = replace(blank, direction=row.direction, item=row.item, counterparty=row.counterparty)
        learner.learn(case, _name(books, row.account_code))
        layer, _, confidence = row.layer.rpartition(":")
        proposed = row.proposed_code if row.proposed_code in books.chart else row.account_code
        judged = Choice(_name(books, proposed), float(confidence or 0), layer, "", "")
        record.note(judged, was_right=row.was_right, about=(row.counterparty, steady(row.item)))
    return Engine(learner, record)
