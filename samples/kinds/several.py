"""Several documents in one file: PDFs of many invoices, receipts pasted on one sheet, ZIP archives and mails."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from random import Random

from samples import photo
from samples.kinds import digital
from samples.kinds.digital import one_page
from samples.layout import digital as digital_layout
from samples.layout import papers as papers_layout
from samples.layout import rail, strips, taxi
from samples.layout.sheet import pasted
from samples.page import Page
from samples.sample import Draw, Sample, kind
from samples.truth import Truth
from samples.truths import papers, slips, tickets, vat
from samples.writers import pdf

_EPOCH = (2026, 1, 1, 0, 0, 0)


def _taxi(rng: Random) -> tuple[Truth, Page]:
    return (truth := tickets.taxi(rng)), taxi.layout(truth)


def _toll(rng: Random) -> tuple[Truth, Page]:
    return (truth := papers.toll(rng)), papers_layout.toll(truth)


def _shop(rng: Random) -> tuple[Truth, Page]:
    return (truth := slips.shop(rng)), strips.shop(truth)


_SMALL = (_taxi, _taxi, _toll, _shop)


@kind("bundle_pdf")
def bundle_pdf(draw: Draw) -> Sample:
    """Three to six invoices, one page each, in one PDF."""
    truths = [one_page(draw.rng) for _ in range(draw.rng.randint(3, 6))]
    pages = [page for truth in truths for page in digital_layout.layout(truth)]
    others = tuple((number, truth) for number, truth in enumerate(truths[1:], start=2))
    return Sample("发票合并.pdf", pdf.pdf(pages), "pdf", truths[0], pages[0].boxes(), others=others)


@kind("pasted_photo")
def pasted_photo(draw: Draw) -> Sample:
    """A rail ticket and two receipts of taxis, toll booths or shops pasted on one A4 sheet, photographed."""
    ticket = tickets.rail_paper(draw.rng)
    more = [draw.rng.choice(_SMALL)(draw.rng) for _ in range(2)]
    sheet = pasted([rail.paper(ticket), *(page for _, page in more)])
    image, shot = photo.photograph(sheet, draw.rng, draw.difficulty)
    others = tuple((1, truth) for truth, _ in more)
    return Sample("粘贴单.jpg", image, "image", ticket, {}, shot.to_json(), others)


@kind("mail_zip")
def mail_zip(draw: Draw) -> Sample:
    """The ZIP a tax bureau's mail carries: the same invoice as XML, OFD and PDF."""
    truth = vat.invoice(draw.rng)
    made = (digital.as_xml(truth), digital.as_ofd(truth), digital.as_pdf(truth))
    name = digital.file_name(truth, "zip")
    return Sample(name, _zip([(each.name, each.content) for each in made]), "xml", truth)


@kind("mail")
def mail(draw: Draw) -> Sample:
    """A mail of two invoices, one as PDF, one as OFD."""
    first, second = vat.invoice(draw.rng), vat.invoice(draw.rng)
    files = [digital.as_pdf(first), digital.as_ofd(second)]
    return Sample("电子发票.eml", _mail(files, draw.rng, first), "pdf", first, others=((1, second),))


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _mail(files: list[Sample], rng: Random, truth: Truth) -> bytes:
    message = EmailMessage()
    message["From"] = "fapiao@sample.invalid"
    message["To"] = "caiwu@sample.invalid"
    message["Subject"] = f"您收到一张来自{truth.seller.name if truth.seller else ''}的电子发票"
    message["Date"] = format_datetime(datetime(2026, 9, rng.randint(1, 28), 10, 0, tzinfo=UTC))
    message["Message-ID"] = f"<{truth.invoice_number}@sample.invalid>"
    message.set_content("电子发票见附件。本邮件为虚构样例。")
    for file in files:
        message.add_attachment(file.content, maintype="application", subtype="octet-stream", filename=file.name)
    message.set_boundary(f"sample{truth.invoice_number}")
    return message.as_bytes()
