"""The facts of a post are edited within what a place on the globe can have."""

import pytest
from django.test import Client
from django.urls import reverse

from telegrams.models import Post

pytestmark = pytest.mark.django_db


def moscow() -> Post:
    return Post.objects.create(slug="moscow", city="Moscow", country="Russia", lat=55.75, lon=37.62)


def sent(client: Client, post: Post, **typed: str) -> str:
    """What the page answers where this is typed into it."""
    address = reverse("admin:telegrams_post_change", args=[post.pk])
    form = client.get(address).context["adminform"].form
    shown = {box.html_name: "" if box.value() is None else str(box.value()) for box in form}
    return client.post(address, {**shown, **typed}, follow=True).content.decode()


@pytest.mark.parametrize(("field", "typed"), [("lat", "999"), ("lon", "-181")])
def test_a_place_off_the_globe_is_refused(editor: Client, field: str, typed: str) -> None:
    post = Post.objects.first() or moscow()
    before = getattr(post, field)

    answer = sent(editor, post, **{field: typed})

    assert "Ensure this value is" in answer
    assert getattr(Post.objects.get(pk=post.pk), field) == before


def test_a_place_on_the_globe_is_taken(editor: Client) -> None:
    post = Post.objects.first() or moscow()

    sent(editor, post, lat="55.5")

    assert Post.objects.get(pk=post.pk).lat == 55.5
