"""Review a voucher (审核): by a person, or by an automatic rule that stays on record."""

from __future__ import annotations

from django.db import transaction

from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.models import AutomaticReviewRule, Voucher, VoucherState
from foundation.audit import record
from foundation.models import Company, User

AUTOMATIC_TEXTS = {
    "closing_step": "结账步骤按账簿余额自动生成的凭证，由系统核对借贷相等后审核",
    "close_pnl": "结转损益凭证，由系统核对损益类科目余额为零后审核",
    "engine": "入账建议经实测准确率达标后自动采纳的凭证",
}
CHECKS = ("debits_equal_credits", "leaf_accounts", "open_period", "next_number")
"""What database and services check of every voucher a rule reviews."""
FALLBACK_TEXT = "系统任务生成的凭证，由系统核对借贷相等、科目有效后审核"


@transaction.atomic
def review_voucher(voucher: Voucher, *, actor: User | None) -> Voucher:
    """Mark a draft as reviewed. Without actor an automatic rule of the voucher's origin reviews it.

    Raises `VoucherRefused` when the company wants another person than the preparer to review.
    """
    voucher = Voucher.objects.select_for_update().select_related("company").get(pk=voucher.pk)
    if voucher.state != VoucherState.DRAFT:
        return voucher
    company = voucher.company
    if actor is not None:
        check_reviewer(company, prepared_by=voucher.prepared_by, reviewer=actor)
    rule = None if actor is not None else review_rule(company.pk, voucher.origin)
    voucher.state, voucher.reviewed_by, voucher.review_rule = VoucherState.REVIEWED, actor, rule
    voucher.save(update_fields=["state", "reviewed_by", "review_rule"])
    content = {"rule": str(rule)} if rule else {}
    record(company=company, actor=actor, action="voucher.reviewed", subject=voucher, content=content)
    return voucher


def check_reviewer(company: Company, *, prepared_by: User | None, reviewer: User) -> None:
    """Raises `VoucherRefused` where the company wants two persons and there is one."""
    if company.policy.get("separate_reviewer") and prepared_by == reviewer:
        raise VoucherRefused(
            "the preparer may not review this voucher", message_zh="本企业要求制单与审核为不同人员", rule="two_persons"
        )


def review_code(origin: str) -> str:
    """The code of the automatic rule for vouchers of this origin: its part before the colon counts."""
    return f"origin.{origin.split(':', maxsplit=1)[0]}"


def rule_text(origin: str) -> str:
    """What the automatic rule for vouchers of this origin says today."""
    return AUTOMATIC_TEXTS.get(origin.split(":", maxsplit=1)[0], FALLBACK_TEXT)


def review_rule(company_id: int, origin: str) -> AutomaticReviewRule:
    """The automatic rule that reviews vouchers of this origin; a new version where its text is not the last one kept.

    Each version keeps its evidence: what the program checks before it, so that it can be looked up later.
    """
    code, text = review_code(origin), rule_text(origin)
    newest = AutomaticReviewRule.objects.filter(company_id=company_id, code=code).order_by("-version").first()
    if newest is not None and newest.text == text:
        return newest
    rule, _created = AutomaticReviewRule.objects.get_or_create(
        company_id=company_id,
        code=code,
        version=newest.version + 1 if newest else 1,
        defaults={"text": text, "evidence": {"checks": list(CHECKS), "before": newest.pk if newest else None}},
    )
    return rule
