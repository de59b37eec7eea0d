"""How TEI becomes a record, encoding by encoding (frus-tei.md)."""

import pytest

from telegrams.records import TelegramRecord
from telegrams.vocabulary import HeaderField, Origin, PassageKind
from tests.importing.readers.tei_slices import HEAD, a_div, a_record, a_volume, yielded


def told(record: TelegramRecord) -> list[tuple[str, str]]:
    """Each passage as its kind and words, without the head of the slice."""
    passages = [(passage.kind.value, record.text_of(passage)) for passage in record.passages]
    begun = next(at for at, (kind, _) in enumerate(passages) if kind == "dateline") + 1
    return passages[begun:-1]


def value(record: TelegramRecord, field: HeaderField) -> str | None:
    read = record.read(field)
    return read.value if read else None


def test_the_head_of_a_document_is_read_as_in_print() -> None:
    record = a_record("<p>3930. The Minister has gone.</p>")

    assert {field.value: value(record, field) for field in HeaderField if value(record, field)} == {
        "kind": "telegram",
        "source_note": "711.61/11–2245: Telegram",
        "file_number": "711.61/11–2245",
        "heading": "The Ambassador in Ruritania (Rassendyll) to the Secretary of State",
        "sender_name": "Rassendyll",
        "sender_office": "Ambassador in Ruritania",
        "recipient_office": "Secretary of State",
        "dateline": "Strelsau, November 22, 1945—4 p.m.",
        "place": "Strelsau",
        "sent": "1945-11-22",
        "sent_time": "16:00",
        "message_number": "3930",
        "signature": "Rassendyll",
    }


def test_white_space_of_the_file_is_none_of_the_text() -> None:
    record = a_record("<p>The\n      Minister\t has <hi rend='italic'> gone </hi>\n home\u00a0.</p>")

    assert told(record) == [("paragraph", "The Minister has gone home .")]


@pytest.mark.parametrize(
    ("body", "passages"),
    [
        pytest.param("<p>One.</p><p>Two.</p>", [("paragraph", "One."), ("paragraph", "Two.")], id="paragraphs"),
        pytest.param(
            "<p>Two: <list><label>(<hi>a</hi>)</label><item>one,</item><label>(b)</label><item>two.</item></list>"
            " No more.</p>",
            [("paragraph", "Two:"), ("list-item", "(a) one,"), ("list-item", "(b) two."), ("paragraph", "No more.")],
            id="a list within a paragraph",
        ),
        pytest.param(
            "<list><label>1.</label><item><p>One.</p><p>More.</p></item>"
            "<item>Two: <list><item>three</item></list></item></list>",
            [("list-item", "1. One."), ("paragraph", "More."), ("list-item", "Two:"), ("list-item", "three")],
            id="paragraphs and lists within an item",
        ),
        pytest.param(
            "<table><row><cell>Year</cell><cell/><cell>Tons</cell></row></table>",
            [("table-row", "Year | | Tons")],
            id="a table",
        ),
        pytest.param(
            "<p>He said: <quote rend='blockquote'><p>“Never.</p><p>“Or late.”</p></quote></p>",
            [("paragraph", "He said:"), ("quotation", "“Never."), ("quotation", "“Or late.”")],
            id="a quotation",
        ),
        pytest.param("<lg><l>One line,</l><l>another.</l></lg>", [("verse", "One line,\nanother.")], id="verse"),
        pytest.param("<p>. . . . . . .</p>", [("omission", ". . . . . . .")], id="an omission"),
        pytest.param(
            "<p>[Here follows the text of a note.]</p>",
            [("editors-text", "[Here follows the text of a note.]")],
            id="editors' text",
        ),
        pytest.param(
            "<p rend='flushleft'>No. 207</p><p>Sir: Yes.</p>",
            [("number", "No. 207"), ("paragraph", "Sir: Yes.")],
            id="a number line",
        ),
        pytest.param("<p>He<seg type='margin'>[266]</seg>re.</p>", [("paragraph", "Here.")], id="a side-number"),
        pytest.param("<p>One<lb/>line.</p>", [("paragraph", "One\nline.")], id="a line end"),
        pytest.param("<p>Un<unclear/>sure <gap unit='words'/>here</p>", [("paragraph", "Unsure here")], id="a gap"),
        pytest.param("<p>One.</p>stray", [("paragraph", "One."), ("paragraph", "stray")], id="stray text"),
        pytest.param("<figure><graphic url='x'/><head>A seal</head></figure><p>T.</p>",
                     [("caption", "A seal"), ("paragraph", "T.")], id="a caption"),
    ],
)  # fmt: skip
def test_each_encoding_has_its_passages(body: str, passages: list[tuple[str, str]]) -> None:
    assert told(a_record(body)) == passages


