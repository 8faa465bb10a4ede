"""Structured files of passenger tickets: rai (rail) and atr (air)."""

from __future__ import annotations

from kernel.money import ZERO, text
from samples.truth import Journey, Party, Truth
from samples.writers.xbrl import Values, instance


def rail(truth: Truth) -> bytes:
    """铁路电子客票: the issuing party is nil, as the railway leaves it."""
    journey, buyer = _journey(truth), truth.buyer or Party("")
    carriage, seat = journey.seat.split("车")
    values = {
        "TypeOfVoucher": "电子发票（铁路电子客票）",
        "ElectronicInvoiceRailwayETicketNumber": truth.invoice_number,
        "DateOfIssue": str(truth.issue_date),
        "TypeOfBusiness": "售",
        "NameOfPurchaser": buyer.name or None,
        "UnifiedSocialCreditCodeOfPurchaser": buyer.taxpayer_id,
        "Fare": text(truth.gross_amount or ZERO),
        "TotalAmountExcludingTax": text(truth.net_amount or ZERO),
        "TaxRate": truth.extra["rate"],
        "TaxAmount": text(truth.tax_amount or ZERO),
        "ETicketNumber": truth.extra["e_ticket"],
        "DepartureStation": journey.origin,
        "DestinationStation": journey.destination,
        "TrainNumber": journey.vehicle,
        "TravelDate": journey.date.isoformat(),
        "DepartureTime": journey.time,
        "SeatLevel": journey.seat_class,
        "Carriage": carriage,
        "Seat": seat,
        "Name": journey.traveller,
        "IdNumber": truth.extra["identity"],
        "NumberOfOriginalInvoice": None,
        "AmountRefunded": None,
        "FareOfOriginalRailwayTicket": None,
        "IssueParty": None,
        "IssuePartyCode": None,
        "Remarks": None,
    }
    return instance("rai", values, identity=truth.invoice_number or "", day=_day(truth))


def air(truth: Truth) -> bytes:
    """航空运输电子客票行程单."""
    journey, seller, buyer = _journey(truth), truth.seller or Party(""), truth.buyer or Party("")
    extra = truth.extra
    values = {
        "TypeOfVoucher": "电子发票（航空运输电子客票行程单）",
        "ElectronicInvoiceAirTransportReceiptNumber": truth.invoice_number,
        "IssueDate": str(truth.issue_date),
        "IssuingStatus": "正常",
        "MarkingOfDomesticOrInternational": "国内",
        "PassengerName": journey.traveller,
        "ValidIdNumber": extra["identity"],
        "NumberOfGPOrder": None,
        "Fare": extra["fare"],
        "FuelSurcharge": extra["fuel"],
        "VatRate": extra["rate"],
        "VatTaxAmount": text(truth.tax_amount or ZERO),
        "CivilAviationDevelopmentFund": extra["fund"],
        "OtherTaxes": extra["other"],
        "TotalAmount": text(truth.gross_amount or ZERO),
        "ETicketNumber": extra["e_ticket"],
        "VerificationCode": extra["check"],
        "PromptInformation": None,
        "Insurance": None,
        "AgentCode": extra["agent"],
        "IssueParty": seller.name,
        "NameOfSeller": seller.name,
        "NameOfPurchaser": buyer.name,
        "UnifiedSocialCreditCodeOfPurchaser": buyer.taxpayer_id,
    }
    tuples = (("DetailInformationOfAirTicketTuple", _leg(journey, extra["carrier"])),)
    return instance("atr", values, identity=truth.invoice_number or "", day=_day(truth), tuples=tuples)


def _leg(journey: Journey, carrier: str) -> Values:
    return {
        "DepartureStation": journey.origin,
        "DestinationStation": journey.destination,
        "Carrier": carrier,
        "Flight": journey.vehicle,
        "SeatClass": journey.seat_class,
        "CarrierDate": journey.date.isoformat(),
        "DepartureTime": journey.time,
        "FareBasis": f"{journey.seat_class}50",
        "EffectiveDate": None,
        "ExpirationDate": None,
        "FreeBaggageAllowance": "20K",
    }


def _journey(truth: Truth) -> Journey:
    if truth.travel is None:
        raise ValueError("a ticket needs a journey")
    return truth.travel


def _day(truth: Truth) -> str:
    return str(truth.issue_date)
