"""The pages that figures of a report open."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from bookkeeping.domain.sheet import Source


def address_of(company_id: int, source: Source) -> str:
    """The page a figure opens."""
    if source.to == "voucher":
        return reverse("bookkeeping:voucher", args=[company_id, int(source.key)])
    if source.to == "cash_flow":
        return reverse("bookkeeping:cash_flow_choices", args=[company_id, int(source.key)])
    if source.to == "figure":
        kind, _dash, line = source.key.partition("/")
        return reverse("bookkeeping:figure", args=[company_id, kind, int(line)]) + f"?period={source.end}"
    query = {"account": source.key, "from": str(source.start), "period": str(source.end)}
    if source.counterparty is not None:
        query["counterparty"] = source.counterparty
    query |= {key: value for key, value in (("items", source.items), ("dimension", source.dimension)) if value}
    return f"{reverse('bookkeeping:report', args=[company_id, source.to])}?{urlencode(query)}"
