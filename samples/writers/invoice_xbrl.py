"""`inv_ord_issuer` / `inv_spcl_issuer`: the XBRL file of an older VAT e-invoice."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples.layout.rows import number_text
from samples.parties import PROVINCES
from samples.truth import Line, Party, Truth
from samples.writers.xbrl import Values, instance

_TAXONOMY = "2021-09-30"


def file_name(truth: Truth) -> str:
    """`inv_ord_issuer_<date>_<code and number>.xml`."""
    prefix = "inv_spcl_issuer" if truth.kind == "special_vat" else "inv_ord_issuer"
    return f"{prefix}_{truth.issue_date:%Y%m%d}_{truth.invoice_code}{truth.invoice_number}.xml"


def invoice(truth: Truth) -> bytes:
    """The instance document."""
    seller, buyer = truth.seller or Party(""), truth.buyer or Party("")
    values: dict[str, str | None] = {
        "TypeOfInvoice": "增值税电子专用发票" if truth.kind == "special_vat" else "增值税电子普通发票",
        "UniqueCodeOfInvoice": f"{truth.invoice_code}{truth.invoice_number}",
        "LocationOfInvoice": f"{PROVINCES.get(seller.province, '')}省",
        "CodeOfInvoice": truth.invoice_code,
        "NumberOfInvoice": truth.invoice_number,
        "DateOfIssue": str(truth.issue_date),
        "IdentifyingCode": truth.check_code,
        "NumberOfInvoiceMachine": truth.extra.get("machine_number"),
        **_party(buyer, "Purchaser"),
        **_party(seller, "Seller"),
        "TotalAmountExcludingTax": text(truth.net_amount or ZERO),
        "TotalTaxAmount": text(truth.tax_amount or ZERO),
        "TaxIncludedAmountInWords": truth.amount_in_words,
        "TaxIncludedAmountInFigures": text(truth.gross_amount or ZERO),
        "Remarks": truth.remarks or None,
        "Payee": truth.extra.get("payee"),
        "Reviewer": truth.extra.get("reviewer"),
        "Issuer": truth.drawer,
    }
    tuples = [("InformationOfTaxableGoodsOrServicesDetailItemsTuple", _line(line)) for line in truth.lines]
    identity = seller.taxpayer_id or ""
    return instance("inv", values, identity=identity, day=str(truth.issue_date), taxonomy=_TAXONOMY, tuples=tuples)


def _party(party: Party, side: str) -> dict[str, str | None]:
    return {
        f"NameOf{side}": party.name,
        f"TaxpayerIdentificationNumberUnifiedSocialCreditCodeOf{side}": party.taxpayer_id,
        f"AddressPhoneNumberOf{side}": f"{party.address} {party.phone}".strip() or None,
        f"DepositBankAndAccountNumberOf{side}": f"{party.bank} {party.account}".strip() or None,
    }


def _line(line: Line) -> Values:
    return {
        "NameOfTaxableGoodsOrServices": line.item_name,
        "Specification": line.specification or None,
        "UnitOfGoodsOrServices": line.unit or None,
        "QuantityOfGoodsOrServices": number_text(line.quantity) or None,
        "UnitPriceOfGoodsOrServices": number_text(line.unit_price) or None,
        "AmountExcludingTax": text(line.net_amount),
        "TaxRate": f"{line.tax_rate * 100:.2f}%" if line.tax_rate is not None else "免税",
        "TaxAmount": text(line.tax_amount),
    }
