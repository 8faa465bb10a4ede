"""Fully digital invoices with the seal of an invented tax office, or signed by their invented seller."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from samples.kinds.digital import as_ofd, as_pdf, one_page
from samples.sample import Draw, Sample, kind
from samples.signing import Authority, Holder, sign_ofd, sign_pdf
from samples.truth import Truth

STATE = Authority(Holder("虚构税务电子证书中心"))
OFFICE = Holder("虚构税务局发票监制章")
TRADE = Authority(Holder("Fictional Trade CA", "p256"))


@kind("sealed_ofd")
def sealed_ofd(draw: Draw) -> Sample:
    """An OFD whose every member is protected by an electronic seal."""
    plain = as_ofd(one_page(draw.rng))
    return replace(plain, content=sign_ofd(plain.content, STATE, OFFICE, _issued(plain.truth), "虚构发票监制章"))


@kind("signed_pdf")
def signed_pdf(draw: Draw) -> Sample:
    """A PDF signed by its seller."""
    plain = as_pdf(one_page(draw.rng))
    seller = Holder(plain.truth.seller.name if plain.truth.seller else "虚构销售方", "p256")
    return replace(plain, content=sign_pdf(plain.content, TRADE, seller, _issued(plain.truth)))


def _issued(truth: Truth) -> datetime:
    """Ten in the morning of the day of issue."""
    return datetime.combine(truth.issue_date or date(2026, 10, 1), time(10), UTC)
