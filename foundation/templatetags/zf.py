"""The page vocabulary of the house: money, ratios, states, icons, tables, navigation.

Rule kept: a page never formats money or picks the colour of a state itself, so equal things look equal everywhere.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foundation.navigation import Entry, company_entries, periods_to_show, url_if_known
from foundation.states import Look, look_of
from kernel.money import round_to_fen

register = template.Library()

_DASH: Final = "—"
_GOOD: Final = Decimal("0.95")
_FAIR: Final = Decimal("0.80")


def _decimal(value: object) -> Decimal | None:
    """The number in `value`, `None` for nothing or for text that is no number."""
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@register.filter
def yuan(value: object) -> SafeString:
    """Yuan with thousand marks and two places; negative amounts are red; nothing is a dash."""
    amount = _decimal(value)
    if amount is None:
        return SafeString(_DASH)
    text = f"{round_to_fen(amount):,.2f}"
    if amount < 0:
        return format_html('<span class="zf-negative">{}</span>', text)
    return SafeString(text)


@register.filter
def yuan_or_blank(value: object) -> SafeString:
    """As `yuan`, but zero leaves the cell empty: two-column ledgers stay readable."""
    amount = _decimal(value)
    return SafeString("") if not amount else yuan(amount)


@register.filter
def percent(value: object, places: int = 2) -> str:
    """A ratio as per cent without trailing zeros ("0.13" → "13%")."""
    ratio = _decimal(value)
    if ratio is None:
        return _DASH
    text = f"{ratio * 100:.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field drawn in our style."""
    kind = getattr(field.field.widget, "input_type", "")
    css = {"checkbox": "form-check-input", "select": "form-select", "hidden": ""}.get(kind, "form-control")
    wrong = {"aria-invalid": "true"} if field.errors else {}
    given = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{css} {given} {'is-invalid' if wrong else ''}".strip(), **wrong})


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; silent for screen readers unless it carries a label."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    sprite = static("vendor/tabler-icons/sprite.svg")
    return format_html('<svg class="icon {}" {}><use href="{}#{}"></use></svg>', css, spoken, sprite, name)


@register.simple_tag
def status_badge(state: object, label: str = "") -> SafeString:
    """A state as a coloured badge with its name; the shape of the dot differs too, so colour is never the only sign."""
    look: Look = look_of(str(state))
    return format_html(
        '<span class="zf-badge zf-{}"><span class="zf-dot" aria-hidden="true"></span>{}</span>',
        look.tone,
        label or look.label,
    )


@register.simple_tag
def confidence(value: object) -> SafeString:
    """Confidence 0 to 1 as a small meter with its per cent."""
    ratio = _decimal(value)
    if ratio is None:
        return format_html('<span class="zf-confidence text-secondary" title="{}">{}</span>', _("没有把握值"), _DASH)
    tone = "good" if ratio >= _GOOD else "fair" if ratio >= _FAIR else "poor"
    shown = f"{min(max(ratio, Decimal(0)), Decimal(1)) * 100:.0f}"
    return format_html(
        '<span class="zf-confidence zf-confidence-{}">'
        '<meter min="0" max="100" value="{}" aria-label="{}"></meter>{}%</span>',
        tone,
        shown,
        _("把握"),
        shown,
    )


@register.simple_block_tag
def datatable(content: SafeString, label: str = "", css: str = "") -> SafeString:
    """A table in its scrolling frame with a sticky head; `css="zf-table-tall"` limits the height to the window."""
    return format_html(
        '<div class="zf-table {}" role="region" tabindex="0" aria-label="{}">{}</div>', css, label, content
    )


@register.simple_tag
def url_or_empty(name: str, *args: object) -> str:
    """The address behind a URL name, empty while nobody serves it."""
    return url_if_known(name, *args)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[Entry]:
    """The side navigation of the company at hand; empty outside a company."""
    request: HttpRequest | None = context.get("request")
    company: Any = getattr(request, "company", None)
    return [] if request is None or company is None else company_entries(request, company.pk)


@register.simple_tag(takes_context=True)
def period_choices(context: Context) -> list[str]:
    """The accounting periods a company's pages can show, newest first."""
    request: Any = context.get("request")
    company = getattr(request, "company", None)
    if company is None:
        return []
    return periods_to_show(str(company.books_begin), str(getattr(request, "period", "") or ""), timezone.localdate())
