"""Names of kinds and categories in the language of the reader."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from invoices.domain.categories import category_named
from invoices.domain.fapiao import Kind, Method
from invoices.domain.kinds import NAMES_EN, NAMES_ZH
from invoices.models import InputVatUsage
from law.store import STORE, rules_under

register = template.Library()
_METHODS = {
    Method.STRUCTURED: _("结构化数据"),
    Method.TEXT: _("版面文字"),
    Method.OCR: _("图像识别"),
}
RULES = {rule: STORE.versions(rule)[-1] for rule in rules_under("invoices")}


def in_english() -> bool:
    """Whether the page is shown in English."""
    return (get_language() or "").startswith("en")


@register.filter
def category_name(category_id: str) -> str:
    """The category's name."""
    category = category_named(category_id)
    return category.en if in_english() else category.zh


@register.filter
def method_name(method: str) -> str:
    """How a document was read, as people say it."""
    return str(_METHODS[Method(method)])


@register.filter
def kind_name(kind: str) -> str:
    """The kind's name; an unknown value shows itself."""
    try:
        return (NAMES_EN if in_english() else NAMES_ZH)[Kind(kind)]
    except ValueError:
        return kind


@register.filter
def rate_name(rate: str) -> str:
    """A rate in a table of sums ("0.0600") as people write it; "" is what no rate explains."""
    return f"{(Decimal(rate) * 100).normalize():f}%" if rate else gettext("未分税率")


@register.filter
def rule_name(rule: str) -> str:
    """The title of a compliance rule; an unknown one shows itself."""
    versions = RULES.get(f"invoices.{rule}")
    return (versions.title_en if in_english() else versions.title) if versions else rule


@register.filter
def usage_name(usage: str) -> str:
    """What becomes of the VAT, in words."""
    return str(dict(InputVatUsage.choices).get(usage, usage))
