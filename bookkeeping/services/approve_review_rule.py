"""Approve an automatic review rule: who let the program review vouchers without a person, and when.

Rule kept: rules are append-only, so an approval is an entry of the audit trail that names the version.
"""

from __future__ import annotations

from django.db import transaction

from bookkeeping.models import AutomaticReviewRule
from bookkeeping.selectors.review_rules import APPROVED, approvals
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue


@transaction.atomic
def approve_review_rule(company: Company, rule_id: int, *, actor: User) -> None:
    """Put the person's name on a version; saying it again changes nothing. Raises `NotPermitted`, `InvalidValue`."""
    require_role(actor, company, Role.SUPERVISOR)
    rule = AutomaticReviewRule.objects.select_for_update().filter(pk=rule_id, company=company).first()
    if rule is None:
        raise InvalidValue(f"no review rule {rule_id}", message_zh="没有这条自动审核规则")
    if rule.pk not in approvals(company.pk):
        content = {"rule": str(rule), "text": rule.text}
        record(company=company, actor=actor, action=APPROVED, subject=rule, content=content)
