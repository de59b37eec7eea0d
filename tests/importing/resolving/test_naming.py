"""Two references to one message come to one name, and a name says what it is read from and no more."""

from hypothesis import given
from hypothesis import strategies as st

from telegrams.importing.resolving.messages import End
from telegrams.importing.resolving.naming import MessageName, name_of
from tests.importing.resolving.test_messages import ANSWER, FROM_HOME, HOME, MOSCOW, SEED, message, sought

NAMES = st.builds(
    MessageName,
    sender=st.sampled_from(["department", "mission-in-russia", "at-london", "by-seward"]),
    recipient=st.sampled_from(["department", "consulate-at-geneva"]),
    is_wired=st.booleans(),
    number=st.integers(0, 99_999).map(str),
    when=st.one_of(st.dates().map(lambda day: day.isoformat()), st.integers(1000, 2100).map(lambda year: f"~{year}")),
)


@given(NAMES)
def test_the_key_of_a_name_tells_the_name(name: MessageName) -> None:
    assert MessageName.of(name.key()) == name


def test_what_is_no_key_is_no_name() -> None:
    for key in ("", "a.b.wire.1", "a.b.post.1.1945-01-01", "a.b.wire.1.1945-02-30", "a.b.wire.x.~1945"):
        assert MessageName.of(key) is None


def test_both_sides_name_one_message_alike() -> None:
    mine = name_of(sought(message(9, "3999", "1945-12-01"), number="3950", by="my", date="--11-23"))
    later = name_of(sought(FROM_HOME, number="3950", by="your", date="--11-25"))
    theirs = name_of(sought(FROM_HOME, in_note=True, number="3950", date="1945-11-23", kind="telegram",
                            sender="Ambassador in the Soviet Union", recipient="Secretary of State"))  # fmt: skip

    assert mine is not None
    assert mine.key() == "mission-in-russia.department.wire.3950.1945-11-23"
    assert theirs == mine
    assert later is not None
    assert later.when == "1944-11-25"  # a telegram of 20 November names none of the 25th of that year


def test_a_message_whose_ends_or_number_are_not_told_has_no_name() -> None:
    assert name_of(sought(number="3950", date="--11-23")) is None
    assert name_of(sought(by="your", date="--11-20", time="16:00")) is None
    assert name_of(sought(message(9, "1", "1945-01-01", End(), HOME), number="2", by="my")) is None
    assert name_of(sought(ANSWER, number="2", by="his", date="--11-20")) is None


def test_a_number_without_a_day_is_named_with_the_year_of_its_document() -> None:
    name = name_of(sought(SEED, number="17", by="your", kind="telegram"))

    assert name is not None
    assert (name.when, name.day, name.sender) == ("~1945", None, "department")
    assert MOSCOW.office == name.recipient
