"""Invoices for tests: a good one, and ways to change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from invoices.domain.compliance import CheckResult, check_compliance
from invoices.domain.context import CheckContext, CompanyProfile
from invoices.domain.fapiao import Fapiao, FapiaoLine, Kind, Medium, Method
from kernel.period import AccountingPeriod

COMPANY = CompanyProfile(
    name="赤松商贸有限公司",
    taxpayer_id="91310000MA00000025",
    vat_status="general",
    accounting_period=AccountingPeriod(2026, 10),
)
TODAY = date(2026, 11, 22)
CONTEXT = CheckContext(today=TODAY, company=COMPANY)


def line(
    item: str = "*信息技术服务*软件开发", net: str = "1000.00", rate: str | None = "0.06", **more: Any
) -> FapiaoLine:
    """One line whose VAT follows from its rate."""
    amount = Decimal(net)
    ratio = None if rate is None else Decimal(rate)
    tax = None if ratio is None else (amount * ratio).quantize(Decimal("0.01"))
    return FapiaoLine(**{"item_name": item, "net_amount": amount, "tax_rate": ratio, "tax_amount": tax} | more)


def invoice(*lines: FapiaoLine, **more: Any) -> Fapiao:
    """A fully digital special invoice to the company, correct in every respect unless `more` says otherwise."""
    lines = lines or (line(),)
    net = sum((one.net_amount or Decimal(0) for one in lines), Decimal(0))
    tax = sum((one.tax_amount or Decimal(0) for one in lines), Decimal(0))
    good: dict[str, Any] = {
        "kind": Kind.FULLY_DIGITAL_SPECIAL,
        "medium": Medium.XML,
        "method": Method.STRUCTURED,
        "invoice_number": "26312000000012345678",
        "issue_date": date(2026, 10, 15),
        "seller_name": "云杉咨询有限公司",
        "seller_taxpayer_id": "91310000MA00000012",
        "buyer_name": COMPANY.name,
        "buyer_taxpayer_id": COMPANY.taxpayer_id,
        "net_amount": net,
        "tax_amount": tax,
        "gross_amount": net + tax,
        "lines": lines,
    }
    return Fapiao(**good | more)


def context(**more: Any) -> CheckContext:
    """The usual circumstances, changed; `company` may be a dict of changes to the company."""
    company = more.pop("company", {})
    return replace(CONTEXT, company=replace(COMPANY, **company), **more)


def check(fapiao: Fapiao | None = None, **circumstances: Any) -> CheckResult:
    """What the checks say."""
    return check_compliance(fapiao or invoice(), context(**circumstances))


def rules(result: CheckResult) -> set[str]:
    """The ids of the rules that tripped."""
    return {finding.rule for finding in result.findings}
