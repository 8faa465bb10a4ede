"""The visible list of what the night does for a company. Every stage may be repeated and then does nothing twice."""

from __future__ import annotations

from collections import Counter

from bookkeeping import exports as books
from foundation.models import Company
from invoices import exports as invoices
from kernel.errors import TemporaryFailure
from kernel.period import AccountingPeriod
from workbench.services.nightly.outcome import Issue, Stage, StageOutcome
from workbench.services.reconcile_month import reconcile_month

Periods = tuple[AccountingPeriod, ...]


def fetch(company: Company, periods: Periods) -> StageOutcome:
    """Ask the bureau for its invoice lists of every open month. Raises `OutsideFailure`."""
    counts: Counter[str] = Counter()
    for period in _open(company, periods):
        counts.update(invoices.fetch_lists(company, period))
    return StageOutcome(dict(counts))


def read(company: Company, _periods: Periods) -> StageOutcome:
    """Read what came in: invoices, other papers, bank statements."""
    papers = invoices.process_pending(company.pk)
    statements = books.process_statements(company.pk)
    unread = papers["failed"] + papers["refused"]
    open_statements = books.statements_waiting(company.pk)
    found = (Issue("papers_unread", count=unread), Issue("statements_waiting", count=open_statements))
    counts = {"papers": papers["jobs"], "statements": statements}
    return StageOutcome(counts, tuple(issue for issue in found if issue.count))


def verify(company: Company, periods: Periods) -> StageOutcome:
    """Ask the bureau about invoices. Raises `TemporaryFailure` where it does not answer."""
    counts: Counter[str] = Counter()
    for period in periods:
        counts.update(invoices.verify_pending(company.pk, period))
    if counts["unavailable"]:
        raise TemporaryFailure("the bureau's verification does not answer", message_zh="税局查验服务没有应答")
    return StageOutcome(dict(counts))


def propose(company: Company, periods: Periods) -> StageOutcome:
    """Propose entries for invoices of every open month."""
    counts: Counter[str] = Counter()
    for period in _open(company, periods):
        counts.update(books.propose_period(company.pk, period))
    return StageOutcome({"proposed": counts.total()})


def match_bank(company: Company, periods: Periods) -> StageOutcome:
    """Match bank and ledger; propose entries for what the ledger lacks. What waits for a decision is an issue."""
    counts: Counter[str] = Counter()
    issues = []
    for period in _open(company, periods):
        found = books.reconcile_bank(company.pk, period)
        counts.update({name: found[name] for name in ("matched", "proposed")})
        counts["suggested"] = found["suggested"]
        if waiting := len(books.open_proposals(company.pk, period)):
            issues.append(Issue("proposals_waiting", count=waiting, period=str(period)))
    if counts["suggested"]:
        issues.append(Issue("matches_suggested", count=counts["suggested"]))
    return StageOutcome(dict(counts), tuple(issues))


def reconcile(company: Company, periods: Periods) -> StageOutcome:
    """Settle payments with invoices and look at every reconciliation; differences of a month are one issue."""
    found = [(period, reconcile_month(company, period)) for period in _open(company, periods)]
    issues = [Issue("differences", count=count, period=str(period)) for period, count in found if count]
    return StageOutcome({"differences": sum(count for _period, count in found)}, tuple(issues))


def _open(company: Company, periods: Periods) -> list[AccountingPeriod]:
    return [period for period in periods if not books.is_closed(company.pk, period)]


STAGES: tuple[tuple[str, Stage], ...] = (
    ("fetch", fetch),
    ("read", read),
    ("verify", verify),
    ("propose", propose),
    ("match_bank", match_bank),
    ("reconcile", reconcile),
)
