"""Dry run: which entries of a period would come out differently with other templates. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bookkeeping.engine.case import Case, ProposedLine
from bookkeeping.engine.company_templates import CompanyTemplates
from bookkeeping.engine.propose import Engine
from bookkeeping.models import EntryTemplate, Proposal, ProposalState
from bookkeeping.selectors.company_word import company_engine, newest_templates, templates_of
from bookkeeping.selectors.proposal_cases import case_of_proposal
from bookkeeping.services.write_proposal import case_of, title_of
from foundation.models import Company
from invoices.exports import invoices_of
from kernel.period import AccountingPeriod

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that changes: what it is for, the voucher booked (None: not booked), lines before and after."""

    title: str
    source_type: str
    source_id: int
    voucher_id: int | None
    before: tuple[ProposedLine, ...]
    after: tuple[ProposedLine, ...]

    @property
    def sides(self) -> tuple[tuple[ProposedLine, ...], tuple[ProposedLine, ...]]:
        """Before and after."""
        return self.before, self.after


@dataclass(frozen=True, slots=True)
class DryRun:
    """The period looked at, how many entries were tried, those that change."""

    period: AccountingPeriod
    tried: int
    differences: list[Difference]


def dry_run(company: Company, period: AccountingPeriod, draft: EntryTemplate) -> DryRun:
    """Try a template not saved yet on the month before `period`, or on the period itself where that is empty."""
    kept = [row for row in newest_templates(company.pk) if row.code != draft.code]
    planned = templates_of([*kept, draft])
    for month in (period.shifted(-1), period):
        sources = list(_sources(company, month))
        if sources:
            break
    return DryRun(month, len(sources), _differences(company_engine(company.pk), planned, sources))


Source = tuple[str, str, int, int | None, Case]


def _differences(engine: Engine, planned: CompanyTemplates, sources: list[Source]) -> list[Difference]:
    other = replace(engine, templates=planned)
    found = []
    for title, kind, source_id, voucher_id, case in sources:
        before, after = (_lines(one, kind, case) for one in (engine, other))
        if before != after:
            found.append(Difference(title, kind, source_id, voucher_id, before, after))
    return found


def _lines(engine: Engine, kind: str, case: Case) -> tuple[ProposedLine, ...]:
    if kind == "invoice" or case.day is None:
        return engine.propose_invoice(case).lines
    return engine.propose(case, case.day).lines


def _sources(company: Company, period: AccountingPeriod) -> Iterator[Source]:
    for fact in invoices_of(company.pk, period):
        if fact.gross_amount or fact.net_amount:
            yield title_of(fact), "invoice", fact.id, fact.booked_voucher_id, case_of(company, fact)
    others = Proposal.objects.filter(company=company, period=str(period)).exclude(source_type="invoice")
    for proposal in others.exclude(state=ProposalState.UNDONE).select_related("company"):
        yield (
            proposal.title,
            proposal.source_type,
            proposal.source_id,
            proposal.voucher_id,
            case_of_proposal(proposal),
        )
