"""How far the returns of many companies are in a period, in a handful of queries whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foundation.models import Company, TaxpayerStatus
from kernel.money import total
from kernel.period import AccountingPeriod, TaxPeriod
from tax_filing.domain.due import DueReturn, Duties, due_returns
from tax_filing.models import Submission, TaxReturn


@dataclass(frozen=True, slots=True)
class SentReturn:
    """The newest submission of one return; `payable` in yuan."""

    form: str
    tax_period: TaxPeriod
    state: str
    payable: Decimal
    is_paid: bool


@dataclass(frozen=True, slots=True)
class FilingProgress:
    """What one company owes for a period, what of it is drafted, and what was sent."""

    due: tuple[DueReturn, ...]
    drafted: frozenset[tuple[str, TaxPeriod]]
    sent: tuple[SentReturn, ...]

    @property
    def payable(self) -> Decimal | None:
        """Yuan of everything sent; `None` before anything was."""
        return total(item.payable for item in self.sent) if self.sent else None


def filing_by_company(companies: Collection[Company], period: AccountingPeriod) -> dict[int, FilingProgress]:
    """One entry per company. A company without taxpayer status owes nothing yet."""
    ids = [company.pk for company in companies]
    duties = _duties(companies, period.end)
    owed: dict[Duties | None, tuple[DueReturn, ...]] = {
        each: tuple(due_returns(each, period)) for each in set(duties.values())
    }
    spans = {item.tax_period for due in owed.values() for item in due}
    drafted = _drafted(ids, spans)
    sent = _sent(ids, period)
    return {pk: FilingProgress(owed.get(duties.get(pk), ()), frozenset(drafted[pk]), tuple(sent[pk])) for pk in ids}


def _duties(companies: Collection[Company], day: date) -> dict[int, Duties]:
    """By company, from the newest status that has begun by the day."""
    rows = TaxpayerStatus.objects.filter(company__in=companies, effective_from__lte=day).order_by("effective_from")
    found = rows.values_list("company_id", "vat_status", "vat_filing")
    known = {company_id: (status, filing) for company_id, status, filing in found}
    return {company.pk: Duties(*known[company.pk], company.legal_form) for company in companies if company.pk in known}


def _drafted(ids: list[int], spans: Iterable[TaxPeriod]) -> dict[int, set[tuple[str, TaxPeriod]]]:
    found: defaultdict[int, set[tuple[str, TaxPeriod]]] = defaultdict(set)
    ends = {span.end for span in spans}
    rows = TaxReturn.objects.filter(company_id__in=ids, period_end__in=ends).order_by()
    for company_id, form, start, end in rows.values_list("company_id", "form", "period_start", "period_end"):
        found[company_id].add((form, TaxPeriod(start, end)))
    return found


def _sent(ids: list[int], period: AccountingPeriod) -> dict[int, list[SentReturn]]:
    """The newest submission of each return: one rejected and sent again counts as it stands now."""
    rows = Submission.objects.filter(company_id__in=ids, accounting_period=str(period)).order_by("created_at", "pk")
    newest: dict[tuple[int, str, TaxPeriod], SentReturn] = {}
    for company_id, form, start, end, state, payable, paid in rows.values_list(
        "company_id", "form", "period_start", "period_end", "state", "total_payable", "payment__id"
    ):
        span = TaxPeriod(start, end)
        newest[company_id, form, span] = SentReturn(form, span, state, payable, paid is not None)
    found: defaultdict[int, list[SentReturn]] = defaultdict(list)
    for (company_id, _form, _span), item in newest.items():
        found[company_id].append(item)
    return found
