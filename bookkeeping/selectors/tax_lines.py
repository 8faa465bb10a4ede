"""Sales and input VAT of what was booked, in the words a VAT return asks for.

Rule kept: lines come from posted vouchers only, so the return ties with the ledger: invoices as they were booked, and
sales without invoice from vouchers that credit revenue with no invoice behind them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bookkeeping.models import JournalLine, Voucher, VoucherState
from bookkeeping.selectors.books import Books, books_of, is_general_taxpayer
from foundation.models import ProvenanceLink
from invoices.exports import InvoiceFact, invoice_fact, supply_of
from kernel.money import ZERO, round_to_fen, total
from kernel.period import AccountingPeriod
from law.store import lookup

SPECIAL_KINDS = frozenset({"special_vat", "fully_digital_special", "motor_vehicle"})
_NO_INVOICE_ORIGINS = ("close_pnl", "closing_step", "tax")
_BLOCKED_USE = {
    "catering": "catering",
    "entertainment_services": "entertainment",
    "loan_interest": "loan",
    "alcohol": "entertainment",
}


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One rate and supply of a booked invoice, or a sale booked without one; yuan, negative on red letters."""

    direction: str
    date: date
    period: str
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    tax_rate: Decimal | None
    invoice: str
    kind: str
    nature: str
    method: str
    use: str
    confirmed: bool
    invoice_id: int | None
    voucher_id: int
    is_red_letter: bool
    deductible_vat: Decimal = ZERO
    count: int = 0
    voucher_kind: str = ""


def tax_lines(company_id: int, start: AccountingPeriod, end: AccountingPeriod) -> list[TaxLine]:
    """Every sale and every purchase with VAT booked in the span, in order of posting."""
    books = books_of(company_id)
    vouchers = list(
        Voucher.objects.filter(
            company_id=company_id, period__gte=str(start), period__lte=str(end), state=VoucherState.POSTED
        ).order_by("period", "number")
    )
    invoices = _invoice_links(company_id, [v.reverses_id or v.pk for v in vouchers])
    lines: list[TaxLine] = []
    plain: list[Voucher] = []
    for voucher in vouchers:
        linked = invoices.get(voucher.reverses_id or voucher.pk, [])
        sign = -1 if voucher.reverses_id else 1
        for invoice_id in linked:
            lines += _of_invoice(books, invoice_fact(company_id, invoice_id), voucher, sign)
        if not linked and not voucher.carries_forward and not voucher.origin.startswith(_NO_INVOICE_ORIGINS):
            plain.append(voucher)
    return lines + _without_invoice(books, plain)


def _invoice_links(company_id: int, voucher_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    links = ProvenanceLink.objects.filter(
        company_id=company_id, target_type="voucher", target_id__in=voucher_ids, source_type="invoice"
    )
    for target, source in links.values_list("target_id", "source_id"):
        found[target].append(source)
    return found


def _method(rate: Decimal | None, tax: Decimal, day: date, *, is_general: bool) -> str:
    if not tax and not rate:
        return "exempt"
    return "simplified" if is_general and rate in _levy_rates(day) else "general"


def _levy_rates(day: date) -> set[Decimal]:
    return {Decimal(str(rate)) for rate in lookup("vat.levy_rates", day).value}


Key = tuple[Decimal | None, str]


def _by_rate(fact: InvoiceFact) -> dict[Key, tuple[Decimal, Decimal]]:
    """(net, tax) of an invoice by rate and supply; one group where the lines do not add up to the invoice."""
    groups: dict[Key, tuple[Decimal, Decimal]] = {}
    for line in fact.lines:
        net, tax = groups.get((line.tax_rate, line.supply), (ZERO, ZERO))
        groups[line.tax_rate, line.supply] = (net + (line.net_amount or ZERO), tax + (line.tax_amount or ZERO))
    net_sum, tax_sum = total(g[0] for g in groups.values()), total(g[1] for g in groups.values())
    if (net_sum, tax_sum) == (fact.net_amount, fact.tax_amount):
        return groups
    rates = {rate for rate, _supply in groups}
    largest = max(groups, key=lambda key: abs(groups[key][0]), default=(None, "goods"))
    tax = fact.tax_amount or ZERO
    net = fact.net_amount if fact.net_amount is not None else (fact.gross_amount or ZERO) - tax
    return {(rates.pop() if len(rates) == 1 else None, largest[1]): (net, tax)}


def _of_invoice(books: Books, fact: InvoiceFact, voucher: Voucher, sign: int) -> list[TaxLine]:
    is_general = is_general_taxpayer(books.company, voucher.date)
    kind = str(fact.kind)
    deductible = fact.deductible_vat or ZERO
    return [
        TaxLine(
            direction=fact.direction,
            date=voucher.date,
            period=voucher.period,
            net_amount=sign * net,
            tax_amount=sign * tax,
            gross_amount=sign * (net + tax),
            tax_rate=rate,
            invoice="special" if kind in SPECIAL_KINDS else "ordinary",
            kind=kind,
            nature=supply,
            method=_method(rate, tax, voucher.date, is_general=is_general),
            use=_BLOCKED_USE.get(fact.category or "", "taxable"),
            confirmed=bool(deductible),
            invoice_id=fact.id,
            voucher_id=voucher.pk,
            is_red_letter=fact.is_red_letter or sign < 0,
            deductible_vat=sign * deductible if position == 0 else ZERO,
            count=1 if position == 0 else 0,
            voucher_kind=fact.voucher_kind,
        )
        for position, ((rate, supply), (net, tax)) in enumerate(_by_rate(fact).items())
    ]


def _revenue_and_vat(books: Books, voucher_ids: list[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """(revenue, output VAT) credited by each voucher."""
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    rows = JournalLine.objects.filter(voucher_id__in=voucher_ids).order_by("voucher_id")
    for voucher_id, code, debit, credit in rows.values_list("voucher_id", "account__code", "debit", "credit"):
        net, tax = sums.get(voucher_id, (ZERO, ZERO))
        if books.chart.first_level(code).name in {"主营业务收入", "其他业务收入"}:
            sums[voucher_id] = (net + credit - debit, tax)
        elif code in {"222101", "22210107", "222107"}:
            sums[voucher_id] = (net, tax + credit - debit)
    return sums


def _without_invoice(books: Books, vouchers: list[Voucher]) -> list[TaxLine]:
    """Vouchers by hand (or from the bank) that credit revenue: sales nobody invoiced."""
    by_id = {voucher.pk: voucher for voucher in vouchers}
    return [
        _uninvoiced(books, by_id[voucher_id], net, tax)
        for voucher_id, (net, tax) in sorted(_revenue_and_vat(books, list(by_id)).items())
        if net
    ]


def _uninvoiced(books: Books, voucher: Voucher, net: Decimal, tax: Decimal) -> TaxLine:
    rate = (tax / net).quantize(Decimal("0.01")) if tax else None
    return TaxLine(
        direction="sale",
        date=voucher.date,
        period=voucher.period,
        net_amount=net,
        tax_amount=tax,
        gross_amount=round_to_fen(net + tax),
        tax_rate=rate,
        invoice="none",
        kind="",
        nature=supply_of(voucher.description),
        method=_method(rate, tax, voucher.date, is_general=is_general_taxpayer(books.company, voucher.date)),
        use="taxable",
        confirmed=False,
        invoice_id=None,
        voucher_id=voucher.pk,
        is_red_letter=net < 0,
    )
