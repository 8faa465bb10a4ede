"""Names of kinds and categories in the language of the reader."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from invoices.domain.categories import category_named
from invoices.domain.fapiao import Kind, Method
from invoices.domain.kinds import NAMES_EN, NAMES_ZH

register = template.Library()
_METHODS = {
    Method.STRUCTURED: _("结构化数据"),
    Method.TEXT: _("版面文字"),
    Method.OCR: _("图像识别"),
}


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
