"""What a page showed when its form was begun, carried in a hidden field: nobody overwrites another unseen."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest

NEWEST = "newest"
"""The hidden field by the newest line of a record's history."""


class SeenForm(forms.ModelForm):
    """A form of a record with a history: what somebody else saved since it was opened is gone over by nobody unseen."""

    newest = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data.copy() if data else None, *args, **kwargs)
        if self.instance.pk:
            self.initial[NEWEST] = str(getattr(self.instance.history.first(), "pk", ""))

    def clean(self) -> dict[str, Any]:
        """The record is locked, and its history looked at: the next save is against what is told here."""
        said = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            return said
        type(self.instance)._default_manager.select_for_update().filter(pk=self.instance.pk).first()
        line = self.instance.history.select_related("history_user").first()
        if line is not None and said.get(NEWEST) != str(line.pk):
            self.data[self.add_prefix(NEWEST)] = str(line.pk)  # type: ignore[index]  # a copy, made above
            who = f" by {line.history_user}" if line.history_user else ""
            self.add_error(
                None,
                f"This was changed{who} while you worked; the history tells how. Nothing is saved yet: save again to "
                "put what stands below in its place.",
            )
        return said


class SeenAdmin:
    """An admin whose form carries what was seen, for those who may change the record."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Django's, and the hidden field of the form."""
        sets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        may = obj is not None and self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        return [*sets, (None, {"fields": (NEWEST,)})] if may else sets


def read_seen(written: str) -> dict[str, str] | None:
    """The values by their names; None for anything that no page of ours says, however deep or long."""
    try:
        seen = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return {str(key): str(value) for key, value in seen.items()} if isinstance(seen, dict) else None
