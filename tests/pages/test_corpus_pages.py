"""Two hundred documents of the dev corpus as pages: taken apart, and held beside what was read of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from telegrams.models import Telegram
from telegrams.records import passages_from_json
from telegrams.vocabulary import PassageKind
from tests.pages.loading import load
from tests.pages.reading import Element, parse

pytestmark = pytest.mark.long

DOCUMENTS = 200
BESIDE_THE_TEXT = ("doc-noteref", "doc-pagebreak", "doc-footnote")


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as it is held, and its page."""

    telegram: Telegram
    page: Element

    @property
    def article(self) -> Element:
        """The letter itself."""
        return self.page.one("article", class_="letter")


@pytest.fixture(scope="module")
def shown(corpus: Path, committed: None) -> dict[str, Shown]:
    """Documents at even distances through the volumes of the dev texts, imported once, with their pages."""
    texts = sorted((corpus / "text").glob("*/*.txt"))
    chosen = [texts[number * len(texts) // DOCUMENTS] for number in range(DOCUMENTS)]
    load(*chosen)
    held = Telegram.objects.for_reading().order_by("volume__slug", "document_key")
    return {str(one): Shown(one, parse(Client().get(one.get_absolute_url()).content)) for one in held}


def test_the_documents_are_of_every_volume(shown: dict[str, Shown], corpus: Path) -> None:
    volumes = {one.telegram.volume.slug for one in shown.values()}

    assert len(shown) == DOCUMENTS
    assert volumes == {folder.name for folder in (corpus / "text").iterdir()}


def landmarks(one: Shown) -> list[str]:
    """Landmarks that are not there as often as they should be."""
    page = one.page
    wanted = {"main": 1, "article": 1, "footer": 1, "search": 1, "h1": 1, "title": 1}
    faults = [tag for tag, number in wanted.items() if len(page.all(tag)) != number]
    navs = [nav.attributes.get("aria-label") or nav.attributes.get("aria-labelledby") for nav in page.all("nav")]
    faults += ["nav without a name"] if None in navs else []
    faults += ["navs of one name"] if len(navs) != len(set(navs)) else []
    faults += [] if page.one("h1").text() and len(page.all("header", class_="top")) == 1 else ["header"]
    return faults


def ids(one: Shown) -> list[str]:
    """Ids that stand twice, and links within the page that lead nowhere."""
    known = [element.attributes["id"] for element in one.page.all() if "id" in element.attributes]
    within = [link.attributes["href"][1:] for link in one.page.all("a") if link.attributes.get("href", "")[:1] == "#"]
    labelled = [element.attributes["aria-labelledby"] for element in one.page.all() if "aria-labelledby" in
                element.attributes]  # fmt: skip
    return [name for name in set(known) if known.count(name) > 1] + [
        name for name in (*within, *labelled) if name not in known
    ]


def notes(one: Shown) -> list[str]:
    """Notes without a mark, marks without a note, and notes that stand apart without saying so."""
    marks = {mark.attributes["id"]: mark for mark in one.page.all("a", role="doc-noteref")}
    asides = {note.attributes["id"]: note for note in one.page.all("aside", role="doc-footnote")}
    apart = [note for section in one.page.all("section", id="loose-notes") for note in section.all("aside")]
    faults = [f"{len(asides)} notes"] if len(asides) != one.telegram.footnotes.count() else []
    for note in one.telegram.footnotes.all():
        faults += [f"{note} is not placed"] if (note.offset is None) != (f"{note.text}" in _texts(apart)) else []
    for name, aside in asides.items():
        back = [link.attributes["href"][1:] for link in aside.all("a", class_="back")]
        if aside in apart:
            faults += [f"{name} has a way back"] if back else []
        elif len(back) != 1 or back[0] not in marks or marks[back[0]].attributes["href"] != f"#{name}":
            faults.append(f"{name} and its mark do not name each other")
    faults += [f"{name} leads nowhere" for name, mark in marks.items() if mark.attributes["href"][1:] not in asides]
    faults += [f"{name} has no name" for name, mark in marks.items() if not mark.attributes.get("aria-label")]
    return faults


def _texts(asides: list[Element]) -> list[str]:
    return [printed(span) for aside in asides for span in aside.all("span")[:1]]


def pages(one: Shown) -> list[str]:
    """The pages where they differ from those that begin in the document, in their order."""
    drawn = [mark.attributes["data-page"] for mark in one.article.all("span", role="doc-pagebreak")]
    begun = [marker.label for marker in one.telegram.page_markers.all()]
    words = [mark.text() for mark in one.article.all("span", role="doc-pagebreak") if mark.text()]
    return ([f"{drawn} for {begun}"] if drawn != begun else []) + words


def printed(element: Element) -> str:
    """The words of an element as they are copied: without notes, and without what is drawn beside the text."""
    pieces = []
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child)
        elif child.tag == "br":
            pieces.append("\n")
        elif child.attributes.get("role") in BESIDE_THE_TEXT or child.attributes.get("class", "").split()[:1] in (
            ["choices"],
            ["sign"],
        ):
            continue
        else:
            pieces.append(printed(child))
    return "".join(pieces)


def words(one: Shown) -> list[str]:
    """Passages whose words are not those of the print."""
    faults = []
    text = one.telegram.text
    for number, passage in enumerate(passages_from_json(one.telegram.layout["passages"]), 1):
        found = one.page.all(id=f"passage-{number}") or one.page.all("p", class_=passage.kind)
        if len(found) != 1:
            faults.append(f"{number} ({passage.kind}) stands {len(found)} times")
            continue
        drawn = found[0]
        expected = text[passage.start : passage.end]
        if passage.kind == PassageKind.TABLE_ROW:
            cells = [printed(cell).strip() for cell in (*drawn.all("th"), *drawn.all("td"))]
            is_same = cells == [cell.strip() for cell in expected.split("|")]
        elif drawn.tag == "dd":  # the source note stands beside its sign, among the facts
            is_same = printed(drawn.all("span", class_="value")[0]).rstrip() == expected
        else:
            is_same = printed(drawn) == expected
        faults += [] if is_same else [f"{number}: {printed(drawn)!r} for {expected!r}"]
    return faults


def weight(one: Shown) -> list[str]:
    """Files beyond the dozen, and addresses of other hosts that the page would ask."""
    files = [*one.page.all("link", rel="stylesheet"), *one.page.all("link", rel="icon"), *one.page.all("script")]
    asked = [name for file in files if (name := file.attributes.get("href") or file.attributes.get("src"))]
    return [name for name in asked if not name.startswith("/static/")] + asked[11:]


@pytest.mark.parametrize("faults_of", [landmarks, ids, notes, pages, words, weight], ids=lambda one: one.__name__)
def test_a_page_of_a_real_document_is_whole(
    shown: dict[str, Shown], db: None, faults_of: Callable[[Shown], list[str]]
) -> None:
    faults = {name: faults_of(one) for name, one in shown.items()}

    assert {name: found for name, found in faults.items() if found} == {}


def test_real_documents_have_what_is_asked_of_their_pages(shown: dict[str, Shown], db: None) -> None:
    """That the test above is no empty one: marks, notes, pages and tables are many."""
    every = [one.page for one in shown.values()]

    assert sum(len(page.all("a", role="doc-noteref")) for page in every) > 100
    assert sum(len(page.all("span", role="doc-pagebreak")) for page in every) > 200
    assert sum(len(page.all("section", id="loose-notes")) for page in every) >= 0
    assert sum(len(page.all("table")) for page in every) > 0
