"""Pages of taking a company over."""

from django.urls import path

from bookkeeping.views import takeover, takeover_accounts, takeover_proof

urlpatterns = [
    path("takeovers/", takeover.takeovers, name="takeovers"),
    path("takeovers/<int:takeover_id>/", takeover.takeover, name="takeover"),
    path("takeovers/<int:takeover_id>/upload/", takeover.takeover_upload, name="takeover_upload"),
    path("takeovers/<int:takeover_id>/sheets/<int:sheet_id>/", takeover.takeover_sheet, name="takeover_sheet"),
    path("takeovers/<int:takeover_id>/accounts/", takeover_accounts.takeover_accounts, name="takeover_accounts"),
    path("takeovers/<int:takeover_id>/preview/<slug:what>/", takeover.takeover_preview, name="takeover_preview"),
    path("takeovers/<int:takeover_id>/check/", takeover_proof.takeover_check, name="takeover_check"),
    path("tie-outs/<int:tie_out_id>/", takeover_proof.proof, name="tie_out"),
    path("tie-outs/<int:tie_out_id>.xlsx", takeover_proof.proof_file, name="tie_out_file"),
]
