"""Facets whose values are closed lists share one number of each document: a bit for each value of each of them.

Counting a field costs by the documents found, whatever is in it. The index therefore counts the
numbers, of which an archive has a few hundred, and what each facet has is told from their bits.
"""

from collections.abc import Iterable, Mapping

from telegrams.search.facets import FACETS, NONE

CODED = "coded"
"""The index's field of the number."""

CLOSED = tuple(facet.key for facet in FACETS if facet.words)

_BIT = {
    (facet.key, value): bit
    for bit, (facet, value) in enumerate(
        (facet, value) for facet in FACETS if facet.words for value in (*(word.value for word in facet.words), NONE)
    )
}
_VALUE = {bit: value for value, bit in _BIT.items()}


def coded(values: Mapping[str, Iterable[str]]) -> int:
    """The number of a document with these values, by facet; below 2**53, as far as every reader of numbers counts.

    >>> told({coded({"kind": ["telegram"], "has": ["footnotes", "table"]}): 3}, ["has"])
    {'has': {'footnotes': 3, 'table': 3}}
    """
    number = 0
    for facet in CLOSED:
        for value in values.get(facet, ()):
            number |= 1 << _BIT[facet, value]
    return number


def told(numbers: Mapping[int, int], facets: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many documents have each value of these facets, from how many have each number."""
    counts: dict[str, dict[str, int]] = {facet: {} for facet in facets}
    for number, documents in numbers.items():
        left = number
        while left:
            facet, value = _VALUE[(left & -left).bit_length() - 1]
            left &= left - 1
            if facet in counts:
                counts[facet][value] = counts[facet].get(value, 0) + documents
    return counts
