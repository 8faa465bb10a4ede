"""Fully digital invoices as XML, OFD, PDF, scan and photograph, with the variants that trip readers."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples import photo
from samples.layout import digital
from samples.sample import Draw, Sample, kind
from samples.truth import Truth
from samples.truths import vat
from samples.truths.vat import Wish
from samples.writers import einvoice, ofd, pdf
from samples.writers.ofd_tags import TagStyle


def file_name(truth: Truth, suffix: str) -> str:
    """`dzfp_<number>_<seller>_<time>.<suffix>`, as the tax bureau's mails name their files."""
    seller = truth.seller.name if truth.seller else ""
    return f"dzfp_{truth.invoice_number}_{seller}_{truth.issue_date:%Y%m%d}102436.{suffix}"


def one_page(rng: Random) -> Truth:
    """An invoice that fits on one page, so that one photograph shows all of it."""
    while len(digital.layout(truth := vat.invoice(rng))) > 1:
        pass
    return truth


def as_xml(truth: Truth, *, rate_style: str = "0.13") -> Sample:
    """The structured file."""
    return Sample(file_name(truth, "xml"), einvoice.einvoice(truth, rate_style=rate_style), "xml", truth)


def as_ofd(truth: Truth, *, tags: TagStyle = "plain") -> Sample:
    """The OFD page file."""
    pages = digital.layout(truth)
    return Sample(file_name(truth, "ofd"), ofd.ofd_file(pages, truth, tags=tags), "ofd", truth, pages[0].boxes())


def as_pdf(truth: Truth) -> Sample:
    """The PDF with text layer."""
    pages = digital.layout(truth)
    return Sample(file_name(truth, "pdf"), pdf.pdf(pages, title="电子发票"), "pdf", truth, pages[0].boxes())


def as_photo(truth: Truth, draw: Draw, device: photo.Device = "camera") -> Sample:
    """A photograph (or scan) of the printed first page."""
    image, shot = photo.photograph(digital.layout(truth)[0], draw.rng, draw.difficulty, device=device)
    return Sample(f"IMG_{truth.invoice_number}.jpg", image, "image", truth, {}, shot.to_json())


def as_scan(truth: Truth, draw: Draw) -> Sample:
    """The scan of the first page in a PDF without a text layer."""
    picture = as_photo(truth, draw, "scanner")
    name = picture.name.replace("IMG_", "scan_").replace(".jpg", ".pdf")
    return replace(picture, name=name, content=pdf.picture_pdf(picture.content), medium="pdf")


@kind("digital_xml")
def digital_xml(draw: Draw) -> Sample:
    """数电票 XML."""
    return as_xml(vat.invoice(draw.rng), rate_style=draw.rng.choice(("0.13", "0.130000", "13%")))


@kind("digital_ofd")
def digital_ofd(draw: Draw) -> Sample:
    """数电票 OFD."""
    styles: tuple[TagStyle, ...] = ("plain", "plain", "paths", "none")
    return as_ofd(vat.invoice(draw.rng), tags=draw.rng.choice(styles))


@kind("digital_pdf")
def digital_pdf(draw: Draw) -> Sample:
    """数电票 PDF."""
    return as_pdf(vat.invoice(draw.rng))


@kind("scattered_pdf")
def scattered_pdf(draw: Draw) -> Sample:
    """数电票 PDF whose text layer comes glyph by glyph, in no order."""
    truth = one_page(draw.rng)
    pages = digital.layout(truth)
    content = pdf.pdf(pages, title="电子发票", glyph_by_glyph=True)
    return Sample(file_name(truth, "pdf"), content, "pdf", truth, pages[0].boxes())


@kind("digital_photo")
def digital_photo(draw: Draw) -> Sample:
    """A printed 数电票, photographed."""
    return as_photo(one_page(draw.rng), draw)


@kind("scan_pdf")
def scan_pdf(draw: Draw) -> Sample:
    """A scanned page in a PDF without a text layer."""
    return as_scan(one_page(draw.rng), draw)


@kind("red_letter_pdf")
def red_letter_pdf(draw: Draw) -> Sample:
    """A red-letter 数电票."""
    return as_pdf(vat.red_letter(draw.rng, vat.invoice(draw.rng)))


@kind("red_letter_xml")
def red_letter_xml(draw: Draw) -> Sample:
    """A red-letter 数电票 as XML."""
    return as_xml(vat.red_letter(draw.rng, vat.invoice(draw.rng)))


@kind("discount_pdf")
def discount_pdf(draw: Draw) -> Sample:
    """A discount line under its item."""
    return as_pdf(vat.invoice(draw.rng, Wish(category="office_supplies", with_discount=True, line_count=2)))


@kind("long_pdf")
def long_pdf(draw: Draw) -> Sample:
    """Ten and more lines over several pages."""
    return as_pdf(
        vat.invoice(
            draw.rng,
            Wish(category=draw.rng.choice(("office_supplies", "hardware")), line_count=draw.rng.randint(10, 16)),
        )
    )


@kind("long_ofd")
def long_ofd(draw: Draw) -> Sample:
    """Ten and more lines over several OFD pages."""
    return as_ofd(vat.invoice(draw.rng, Wish(category="hardware", line_count=draw.rng.randint(10, 14))))


@kind("exempt_pdf")
def exempt_pdf(draw: Draw) -> Sample:
    """Farm produce, exempt: stars where the tax would stand."""
    return as_pdf(vat.invoice(draw.rng, Wish(category="farm_produce", special=False)))


@kind("travel_service_pdf")
def travel_service_pdf(draw: Draw) -> Sample:
    """A travel agency's service fee."""
    return as_pdf(vat.invoice(draw.rng, Wish(category="travel_service", special=False)))