@pytest.mark.parametrize(
    ("rend", "style"),
    [("italic", "italic"), ("smallcaps", "small-capitals"), ("superscript", "superscript"), ("strong", "bold")],
)
def test_another_face_is_a_mark(rend: str, style: str) -> None:
    record = a_record(f"<p>The word <hi rend='{rend}'>here</hi>, too.</p>")

    assert [(record.text[mark.start : mark.end], mark.style) for mark in record.marks] == [("here", style)]


def test_a_note_stands_after_the_word_it_is_glued_to() -> None:
    record = a_record(
        '<p>The Dept<note n="9" xml:id="d1fn9">Not\n printed.</note>’s letter <note n="10a">See.</note></p>'
    )

    (first, second) = record.footnotes
    assert (first.ordinal, first.printed_mark, first.xml_id, first.text) == (1, "9", "d1fn9", "Not printed.")
    assert record.text[: first.offset].endswith("The Dept")
    assert record.text[first.offset :].startswith("’s letter")
    assert (second.printed_mark, record.text[: second.offset].endswith("letter")) == ("10a", True)


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        pytest.param('<p>asking for it.* <note n="*">Not found.</note>The</p>', "*", id="a sign"),
        pytest.param('<p>asking for it.<hi rend="superscript">1</hi> <note n="1">No.</note> The</p>', "1", id="raised"),
    ],
)  # fmt: skip
def test_the_printed_copy_of_a_mark_is_no_text(body: str, mark: str) -> None:
    record = a_record(body)

    (note,) = record.footnotes
    assert told(record) == [("paragraph", "asking for it. The")]
    assert (note.printed_mark, record.text[: note.offset].endswith("it.")) == (mark, True)


def test_a_note_between_paragraphs_belongs_to_the_end_of_the_one_before() -> None:
    record = a_record('<p>One.</p><note n="3">See.</note><p>Two.</p>')

    assert record.text[: record.footnotes[0].offset].endswith("One.")


def test_notes_in_heading_and_dateline_stand_there() -> None:
    head = HEAD.replace("</head>", '<note n="1">A.</note></head>').replace("p.m.", 'p.m.<note n="2">B.</note>')
    record = a_record("<p>Text.</p>", head=head)

    assert [record.text[: note.offset].rsplit(" ", 1)[-1] for note in record.footnotes] == ["State", "p.m."]


def test_a_note_without_label_keeps_its_place_and_is_told() -> None:
    record = a_record('<p>One<note xml:id="d1fn1">Not printed.</note> two.</p>')

    assert [(note.printed_mark, note.text) for note in record.footnotes] == [(None, "Not printed.")]
    assert [problem.code for problem in record.problems if problem.level == "warning"] == ["note-without-label"]


def test_a_note_that_is_only_a_line_of_the_page_is_text() -> None:
    record = a_record('<p>One.</p><note rend="center">C.</note><p>Two.</p>')

    assert told(record) == [("paragraph", "One."), ("paragraph", "C."), ("paragraph", "Two.")]


def test_a_note_of_several_paragraphs_is_one() -> None:
    record = a_record('<p>One.<note n="1"><p>A <list><item>b</item></list></p><p>c.</p></note></p>')

    assert [note.text for note in record.footnotes] == ["A b c."]


@pytest.mark.parametrize(
    ("body", "after", "label"),
    [
        pytest.param('<p>the <pb n="922"/>Minister</p>', "the ", "922", id="between words"),
        pytest.param('<p>Mini<pb n="922"/>ster</p>', "Mini", "922", id="within a word"),
        pytest.param('<p>One.</p><pb n="[922]"/><p>Two.</p>', "One.\n\n", "922", id="between paragraphs"),
        pytest.param('<list><item>One.</item><pb n="xiv"/><item>Two.</item></list>', "One.\n\n", "xiv", id="in a list"),
    ],
)
def test_a_page_begins_at_its_first_character(body: str, after: str, label: str) -> None:
    record = a_record(body)

    (page,) = record.pages
    assert (page.label, page.implied) == (label, False)
    assert record.text[: page.offset].endswith(after)


def test_a_page_break_without_a_page_is_none() -> None:
    assert a_record('<p>One <pb n=""/>two <pb n="[Map 3]"/>three.</p>').pages == ()


def test_a_document_begins_on_the_last_page_before_it() -> None:
    (record,) = yielded(a_volume(a_div('<p>A <pb n="8"/>b.</p>'), before='<pb n="6"/><div><pb n="7"/></div>'))

    assert isinstance(record, TelegramRecord)
    assert next((page.label, page.offset, page.implied) for page in record.pages) == ("7", 0, True)
    assert (value(record, HeaderField.FIRST_PAGE), value(record, HeaderField.LAST_PAGE)) == ("7", "8")


