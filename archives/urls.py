"""Pages of the archives, under /c/<company_id>/archives/."""

from django.urls import path

from archives.views import log, manual, packages, rules, sources

app_name = "archives"
urlpatterns = [
    path("sources/", sources.sources, name="sources"),
    path("sources/vouchers/<int:voucher_id>/", sources.voucher, name="voucher"),
    path("sources/vouchers/<int:voucher_id>/booking/<int:invoice_id>.xml", sources.booking_file, name="booking_file"),
    path("sources/files/<int:document_id>/", sources.document, name="document"),
    path("packages/", packages.packages, name="packages"),
    path("packages/make/", packages.make, name="package_make"),
    path("packages/progress/", packages.progress, name="package_progress"),
    path("packages/<int:package_id>/file/", packages.download, name="package_file"),
    path("manual/", manual.manual, name="manual"),
    path("manual.pdf", manual.manual_file, name="manual_file"),
    path("log/", log.log, name="log"),
    path("log.xlsx", log.log_file, name="log_file"),
    path("log/verify/", log.log_verify, name="log_verify"),
    path("review-rules/", rules.rules, name="rules"),
    path("review-rules/<int:rule_id>/", rules.rule, name="rule"),
    path("review-rules/<int:rule_id>/approve/", rules.approve, name="rule_approve"),
]
