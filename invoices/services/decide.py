"""A person decides on an invoice: accept it, send it back with a letter, or let it pass against a rejection.

Rule kept: only a supervisor lets a rejected invoice pass, and never without a reason.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from invoices.domain.compliance import named_finding
from invoices.domain.letter import Sender, rejection_letter
from invoices.mapping import to_fapiao
from invoices.models import Decision, Invoice, InvoiceDecision, VerdictState
from invoices.services.check_invoice import doubts_of
from invoices.services.correct_field import AlreadyBooked, confirm
from invoices.services.locking import locked
from invoices.services.record_review import confirm_seen, record_review
from kernel.errors import InvalidValue, Refusal
from kernel.finding import Finding
from law.store import rules_under


class NeedsOverride(Refusal):
    """The checks rejected the invoice; a supervisor may let it pass."""

    code = "needs_override"


def accept_invoice(invoice_id: int, company_id: int, *, actor: User, seen: str | None = None) -> Invoice:
    """Accept a compliant or warned-of invoice. Raises `NeedsOverride` for a rejected one.

    `seen` is the `state_of` the invoice a person compared with its document: then every field is confirmed, the reading
    counts as reviewed, and `ChangedMeanwhile` is raised when it is no longer what she saw.
    """
    with transaction.atomic():
        invoice = _to_decide(invoice_id, company_id, actor, Role.ACCOUNTANT)
        if seen is not None:
            confirm_seen(invoice, seen)
            confirm(invoice, list(doubts_of(invoice)), actor)
        if invoice.verdict == VerdictState.REJECT:
            raise NeedsOverride(
                "the checks rejected this invoice; a supervisor may override",
                message_zh="检查不合规，只能退票或由主管放行。",
            )
        if seen is not None:
            record_review(invoice, actor)
        return _decided(invoice, Decision.ACCEPTED, actor)


def reject_invoice(invoice_id: int, company_id: int, *, reason: str, actor: User, missed_rule: str = "") -> Invoice:
    """Send an invoice back; the letter names every finding with its rule and remedy.

    `missed_rule` is a rule the person sees broken though the checks did not; its remedy joins the letter. Raises
    `InvalidValue` for a rule that does not exist, or where neither a finding nor a reason says why.
    """
    with transaction.atomic():
        invoice = _to_decide(invoice_id, company_id, actor, Role.ACCOUNTANT)
        if not invoice.findings.exclude(severity="info").exists() and not reason.strip() and not missed_rule:
            raise InvalidValue("say why", message_zh="检查没有发现问题，退票请写明理由或选择违反的规则")
        sender = Sender(invoice.company.name, invoice.company.taxpayer_id)
        findings: list[Any] = [*invoice.findings.exclude(severity="info"), *_missed(invoice, missed_rule)]
        invoice.letter = rejection_letter(
            to_fapiao(invoice), findings, sender=sender, reason=reason.strip(), on=timezone.localdate()
        )
        return _decided(invoice, Decision.REJECTED, actor, reason, missed_rule)


def override_invoice(invoice_id: int, company_id: int, *, reason: str, actor: User) -> Invoice:
    """Let an invoice pass although the checks rejected it. Raises `InvalidValue` without a reason."""
    if not reason.strip():
        raise InvalidValue("an override needs a reason", message_zh="放行必须填写理由")
    with transaction.atomic():
        invoice = _to_decide(invoice_id, company_id, actor, Role.SUPERVISOR)
        return _decided(invoice, Decision.OVERRIDDEN, actor, reason)


def _missed(invoice: Invoice, rule: str) -> list[Finding]:
    """The rule a person named, worded without evidence. Raises `InvalidValue` when it does not exist."""
    if not rule or invoice.findings.filter(rule=rule).exists():
        return []
    if f"invoices.{rule}" not in rules_under("invoices"):
        raise InvalidValue(f"no rule {rule}", message_zh=f"没有规则“{rule}”")
    return [named_finding(rule, invoice.issue_date or timezone.localdate())]


def _to_decide(invoice_id: int, company_id: int, actor: User, minimum: Role) -> Invoice:
    invoice = locked(invoice_id, company_id)
    require_role(actor, invoice.company, minimum)
    if invoice.booked_voucher_id is not None:
        raise AlreadyBooked("the invoice is booked", message_zh="发票已入账，处理结果不能再改。")
    return invoice


def _decided(invoice: Invoice, decision: Decision, actor: User, reason: str = "", missed_rule: str = "") -> Invoice:
    if decision is not Decision.REJECTED:
        invoice.letter = ""
    invoice.decision, invoice.decided_by = decision, actor
    invoice.decided_at, invoice.decision_reason = timezone.now(), reason.strip()
    invoice.save(update_fields=["decision", "decided_by", "decided_at", "decision_reason", "letter"])
    tripped = dict(invoice.findings.order_by("-position").values_list("rule", "severity"))
    InvoiceDecision.objects.create(
        company_id=invoice.company_id,
        invoice=invoice,
        decision=decision,
        verdict=invoice.verdict,
        tripped=tripped,
        missed_rule="" if missed_rule in tripped else missed_rule,
        reason=reason.strip(),
        letter=invoice.letter,
        decided_by=actor,
    )
    content = {"decision": decision.value, "reason": reason.strip(), "verdict": invoice.verdict}
    record(company=invoice.company, actor=actor, action="invoice.decided", subject=invoice, content=content)
    return invoice
