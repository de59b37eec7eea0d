"""An address → the question it asks today: people who were merged or renamed since are asked for as they are now.

Apart from ``Query``, which asks the archive nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from telegrams.models import PersonSlug
from telegrams.search.facets import FACET, NONE, PartyFacet
from telegrams.search.query import Chosen, Query


def asked_today(params: Mapping[str, Any]) -> tuple[Query, tuple[str, ...]]:
    """The question an address asks, and what is wrong with the address in plain words."""
    query, messages = Query.from_params(params)
    return of_today(query), messages


def of_today(query: Query) -> Query:
    """The question with former slugs of people read as those to which they lead."""
    parties = {key: chosen for key, chosen in query.facets if isinstance(FACET[key], PartyFacet)}
    asked = {value for chosen in parties.values() for value in chosen.named()} - {NONE}
    leading_on = PersonSlug.objects.leading_on(asked) if asked else {}
    if not leading_on:
        return query
    return replace(query, facets=tuple((key, _led_on(chosen, leading_on)) for key, chosen in query.facets))


def _led_on(chosen: Chosen, leading_on: Mapping[str, str]) -> Chosen:
    wanted, unwanted = (
        tuple(dict.fromkeys(leading_on.get(value, value) for value in values))
        for values in (chosen.wanted, chosen.unwanted)
    )
    return Chosen(wanted, unwanted)
