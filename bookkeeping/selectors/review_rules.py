"""The automatic review rules of a company with what each of them reviewed (财会〔2024〕11号 Art. 17)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from bookkeeping.models import AutomaticReviewRule, Voucher
from foundation.models import AuditEntry

APPROVED = "review_rule.approved"


@dataclass(frozen=True, slots=True)
class ReviewRuleRecord:
    """One version of a rule; `in_force` for the newest of its code."""

    id: int
    code: str
    version: int
    text: str
    evidence: dict[str, Any]
    approved_by: str
    created_at: dt.datetime
    in_force: bool
    reviewed: int


def review_rules(company_id: int) -> list[ReviewRuleRecord]:
    """Every version of every rule, by code, newest first, with the number of vouchers it reviewed."""
    rules = AutomaticReviewRule.objects.filter(company_id=company_id).select_related("approved_by")
    newest = dict(rules.values_list("code").annotate(newest=Max("version")).values_list("code", "newest"))
    counted = Voucher.objects.filter(company_id=company_id, review_rule__isnull=False).order_by()
    reviewed = dict(counted.values_list("review_rule_id").annotate(count=Count("pk")))
    approved = approvals(company_id)
    return [
        ReviewRuleRecord(
            id=rule.pk,
            code=rule.code,
            version=rule.version,
            text=rule.text,
            evidence=rule.evidence,
            approved_by=str(rule.approved_by or approved.get(rule.pk, "")),
            created_at=rule.created_at,
            in_force=newest[rule.code] == rule.version,
            reviewed=reviewed.get(rule.pk, 0),
        )
        for rule in rules.order_by("code", "-version")
    ]


def approvals(company_id: int) -> dict[int, str]:
    """By id of the rule, who approved it: the audit trail says so."""
    entries = AuditEntry.objects.filter(company_id=company_id, action=APPROVED).select_related("actor")
    return {int(entry.subject.partition(":")[2]): str(entry.actor) for entry in entries}


def reviewed_by_rule(company_id: int, rule_id: int) -> list[int]:
    """Ids of the vouchers a version of a rule reviewed, newest first."""
    found = Voucher.objects.filter(company_id=company_id, review_rule_id=rule_id).order_by("-period", "-number")
    return list(found.values_list("pk", flat=True))
