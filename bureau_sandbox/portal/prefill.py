"""What the portal puts into a form before anybody types: figures of invoices it knows, or of the return to correct."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from bureau_sandbox.models import BureauInvoice, FiledReturn, InvoiceState, Taxpayer, Usage


def prefilled(taxpayer: Taxpayer, draft: dict[str, str]) -> dict[str, Any]:
    """Cells of a fresh filing page."""
    if corrected := draft.get("corrects"):
        earlier = FiledReturn.objects.filter(taxpayer=taxpayer, reference=corrected, form=draft["form"]).first()
        return dict(earlier.cells) if earlier else {}
    start, end = date.fromisoformat(draft["start"]), date.fromisoformat(draft["end"])
    issued = BureauInvoice.objects.filter(seller_taxpayer_id=taxpayer.pk, issue_date__range=(start, end))
    net, tax = _sums(issued.exclude(state=InvoiceState.VOIDED))
    if draft["form"] == "vat_general":
        used = BureauInvoice.objects.filter(
            buyer_taxpayer_id=taxpayer.pk, usage=Usage.DEDUCT, usage_period=f"{end:%Y-%m}"
        )
        return {"main": {"1": {"general": net}, "11": {"general": tax}, "12": {"general": _sums(used)[1]}}}
    return {"main": {"1": {"total": net}}} if draft["form"] == "vat_small_scale" else {}


def change_first_figure(cells: dict[str, Any]) -> None:
    """Put another figure in the place of the first one, as a portal does that computes anew behind one's back."""
    line, content = next(iter(cells["main"].items()))
    if isinstance(content, dict):
        column = next(iter(content))
        content[column] = f"{Decimal(content[column]) + 1000:.2f}"
    else:
        cells["main"][line] = f"{Decimal(content) + 1000:.2f}"


def _sums(invoices: QuerySet[BureauInvoice]) -> tuple[str, str]:
    sums = invoices.aggregate(net=Sum("net_amount"), tax=Sum("tax_amount"))
    return f"{sums['net'] or 0:.2f}", f"{sums['tax'] or 0:.2f}"
