"""What stands in the way of closing a period, and what is worth a look first. The same list serves page and API."""

from __future__ import annotations

from decimal import Decimal

from bookkeeping.domain.account import Category
from bookkeeping.domain.balances import Balance, first_level_totals, trial_balance
from bookkeeping.domain.statements import Statements
from bookkeeping.models import BooksPeriod, JournalLine, Proposal, ProposalState, Voucher, VoucherState
from bookkeeping.selectors.assets import asset_rows, ties
from bookkeeping.selectors.balances import balances, out_of_step
from bookkeeping.selectors.bank_checks import bank_findings
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.payroll_checks import payroll_checks
from bookkeeping.selectors.statements import statements_of
from bookkeeping.services.cost_of_sales import stock_findings
from bookkeeping.services.revalue import rate_findings
from invoices.exports import invoices_to_book
from kernel.finding import Finding, Severity
from kernel.money import ZERO, text, total
from kernel.period import AccountingPeriod

_NEVER_NEGATIVE = ("1001", "1002", "1012", "1403", "1405", "1601")


def closing_checks(company_id: int, period: AccountingPeriod) -> list[Finding]:
    """Findings of the period; severity `block` stops the closing."""
    books = books_of(company_id)
    rows = balances(company_id, period, period)
    return [
        *_vouchers(books, period),
        *_analysis(books, period),
        *_papers(books, period),
        *_earlier_open(books, period),
        *_assets(books, period),
        *payroll_checks(books.company.pk, period),
        *stock_findings(books, period),
        *rate_findings(books, period),
        *bank_findings(books.company.pk, period),
        *_suspense(books, rows),
        *_ties(books, period, rows),
        *_profit_left(books, rows),
        *_signs(books, rows),
        *_statement_checks(statements_of(books, period), books),
    ]


def _block(rule: str, zh: str, en: str, **evidence: str) -> Finding:
    return Finding(rule, Severity.BLOCK, zh, en, evidence=evidence)


def _vouchers(books: Books, period: AccountingPeriod) -> list[Finding]:
    waiting = (
        Voucher.objects.filter(company=books.company, period=str(period)).exclude(state=VoucherState.POSTED).count()
    )
    if not waiting:
        return []
    return [
        _block(
            "VOUCHERS_NOT_POSTED",
            f"有 {waiting} 张凭证尚未记账，须全部记账后才能结账",
            f"{waiting} vouchers are not posted; all must be before closing",
            count=str(waiting),
        )
    ]


def _analysis(books: Books, period: AccountingPeriod) -> list[Finding]:
    """Lines whose account asks for analysis and that say none: of vouchers no person wrote."""
    asking = [account.code for account in books.chart if account.dimensions]
    if not asking:
        return []
    lines = JournalLine.objects.filter(
        voucher__company=books.company, period=str(period), account__code__in=asking, analysis=None
    )
    found = sorted(lines.values_list("account__code", flat=True))
    if not found:
        return []
    codes = "、".join(sorted(set(found))[:5])
    return [
        Finding(
            "ANALYSIS_MISSING",
            Severity.WARN,
            f"有 {len(found)} 条分录缺少辅助核算，科目：{codes}",
            f"{len(found)} lines lack the analysis their account asks for: {codes}",
            evidence={"count": str(len(found)), "accounts": codes},
        )
    ]


def _papers(books: Books, period: AccountingPeriod) -> list[Finding]:
    found = []
    proposals = Proposal.objects.filter(company=books.company, period=str(period), state=ProposalState.PROPOSED).count()
    if proposals:
        found.append(
            Finding(
                "PROPOSALS_OPEN",
                Severity.WARN,
                f"有 {proposals} 条入账建议待处理",
                f"{proposals} proposed entries wait for a decision",
                evidence={"count": str(proposals)},
            )
        )
    missing = len(invoices_to_book(books.company.pk, period)) - proposals
    if missing > 0:
        found.append(
            Finding(
                "INVOICES_NOT_BOOKED",
                Severity.WARN,
                f"有 {missing} 张合规发票尚未入账",
                f"{missing} compliant invoices are not booked",
                evidence={"count": str(missing)},
            )
        )
    return found


def _earlier_open(books: Books, period: AccountingPeriod) -> list[Finding]:
    earlier = BooksPeriod.objects.filter(company=books.company, period__lt=str(period), is_closed=False)
    return [
        _block(
            "EARLIER_PERIOD_OPEN",
            f"账期 {row.period} 尚未结账",
            f"period {row.period} is still open",
            period=row.period,
        )
        for row in earlier[:1]
    ]


