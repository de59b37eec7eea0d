"""Where the terms of a question stand in a text: the quick way finds what looking at every word finds."""

from hypothesis import given
from hypothesis import strategies as st

from telegrams.search.marking import finder
from telegrams.search.query import Query
from telegrams.search.words import words_of

WORDS = [
    "treaty",
    "treaties",
    "entreaty",
    "Treaty",
    "15th",
    "2d",
    "3930",
    "n15th",
    "chargé",
    "urtel",
    "of",
    "the",
    "x" * 70,
]
TEXTS = st.lists(st.sampled_from([*WORDS, "’s", "—", "treaty-maker", "711.61/11–2245"]), max_size=30).map(" ".join)
TERMS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
ASKED = st.one_of(
    TERMS,
    TERMS.map(lambda words: f'"{words}"'),
    TERMS.map(lambda words: f'"{words}"~3'),
    st.sampled_from(WORDS).map(lambda word: f"{word[:3]}*"),
    st.sampled_from(WORDS).map(lambda word: f"={word}"),
    st.tuples(TERMS, TERMS).map(lambda pair: f'{pair[0]} OR "{pair[1]}"'),
)


@given(text=TEXTS, asked=ASKED)
def test_the_quick_way_finds_what_looking_at_every_word_finds(text: str, asked: str) -> None:
    words = finder(Query(q=asked).reading())

    assert words.found_in(text) == words._in_words(words_of(text))
