"""XBRL instances of the MoF accounting data standard for electronic vouchers (电子凭证会计数据标准).

Rule kept: the taxonomy date in the namespace changes and the prefix does not, so the prefix decides
(inv, einv, rai, atr, bker, bkrs, efi, ntrev) and elements are matched by local name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from invoices.domain.fapiao import FapiaoLine, Kind, Medium, Method, Travel
from invoices.domain.numbers import kind_of_code
from invoices.readers.draft import Draft
from invoices.readers.safe_xml import Element, name_of
from invoices.readers.values import date_of, decimal_of, money_of, rate_of, tax_category_of, treatment_of
from kernel.money import ZERO

Facts = dict[str, str]


def read(root: Element, medium: Medium) -> Draft | None:
    """The voucher, `None` when no known taxonomy is used or nothing is filled in."""
    reader = _READERS.get(_prefix(root))
    if reader is None:
        return None
    facts = _facts(root)
    draft = reader(facts, medium)
    tuples = root.iter("{*}InformationOfTaxableGoodsOrServicesDetailItemsTuple")
    draft.lines = [_line(_facts(item)) for item in tuples]
    return draft if draft.values else None


def _prefix(root: Element) -> str:
    """Last part of the first MoF namespace among the children (`…/2021-11-30/rai` → rai)."""
    for element in root.iter():
        space = str(element.tag).partition("}")[0]
        if "xbrl.mof.gov.cn" in space:
            return space.rstrip("/").rpartition("/")[2].partition("_")[0]
    return ""


def _facts(root: Element) -> Facts:
    """First value of each leaf element, by local name."""
    facts: Facts = {}
    for element in root.iter():
        value = element.text
        if value and (value := value.strip()) and not len(element):
            facts.setdefault(name_of(element), value)
    return facts


def _first(facts: Facts, *names: str) -> str | None:
    return next((facts[name] for name in names if name in facts), None)


def _invoice(facts: Facts, medium: Medium) -> Draft:
    """inv and einv: VAT invoices of the code era and fully digitalised ones."""
    title = facts.get("TypeOfInvoice", "")
    code = facts.get("CodeOfInvoice")
    draft = Draft(_invoice_kind(title, code), medium, Method.STRUCTURED)
    words = _first(facts, "TaxIncludedAmountInWords", "TotalAmountInWords")
    draft.put_all(
        {
            "invoice_code": code,
            "invoice_number": _first(facts, "NumberOfInvoice", "ElectronicInvoiceNumber", "NumberOfElectronicInvoice"),
            "issue_date": date_of(_first(facts, "DateOfIssue", "IssueDate")),
            "check_code": facts.get("IdentifyingCode"),
            "net_amount": money_of(facts.get("TotalAmountExcludingTax")),
            "tax_amount": money_of(facts.get("TotalTaxAmount")),
            "gross_amount": money_of(_first(facts, "TaxIncludedAmountInFigures", "TotalAmountIncludingTax")),
            "amount_in_words": words,
            "remarks": facts.get("Remarks"),
            "seller_name": facts.get("NameOfSeller"),
            "seller_taxpayer_id": _taxpayer_id(facts, "Seller"),
            "buyer_name": facts.get("NameOfPurchaser"),
            "buyer_taxpayer_id": _taxpayer_id(facts, "Purchaser"),
        }
    )
    draft.note(drawer=facts.get("Issuer"), payee=facts.get("Payee"), reviewer=facts.get("Reviewer"))
    return draft


def _invoice_kind(title: str, code: str | None) -> Kind:
    special = "专用" in title
    if code:
        return kind_of_code(code) or (Kind.SPECIAL_VAT if special else Kind.GENERAL_VAT)
    return Kind.FULLY_DIGITAL_SPECIAL if special else Kind.FULLY_DIGITAL_GENERAL


def _taxpayer_id(facts: Facts, party: str) -> str | None:
    return _first(
        facts,
        f"TaxpayerIdentificationNumberUnifiedSocialCreditCodeOf{party}",
        f"UnifiedSocialCreditCodeOf{party}",
        f"TaxpayerIdentificationNumberOf{party}",
    )


def _line(facts: Facts) -> FapiaoLine:
    name, rate = facts.get("NameOfTaxableGoodsOrServices"), facts.get("TaxRate")
    return FapiaoLine(
        item_name=name,
        tax_category=tax_category_of(name),
        specification=facts.get("Specification"),
        unit=facts.get("UnitOfGoodsOrServices"),
        quantity=decimal_of(facts.get("QuantityOfGoodsOrServices")),
        unit_price=decimal_of(facts.get("UnitPriceOfGoodsOrServices")),
        net_amount=money_of(facts.get("AmountExcludingTax")),
        tax_rate=rate_of(rate),
        tax_amount=money_of(facts.get("TaxAmount")),
        tax_treatment=treatment_of(rate),
    )


def _rail(facts: Facts, medium: Medium) -> Draft:
    """rai: the electronic railway ticket; its seller is left empty by the issuer."""
    draft = Draft(Kind.RAIL_TICKET, medium, Method.STRUCTURED)
    draft.put_all(
        {
            "invoice_number": facts.get("ElectronicInvoiceRailwayETicketNumber"),
            "issue_date": date_of(facts.get("DateOfIssue")),
            "net_amount": money_of(facts.get("TotalAmountExcludingTax")),
            "tax_amount": money_of(facts.get("TaxAmount")),
            "gross_amount": money_of(facts.get("Fare")),
            "buyer_name": facts.get("NameOfPurchaser"),
            "buyer_taxpayer_id": facts.get("UnifiedSocialCreditCodeOfPurchaser"),
            "seller_name": facts.get("IssueParty"),
            "remarks": facts.get("Remarks"),
        }
    )
    draft.travel = Travel(
        origin=facts.get("DepartureStation"),
        destination=facts.get("DestinationStation"),
        date=date_of(facts.get("TravelDate")),
        vehicle=facts.get("TrainNumber"),
        seat_class=facts.get("SeatLevel"),
        fare=money_of(facts.get("Fare")),
        traveller=facts.get("Name"),
    )
    draft.is_red_letter = "退" in facts.get("TypeOfBusiness", "")
    draft.original_invoice_number = facts.get("NumberOfOriginalInvoice")
    draft.note(
        tax_rate=facts.get("TaxRate"),
        e_ticket_number=facts.get("ETicketNumber"),
        refunded=facts.get("AmountRefunded"),
        business=facts.get("TypeOfBusiness"),
    )
    return draft


def _air(facts: Facts, medium: Medium) -> Draft:
    """atr: the air itinerary. Net is fare and fuel surcharge; the aviation fund stands outside the tax base."""
    draft = Draft(Kind.AIR_ITINERARY, medium, Method.STRUCTURED)
    fare, fuel = money_of(facts.get("Fare")), money_of(facts.get("FuelSurcharge"))
    draft.put_all(
        {
            "invoice_number": facts.get("ElectronicInvoiceAirTransportReceiptNumber"),
            "issue_date": date_of(facts.get("IssueDate")),
            "net_amount": None if fare is None else fare + (fuel or ZERO),
            "tax_amount": money_of(facts.get("VatTaxAmount")),
            "gross_amount": money_of(facts.get("TotalAmount")),
            "buyer_name": facts.get("NameOfPurchaser"),
            "buyer_taxpayer_id": facts.get("UnifiedSocialCreditCodeOfPurchaser"),
            "seller_name": _first(facts, "NameOfSeller", "IssueParty"),
        }
    )
    draft.travel = Travel(
        origin=facts.get("DepartureStation"),
        destination=facts.get("DestinationStation"),
        date=date_of(facts.get("CarrierDate")),
        vehicle=facts.get("Flight"),
        seat_class=facts.get("SeatClass"),
        fare=fare,
        traveller=facts.get("PassengerName"),
    )
    draft.note(
        fare=facts.get("Fare"),
        fuel_surcharge=facts.get("FuelSurcharge"),
        other_taxes=facts.get("OtherTaxes"),
        civil_aviation_fund=facts.get("CivilAviationDevelopmentFund"),
        tax_rate=facts.get("VatRate"),
        e_ticket_number=facts.get("ETicketNumber"),
    )
    return draft


def _bank_slip(facts: Facts, medium: Medium) -> Draft:
    """bker: one bank transaction; payer stands as buyer and payee as seller."""
    draft = Draft(Kind.BANK_SLIP, medium, Method.STRUCTURED)
    draft.put_all(
        {
            "invoice_number": facts.get("NumberOfBankElectronicReceipt"),
            "issue_date": date_of(_first(facts, "DateOfBookkeeping", "IssueDate")),
            "gross_amount": money_of(facts.get("TransactionAmountInFigures")),
            "buyer_name": facts.get("AccountNameOfPayer"),
            "seller_name": facts.get("AccountNameOfPayee"),
            "remarks": _first(facts, "Usage", "Notes"),
            "check_code": facts.get("IdentifyingCode"),
        }
    )
    draft.note(
        payer_account=facts.get("AccountNumberOfPayer"),
        payee_account=facts.get("AccountNumberOfPayee"),
        serial_number=facts.get("BusinessSerialNumber"),
    )
    return draft


def _bank_statement(facts: Facts, medium: Medium) -> Draft:
    """bkrs: a reconciliation statement; its lines belong to the bank reader, here it is only named."""
    draft = Draft(Kind.BANK_SLIP, medium, Method.STRUCTURED)
    draft.put_all({"buyer_name": facts.get("NameOfCustomerAccount")})
    draft.note(
        document="bank_statement",
        account=facts.get("CustomerSettlementBankAccount"),
        year=facts.get("YearOfBankReconciliationStatement"),
        month=facts.get("MonthOfBankReconciliationStatement"),
    )
    return draft


def _fiscal(facts: Facts, medium: Medium) -> Draft:
    """efi and ntrev: fiscal receipts and payments of non-tax revenue; only fields named as in the other taxonomies."""
    draft = Draft(Kind.FISCAL_RECEIPT, medium, Method.STRUCTURED)
    draft.put_all(
        {
            "invoice_code": _first(facts, "CodeOfBill", "CodeOfInvoice"),
            "invoice_number": _first(facts, "NumberOfBill", "NumberOfInvoice"),
            "issue_date": date_of(_first(facts, "DateOfIssue", "IssueDate")),
            "gross_amount": money_of(_first(facts, "TotalAmountInFigures", "TotalAmount")),
            "seller_name": _first(facts, "NameOfInvoicingParty", "NameOfPayee"),
            "buyer_name": _first(facts, "NameOfPayer", "NameOfPayerParty"),
        }
    )
    return draft


_READERS: Final[dict[str, Callable[[Facts, Medium], Draft]]] = {
    "inv": _invoice,
    "einv": _invoice,
    "rai": _rail,
    "atr": _air,
    "bker": _bank_slip,
    "bkrs": _bank_statement,
    "efi": _fiscal,
    "ntrev": _fiscal,
}
