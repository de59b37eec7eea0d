"""RIS and BibTeX, line by line; text and data of a document."""

import json
from dataclasses import replace
from io import StringIO

import pytest

from telegrams.exports import bibtex, csl, plain_text, ris
from telegrams.exports import json as json_form
from telegrams.models import Telegram
from tests.making import a_telegram
from tests.test_citing import SEED


def test_a_ris_record_word_for_word() -> None:
    assert list(ris.lines(SEED, "https://archive.example")) == [
        ("TY", "CHAP"),
        ("AU", "Harriman, William Averell"),
        ("TI", "The Ambassador in the Soviet Union (Harriman) to the Secretary of State"),
        ("T2", "Foreign Relations of the United States: Diplomatic Papers, 1945, vol. V, Europe"),
        ("A2", "U.S. Department of State"),
        ("CY", "Washington, DC"),
        ("PB", "Government Printing Office"),
        ("PY", "1967"),
        ("SP", "921"),
        ("EP", "922"),
        ("CN", "711.61/11–2245"),
        ("N1", "telegram 3930, [22 November 1945], doc. 690"),
        ("ID", "frus1945v05-d690"),
        ("UR", "https://archive.example/telegrams/frus1945v05/d690/"),
    ]


def test_an_entry_of_csl_json_word_for_word() -> None:
    assert csl.entry(SEED, "https://archive.example") == {
        "id": "frus1945v05-d690",
        "type": "chapter",
        "title": "The Ambassador in the Soviet Union (Harriman) to the Secretary of State",
        "author": [{"family": "Harriman", "given": "William Averell"}],
        "container-title": "Foreign Relations of the United States: Diplomatic Papers, 1945, vol. V, Europe",
        "container-author": [{"literal": "U.S. Department of State"}],
        "publisher": "Government Printing Office",
        "publisher-place": "Washington, DC",
        "issued": {"date-parts": [[1967]]},
        "page": "921–922",
        "number": "690",
        "archive_location": "711.61/11–2245",
        "note": "telegram 3930, [22 November 1945]",
        "URL": "https://archive.example/telegrams/frus1945v05/d690/",
    }


def test_a_bibtex_entry_word_for_word() -> None:
    assert (
        bibtex.entry(SEED)
        == """@incollection{frus1945v05-d690,
  author = {Harriman, William Averell},
  title = {{The Ambassador in the Soviet Union (Harriman) to the Secretary of State}},
  booktitle = {{Foreign Relations of the United States: Diplomatic Papers, 1945, vol. V, Europe}},
  editor = {{U.S. Department of State}},
  address = {Washington, DC},
  publisher = {Government Printing Office},
  year = {1967},
  pages = {921--922},
  number = {711.61/11--2245},
  note = {telegram 3930, [22 November 1945], doc. 690},
  url = {/telegrams/frus1945v05/d690/},
}
"""
    )


HARMFUL = "One {two} \\three} \n% & # _ $ ~ ^\r\nER  - \r\nTY  - BOOK"


def test_no_heading_can_end_a_bibtex_entry() -> None:
    entry = bibtex.entry(replace(SEED, heading=HARMFUL))

    title = next(line for line in entry.splitlines() if "title =" in line)
    unescaped = title.replace(r"\{", "").replace(r"\}", "")
    assert unescaped.count("{") == unescaped.count("}")
    assert r"\% \& \# \_ \$" in title


@pytest.mark.django_db
def test_no_heading_can_begin_another_ris_record() -> None:
    stream = StringIO(newline="")

    ris.write([a_telegram(heading=HARMFUL)], stream)

    lines = stream.getvalue().split("\r\n")
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - CHAP", "ER  - "]
    assert "\n" not in stream.getvalue().replace("\r\n", "")


@pytest.fixture
def telegram(db: None) -> Telegram:
    """A document with one note."""
    return a_telegram("I saw Litvinov. He spoke.", notes=("Maxim Litvinov.",), document="d7")


def test_plain_text_keeps_the_words_and_says_where_notes_stand(telegram: Telegram) -> None:
    stream = StringIO()

    plain_text.write([telegram], stream, "https://archive.example")

    written = stream.getvalue()
    assert written.startswith(telegram.text[:10])
    assert "[note 1]" in written
    assert "Maxim Litvinov." in written
    assert written.endswith("https://archive.example/telegrams/frus1945v05/d7/\n")


def test_data_gives_every_value_with_its_origin(telegram: Telegram) -> None:
    stream = StringIO()

    json_form.write([telegram], stream)

    data = json.loads(stream.getvalue())
    assert data["text"] == telegram.text
    assert data["header"]["sent"]["value"] == "1945-11-22"
    assert data["header"]["sent"]["origin"] == "printed"
    assert data["header"]["classification"] is None
    assert data["notes"][0]["text"] == "Maxim Litvinov."
