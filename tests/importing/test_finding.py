"""Paths → files: what is read, what is named, what is refused, and the identity each file gets."""

import os
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from telegrams.importing.finding import FROM_THE_PATH, Identity, find, identity_of
from telegrams.importing.readers.contract import SourceFile, Unreadable
from telegrams.records import Problem
from telegrams.vocabulary import Level

SUFFIXES = frozenset({".txt", ".csv"})


def found_at(*paths: Path, said: Identity = FROM_THE_PATH) -> tuple[list[SourceFile], list[Problem]]:
    found = list(find([str(path) for path in paths], said, SUFFIXES, None))
    return (
        [one for one in found if isinstance(one, SourceFile)],
        [one for one in found if isinstance(one, Problem)],
    )


def a_zip(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    ("path", "said", "identity"),
    [
        pytest.param("/x/frus1934v04-d61.txt", Identity(), ("frus1934v04", "d61"), id="the name gives both"),
        pytest.param("/x/frus1945v05/d690.txt", Identity(), ("frus1945v05", "d690"), id="folder and stem"),
        pytest.param(
            "/x/frus1894Nicaragua-d3.txt", Identity(), ("frus1894Nicaragua", "d3"), id="letters keep their case"
        ),
        pytest.param("/x/frus1955-57v17-d193.txt", Identity(), ("frus1955-57v17", "d193"), id="a volume with a hyphen"),
        pytest.param("/x/y/Long Telegram.txt", Identity(), ("y", "long-telegram"), id="the stem is slugged"),
        pytest.param("/x/frus1934v04-d61.txt", Identity("mine"), ("mine", "d61"), id="a volume said overrides"),
        pytest.param("/x/a.txt", Identity("mine", "d1"), ("mine", "d1"), id="both said"),
        pytest.param("/Ω/Ω.txt", Identity(), ("unnamed", "document"), id="nothing fit for an address"),
    ],
)
def test_a_path_gives_volume_and_document(path: str, said: Identity, identity: tuple[str, str]) -> None:
    assert identity_of(PurePosixPath(path), said) == identity


def test_a_folder_is_read_in_a_stable_order_with_its_subfolders(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "d2.txt").write_text("two")
    (tmp_path / "a.txt").write_text("one")

    files, problems = found_at(tmp_path)

    assert [file.document for file in files] == ["a", "d2"]
    assert problems == []


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "d1.txt").write_text("one")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)

    files, _ = found_at(tmp_path)

    assert [file.document for file in files] == ["d1"]


