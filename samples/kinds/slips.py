"""Shop slips, machine-printed and quota invoices, bank slips and fiscal e-bills."""

from __future__ import annotations

from samples.kinds.tickets import picture
from samples.layout import bank_slip, fiscal, strips
from samples.layout import machine_printed as roll
from samples.sample import Draw, Sample, kind
from samples.truth import Truth
from samples.truths import slips
from samples.writers import fiscal_bill, pdf


def fiscal_file(truth: Truth) -> Sample:
    """The PDF with the bill hidden in its document information."""
    page = fiscal.layout(truth)
    content = pdf.pdf([page], title=truth.extra["title"], info=fiscal_bill.information(truth))
    return Sample(f"{truth.invoice_code}_{truth.invoice_number}.pdf", content, "pdf", truth, page.boxes())


def bank_slip_file(truth: Truth) -> Sample:
    """The bank's PDF."""
    page = bank_slip.layout(truth)
    return Sample(f"回单_{truth.invoice_number}.pdf", pdf.pdf([page]), "pdf", truth, page.boxes())


@kind("shop_receipt")
def shop_receipt(draw: Draw) -> Sample:
    """A shop's thermal slip."""
    truth = slips.shop(draw.rng)
    return picture(truth, strips.shop(truth), draw, name=f"IMG_{truth.extra['serial']}", style="thermal")


@kind("machine_printed")
def machine_printed(draw: Draw) -> Sample:
    """A roll-paper invoice."""
    truth = slips.machine_printed(draw.rng)
    return picture(truth, roll.layout(truth), draw, name=f"IMG_{truth.invoice_number}", style="dot_matrix")


@kind("quota")
def quota(draw: Draw) -> Sample:
    """A quota invoice."""
    truth = slips.quota(draw.rng)
    return picture(truth, strips.quota(truth), draw, name=f"IMG_{truth.invoice_number}")


@kind("bank_slip_pdf")
def bank_slip_pdf(draw: Draw) -> Sample:
    """A bank's electronic receipt."""
    return bank_slip_file(slips.bank_slip(draw.rng))


@kind("bank_slip_photo")
def bank_slip_photo(draw: Draw) -> Sample:
    """The same, printed and photographed."""
    truth = slips.bank_slip(draw.rng)
    return picture(truth, bank_slip.layout(truth), draw, name=f"IMG_{truth.invoice_number}")


@kind("fiscal_pdf")
def fiscal_pdf(draw: Draw) -> Sample:
    """A fiscal e-bill."""
    return fiscal_file(slips.fiscal(draw.rng))
