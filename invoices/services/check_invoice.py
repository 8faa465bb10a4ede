"""Check and sort one invoice as it stands in the tables: find duplicates, check compliance, decide direction, period,
category and input VAT, and write the findings anew.

Runs in the caller's transaction; runs again after every correction.
"""

from __future__ import annotations

from django.utils import timezone

from invoices.domain.compliance import CheckResult, check_compliance
from invoices.domain.doubts import Doubts, doubts
from invoices.domain.sorting import booking_period, direction_of
from invoices.mapping import to_fapiao
from invoices.models import Invoice, InvoiceFinding
from invoices.readers.findings import reading_findings
from invoices.services.check_context import context_for
from invoices.services.sort_invoice import sort_category
from kernel.period import AccountingPeriod


def check_invoice(invoice: Invoice) -> CheckResult:
    """The result, written to the row and its findings."""
    fapiao, company = to_fapiao(invoice), invoice.company
    in_work = AccountingPeriod.parse(company.period_in_work or company.books_begin)
    if invoice.booked_voucher_id is None:
        invoice.direction = direction_of(fapiao, name=company.name, taxpayer_id=company.taxpayer_id)
        invoice.period = str(booking_period(fapiao.issue_date, in_work=in_work))
    result = check_compliance(fapiao, context_for(invoice, fapiao, today=timezone.localdate()))
    sort_category(invoice, fapiao, result.category)
    invoice.input_vat = result.input_vat.usage.value
    invoice.deductible_vat = result.input_vat.amount
    invoice.input_vat_reason_zh = result.input_vat.reason_zh[:200]
    invoice.input_vat_reason_en = result.input_vat.reason_en[:200]
    invoice.verdict = result.verdict.value
    doubtful = doubts_of(invoice)
    invoice.doubtful_fields = len(doubtful)
    invoice.reading.setdefault("doubtful", sorted(doubtful))
    invoice.save()
    _write_findings(invoice, result)
    return result


def doubts_of(invoice: Invoice) -> Doubts:
    """Which fields a person should still look at, and why."""
    fapiao = to_fapiao(invoice)
    return doubts(fapiao, reading_findings(fapiao), confirmed=invoice.reading.get("confirmed", ()))


def _write_findings(invoice: Invoice, result: CheckResult) -> None:
    invoice.findings.all().delete()
    InvoiceFinding.objects.bulk_create(
        InvoiceFinding(
            company_id=invoice.company_id,
            invoice=invoice,
            position=position,
            rule=finding.rule,
            severity=finding.severity.value,
            message_zh=finding.message_zh,
            message_en=finding.message_en,
            law=finding.law[:400],
            fix_zh=finding.fix_zh,
            fix_en=finding.fix_en,
            evidence=dict(finding.evidence),
        )
        for position, finding in enumerate(result.findings)
    )
