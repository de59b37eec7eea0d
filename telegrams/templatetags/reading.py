"""Filters of the reading room's templates."""

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString

from telegrams.saying import counted as in_figures
from telegrams.saying import day_said
from telegrams.views.visible import shown as shown_text

register = template.Library()


@register.filter
def shown(text: str) -> SafeString:
    """Text of a document or of a reader: escaped, with hidden characters named."""
    return shown_text(str(text))


@register.filter
def counted(number: int) -> str:
    """A count: 1,310."""
    return in_figures(number)


@register.filter
def day(when: date | datetime | None) -> str:
    """A day: 22 November 1945; '' for none."""
    return day_said(when) if when else ""
