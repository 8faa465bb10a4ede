"""The filing plan of many companies: drafted and checked by jobs, one per company, so that a page of hundreds is quick.

Rule kept: planning sends nothing and may be repeated at any time.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from foundation.jobs import enqueue
from foundation.models import Company
from kernel.errors import Refusal
from kernel.finding import Severity
from kernel.money import text, total
from kernel.period import AccountingPeriod
from tax_filing.channels import channels
from tax_filing.domain.compute_return import finding_json
from tax_filing.gates import gate_findings
from tax_filing.models import FilingPlan, TaxReturn
from tax_filing.models.filing_plan import PlanState
from tax_filing.selectors.due import due_for
from tax_filing.selectors.returns import is_frozen
from tax_filing.services.approve_package import hash_of
from tax_filing.services.draft_returns import draft_returns

PLAN = "tax_filing.plan"


def ask_for_plans(companies: Iterable[Company], period: AccountingPeriod) -> int:
    """Have the plans of these companies computed anew; returns how many. An order under way is left alone."""
    asked = 0
    for company in companies:
        plan, _made = FilingPlan.objects.get_or_create(company=company, accounting_period=str(period))
        free = FilingPlan.objects.filter(pk=plan.pk).exclude(state=PlanState.ORDERED)
        if free.update(state=PlanState.PLANNING, asked=F("asked") + 1):
            plan.refresh_from_db(fields=["asked"])
            enqueue(PLAN, {"plan_id": plan.pk}, company=company, key=f"filing_plan:{plan.pk}:{plan.asked}")
            asked += 1
    return asked


def compute_plan(plan_id: int) -> None:
    """Draft the returns of the plan and ask the gates; what is refused is the reason of the row."""
    plan = FilingPlan.objects.select_related("company").get(pk=plan_id)
    if plan.state != PlanState.PLANNING:
        return
    period = AccountingPeriod.parse(plan.accounting_period)
    plan.reason, plan.planned_at = "", timezone.now()
    try:
        _fill(plan, draft_returns(plan.company, period), period)
    except Refusal as refusal:
        plan.state, plan.reason = PlanState.BLOCKED, refusal.message_zh
    FilingPlan.objects.filter(pk=plan.pk, state=PlanState.PLANNING).update(
        **{name: getattr(plan, name) for name in _COMPUTED}
    )


_COMPUTED = (
    "state", "reason", "package_hash", "returns", "findings", "total_payable", "deadline", "channel", "planned_at",
)  # fmt: skip


def _fill(plan: FilingPlan, returns: list[TaxReturn], period: AccountingPeriod) -> None:
    findings = gate_findings(plan.company, period, returns)
    plan.returns = [_row(tax_return) for tax_return in returns]
    plan.findings = [finding_json(finding) for finding in findings]
    plan.package_hash = hash_of(returns)
    plan.total_payable = total(row.total_payable for row in returns)
    plan.deadline = min((owed.deadline for owed in due_for(plan.company, period)), default=None)
    plan.channel = plan.company.policy.get("filing_channel") or next(iter(channels()))
    if returns and all(is_frozen(tax_return) for tax_return in returns):
        plan.state = PlanState.SENT
    elif not returns or any(finding.severity is Severity.BLOCK for finding in findings):
        plan.state = PlanState.BLOCKED
        plan.reason = "" if returns else "本期没有应申报的报表"
    else:
        plan.state = PlanState.PLANNED


def _row(tax_return: TaxReturn) -> dict[str, object]:
    return {
        "id": tax_return.pk,
        "form": tax_return.form,
        "period": str(tax_return.tax_period),
        "version": tax_return.version,
        "total_payable": text(tax_return.total_payable),
    }
