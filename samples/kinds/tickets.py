"""Rail tickets, air itineraries and taxi receipts."""

from __future__ import annotations

from dataclasses import replace

from samples import photo
from samples.layout import air, rail, taxi
from samples.page import Page
from samples.printing import Style
from samples.sample import Draw, Sample, kind
from samples.truth import Truth
from samples.truths import tickets
from samples.writers import pdf, ticket_xbrl


def rail_file(truth: Truth) -> Sample:
    """The railway's PDF with its structured file embedded."""
    page = rail.electronic(truth)
    name = f"rai_issuer_{truth.issue_date:%Y%m%d}_{truth.invoice_number}.xml"
    content = pdf.pdf([page], title="电子发票（铁路电子客票）", attachments={name: ticket_xbrl.rail(truth)})
    return Sample(f"{truth.invoice_number}.pdf", content, "pdf", truth, page.boxes())


def air_file(truth: Truth) -> Sample:
    """The airline's PDF, structured file embedded."""
    page = air.layout(truth)
    name = f"atr_issuer_{truth.issue_date:%Y%m%d}_{truth.invoice_number}.xml"
    content = pdf.pdf([page], title="电子发票（航空运输电子客票行程单）", attachments={name: ticket_xbrl.air(truth)})
    return Sample(f"{truth.invoice_number}.pdf", content, "pdf", truth, page.boxes())


def picture(truth: Truth, page: Page, draw: Draw, *, name: str, style: Style = "laser") -> Sample:
    """A photograph of a small ticket, at twice the resolution."""
    image, shot = photo.photograph(page, draw.rng, draw.difficulty, style=style, finer=photo.finer(page.width))
    return Sample(f"{name}.jpg", image, "image", truth, {}, shot.to_json())


@kind("rail_xml")
def rail_xml(draw: Draw) -> Sample:
    """铁路电子客票, XBRL."""
    truth = tickets.rail(draw.rng)
    name = f"rai_issuer_{truth.issue_date:%Y%m%d}_{truth.invoice_number}.xml"
    return Sample(name, ticket_xbrl.rail(truth), "xml", truth)


@kind("rail_pdf")
def rail_pdf(draw: Draw) -> Sample:
    """铁路电子客票, PDF with the XBRL embedded."""
    return rail_file(tickets.rail(draw.rng))


@kind("rail_photo")
def rail_photo(draw: Draw) -> Sample:
    """A printed 铁路电子客票."""
    truth = tickets.face_only(tickets.rail(draw.rng))
    return picture(truth, rail.electronic(truth), draw, name=f"IMG_{truth.invoice_number}")


@kind("rail_paper")
def rail_paper(draw: Draw) -> Sample:
    """A blue paper rail ticket."""
    truth = tickets.rail_paper(draw.rng)
    return picture(truth, rail.paper(truth), draw, name=f"train_{truth.invoice_number}")


@kind("air_xml")
def air_xml(draw: Draw) -> Sample:
    """航空行程单, XBRL."""
    truth = tickets.air(draw.rng)
    name = f"atr_issuer_{truth.issue_date:%Y%m%d}_{truth.invoice_number}.xml"
    return Sample(name, ticket_xbrl.air(truth), "xml", truth)


@kind("air_pdf")
def air_pdf(draw: Draw) -> Sample:
    """航空行程单, PDF."""
    return air_file(tickets.air(draw.rng))


@kind("taxi")
def taxi_photo(draw: Draw) -> Sample:
    """A taxi receipt."""
    truth = tickets.taxi(draw.rng)
    return picture(replace(truth), taxi.layout(truth), draw, name=f"taxi_{truth.invoice_number}", style="dot_matrix")
