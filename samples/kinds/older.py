"""Older VAT e-invoices (2020 to 2024) and paper VAT invoices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from kernel.money import ZERO
from samples import photo
from samples.layout import sales_list
from samples.layout import vat as layout
from samples.page import Page
from samples.printing import OVERPRINTED
from samples.sample import Draw, Sample, kind
from samples.truth import Line, Truth
from samples.truths import vat
from samples.truths.vat import Wish
from samples.writers import ofd, pdf
from samples.writers.invoice_xbrl import file_name
from samples.writers.invoice_xbrl import invoice as xbrl_invoice
from samples.writers.ofd_tags import TagStyle
from samples.writers.original_invoice import original_invoice

_FIRST, _LAST = date(2021, 2, 1), date(2024, 11, 30)


def truth_of(rng: Random, family: str, *, special: bool | None = None) -> Truth:
    """An invoice of those years whose lines fit on one page."""
    while True:
        day = vat.any_day(rng, _FIRST, _LAST)
        truth = vat.invoice(rng, Wish(family=family, special=special, day=day))
        if layout.fits(truth):
            return truth


def ofd_of(truth: Truth, *, tags: TagStyle, attached: bool = True) -> Sample:
    """The OFD with the structured file attached."""
    page = _ofd_page(truth)
    files = {"original_invoice.xml": original_invoice(truth, byte_order_mark=(truth.invoice_number or "0")[-1] > "5")}
    content = ofd.ofd_file([page], truth, tags=tags, attachments=files if attached else None)
    return Sample(f"{truth.invoice_code}_{truth.invoice_number}.ofd", content, "ofd", truth, page.boxes())


def _ofd_page(truth: Truth) -> Page:
    page = layout.electronic(truth)
    page.texts = [each for each in page.texts if not each.angle]  # the seal's text is no text there
    return page


@kind("vat_pdf")
def vat_pdf(draw: Draw) -> Sample:
    """增值税电子普通发票 (or 专用) as PDF."""
    truth = truth_of(draw.rng, "old")
    page = layout.electronic(truth)
    return Sample(f"{truth.invoice_code}_{truth.invoice_number}.pdf", pdf.pdf([page]), "pdf", truth, page.boxes())


@kind("vat_ofd")
def vat_ofd(draw: Draw) -> Sample:
    """The same as OFD, with tags in one of the notations of the time."""
    styles: tuple[TagStyle, ...] = ("plain", "malformed", "none")
    return ofd_of(truth_of(draw.rng, "old"), tags=draw.rng.choice(styles))


@kind("vat_ofd_xbrl")
def vat_ofd_xbrl(draw: Draw) -> Sample:
    """The same as OFD without tags, with the XBRL file of the data standard attached."""
    truth = truth_of(draw.rng, "old")
    page = _ofd_page(truth)
    content = ofd.ofd_file([page], truth, tags="none", attachments={file_name(truth): xbrl_invoice(truth)})
    return Sample(f"{truth.invoice_code}_{truth.invoice_number}.ofd", content, "ofd", truth, page.boxes())


@kind("sales_list_pdf")
def sales_list_pdf(draw: Draw) -> Sample:
    """An e-invoice whose only line points to the 销货清单 on page 2; the truth has the lines of the list."""
    day = vat.any_day(draw.rng, _FIRST, _LAST)
    count = draw.rng.randint(9, sales_list.ROOM)
    wish = Wish(category="hardware", family="old", day=day, line_count=count, special=False, small_scale_seller=False)
    truth = vat.invoice(draw.rng, wish)
    first, net, tax = truth.lines[0], truth.net_amount or ZERO, truth.tax_amount or ZERO
    pointer = Line("(详见销货清单)", first.tax_category, first.tax_category_code, net, tax, first.tax_rate)
    face = layout.electronic(replace(truth, lines=(pointer,)))
    content = pdf.pdf([face, sales_list.layout(truth)])
    boxes = {name: box for name, box in face.boxes().items() if not name.startswith("lines.")}
    return Sample(f"{truth.invoice_code}_{truth.invoice_number}.pdf", content, "pdf", truth, boxes)


@kind("vat_photo")
def vat_photo(draw: Draw) -> Sample:
    """A printed e-invoice, photographed."""
    truth = truth_of(draw.rng, "old", special=False)
    image, shot = photo.photograph(layout.electronic(truth), draw.rng, draw.difficulty)
    return Sample(f"IMG_{truth.invoice_number}.jpg", image, "image", truth, {}, shot.to_json())


@kind("paper_special")
def paper_special(draw: Draw) -> Sample:
    """A paper 增值税专用发票, photographed."""
    return _paper(draw, special=True)


@kind("paper_general")
def paper_general(draw: Draw) -> Sample:
    """A paper 增值税普通发票, photographed."""
    return _paper(draw, special=False)


def _paper(draw: Draw, *, special: bool) -> Sample:
    truth = truth_of(draw.rng, "paper", special=special)
    page = layout.paper(truth, copy="抵扣联" if special else "发票联")
    style = draw.rng.choice(OVERPRINTED)
    image, shot = photo.photograph(page, draw.rng, draw.difficulty, style=style)
    return Sample(f"IMG_{truth.invoice_number}.jpg", image, "image", truth, {}, shot.to_json())
