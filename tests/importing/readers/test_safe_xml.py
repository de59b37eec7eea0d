"""XML of strangers: what declares, fetches or unpacks is stopped before it can."""

import gzip
from collections.abc import Iterator

import pytest

from telegrams.importing.readers.safe_xml import Broken, TooLarge, doctype_line, feed, safe_parser, stream, unpacked


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(b"<TEI/>", None, id="none"),
        pytest.param(b"<!DOCTYPE TEI><TEI/>", 1, id="on the first line"),
        pytest.param(b"<?xml version='1.0'?>\n<!-- a - b -->\n<?x y?>\n<!DOCTYPE TEI>\n<TEI/>", 4, id="after a prolog"),
        pytest.param(b"\xef\xbb\xbf<!DOCTYPE TEI><TEI/>", 1, id="after a byte order mark"),
        pytest.param("\ufeff\n<!DOCTYPE TEI><TEI/>".encode("utf-16-le"), 2, id="in UTF-16"),
        pytest.param(b"<TEI><p>&lt;!DOCTYPE&gt; <!-- <!DOCTYPE x> --></p></TEI>", None, id="only spoken of"),
        pytest.param(b"<!--" + b"-" * 200_000 + b"<TEI/>", None, id="a comment without end"),
    ],
)
def test_a_doctype_is_found_before_anything_is_parsed(data: bytes, line: int | None) -> None:
    assert doctype_line([data]) == line


def test_the_parser_expands_nothing() -> None:
    parser = safe_parser()

    parser.feed(b"<!DOCTYPE a [<!ENTITY b 'expanded'>]><a>&b;</a>")

    assert "expanded" not in "".join(parser.close().itertext())


def test_events_come_as_the_document_is_read() -> None:
    data = b"<a>" + b"<b><c/></b>" * 20_000 + b"</a>"

    names = [element.tag for _, element in stream([data], ("end",), ("b", "a"))]

    assert names == ["b"] * 20_000 + ["a"]


def test_an_id_that_stands_twice_is_no_fault_of_the_xml() -> None:
    data = b'<a><b xml:id="x"/><b xml:id="x"/></a>'

    assert len(list(stream([data], ("end",), ("b",)))) == 2


def test_a_gzip_is_unpacked_under_a_cap() -> None:
    bomb = gzip.compress(b" " * 3_000_000)

    with pytest.raises(Broken, match="more than a volume"):
        list(unpacked([bomb], 100_000_000))


def test_a_gzip_that_is_cut_off_is_said_to_be_broken() -> None:
    with pytest.raises(Broken, match="cannot be unpacked"):
        list(unpacked([gzip.compress(b"<TEI/>" * 100)[:-12]], 1_000_000))


def test_a_volume_beyond_the_parsers_buffer_is_met_to_its_end() -> None:
    class Counting:
        met = 0

        def start(self, tag: str, attributes: dict[str, str]) -> None:
            self.met += 1

        def close(self) -> int:
            return self.met

    paragraphs = 12_000
    data = b"<div>" + (b"<p>" + b"word " * 200 + b"</p>") * paragraphs + b"</div>"

    assert feed(in_pieces(data), Counting()) == paragraphs + 1


def in_pieces(data: bytes) -> Iterator[bytes]:
    return (data[start : start + 65_536] for start in range(0, len(data), 65_536))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(b"<a " + b'b="c" ' * 400_000 + b"/>", "a single tag or text", id="a tag without end"),
        pytest.param(b"<a>" + b"word " * 400_000 + b"</a>", "a single tag or text", id="a text without end"),
        pytest.param(b"<a>" + b"<b/>" * 900_000 + b"</a>", "one piece", id="elements without end"),
    ],
)
def test_what_is_larger_than_any_document_is_refused_before_it_is_held(data: bytes, found: str) -> None:
    with pytest.raises(TooLarge, match=found):
        list(stream(in_pieces(data), ("end",), ("b",)))


def test_what_has_been_cleared_counts_no_more() -> None:
    data = b"<a>" + (b"<b>" + b"<c/>" * 4_000 + b"</b>") * 200 + b"</a>"

    for _, element in stream(in_pieces(data), ("end",), ("b",)):
        element.clear()


def test_a_first_element_that_comes_too_late_is_refused() -> None:
    with pytest.raises(TooLarge, match="no element begins"):
        doctype_line(in_pieces(b"<!--" + b"-" * 2_000_000))
