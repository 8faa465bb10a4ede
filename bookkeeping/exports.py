"""The one door of bookkeeping: what other rooms may ask and order. Everything else in here is private."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping.cases import run_case
from bookkeeping.domain.sheet import Column, Kind, Row, Sheet, row
from bookkeeping.domain.statements import StatementLine, Statements
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, VoucherRefused
from bookkeeping.models import BankStatement, Proposal, ProposalState, StatementState, Voucher
from bookkeeping.reports.excel import excel_of, workbook_of
from bookkeeping.reports.pdf import pdf_of, pdf_of_sheets
from bookkeeping.selectors.assets import deduction_rows
from bookkeeping.selectors.balances import AccountMovement, movements_of
from bookkeeping.selectors.bank_checks import bank_findings
from bookkeeping.selectors.booked_invoices import InvoiceTrouble, invoice_troubles
from bookkeeping.selectors.books import books_of, is_closed
from bookkeeping.selectors.paper_sheets import (
    account_codes,
    accounts_with_entries,
    ledger_sheet,
    report_sheets,
    report_titles,
    statement_sheets,
)
from bookkeeping.selectors.payroll_facts import payroll_facts
from bookkeeping.selectors.payroll_totals import payroll_people
from bookkeeping.selectors.progress import BooksProgress, progress_by_company
from bookkeeping.selectors.proof import changed_batches
from bookkeeping.selectors.review_rules import ReviewRuleRecord, review_rules, reviewed_by_rule
from bookkeeping.selectors.settlement import ChaseList, chase_list, settlement_of
from bookkeeping.selectors.statements import statements_of
from bookkeeping.selectors.tax_lines import TaxLine, tax_lines
from bookkeeping.selectors.voucher_papers import PaperLine, VoucherPaper, papers_with_ids, voucher_papers
from bookkeeping.services.accept_proposal import accept_proposals
from bookkeeping.services.approve_review_rule import approve_review_rule
from bookkeeping.services.close_period import ClosingBlocked, close_period
from bookkeeping.services.close_profit_and_loss import close_profit_and_loss
from bookkeeping.services.closing_checks import closing_checks
from bookkeeping.services.compute_payroll import start_payroll
from bookkeeping.services.draft_payroll import draft_payroll
from bookkeeping.services.import_statement import READ_JOB, import_statement
from bookkeeping.services.keep_bank_accounts import BankAccountFacts, save_bank_account
from bookkeeping.services.keep_employees import declare_deduction, enrol, save_employee
from bookkeeping.services.keep_rates import save_rate
from bookkeeping.services.open_books import OpeningBalance, ensure_books, open_books
from bookkeeping.services.post_drafts import post_draft, post_drafts
from bookkeeping.services.post_voucher import post_reviewed
from bookkeeping.services.propose_period import propose_entry, propose_period
from bookkeeping.services.reconcile_company import reconcile_bank
from bookkeeping.services.reopen_period import reopen_period
from bookkeeping.services.reverse_voucher import reverse_voucher
from bookkeeping.services.run_closing_steps import ClosingStep, run_closing_steps
from bookkeeping.services.settle_payroll import confirm_payroll, pay_payroll
from foundation.jobs import run_pending
from foundation.models import User
from kernel.money import total
from kernel.period import AccountingPeriod

__all__ = [
    "AccountMovement",
    "BankAccountFacts",
    "BooksProgress",
    "ChaseList",
    "ClosingBlocked",
    "ClosingStep",
    "Column",
    "DraftLine",
    "InvoiceTrouble",
    "Kind",
    "OpeningBalance",
    "PaperLine",
    "Proposal",
    "ReviewRuleRecord",
    "Row",
    "Sheet",
    "StatementLine",
    "Statements",
    "TaxLine",
    "VoucherDraft",
    "VoucherPaper",
    "VoucherRefused",
    "accept_proposals",
    "account_codes",
    "accounts_with_entries",
    "approve_review_rule",
    "bank_findings",
    "changed_batches",
    "chase_list",
    "close_period",
    "close_pnl",
    "closing_checks",
    "confirm_payroll",
    "declare_deduction",
    "deduction_at_once",
    "draft_payroll",
    "enrol",
    "ensure_books",
    "excel_of",
    "import_statement",
    "invoice_troubles",
    "is_closed",
    "ledger_sheet",
    "movements",
    "open_books",
    "open_proposals",
    "papers_with_ids",
    "pay_payroll",
    "payroll_facts",
    "payroll_people",
    "pdf_of",
    "pdf_of_sheets",
    "post_draft",
    "post_drafts",
    "post_reviewed",
    "process_statements",
    "progress_by_company",
    "propose_entry",
    "propose_period",
    "reconcile_bank",
    "reopen_period",
    "report_sheets",
    "report_titles",
    "reverse_voucher",
    "review_rules",
    "reviewed_by_rule",
    "row",
    "run_case",
    "run_closing_steps",
    "save_bank_account",
    "save_employee",
    "save_rate",
    "settlement_of",
    "start_payroll",
    "statement_sheets",
    "statements",
    "statements_waiting",
    "tax_lines",
    "voucher_counts",
    "voucher_papers",
    "workbook_of",
]


def open_proposals(company_id: int, period: AccountingPeriod) -> list[Proposal]:
    """Proposals of the period no person has decided."""
    waiting = Proposal.objects.filter(company_id=company_id, period=str(period), state=ProposalState.PROPOSED)
    return list(waiting.order_by("date", "pk"))


def deduction_at_once(company_id: int, period: AccountingPeriod) -> Decimal:
    """Yuan by which equipment deducted at once lowers the taxable income of the year up to `period`."""
    return total(row.difference.taken_off for row in deduction_rows(company_id, period))


def close_pnl(company_id: int, period: AccountingPeriod, actor: User | None) -> list[int]:
    """Carry profit and loss forward; ids of the vouchers posted, none when nothing was left over."""
    return close_profit_and_loss(company_id, period, actor=actor)


def movements(company_id: int, start: AccountingPeriod, end: AccountingPeriod) -> list[AccountMovement]:
    """Every account with a balance or movement in the span, parents included; posted vouchers only."""
    return movements_of(books_of(company_id), start, end)


def statements(company_id: int, period: AccountingPeriod) -> Statements:
    """Balance sheet (`closing`, `opening`), income statement and cash flow (`current`, `year_to_date`)."""
    return statements_of(books_of(company_id), period)


def process_statements(company_id: int) -> int:
    """Read the bank statements that wait for it, here and now; how many there were."""
    return run_pending(company_id=company_id, kinds=[READ_JOB])


def statements_waiting(company_id: int) -> int:
    """Bank statements for which a person must say the account or the columns."""
    return BankStatement.objects.filter(company_id=company_id).exclude(state=StatementState.IMPORTED).count()


def voucher_counts(company_id: int, period: AccountingPeriod) -> dict[str, int]:
    """Vouchers of the period by state."""
    rows = Voucher.objects.filter(company_id=company_id, period=str(period))
    states = [str(state) for state in rows.values_list("state", flat=True)]
    return {state: states.count(state) for state in ("draft", "reviewed", "posted")}
