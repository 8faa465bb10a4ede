"""Forms of this room.

Rule kept: a field left empty is not said, so it stays unknown; what is known to be missing is said by choosing it.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

UNSAID: Final = ("", _("未说明"))
RELATIONS: Final = (
    UNSAID,
    ("employee", _("本单位员工")),
    ("dispatched_worker", _("劳务派遣人员")),
    ("contractor", _("外部承包人")),
    ("client", _("客户")),
    ("family", _("员工家属")),
)
PAYMENTS: Final = (
    UNSAID,
    ("bank_transfer", _("对公转账")),
    ("cash", _("现金")),
    ("third_party", _("第三方代付")),
)
SEALS: Final = (
    UNSAID,
    ("invoice_seal", _("发票专用章")),
    ("illegible", _("发票专用章，不清晰")),
    ("finance_seal", _("财务专用章")),
    ("company_seal", _("公章")),
    ("none", _("没有印章")),
)
YES_NO: Final = (UNSAID, ("yes", _("有")), ("no", _("没有")))
DOCUMENTS: Final = (
    ("contract", _("合同")),
    ("deliverable", _("成果或验收资料")),
    ("bank_payment_slip", _("银行付款回单")),
    ("cash_receipt", _("收款收据")),
    ("delivery_note", _("送货单")),
    ("deregistration_proof", _("对方注销证明")),
    ("meeting_notice", _("会议通知")),
    ("sign_in_sheet", _("签到表")),
    ("agenda", _("议程")),
    ("company_policy", _("公司制度")),
    ("participant_list", _("参加人员名单")),
    ("vehicle_lease_contract", _("租车合同")),
    ("rent_invoice", _("租金发票")),
    ("trip_record", _("出差审批或行程")),
    ("electronic_original", _("电子原件")),
)
_MOST: Final = 60


class CircumstancesForm(forms.Form):
    """What lies behind an invoice, as a person can say it."""

    claimant_name = forms.CharField(label=_("报销人或旅客"), max_length=_MOST, required=False)
    claimant_relation = forms.ChoiceField(label=_("与本公司的关系"), choices=RELATIONS, required=False)
    claim_amount = forms.DecimalField(label=_("报销金额"), max_digits=16, decimal_places=2, required=False)
    claim_words = forms.CharField(label=_("报销大写金额"), max_length=_MOST, required=False)
    claim_date = forms.DateField(
        label=_("报销日期"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    claimed_input_vat = forms.DecimalField(label=_("拟抵扣税额"), max_digits=16, decimal_places=2, required=False)
    payment_method = forms.ChoiceField(label=_("付款方式"), choices=PAYMENTS, required=False)
    vehicle_owner = forms.ChoiceField(
        label=_("车辆所有人"), choices=(UNSAID, ("company", _("公司")), ("employee", _("员工"))), required=False
    )
    seal = forms.ChoiceField(label=_("票面印章"), choices=SEALS, required=False)
    has_sales_list = forms.ChoiceField(label=_("销货清单"), choices=YES_NO, required=False)
    expense_year = forms.IntegerField(label=_("费用所属年度"), min_value=2000, max_value=2100, required=False)
    obtained_on = forms.DateField(
        label=_("取得日期"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    notified_on = forms.DateField(
        label=_("税务机关告知日期"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    asset_number = forms.CharField(label=_("资产编号"), max_length=_MOST, required=False)
    documents_checked = forms.BooleanField(label=_("已核对随附资料，未勾选的就是没有"), required=False)
    documents = forms.MultipleChoiceField(
        label=_("随附资料"), choices=DOCUMENTS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def said(self) -> dict[str, Any]:
        """Circumstances in the shape of the command contract; `...` takes a statement back."""
        given = self.cleaned_data
        claimant = {"name": given["claimant_name"], "relation": given["claimant_relation"]}
        claim = {
            "amount": _text(given["claim_amount"]),
            "amount_in_words": given["claim_words"],
            "submitted_on": _text(given["claim_date"]),
        }
        plain = ("payment_method", "vehicle_owner", "asset_number", "expense_year")
        dates = ("claimed_input_vat", "obtained_on", "notified_on")
        return {
            "claimant": _filled(claimant),
            "expense_claim": _filled(claim),
            "seals": _seals(given["seal"]),
            "has_sales_list": {"yes": True, "no": False}.get(given["has_sales_list"], ...),
            "supporting_documents": given["documents"] if given["documents_checked"] or given["documents"] else ...,
            **{name: given[name] or ... for name in plain},
            **{name: _text(given[name]) or ... for name in dates},
        }


def circumstances_initial(said: dict[str, Any]) -> dict[str, Any]:
    """Initial values of the form from what was said before."""
    claimant, claim = said.get("claimant") or {}, said.get("expense_claim") or {}
    plain = ("payment_method", "vehicle_owner", "expense_year", "asset_number", "obtained_on", "notified_on")
    return {
        "claimant_name": claimant.get("name", ""),
        "claimant_relation": claimant.get("relation", ""),
        "claim_amount": claim.get("amount"),
        "claim_words": claim.get("amount_in_words", ""),
        "claim_date": claim.get("submitted_on"),
        "claimed_input_vat": said.get("claimed_input_vat"),
        "seal": _seal_choice(said.get("seals")),
        "has_sales_list": {"True": "yes", "False": "no"}.get(str(said.get("has_sales_list")), ""),
        "documents": said.get("supporting_documents") or [],
        "documents_checked": "supporting_documents" in said,
        **{name: said.get(name) for name in plain},
    }


def _filled(values: dict[str, Any]) -> Any:
    """Only what was said; `...` when nothing was."""
    return {name: value for name, value in values.items() if value not in (None, "")} or ...


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _seals(choice: str) -> Any:
    if not choice:
        return ...
    if choice == "none":
        return []
    return [{"type": "invoice_seal", "legible": False} if choice == "illegible" else {"type": choice}]


def _seal_choice(seals: list[dict[str, Any]] | None) -> str:
    if seals is None:
        return ""
    first = seals[0] if seals else {"type": "none"}
    return "illegible" if first.get("legible") is False else str(first["type"])
