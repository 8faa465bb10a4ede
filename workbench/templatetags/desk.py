"""Cells of the board. A board of 500 companies has 3,500 of them: what repeats is made once."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from foundation.templatetags.zf import status_badge
from workbench.selectors.steps import Step
from workbench.selectors.stories import PeriodStory

register = template.Library()


@register.simple_tag
def step_cells(story: PeriodStory) -> SafeString:
    """The seven cells of a company's row: state with its page, how many wait, how far it is."""
    language = get_language() or ""
    return mark_safe("".join([_cell(step, language) for step in story.steps]))  # noqa: S308 (parts are escaped below)


def _cell(step: Step, language: str) -> str:
    waiting = f' <span class="zf-count">{step.waiting}</span>' if step.waiting else ""
    note = f'<small class="zf-step-note">{escape(step.note)}</small>' if step.note else ""
    return f'<td><a class="zf-quiet" href="{escape(step.url)}">{_badge(step.state, language)}</a>{waiting}{note}</td>'


@lru_cache(maxsize=200)
def _badge(state: str, _language: str) -> SafeString:
    return status_badge(state)