def _assets(books: Books, period: AccountingPeriod) -> list[Finding]:
    found = [
        Finding(
            "ASSETS_TIE",
            Severity.WARN,
            f"科目 {tie.code}：资产卡片合计 {text(tie.cards)}，账面 {text(tie.ledger)}",
            f"account {tie.code}: asset cards add up to {text(tie.cards)}, the ledger says {text(tie.ledger)}",
            evidence={"account": tie.code, "difference": text(tie.difference)},
        )
        for tie in ties(books.company.pk, period)
        if tie.difference
    ]
    waiting = [row for row in asset_rows(books.company.pk, period) if row.charge and not row.charged]
    if waiting:
        found.append(
            _block(
                "NOT_DEPRECIATED",
                f"有 {len(waiting)} 项资产本期尚未计提折旧或摊销",
                f"{len(waiting)} assets are not charged for this period",
                count=str(len(waiting)),
            )
        )
    return found


def _ties(books: Books, period: AccountingPeriod, rows: list[Balance]) -> list[Finding]:
    found = []
    sums = first_level_totals(trial_balance(books.chart, rows))
    for debit, credit in (
        ("opening_debit", "opening_credit"),
        ("debit", "credit"),
        ("closing_debit", "closing_credit"),
    ):
        if sums.get(debit, ZERO) != sums.get(credit, ZERO):
            found.append(
                _block(
                    "TRIAL_BALANCE",
                    "试算不平衡",
                    "the trial balance does not balance",
                    debit=text(sums[debit]),
                    credit=text(sums[credit]),
                )
            )
    if wrong := out_of_step(books.company.pk, period):
        codes = "、".join(wrong[:5])
        found.append(
            _block("BALANCES_OUT_OF_STEP", f"科目余额与分录合计不符：{codes}", f"balances differ from lines: {codes}")
        )
    return found


def _profit_left(books: Books, rows: list[Balance]) -> list[Finding]:
    left = [row for row in rows if row.closing and books.chart[row.code].category is Category.PROFIT_LOSS]
    if not left:
        return []
    amount = text(total(abs(row.closing) for row in left))
    return [
        Finding(
            "PROFIT_NOT_CARRIED",
            Severity.BLOCK,
            f"有 {len(left)} 个损益科目尚有余额，请先结转损益",
            f"{len(left)} profit and loss accounts still have balances; carry them forward first",
            evidence={"accounts": str(len(left)), "amount": amount},
        )
    ]


def _suspense(books: Books, rows: list[Balance]) -> list[Finding]:
    """财产损溢 waiting for a decision must not be carried through a close."""
    code = books.special("suspense")
    left = total(row.closing for row in rows if row.code.startswith(code))
    if not left:
        return []
    name = books.chart[code].name
    return [
        Finding(
            "SUSPENSE_NOT_CLEARED",
            Severity.WARN,
            f"{name}尚有余额 {text(left)}，请查明原因并处理",
            f"suspense ({code}) still holds {text(left)}; find out why and clear it",
            evidence={"account": code, "balance": text(left)},
        )
    ]


def _signs(books: Books, rows: list[Balance]) -> list[Finding]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        code = books.chart.path(row.code)[0]
        sums[code] = sums.get(code, ZERO) + row.closing
    return [
        Finding(
            "NEGATIVE_BALANCE",
            Severity.WARN,
            f"{books.chart[code].name}期末出现贷方余额 {text(-sums[code])}",
            f"{books.chart[code].name} ({code}) ends with a credit balance of {text(-sums[code])}",
            evidence={"account": code, "balance": text(sums[code])},
        )
        for code in _NEVER_NEGATIVE
        if sums.get(code, ZERO) < 0
    ]


def _statement_checks(statements: Statements, books: Books) -> list[Finding]:
    checks = books.layout.checks
    sheet = {line.line: line.amounts["closing"] for line in statements.balance_sheet}
    cash = {line.line: line.amounts["current"] for line in statements.cash_flow}
    found = []
    if sheet[checks["assets"]] != sheet[checks["claims"]]:
        found.append(_block("BALANCE_SHEET", "资产负债表不平", "the balance sheet does not balance"))
    if cash[checks["closing_cash"]] != sheet[checks["cash"]]:
        found.append(
            Finding(
                "CASH_FLOW",
                Severity.WARN,
                "现金流量表期末余额与货币资金不符",
                "cash flow statement and cash on the balance sheet differ",
            )
        )
    return found
