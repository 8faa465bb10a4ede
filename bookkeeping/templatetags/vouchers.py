"""How a voucher shows its amounts: digit by digit, and in words."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bookkeeping.domain import amount_words

register = template.Library()


@register.filter
def in_words(amount: Decimal) -> str:
    """壹仟贰佰叁拾肆元零伍分."""
    return amount_words.in_words(amount)


@register.simple_tag
def digit_heads() -> SafeString:
    """千百十万千百十元角分 over the columns."""
    return format_html('<span class="books-digits" aria-hidden="true">{}</span>', _cells(amount_words.PLACES))


@register.filter
def digits(amount: Decimal) -> SafeString:
    """The amount as printed on a voucher, digit by digit and red when negative; the figure itself for readers."""
    if not amount:
        return format_html(
            '<span class="books-digits" aria-hidden="true">{}</span>', _cells(" " * len(amount_words.PLACES))
        )
    plain, places = f"{amount:,.2f}", amount_words.in_places(amount)
    if not places:
        return format_html('<span class="books-plain">{}</span>', plain)
    red = " books-red" if amount < 0 else ""
    return format_html(
        '<span class="visually-hidden">{}</span><span class="books-digits{}" aria-hidden="true">{}</span>',
        plain,
        red,
        _cells(places),
    )


def _cells(figures: str) -> SafeString:
    return format_html_join("", "<i>{}</i>", ((figure.strip(),) for figure in figures))
