"""The filing plan over all companies of a person, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from foundation.models import Company
from kernel.period import AccountingPeriod
from tax_filing.models import FilingApproval, FilingPlan, Submission, SubmissionKind
from tax_filing.models.filing_plan import PlanState


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One company of the plan, with what became of its order."""

    company: Company
    plan: FilingPlan | None
    is_approved: bool
    submissions: list[Submission] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The state shown: the plan's, until submissions tell more."""
        if self.plan is None:
            return "not_planned"
        return self.plan.state

    @property
    def is_moving(self) -> bool:
        """Whether something goes on by itself."""
        working = self.plan is not None and self.plan.state in (PlanState.PLANNING, PlanState.ORDERED)
        return working or any(row.is_open and row.state != "human_needed" for row in self.submissions)

    @property
    def blocking(self) -> list[dict[str, object]]:
        """Findings that stop the filing."""
        return [row for row in self.plan.findings if row["severity"] == "block"] if self.plan else []

    @property
    def warnings(self) -> int:
        """How many findings warn without stopping."""
        return sum(row["severity"] == "warn" for row in self.plan.findings) if self.plan else 0


def plan_rows(companies: Iterable[Company], period: AccountingPeriod) -> list[PlanRow]:
    """A row per company, the nearest deadline first."""
    wanted = list(companies)
    of = {"company__in": wanted, "accounting_period": str(period)}
    plans = {plan.company_id: plan for plan in FilingPlan.objects.filter(**of)}
    approved = set(FilingApproval.objects.filter(**of).values_list("company_id", "package_hash"))
    sent: defaultdict[int, list[Submission]] = defaultdict(list)
    rows = Submission.objects.filter(**of).exclude(kind=SubmissionKind.VOID).select_related("payment")
    for submission in rows.defer("payload").prefetch_related("receipt").order_by("pk"):
        sent[submission.company_id].append(submission)
    found = [_row(company, plans.get(company.pk), approved, sent[company.pk]) for company in wanted]
    return sorted(found, key=lambda row: (row.plan is None, str(row.plan and row.plan.deadline), row.company.name))


def _row(company: Company, plan: FilingPlan | None, approved: set[tuple[int, str]], sent: list[Submission]) -> PlanRow:
    is_approved = plan is not None and (company.pk, plan.package_hash) in approved
    return PlanRow(company, plan, is_approved, sent)