def test_a_kind_of_file_no_reader_knows_is_skipped_and_named(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")

    files, problems = found_at(tmp_path)

    assert files == []
    assert [(problem.code, problem.level) for problem in problems] == [("unknown-type", Level.WARNING)]
    assert "picture.png" in problems[0].message()


def test_a_pipe_is_named_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    files, problems = found_at(tmp_path)

    assert files == []
    assert [problem.code for problem in problems] == ["not-a-file"]


def test_a_path_where_nothing_is_is_an_error(tmp_path: Path) -> None:
    files, problems = found_at(tmp_path / "missing")

    assert files == []
    assert [(problem.code, problem.level) for problem in problems] == [("not-a-file", Level.ERROR)]


def test_a_file_name_that_is_not_utf8_gives_a_printable_message(tmp_path: Path) -> None:
    strange = os.fsencode(tmp_path) + b"/odd\nname\xff.txt"
    with open(strange, "w") as file:
        file.write("text")

    files, _ = found_at(tmp_path)

    assert len(files) == 1
    assert files[0].name.isprintable()


def test_members_of_a_zip_are_read_with_their_folder_as_volume(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "texts.zip", **{"frus1945v05/d1.txt": "one", "d2.txt": "two", "__MACOSX/d1.txt": "no"})

    files, problems = found_at(path)

    assert [(file.volume, file.document) for file in files] == [("texts", "d2"), ("frus1945v05", "d1")]
    assert problems == []


@pytest.mark.parametrize(
    "name", ["../escaped.txt", "/etc/escaped.txt", "C:\\escaped.txt", "a/../../escaped.txt", "..\\escaped.txt"]
)
def test_a_zip_with_one_unsafe_name_is_refused_whole(tmp_path: Path, name: str) -> None:
    path = a_zip(tmp_path / "slip.zip", **{"d1.txt": "good", name: "bad"})

    files, problems = found_at(path)

    assert files == []
    assert [(problem.code, problem.level) for problem in problems] == [("unsafe-path", Level.ERROR)]
    assert "escaped.txt" in problems[0].message()


def test_a_zip_that_unpacks_to_much_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("d1.txt", "\0" * 20_000_000)

    files, problems = found_at(path)

    assert files == []
    assert [problem.code for problem in problems] == ["archive"]


def test_text_under_a_zip_name_is_refused_as_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "not-a-zip.zip"
    path.write_text("text")

    _, problems = found_at(path)

    assert [problem.code for problem in problems] == ["archive"]
    assert "zip" in problems[0].message()


def test_standard_input_has_the_identity_the_caller_gives() -> None:
    found = list(find(["-"], Identity("frus1945v05", "d690"), SUFFIXES, b"text"))

    assert found == [SourceFile("standard input", "frus1945v05", "d690", b"text")]


def test_an_empty_path_is_not_the_current_folder() -> None:
    found = list(find([""], FROM_THE_PATH, frozenset({".txt"}), None))

    assert [(one.code, one.found) for one in found if isinstance(one, Problem)] == [("not-a-file", "an empty path")]
    assert len(found) == 1


def test_a_zip_inside_a_zip_is_named_for_what_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.writestr("inner.zip", b"")

    found = list(find([str(tmp_path / "outer.zip")], FROM_THE_PATH, frozenset({".txt"}), None))

    assert [(one.code, one.found) for one in found if isinstance(one, Problem)] == [("archive", "a zip inside a zip")]


def test_a_volume_is_opened_when_it_is_read_and_as_often_as_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "v.xml").write_bytes(b"<TEI/>" * 20_000)

    (found,) = find([str(tmp_path / "v.xml")], FROM_THE_PATH, frozenset({".xml"}), None)

    assert isinstance(found, SourceFile)
    assert (found.data, found.weight) == (b"", 120_000)
    assert [b"".join(found.pieces()) for _ in range(2)] == [b"<TEI/>" * 20_000] * 2


def test_a_volume_in_a_zip_is_opened_as_often_as_it_is_read(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "volumes.zip", **{"v.xml": "<TEI/>"})

    read = []
    for found in find([str(path)], FROM_THE_PATH, frozenset({".xml"}), None):
        assert isinstance(found, SourceFile)
        read = [b"".join(found.pieces()) for _ in range(2)]

    assert read == [b"<TEI/>"] * 2


def test_a_volume_that_is_another_than_was_found_is_not_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "v.xml").write_bytes(b"<TEI/>")
    (found,) = find([str(tmp_path / "v.xml")], FROM_THE_PATH, frozenset({".xml"}), None)
    (tmp_path / "v.xml").write_bytes(b"<TEI />")

    assert isinstance(found, SourceFile)
    with pytest.raises(Unreadable, match="changed"):
        list(found.pieces())


def test_a_volume_that_has_gone_is_said_to_be_unreadable(tmp_path: Path) -> None:
    (tmp_path / "v.xml").write_bytes(b"<TEI/>")
    (found,) = find([str(tmp_path / "v.xml")], FROM_THE_PATH, frozenset({".xml"}), None)
    (tmp_path / "v.xml").unlink()

    assert isinstance(found, SourceFile)
    with pytest.raises(Unreadable, match="No such file"):
        found.sha256()


def test_a_text_larger_than_any_document_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "d1.txt").write_bytes(b"word " * 4_000_000)

    (found,) = find([str(tmp_path / "d1.txt")], FROM_THE_PATH, frozenset({".txt"}), None)

    assert isinstance(found, Problem)
    assert (found.code, found.level) == ("size", Level.ERROR)
