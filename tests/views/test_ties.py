"""What a card says of a document's letters: how many it answers, by how many it is cited."""

import pytest
from django.utils import timezone

from telegrams.models import CrossReference, Telegram
from telegrams.views.ties import Tie, Ties, ties_of
from telegrams.vocabulary import Certainty
from tests.making import a_telegram

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Telegram:
    """A telegram from a post."""
    return a_telegram("What shall I do?", place="Moscow", message_number="112")


@pytest.fixture
def reply() -> Telegram:
    """One from another city, with a note."""
    return a_telegram(
        "Your 112. Nothing.", sender="", sender_office="The Secretary of State", place="Washington", notes=("See 112.",)
    )


def link(telegram: Telegram, target: Telegram, by: str, certainty: Certainty = Certainty.SURE) -> CrossReference:
    """A reference of a text to a held document."""
    return CrossReference.objects.create(
        telegram=telegram, target=target, start=0, end=4, printed="112", wanted={"by": by}, certainty=certainty
    )


def test_a_text_answers_what_the_other_end_sent_it(asked: Telegram, reply: Telegram) -> None:
    link(reply, asked, "your")

    assert ties_of([asked.pk, reply.pk]) == {asked.pk: Ties(cited_by=Tie(1)), reply.pk: Ties(answers=Tie(1))}


def test_going_on_from_ones_own_telegram_is_no_answer(asked: Telegram) -> None:
    later = a_telegram("My 112.", place="Moscow")
    link(later, asked, "my")
    link(later, asked, "embassy")

    assert ties_of([later.pk, asked.pk]) == {later.pk: Ties(), asked.pk: Ties(cited_by=Tie(1))}


def test_an_editors_note_answers_nothing_but_cites(asked: Telegram, reply: Telegram) -> None:
    CrossReference.objects.filter(pk=link(reply, asked, "your").pk).update(footnote=reply.footnotes.get())

    assert ties_of([asked.pk, reply.pk]) == {asked.pk: Ties(cited_by=Tie(1)), reply.pk: Ties()}


def test_a_document_named_twice_counts_once_and_surely_where_once_is_sure(asked: Telegram, reply: Telegram) -> None:
    link(reply, asked, "your", Certainty.PROBABLE)

    assert ties_of([reply.pk])[reply.pk].answers == Tie(1, probable=1)
    link(reply, asked, "your")
    assert ties_of([reply.pk])[reply.pk].answers == Tie(1)


def test_what_is_withdrawn_is_not_counted(asked: Telegram, reply: Telegram) -> None:
    link(reply, asked, "your")
    Telegram.objects.filter(pk=reply.pk).update(withdrawn_at=timezone.now())

    assert ties_of([asked.pk]) == {asked.pk: Ties()}
