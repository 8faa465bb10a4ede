"""What the right-hand side of the review screen is made from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from foundation.models import Role
from invoices.domain.doubts import Doubts
from invoices.domain.fapiao import Kind
from invoices.models import FieldCorrection, Invoice
from invoices.purposes import PURPOSES
from invoices.selectors.picture import of_the_same_file
from invoices.selectors.queue import queue_of
from invoices.selectors.review import (
    field_label,
    line_labels,
    qr_evidence,
    reasons_of,
    shown_fields,
    shown_lines,
)
from invoices.services.record_review import state_of
from invoices.services.verify_invoice import is_verifiable

MOST_CORRECTIONS = 20


def panel(request: HttpRequest, invoice: Invoice, doubts: Doubts) -> dict[str, Any]:
    """The context of `invoices/_panel.html`."""
    role: Any = request.role  # type: ignore[attr-defined]
    may_edit = role >= Role.ACCOUNTANT and invoice.booked_voucher_id is None
    return {
        "invoice": invoice,
        "doubtful": len(doubts),
        "state": state_of(invoice),
        "fields": shown_fields(invoice, doubts),
        "kind_reasons": reasons_of(doubts, "kind"),
        "lines": shown_lines(invoice),
        "line_labels": line_labels(),
        "lines_reasons": reasons_of(doubts, "lines"),
        "evidence": qr_evidence(invoice),
        "findings": list(invoice.findings.all()),
        "corrections": [(field_label(one.field), one) for one in _corrections(invoice)],
        "verification": invoice.verifications.first(),
        "can_verify": is_verifiable(invoice),
        "purposes": PURPOSES,
        "kinds": [kind.value for kind in Kind],
        "siblings": of_the_same_file(invoice),
        "queue": queue_of(invoice),
        "may_edit": may_edit,
        "may_override": role >= Role.SUPERVISOR and may_edit,
    }


def _corrections(invoice: Invoice) -> list[FieldCorrection]:
    return list(invoice.corrections.select_related("corrected_by")[:MOST_CORRECTIONS])


def page_keys() -> list[tuple[tuple[str, ...], str]]:
    """The keys of this screen with what they do, for the legend."""
    return [
        (("Enter",), _("确认当前字段；都核对后接受并看下一张")),
        (("j", "k"), _("下一个、上一个要看的字段")),
        (("e",), _("改当前字段；Enter 保存并到下一个")),
        (("a",), _("全部无误，接受")),
        (("n", "p"), _("下一张、上一张待看")),
        (("x",), _("退票")),
        (("+", "-", "0"), _("放大、缩小、适合宽度")),
        (("r",), _("旋转票面")),
        (("[", "]"), _("上一页、下一页")),
    ]
