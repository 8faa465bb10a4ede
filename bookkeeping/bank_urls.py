"""Pages of bank accounts and statements."""

from django.urls import path

from bookkeeping.views import bank, bank_statements

urlpatterns = [
    path("bank/", bank.bank_accounts, name="bank_accounts"),
    path("bank/upload/", bank.bank_upload, name="bank_upload"),
    path("bank/accounts/new/", bank.bank_account_new, name="bank_account_new"),
    path("bank/accounts/<int:account_id>/", bank.bank_account, name="bank_account"),
    path("bank/accounts/<int:account_id>/edit/", bank.bank_account_edit, name="bank_account_edit"),
    path("bank/statements/<int:statement_id>/", bank_statements.bank_statement, name="bank_statement"),
    path(
        "bank/statements/<int:statement_id>/discard/",
        bank_statements.bank_statement_discard,
        name="bank_statement_discard",
    ),
]
