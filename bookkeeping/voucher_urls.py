"""Pages of vouchers, accounts and analysis items."""

from django.urls import path

from bookkeeping.views import (
    accounts,
    analysis_items,
    voucher_entry,
    voucher_files,
    voucher_list,
    voucher_settings,
    voucher_templates,
    vouchers,
)

urlpatterns = [
    path("vouchers/", voucher_list.vouchers, name="vouchers"),
    path("vouchers/new/", voucher_entry.voucher_new, name="voucher_new"),
    path("vouchers/hints/<slug:kind>/", voucher_entry.hints, name="hints"),
    path("vouchers/batch/", voucher_list.batch, name="voucher_batch"),
    path("vouchers/post/", voucher_list.post_all, name="post_all"),
    path("vouchers/print.pdf", voucher_files.voucher_print, name="voucher_print"),
    path("vouchers/export.xlsx", voucher_files.voucher_export, name="voucher_export"),
    path("vouchers/import/", voucher_files.voucher_import, name="voucher_import"),
    path("vouchers/types/", voucher_settings.voucher_types, name="voucher_types"),
    path("vouchers/templates/", voucher_templates.templates, name="voucher_templates"),
    path("vouchers/templates/<int:template_id>/remove/", voucher_templates.remove, name="voucher_template_remove"),
    path("vouchers/<int:voucher_id>/", vouchers.voucher, name="voucher"),
    path("vouchers/<int:voucher_id>/edit/", voucher_entry.voucher_edit, name="voucher_edit"),
    path("vouchers/<int:voucher_id>/step/", vouchers.voucher_step, name="voucher_step"),
    path("vouchers/<int:voucher_id>/papers/", vouchers.papers, name="voucher_papers"),
    path("vouchers/<int:voucher_id>/template/", voucher_templates.save_as, name="voucher_template_save"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<slug:code>/", accounts.account, name="account"),
    path("items/", analysis_items.analysis_items, name="analysis_items"),
    path("items/import/", analysis_items.items_import, name="items_import"),
    path("items/<int:item_id>/", analysis_items.item, name="analysis_item"),
]
