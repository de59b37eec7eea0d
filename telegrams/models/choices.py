"""The archive's words as Django choices."""

from telegrams.vocabulary import Word


def choices(words: type[Word]) -> list[tuple[str, str]]:
    """(value, label) pairs of a closed list, in its order."""
    return [(word.value, word.label) for word in words]
