"""Closing steps that follow from returns: VAT transfer, surtaxes, income tax. Each drafts what is still to be posted.

Rule kept: after the step the liability in the books equals the draft return to the fen; run again, it drafts nothing.
Source: 财会〔2016〕22号 (转出未交增值税); `vat.small_scale.exemption_entry` (exempt VAT to income).
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from bookkeeping.exports import DraftLine, VoucherDraft
from foundation.models import Company
from foundation.provenance import Ref
from kernel.money import ZERO, money, text
from kernel.period import AccountingPeriod
from law.surtaxes import EDUCATION, LOCAL_EDUCATION, URBAN
from tax_filing.domain.due import CIT, VAT_FORMS, VAT_SMALL_SCALE
from tax_filing.models import TaxReturn
from tax_filing.selectors.ledger_figures import LedgerFigures
from tax_filing.selectors.tie_out import ROUNDING_LIMIT
from tax_filing.services.draft_returns import draft_returns


class VatTransfer:
    """General: 转出未交增值税. Small-scale: VAT not due goes to income, so that what is left is what is paid."""

    name = "vat_transfer"
    title = _("增值税结转")
    order = 10

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The voucher of the transfer, if one is still to be posted."""
        drafts = []
        for found in _returns(company_id, period, VAT_FORMS):
            ledger = LedgerFigures(found.company, found.tax_period)
            small = found.form == VAT_SMALL_SCALE
            drafts += _small_scale_relief(found, ledger) if small else _general_transfer(found, ledger)
        return drafts


class Surtaxes:
    """税金及附加 for the three surtaxes of the VAT return."""

    name = "surtaxes"
    title = _("附加税费")
    order = 20

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The accrual, if one is still to be posted."""
        return [draft for found in _returns(company_id, period, VAT_FORMS) for draft in _accrue_surtaxes(found)]


class IncomeTax:
    """所得税费用 of the quarter. An individual business accrues none: the tax on business income is its owner's."""

    name = "income_tax"
    title = _("所得税")
    order = 30

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The accrual, if one is still to be posted."""
        return [draft for found in _returns(company_id, period, (CIT,)) for draft in _accrue_income_tax(found)]


def _returns(company_id: int, period: AccountingPeriod, forms: tuple[str, ...]) -> list[TaxReturn]:
    return draft_returns(Company.objects.get(pk=company_id), period, forms=forms)


def _general_transfer(found: TaxReturn, ledger: LedgerFigures) -> list[VoucherDraft]:
    main = found.lines["main"]
    # Simplified tax may stand on its own account or among output VAT; the main account takes what is left.
    on_its_own = ledger.credited("vat_simplified")
    general = money(main["24"]["general"]) - on_its_own - ledger.debited("vat_unpaid_transfer")
    simplified = on_its_own - ledger.debited("vat_simplified")
    prepaid = max(ZERO, min(money(main["28"]["general"]), -ledger.closing_credit("vat_prepaid")))
    lines = [
        *_debit(ledger.code("vat_unpaid_transfer"), general),
        *_debit(ledger.code("vat_simplified"), simplified),
        *_credit(ledger.code("vat_unpaid"), general + simplified),
        *_debit(ledger.code("vat_unpaid"), prepaid),
        *_credit(ledger.code("vat_prepaid"), prepaid),
    ]
    return _voucher(found, VatTransfer.name, "转出未交增值税", lines, done=ledger.debited("vat_unpaid_transfer"))


def _small_scale_relief(found: TaxReturn, ledger: LedgerFigures) -> list[VoucherDraft]:
    """What was accrued on sales less what the return says is due; too little accrued is a finding, not a voucher."""
    # Other debits of the account paid earlier VAT; what was relieved stands on the income account too.
    relieved = min(ledger.debited("vat"), ledger.credited("vat_relief_income"))
    due = money(found.lines["main"]["20"]["total"])
    excess = ledger.credited("vat") - relieved - due
    if excess <= -ROUNDING_LIMIT:
        return []
    lines = [*_debit(ledger.code("vat"), excess), *_credit(ledger.code("vat_relief_income"), excess)]
    return _voucher(found, VatTransfer.name, "结转免征及减征的增值税", lines, done=relieved)


def _accrue_surtaxes(found: TaxReturn) -> list[VoucherDraft]:
    ledger = LedgerFigures(found.company, found.tax_period)
    lines: list[DraftLine] = []
    done = ZERO
    for name in (URBAN, EDUCATION, LOCAL_EDUCATION):
        accrued = ledger.credited(name)
        done += accrued
        left = money(found.surtaxes[name]) - accrued
        lines += [*_debit(ledger.code(f"{name}_expense"), left), *_credit(ledger.code(name), left)]
    return _voucher(found, Surtaxes.name, "计提附加税费", lines, done=done)


def _accrue_income_tax(found: TaxReturn) -> list[VoucherDraft]:
    ledger = LedgerFigures(found.company, found.tax_period)
    accrued = ledger.credited("cit")
    left = found.tax_payable - accrued
    lines = [*_debit(ledger.code("cit_expense"), left), *_credit(ledger.code("cit"), left)]
    return _voucher(found, IncomeTax.name, "计提企业所得税", lines, done=accrued)


def _debit(code: str, amount: Decimal) -> list[DraftLine]:
    return [DraftLine(code, amount, ZERO, is_red_letter=amount < 0)] if amount else []


def _credit(code: str, amount: Decimal) -> list[DraftLine]:
    return [DraftLine(code, ZERO, amount, is_red_letter=amount < 0)] if amount else []


def _voucher(found: TaxReturn, name: str, title: str, lines: list[DraftLine], *, done: Decimal) -> list[VoucherDraft]:
    """One voucher on the last day of the tax period; its key names what had been posted before it."""
    if not lines:
        return []
    return [
        VoucherDraft(
            date=found.period_end,
            description=f"{title} {found.tax_period}",
            lines=tuple(lines),
            key=f"{name}:{found.tax_period}:{text(done)}",
            sources=(Ref("tax_return", found.pk),),
            origin="tax",
        )
    ]
