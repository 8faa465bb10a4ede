"""What the engine's own words are called for people: layers, directions, roles of amounts, open slots."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from bookkeeping.engine.company_templates import EVENT
from bookkeeping.selectors.entry_templates import TemplateView

_ = partial(pgettext_lazy, "engine")
register = template.Library()

_LAYERS: Final[dict[str, Promise]] = {
    "rule": _("规则"),
    "own_template": _("本企业模板"),
    "memory": _("记忆：往来单位与项目"),
    "memory_item": _("记忆：项目"),
    "memory_party": _("记忆：往来单位"),
    "ngrams": _("用词相近"),
    "kind": _("票种"),
    "resold": _("购进再销售"),
    "knowledge": _("词表"),
    "own_transfer": _("内部转账"),
    "fallback": _("未识别"),
    "refused": _("驳回后的备选"),
}
_DIRECTIONS: Final[dict[str, Promise]] = {
    "purchase": _("采购"),
    "sale": _("销售"),
    "bank_in": _("银行收款"),
    "bank_out": _("银行付款"),
}
_ROLES: Final[dict[str, Promise]] = {
    "gross": _("价税合计"),
    "net": _("不含税"),
    "tax": _("税额"),
    "cost": _("成本"),
    "vat": _("可抵扣税额"),
    "rest": _("差额"),
    "before_tax": _("税前"),
    "said": _("按描述"),
}
_SLOTS: Final[dict[str, Promise]] = {
    "main": _("主科目"),
    "item": _("主科目"),
    "settle": _("结算科目"),
    "out": _("付款方式"),
    "cash_out": _("付款账户"),
    "in": _("收款方式"),
    "cash_in": _("收款账户"),
    "goods": _("存货"),
    "stock": _("发出的存货"),
    "staff": _("部门"),
    "wages_due": _("薪酬项目"),
    "withheld": _("代扣款项"),
    "taxes": _("税种"),
    "surtaxes": _("附加税费"),
    "asset": _("资产"),
    "depreciation": _("折旧去向"),
    "project": _("项目成本"),
    "cost_of_sales": _("销售成本"),
    "research": _("研发支出"),
    "advances": _("预收预付"),
    "wallet": _("电子钱包"),
    "owed_in": _("应收或收款"),
    "arrivals": _("到账账户"),
    "payees": _("收款人"),
    "booked_to": _("指明的科目"),
    "incomes": _("收入项目"),
    "expenses": _("费用项目"),
    "categories": _("品类"),
    "refund": _("退款来源"),
    "claim_in": _("赔款来源"),
    "claim_of": _("赔款去向"),
    "investee": _("被投资单位"),
    "levies": _("规费"),
    "levy_cost": _("规费成本"),
    "vat_in_month": _("当月增值税"),
    "vat_relief": _("增值税减免"),
    "output_vat": _("销项税额"),
    "stock_by_category": _("按品类的存货"),
    "project_cost_kept": _("已归集的项目成本"),
    "prepaid_use": _("预付的用途"),
    "asset_received": _("收到的资产"),
    "users": _("使用部门"),
    "bad_debt": _("坏账"),
    "cash_blame": _("现金长短款去向"),
    "consumer": _("领用部门"),
    "currency_item": _("外币项目"),
    "out_for_goods": _("货款支付方式"),
    "paid_for": _("代付的用途"),
    "returned_by": _("退回方"),
    "overhead": _("制造费用来源"),
}
_TAXPAYERS: Final[dict[str, Promise]] = {"general": _("一般纳税人"), "small_scale": _("小规模纳税人")}


@register.filter
def layer_name(layer: str) -> str:
    """A layer of judgement; one that saw its case once only says so."""
    stem = layer.removesuffix("_once")
    if stem.startswith(EVENT):
        return f"{_('业务事件')} {stem.removeprefix(EVENT)}"
    name = str(_LAYERS.get(stem, stem))
    return f"{name}（{_('仅一次')}）" if stem != layer else name


@register.filter
def direction_name(direction: str) -> str:
    """Purchase, sale, money in, money out; nothing for none."""
    return str(_DIRECTIONS.get(direction, direction))


@register.filter
def role_name(role: str) -> str:
    """What amount a line takes; "=words" is the figure told by these words."""
    if role[:1] in {"=", "~"}:
        return f"“{role[1:].partition('|')[0]}”"
    return str(_ROLES.get(role, role))


@register.filter
def slot_name(slot: str) -> str:
    """An open slot; one without a name shows its own."""
    return f"〔{_SLOTS.get(slot, slot)}〕"


@register.filter
def taxpayer_name(status: str) -> str:
    """The kind of taxpayer a skeleton is for."""
    return str(_TAXPAYERS.get(status, status))


@register.filter
def template_address(view: TemplateView, company_id: int) -> str:
    """The page of one of the engine's templates."""
    if view.code.startswith(EVENT):
        return reverse("bookkeeping:entry_template_event", args=[company_id, view.code.removeprefix(EVENT)])
    return reverse("bookkeeping:entry_template_invoice", args=[company_id, view.code])


@register.filter
def typed_for(typed: Mapping[str, str], name: str) -> str | None:
    """What was typed into a field of that name; None where the form was not sent."""
    return typed.get(name)


@register.filter
def words(text: str) -> list[str]:
    """A text as a list of its words."""
    return text.split()
