"""API routes of `bookkeeping`."""

from django.urls import path

from bookkeeping.api import (
    bank,
    bank_matching,
    cash_flow,
    lists,
    payroll,
    periods,
    proposals,
    report_sheets,
    reports,
    vouchers,
)

app_name = "bookkeeping_api"
urlpatterns = [
    path("vouchers/", vouchers.VoucherList.as_view(), name="vouchers"),
    path("vouchers/<int:voucher_id>/", vouchers.VoucherDetail.as_view(), name="voucher"),
    path("vouchers/<int:voucher_id>/reverse/", vouchers.VoucherReversal.as_view(), name="reverse"),
    path("vouchers/<int:voucher_id>/cash-flow/", cash_flow.CashFlowOfVoucher.as_view(), name="cash_flow"),
    path("vouchers/<int:voucher_id>/papers/", vouchers.VoucherPapers.as_view(), name="papers"),
    path("bank/<int:account_id>/reconciliation/", bank_matching.Reconciliation.as_view(), name="reconciliation"),
    path("bank/<int:account_id>/matches/", bank_matching.MatchList.as_view(), name="bank_matches"),
    path("bank/matches/<int:match_id>/accept/", bank_matching.MatchAcceptance.as_view(), name="bank_match_accept"),
    path("bank/matches/<int:match_id>/undo/", bank_matching.MatchUndoing.as_view(), name="bank_match_undo"),
    path("accounts/", lists.AccountList.as_view(), name="accounts"),
    path("accounts/<slug:code>/", lists.AccountDetail.as_view(), name="account"),
    path("items/", lists.ItemList.as_view(), name="items"),
    path("items/<int:item_id>/", lists.ItemDetail.as_view(), name="item"),
    path("bank/accounts/", bank.BankAccountList.as_view(), name="bank_accounts"),
    path("bank/accounts/<int:account_id>/lines/", bank.BankLineList.as_view(), name="bank_lines"),
    path("bank/statements/", bank.BankStatementList.as_view(), name="bank_statements"),
    path("proposals/", proposals.ProposalList.as_view(), name="proposals"),
    path("proposals/<int:proposal_id>/accept/", proposals.ProposalAcceptance.as_view(), name="accept"),
    path("proposals/<int:proposal_id>/reject/", proposals.ProposalRejection.as_view(), name="reject"),
    path("trial-balance/", reports.TrialBalance.as_view(), name="trial_balance"),
    path("ledger/<slug:code>/", reports.Ledger.as_view(), name="ledger"),
    path("statements/", reports.StatementsOfPeriod.as_view(), name="statements"),
    path("employees/", payroll.EmployeeList.as_view(), name="employees"),
    path("employees/<int:employee_id>/enrolments/", payroll.EmployeeEnrolment.as_view(), name="enrolments"),
    path("employees/<int:employee_id>/deductions/", payroll.EmployeeDeductions.as_view(), name="deductions"),
    path("payroll/", payroll.PayrollOfPeriod.as_view(), name="payroll"),
    path("payroll/confirm/", payroll.PayrollConfirmation.as_view(), name="payroll_confirm"),
    path("payroll/pay/", payroll.PayrollPayment.as_view(), name="payroll_pay"),
    path("payroll/facts/", payroll.WithholdingFacts.as_view(), name="payroll_facts"),
    path("reports/<slug:name>/", report_sheets.ReportSheet.as_view(), name="report"),
    path("period/", periods.PeriodState.as_view(), name="period"),
    path("period/carry-forward/", periods.CarryForward.as_view(), name="carry_forward"),
    path("period/close/", periods.Closing.as_view(), name="close"),
    path("period/reopen/", periods.Reopening.as_view(), name="reopen"),
]
