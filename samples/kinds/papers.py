"""Blockchain e-invoices, toll receipts, motor vehicle invoices, customs payment receipts."""

from __future__ import annotations

from samples.kinds.tickets import picture
from samples.layout import papers as layout
from samples.layout import vat as vat_layout
from samples.printing import OVERPRINTED
from samples.sample import Draw, Sample, kind
from samples.truths import papers
from samples.writers import pdf


@kind("blockchain_pdf")
def blockchain_pdf(draw: Draw) -> Sample:
    """深圳电子普通发票."""
    truth = papers.blockchain(draw.rng)
    page = vat_layout.electronic(truth)
    return Sample(f"{truth.invoice_code}_{truth.invoice_number}.pdf", pdf.pdf([page]), "pdf", truth, page.boxes())


@kind("toll")
def toll(draw: Draw) -> Sample:
    """A toll booth's receipt."""
    truth = papers.toll(draw.rng)
    return picture(truth, layout.toll(truth), draw, name=f"IMG_{truth.invoice_number}", style="dot_matrix")


@kind("motor_vehicle")
def motor_vehicle(draw: Draw) -> Sample:
    """机动车销售统一发票."""
    truth = papers.motor_vehicle(draw.rng)
    style = draw.rng.choice(OVERPRINTED)
    return picture(truth, layout.motor_vehicle(truth), draw, name=f"IMG_{truth.invoice_number}", style=style)


@kind("customs_vat")
def customs_vat(draw: Draw) -> Sample:
    """海关进口增值税专用缴款书."""
    truth = papers.customs(draw.rng)
    style = draw.rng.choice(OVERPRINTED)
    return picture(truth, layout.customs(truth), draw, name=f"IMG_{truth.invoice_number}", style=style)