def test_a_document_on_one_page_ends_there() -> None:
    (record,) = yielded(a_volume(a_div("<p>A.</p>"), before='<pb n="7"/>'))

    assert isinstance(record, TelegramRecord)
    assert value(record, HeaderField.LAST_PAGE) == "7"


def test_an_enclosure_is_a_part_with_its_own_head_and_signature() -> None:
    enclosure = (
        '<frus:attachment><note rend="inline" type="source">[Enclosure]</note><head>Mr. Black to Mr. Rassendyll</head>'
        "<dateline>Zenda, May 3, 1945.</dateline><p>Sir: Yes.</p><closer><signed>Black</signed></closer>"
        "</frus:attachment>"
    )
    (record,) = yielded(a_volume(a_div("<p>A copy is enclosed.</p>", closer=f"<closer>Rassendyll</closer>{enclosure}")))

    assert isinstance(record, TelegramRecord)
    (part,) = record.parts
    assert (part.number, part.label, part.heading) == (1, "[Enclosure]", "Mr. Black to Mr. Rassendyll")
    assert record.text[part.start : part.end].startswith("[Enclosure]")
    assert record.text.endswith("Black")
    assert [record.text_of(passage) for passage in record.passages_of(PassageKind.SIGNATURE, 1)] == ["Black"]
    assert (value(record, HeaderField.SIGNATURE), value(record, HeaderField.PLACE)) == ("Rassendyll", "Strelsau")


def test_an_enclosure_of_an_enclosure_is_a_part_of_its_own() -> None:
    inner = "<frus:attachment><head>B</head><p>b</p></frus:attachment>"
    record = a_record(f"<p>Text.</p><frus:attachment><head>A</head><p>a</p>{inner}</frus:attachment>")

    assert [(part.number, record.text[part.start : part.end]) for part in record.parts] == [
        (1, "A\n\na"),
        (2, "B\n\nb"),
    ]


def test_closers_that_follow_one_another_are_one_signature() -> None:
    closers = "<closer>For the Ambassador:<lb/><signed>Bertha</signed></closer><closer><signed>Fritz</signed></closer>"
    record = a_record("<p>Text.</p>", closer=closers)

    assert value(record, HeaderField.SIGNATURE) == "For the Ambassador:\nBertha\nFritz"


def test_an_address_after_the_signature_is_none_of_it() -> None:
    closer = (
        "<closer><signed>Rassendyll</signed></closer><postscript><p>The Honorable John Smith, Esq.</p></postscript>"
    )
    record = a_record("<p>Text.</p>", closer=closer)

    assert value(record, HeaderField.SIGNATURE) == "Rassendyll"
    assert record.text_of(record.passages[-1]) == "The Honorable John Smith, Esq."


def test_a_marking_in_the_opener_is_read() -> None:
    head = HEAD.replace("<dateline>", "<opener><seg rendition='#left'><hi rend='smallcaps'>secret</hi></seg><dateline>")
    record = a_record("<p>Text.</p>", head=head.replace("</dateline>", "</dateline></opener>"))

    assert value(record, HeaderField.CLASSIFICATION) == "secret"


def test_references_are_those_the_encoders_linked() -> None:
    record = a_record(
        '<p>See <ref target="#d1">this</ref>.<note n="1"><hi>Foreign Relations</hi>, 1933, '
        '<ref target="frus1933v02#pg_133">vol. <hi rend="italic">ii</hi>, p. 133</ref>; My Diary, p. 5.</note></p>'
    )

    assert [(one.footnote, one.printed, dict(one.wanted)) for one in record.references] == [
        (None, "this", {"document": "1"}),
        (1, "vol. ii, p. 133", {"page": "133", "volume": "frus1933v02"}),
    ]


@pytest.mark.parametrize("target", ["javascript:alert(1)", "http://thought.it", "#p_XYZ1", "#in5", ""])
def test_what_is_no_page_document_or_volume_is_no_reference(target: str) -> None:
    assert a_record(f'<p>See <ref target="{target}">there</ref>.</p>').references == ()


def test_a_target_that_is_not_in_the_volume_is_noted() -> None:
    record = a_record('<p>See <ref target="#pg_9999">p. 9999</ref>.</p>')

    assert [(one.code, one.level.value) for one in record.problems if one.code == "dangling-ref"] == [
        ("dangling-ref", "note")
    ]
    assert "p. 9999" in record.text


