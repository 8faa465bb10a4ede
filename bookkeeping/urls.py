"""Pages of `bookkeeping`."""

from django.urls import path

from bookkeeping.views import accounts, assets, downloads, periods, proposals, reports, vouchers

app_name = "bookkeeping"
urlpatterns = [
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/propose/", proposals.propose, name="propose"),
    path("proposals/accept/", proposals.accept_many, name="accept_many"),
    path("proposals/<int:proposal_id>/accept/", proposals.accept, name="accept"),
    path("proposals/<int:proposal_id>/reject/", proposals.reject, name="reject"),
    path("vouchers/", vouchers.vouchers, name="vouchers"),
    path("vouchers/new/", vouchers.voucher_new, name="voucher_new"),
    path("vouchers/post/", vouchers.post_all, name="post_all"),
    path("vouchers/journal.xlsx", downloads.journal_file, name="journal_file"),
    path("vouchers/<int:voucher_id>/", vouchers.voucher, name="voucher"),
    path("vouchers/<int:voucher_id>/edit/", vouchers.voucher_edit, name="voucher_edit"),
    path("vouchers/<int:voucher_id>/step/", vouchers.voucher_step, name="voucher_step"),
    path("assets/", assets.assets, name="assets"),
    path("assets.xlsx", downloads.assets_file, name="assets_file"),
    path("assets/new/", assets.asset_new, name="asset_new"),
    path("assets/<int:asset_id>/", assets.asset, name="asset"),
    path("assets/<int:asset_id>/revise/", assets.asset_revise, name="asset_revise"),
    path("assets/<int:asset_id>/dispose/", assets.asset_dispose, name="asset_dispose"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("trial-balance/", reports.trial_balance, name="trial_balance"),
    path("trial-balance.xlsx", downloads.trial_balance_file, name="trial_balance_file"),
    path("ledger/<slug:code>/", reports.ledger, name="ledger"),
    path("ledger/<slug:code>.xlsx", downloads.ledger_file, name="ledger_file"),
    path("statements/", reports.statements, name="statements"),
    path("statements/<slug:kind>.xlsx", downloads.statement_file, name="statement_file"),
    path("statements/<slug:kind>/<int:line>/", reports.figure, name="figure"),
    path("period/", periods.period, name="period"),
    path("period/start/", periods.start, name="start"),
    path("period/carry-forward/", periods.carry_forward, name="carry_forward"),
    path("period/close/", periods.close, name="close"),
    path("period/reopen/", periods.reopen, name="reopen"),
]
