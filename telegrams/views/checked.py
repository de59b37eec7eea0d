"""Which shown values a person has compared with a source and found right."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from telegrams.corrections import ShownValue
from telegrams.saying import day_said
from telegrams.vocabulary import HeaderField


def with_checks(
    values: Mapping[HeaderField, ShownValue], checks: Iterable[Mapping[str, str]]
) -> dict[HeaderField, ShownValue]:
    """The values, each with the newest check of that very value; ``checks`` as ``for_reading`` brings them."""
    newest = {(one["field"], one["value"]): one for one in checks}
    return {
        field: replace(value, checked=_said(newest[field.value, value.value]))
        if (field.value, value.value) in newest
        else value
        for field, value in values.items()
    }


def _said(check: Mapping[str, str]) -> str:
    """by Clio Muse, 27 November 2026, against RG 59."""
    name = f"{check['given']} {check['family']}".strip() or check["user"]
    return f"by {name}, {day_said(datetime.fromisoformat(check['at']).date())}, against {check['source']}"
