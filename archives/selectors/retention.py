"""The retention rules in force when a year ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archives.domain.retention import Term, terms_of
from kernel.period import AccountingPeriod
from law.store import lookup

CATEGORIES: Final[dict[str, Promise]] = {
    "annual_reports": _("年度财务会计报告"),
    "archive_registers": _("会计档案保管清册、移交清册、鉴定意见书"),
    "source_documents": _("原始凭证"),
    "vouchers": _("记账凭证"),
    "ledgers": _("会计账簿"),
    "periodic_reports": _("月度、季度财务会计报告"),
    "bank_papers": _("银行存款余额调节表、银行对账单"),
    "tax_returns": _("纳税申报表"),
}


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """How long each class of papers of a year is kept, and which rule says so."""

    year: int
    terms: tuple[Term, ...]
    source: str
    confidence: str


def retention_on(end: AccountingPeriod) -> RetentionPlan:
    """The plan for papers of the year of `end`. Raises `NoRuleInForce`."""
    rule = lookup("archives.retention", date(end.year, 12, 31))
    return RetentionPlan(end.year, tuple(terms_of(rule.value, end.year)), rule.source, rule.confidence.value)
