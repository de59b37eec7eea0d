"""How values are typed in the admin's ordinary forms."""

from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import TextField

SHORT_TEXTS: dict[type[Any], dict[str, Any]] = {TextField: {"widget": AdminTextareaWidget({"rows": 2})}}
"""Titles, sources and notes are a line or two, not a page."""