@pytest.mark.parametrize(
    ("dateline", "sent", "origin", "code"),
    [
        pytest.param('<date when="1945-11-22">November 22, 1945</date>', "1945-11-22", Origin.PRINTED, None,
                     id="both agree"),
        pytest.param('<date when="1945-11-22">October 22, 1945</date>', "1945-10-22", Origin.PRINTED, "date-mismatch",
                     id="the print stands"),
        pytest.param('<date when="1945-06-05">June 5–17, 1945</date>', "1945-06-17", Origin.PRINTED, None,
                     id="days of two calendars"),
        pytest.param('<date when="1945-11-22">le 22 novembre</date>', "1945-11-22", Origin.INFERRED, None,
                     id="only the markup can be read"),
        pytest.param('<date from="1945-11-20" to="1945-11-22">la semaine</date>', "1945-11-20/1945-11-22",
                     Origin.INFERRED, None, id="a span"),
        pytest.param('<date when="1670-11-22">le 22 novembre</date>', None, None, "bad-date", id="a year of no volume"),
        pytest.param('<date when="1945-13-40">November 22, 1945</date>', "1945-11-22", Origin.PRINTED, "bad-date",
                     id="no day at all"),
        pytest.param('<date when="--11-22">November 22, 1945</date>', "1945-11-22", Origin.PRINTED, None, id="no year"),
    ],
)  # fmt: skip
def test_the_date_is_the_printed_one(dateline: str, sent: str | None, origin: Origin | None, code: str | None) -> None:
    head = f"<head>Mr. Black to Mr. White</head><dateline>Zenda, {dateline}</dateline>"
    record = a_record("<p>Text.</p>", head=head)

    read = record.read(HeaderField.SENT)
    assert (read.value if read else None, read.origin if read and read.value else None) == (sent, origin)
    told_of = [one.code for one in record.problems if one.code in ("bad-date", "date-mismatch")]
    assert told_of == ([code] if code else [])


def test_a_document_without_dateline_has_the_day_its_encoders_give_it() -> None:
    also = 'frus:doc-dateTime-min="1945-05-03T00:00:00-05:00" frus:doc-dateTime-max="1945-05-03T23:59:59-05:00"'
    record = a_record("<p>Text.</p>", head="<head>Memorandum by Mr. Black</head>", also=also)

    read = record.read(HeaderField.SENT)
    assert read is not None
    assert (read.value, read.origin, read.rule) == ("1945-05-03", Origin.INFERRED, "encoded-document-date")


def test_parties_that_the_words_do_not_part_are_those_marked() -> None:
    head = '<head><persName type="from">Note of Prince Black</persName></head>'
    record = a_record("<p>Text.</p>", head=head)

    assert value(record, HeaderField.SENDER_NAME) == "Note of Prince Black"


def test_lines_are_those_of_the_file() -> None:
    record = a_record('<p>One.\n</p>\n<p>Two<note n="1">A.</note>\n<pb n="5"/>three.</p>')

    assert [passage.line for passage in record.passages] == [3, 4, 5, 6, 8, 9]
    assert record.footnotes[0].place is not None
    assert record.pages[0].place is not None
    assert (record.footnotes[0].place.line, record.pages[0].place.line) == (8, 9)


def test_what_is_no_text_keeps_its_place() -> None:
    record = a_record("<p>Un<unclear/>sure <gap unit='words'/>here</p>")

    assert [(mark.start, mark.end, mark.style) for mark in record.marks if mark.start == mark.end] == [
        (record.text.index("Unsure") + 2, record.text.index("Unsure") + 2, "unclear"),
        (record.text.index(" here"), record.text.index(" here"), "gap"),
    ]


def test_faces_in_a_note_are_kept_with_the_note() -> None:
    record = a_record('<p>Text.<note n="1" xml:id="d1fn1">See <hi rend="italic">ante</hi>, p. 5.</note></p>')

    assert [(mark.start, mark.end, mark.style) for mark in record.footnotes[0].marks] == [(4, 8, "italic")]


def test_persons_and_terms_that_are_marked_keep_their_key() -> None:
    record = a_record(
        '<p>Saw <persName corresp="#p_CF1">Clark</persName> of <gloss target="#t_Dept1">Dept</gloss>.</p>'
    )

    assert [(record.text[name.start : name.end], name.what, name.key) for name in record.names if name.key] == [
        ("Clark", "person", "p_CF1"),
        ("Dept", "term", "t_Dept1"),
    ]


def test_a_line_in_the_middle_is_set_so() -> None:
    record = a_record('<p>One.</p><p rend="center">II</p><p>Two.</p>')

    assert [(record.text[mark.start : mark.end], mark.style) for mark in record.marks] == [("II", "centred")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [("<head>First part</head><p>T.</p>", "subheading"), ("<postscript><p>P.S. More.</p></postscript>", "postscript")],
)
def test_headings_and_postscripts_keep_their_kind(body: str, kind: str) -> None:
    record = a_record(f"<p>Text.</p><closer><signed>Fox</signed></closer>{body}")

    assert kind in [passage.kind.value for passage in record.passages]
