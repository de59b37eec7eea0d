"""Addresses and ids of volumes: what is fetched, tried again, gone on with and refused."""

import errno
import io
import os
import shutil
import socket
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from telegrams.importing import fetched_files, fetching, reaching
from telegrams.importing.fetching import FetchRules, fetch, fetcher, is_address, is_volume_id, shown
from telegrams.importing.finding import FROM_THE_PATH, find
from telegrams.importing.reaching import is_public
from telegrams.importing.readers.contract import SourceFile
from telegrams.models import ImportRun, Telegram
from telegrams.records import Problem
from telegrams.vocabulary import Level
from tests.importing.fetching_server import Says, Served, a_server
from tests.importing.readers.tei_slices import a_div, a_volume

RULES = FetchRules("https://example.org/{volume}.xml", plain_http=True, private=True, pause=0.01, tries=3)
STRICT = replace(RULES, plain_http=False, private=False)
BODY = bytes(range(256)) * 1000
NAME = "/volumes/frus1945v05.xml"


@pytest.fixture
def server() -> Iterator[Served]:
    with a_server() as served:
        yield served


def fetched(server: Served, folder: Path, rules: FetchRules = RULES, name: str = NAME) -> Path | Problem:
    return fetch(server.at + name, folder, rules, lambda here, whole: None)


def whole(found: Path | Problem) -> bytes:
    assert isinstance(found, Path), found
    return found.read_bytes()


def refusal(found: Path | Problem) -> Problem:
    assert isinstance(found, Problem), found
    assert (found.code, found.level) == ("fetch", Level.ERROR)
    return found


def parts(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.part"))


# --- which words are fetched ---


@pytest.mark.parametrize(
    "word", ["https://example.org/a.xml", "HTTP://example.org", "ftp://example.org/a", "file:///a"]
)
def test_a_word_with_a_scheme_is_an_address_and_no_path(word: str) -> None:
    assert is_address(word)


@pytest.mark.parametrize("word", ["fixtures/", "C:/a.xml", "-", "", "https:/a", "frus1945v05"])
def test_a_path_is_no_address(word: str) -> None:
    assert not is_address(word)


@pytest.mark.parametrize(
    "word",
    ["frus1945v05", "frus1952-54v01p1", "frus1917Supp02v02", "frus1861", "frus1961-63v07-09mSupp", "frus1981-88v01"],
)
def test_a_bare_id_of_a_volume_is_fetched(word: str) -> None:
    assert is_volume_id(word)


@pytest.mark.parametrize(
    "word", ["frus1945v05.xml", "frus1945v05/", "frus", "frusted", "x-frus1945v05", "frus1945v05/../..", "frus1945v05 "]
)
def test_another_word_is_no_id_of_a_volume(word: str) -> None:
    assert not is_volume_id(word)


def test_an_id_that_is_a_folder_here_is_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "frus1945v05").mkdir()

    assert not is_volume_id("frus1945v05")


# --- having it ---


def test_a_file_comes_whole_and_nothing_else_stays_but_what_was_said_of_it(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY))

    found = fetched(server, tmp_path)

    assert whole(found) == BODY
    assert isinstance(found, Path)
    assert found.name == "frus1945v05.xml"
    assert sorted(path.name for path in found.parent.iterdir()) == [".lock", "frus1945v05.xml", "frus1945v05.xml.json"]


def test_how_far_it_is_is_told_in_bytes(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY))
    told: list[tuple[int, int | None]] = []

    fetch(server.at + NAME, tmp_path, RULES, lambda here, whole: told.append((here, whole)))

    assert told[0] == (0, len(BODY))
    assert told[-1] == (len(BODY), len(BODY))
    assert [here for here, _ in told] == sorted(here for here, _ in told)


def test_what_a_cut_line_left_is_gone_on_with_if_the_file_is_the_same(server: Served, tmp_path: Path) -> None:
    rest = {"Content-Range": f"bytes 1000-{len(BODY) - 1}/{len(BODY)}"}
    server.says(
        Says(body=BODY[:1000], promised=len(BODY), headers={"ETag": '"one"'}),
        Says(206, BODY[1000:], rest),
    )

    found = fetched(server, tmp_path)

    assert whole(found) == BODY
    assert (server.asked[1]["range"], server.asked[1]["if-range"]) == ("bytes=1000-", '"one"')


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY[:1000], promised=len(BODY), headers={"Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}))
    refusal(fetched(server, tmp_path, replace(RULES, tries=1)))
    server.says(Says(206, BODY[1000:], {"Content-Range": f"bytes 1000-{len(BODY) - 1}/{len(BODY)}"}))

    found = fetched(server, tmp_path)

    assert whole(found) == BODY
    assert server.asked[1]["if-range"] == "Mon, 01 Jan 2024 00:00:00 GMT"


def test_a_part_of_another_edition_is_given_up(server: Served, tmp_path: Path) -> None:
    server.says(
        Says(body=BODY[:1000], promised=len(BODY), headers={"ETag": '"one"'}),
        Says(body=b"another", headers={"ETag": '"two"'}),
    )

    assert whole(fetched(server, tmp_path)) == b"another"


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"'}], ids=["none", "weak"])
def test_without_a_strong_validator_a_part_is_never_gone_on_with(
    server: Served, tmp_path: Path, headers: dict[str, str]
) -> None:
    server.says(Says(body=BODY[:1000], promised=len(BODY), headers=headers), Says(body=BODY))

    assert whole(fetched(server, tmp_path)) == BODY
    assert "range" not in server.asked[1]


@pytest.mark.parametrize(
    "wrong",
    [
        Says(206, BODY[5:], {"Content-Range": f"bytes 5-{len(BODY) - 1}/{len(BODY)}"}),
        Says(206, BODY[1000:]),
        Says(416),
    ],
    ids=["another place", "no place", "no such place"],
)
def test_an_answer_that_does_not_go_on_begins_the_file_anew(server: Served, tmp_path: Path, wrong: Says) -> None:
    first = Says(body=BODY[:1000], promised=len(BODY), headers={"ETag": '"one"'})
    server.says(first, wrong, Says(body=BODY))

    assert whole(fetched(server, tmp_path)) == BODY
    assert "range" not in server.asked[2]


def test_an_unchanged_file_is_not_sent_again(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY, headers={"ETag": '"one"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}), Says(304))
    fetched(server, tmp_path)

    assert whole(fetched(server, tmp_path)) == BODY
    assert server.asked[1]["if-none-match"] == '"one"'
    assert server.asked[1]["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"


def test_a_changed_file_takes_the_place_of_the_old_one(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY, headers={"ETag": '"one"'}), Says(body=b"new", headers={"ETag": '"two"'}), Says(304))
    fetched(server, tmp_path)

    assert whole(fetched(server, tmp_path)) == b"new"
    assert whole(fetched(server, tmp_path)) == b"new"
    assert server.asked[2]["if-none-match"] == '"two"'


def test_a_file_that_somebody_shortened_is_asked_for_whole(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY, headers={"ETag": '"one"'}))
    found = fetched(server, tmp_path)
    assert isinstance(found, Path)
    found.write_bytes(BODY[:10])

    assert whole(fetched(server, tmp_path)) == BODY
    assert "if-none-match" not in server.asked[1]


def test_a_fetch_that_fails_leaves_the_old_file_as_it_is(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY), Says(body=b"half", promised=100))
    old = fetched(server, tmp_path)

    refusal(fetched(server, tmp_path))

    assert whole(old) == BODY


def test_a_file_in_chunks_comes_whole(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", promised=-1, headers={"Transfer-Encoding": "chunked"}))

    assert whole(fetched(server, tmp_path)) == b"abcde"


def test_chunks_without_their_end_are_not_a_whole_file(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=b"3\r\nabc\r\n", promised=-1, headers={"Transfer-Encoding": "chunked"}))

    refusal(fetched(server, tmp_path))


def test_two_addresses_of_one_name_are_two_files(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=b"one"), Says(body=b"two"))

    first, second = fetched(server, tmp_path), fetched(server, tmp_path, name=NAME + "?edition=2")

    assert (whole(first), whole(second)) == (b"one", b"two")


def test_a_redirect_is_followed(server: Served, tmp_path: Path) -> None:
    server.says(Says(302, headers={"Location": "/elsewhere"}), Says(body=BODY))

    assert whole(fetched(server, tmp_path)) == BODY
    assert [asked["path"] for asked in server.asked] == [NAME, "/elsewhere"]


# --- trying again ---


def test_an_error_of_the_server_is_tried_again(server: Served, tmp_path: Path) -> None:
    server.says(Says(500), Says(body=BODY))

    assert whole(fetched(server, tmp_path)) == BODY


def test_a_file_that_is_not_there_is_asked_for_once(server: Served, tmp_path: Path) -> None:
    server.says(Says(404))

    problem = refusal(fetched(server, tmp_path))

    assert len(server.asked) == 1
    assert "404" in problem.found
    assert problem.source == server.at + NAME


def test_what_a_server_says_is_fit_to_be_kept_and_printed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as odd:
        address = f"http://127.0.0.1:{odd.getsockname()[1]}{NAME}"
        answer = threading.Thread(
            target=lambda: odd.accept()[0].sendall(b"HTTP/1.1 403 a\x00\x1b[31m" + b"b" * 9000 + b"\r\n\r\n")
        )
        answer.start()
        problem = refusal(fetch(address, tmp_path, RULES, lambda here, whole: None))
        answer.join()

    assert problem.found.startswith("the server answered 403 a\\x00\\x1b[31mb")
    assert len(problem.found) < 400


def test_tries_end_and_the_last_reason_is_said(server: Served, tmp_path: Path) -> None:
    server.says(Says(503))

    problem = refusal(fetched(server, tmp_path))

    assert len(server.asked) == 3
    assert "503" in problem.found
    assert "3 tries" in problem.found


def test_pauses_between_tries_double(server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.says(Says(500))
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)

    fetched(server, tmp_path, replace(RULES, pause=8.0, tries=5, longest_pause=30.0))

    assert [low <= pause <= high for pause, (low, high) in zip(pauses, BOUNDS, strict=True)] == [True] * 4


BOUNDS = ((4, 8), (8, 16), (16, 30), (30, 30))


def the_time_in(seconds: int) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        pytest.param("7", 7, 7, id="seconds"),
        pytest.param("100000", 60, 60, id="no longer than the cap"),
        pytest.param(40, 5, 40, id="a moment"),
        pytest.param(-40, 0, 0.01, id="a moment gone by"),
        pytest.param("soon", 0, 0.01, id="nonsense"),
    ],
)
def test_a_pause_the_server_asks_for_is_kept(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | int, low: float, high: float
) -> None:
    """``said``: the header, or in how many seconds from now the moment is that it names."""
    after = said if isinstance(said, str) else the_time_in(said)
    server.says(Says(429, headers={"Retry-After": after}), Says(body=BODY))
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)

    assert whole(fetched(server, tmp_path)) == BODY
    assert low <= pauses[0] <= high


def test_no_pause_goes_beyond_the_time_there_is(server: Served, tmp_path: Path) -> None:
    server.says(Says(503, headers={"Retry-After": "50"}))
    begun = time.monotonic()

    problem = refusal(fetched(server, tmp_path, replace(RULES, seconds=5.0)))

    assert time.monotonic() - begun < 2
    assert "in time" in problem.found


# --- limits ---


def test_a_file_that_says_it_is_too_large_is_refused_before_it_comes(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY))

    problem = refusal(fetched(server, tmp_path, replace(RULES, largest=1000)))

    assert "256,000" in problem.found
    assert len(server.asked) == 1
    assert [path.stat().st_size for path in parts(tmp_path)] == [0]


def test_a_file_that_grows_too_large_is_broken_off(server: Served, tmp_path: Path) -> None:
    chunks = b"400\r\n" + b"x" * 1024 + b"\r\n"
    server.says(Says(body=chunks * 10, promised=-1, headers={"Transfer-Encoding": "chunked"}))

    problem = refusal(fetched(server, tmp_path, replace(RULES, largest=2000)))

    assert "over 2,000 bytes" in problem.found
    assert [path.stat().st_size for path in parts(tmp_path)] == [0]


def test_a_file_that_trickles_in_is_broken_off_when_time_is_over(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY, drip=0.05))
    begun = time.monotonic()

    problem = refusal(fetched(server, tmp_path, replace(RULES, seconds=0.5)))

    assert 0.4 < time.monotonic() - begun < 3
    assert "in time" in problem.found


def test_a_server_that_takes_the_line_and_says_nothing_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}{NAME}"
        found = fetch(address, tmp_path, replace(RULES, silence=0.1, tries=2), lambda here, whole: None)

    assert "silent for 0.1 seconds" in refusal(found).found


def test_a_line_that_nobody_takes_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}{NAME}"

    found = fetch(address, tmp_path, RULES, lambda here, whole: None)

    assert "refused" in refusal(found).found


def test_a_name_nobody_knows_is_said_and_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def unknown(host: str, *rest: object, **more: object) -> None:
        looked_up.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    found = fetch("https://nowhere.example" + NAME, tmp_path, STRICT, lambda here, whole: None)

    assert "no machine is known as nowhere.example" in refusal(found).found
    assert looked_up == ["nowhere.example"]


def test_a_disk_that_has_no_room_for_the_file_is_said_before_it_comes(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.says(Says(body=BODY))
    monkeypatch.setattr(fetched_files, "SPARED", shutil.disk_usage(tmp_path).total)

    assert "may be used" in refusal(fetched(server, tmp_path)).found


def test_a_disk_that_is_full_gets_its_room_back(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    server.says(Says(body=BODY))
    monkeypatch.setattr(os, "fsync", full)

    problem = refusal(fetched(server, tmp_path))

    assert ("No space left" in problem.found, problem.remedy) == (True, "make room")
    assert [path.stat().st_size for path in parts(tmp_path)] == [0]


def test_a_folder_that_cannot_be_written_is_said(server: Served, tmp_path: Path) -> None:
    (tmp_path / "fetched").write_text("a file where the folder should be")

    refusal(fetched(server, tmp_path / "fetched"))


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}], ids=["no end", "packed unasked"])
def test_a_file_that_may_be_another_than_it_seems_is_refused(
    server: Served, tmp_path: Path, headers: dict[str, str]
) -> None:
    server.says(Says(body=BODY, headers=headers, promised=-1))

    refusal(fetched(server, tmp_path))


# --- where nothing is fetched from ---


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("http://example.org/a.xml", "http", id="plain"),
        pytest.param("ftp://example.org/a.xml", "ftp", id="ftp"),
        pytest.param("file:///etc/a.xml", "file", id="a file"),
        pytest.param("https://clio:secret@example.org/a.xml", "name or password", id="a password"),
        pytest.param("https:///a.xml", "host", id="no host"),
        pytest.param("https://[::1/a.xml", "not an address", id="broken"),
        pytest.param("https://example.org/\udcff.xml", "not an address", id="bytes that are no text"),
        pytest.param("https://example.org:99999/a.xml", "not an address", id="no such port"),
        pytest.param("https://exa mple.org/a.xml", "host", id="a blank"),
        pytest.param("https://example.org/a.html", "a.html", id="another kind of file"),
        pytest.param("https://example.org/", "“”", id="no file"),
        pytest.param("https://127.0.0.1/a.xml", "127.0.0.1", id="loopback"),
        pytest.param("https://127.1/a.xml", "127.0.0.1", id="loopback in short"),
        pytest.param("https://2130706433/a.xml", "127.0.0.1", id="loopback as a number"),
        pytest.param("https://[::1]/a.xml", "::1", id="loopback of IPv6"),
        pytest.param("https://[::ffff:127.0.0.1]/a.xml", "open internet", id="loopback mapped"),
        pytest.param("https://localhost/a.xml", "open internet", id="loopback by name"),
        pytest.param("https://169.254.169.254/a.xml", "169.254.169.254", id="link-local"),
        pytest.param("https://10.0.0.1/a.xml", "10.0.0.1", id="private"),
    ],
)
def test_an_address_that_is_not_of_the_open_internet_by_https_is_refused(
    tmp_path: Path, address: str, said: str
) -> None:
    problem = refusal(fetch(address, tmp_path, STRICT, lambda here, whole: None))

    assert said in problem.found
    assert "secret" not in problem.message()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("64:ff9b::5db8:d70e", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("::ffff:93.184.215.14", False),
        ("::93.184.215.14", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378::", False),
        ("0.0.0.0", False),  # noqa: S104
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("192.0.0.9", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("100::1", False),
    ],
)
def test_an_ip_address_is_public_only_on_the_open_internet(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.fixture
def loopback_as_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 stands for a machine of the open internet; all other addresses are what they are."""
    monkeypatch.setattr(reaching, "is_public", lambda at: str(at) == "127.0.0.1" or is_public(at))


@pytest.mark.usefixtures("loopback_as_public")
@pytest.mark.parametrize("onward", ["http://10.0.0.1/a.xml", "//[::1]/a.xml", "http://169.254.169.254/latest/"])
def test_a_redirect_to_a_private_address_is_refused(server: Served, tmp_path: Path, onward: str) -> None:
    server.says(Says(302, headers={"Location": onward}))

    problem = refusal(fetched(server, tmp_path, replace(RULES, private=False)))

    assert "not an address of the open internet" in problem.found


@pytest.mark.usefixtures("loopback_as_public")
@pytest.mark.parametrize(
    "onward", ["ftp://example.org/a.xml", "file:///etc/passwd", "http://clio:secret@example.org/", "http://[/"]
)
def test_a_redirect_to_what_no_address_may_be_is_refused(server: Served, tmp_path: Path, onward: str) -> None:
    server.says(Says(301, headers={"Location": onward}))

    assert "secret" not in refusal(fetched(server, tmp_path)).message()
    assert len(server.asked) == 1


@pytest.mark.parametrize(("redirects", "had"), [(5, True), (6, False)])
def test_five_redirects_are_followed_and_no_more(server: Served, tmp_path: Path, redirects: int, had: bool) -> None:
    server.says(*[Says(302, headers={"Location": NAME})] * redirects, Says(body=BODY))

    assert isinstance(fetched(server, tmp_path), Path) is had


def test_the_machine_that_was_checked_is_the_one_that_is_asked(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is another machine at its second look-up leads nowhere: there is no second look-up."""
    port = int(server.at.rpartition(":")[2])
    answers = ["127.0.0.1", "10.0.0.1"]

    def changing(host: str, *rest: object, **more: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    server.says(Says(body=BODY))

    found = fetch(f"http://volumes.example:{port}{NAME}", tmp_path, RULES, lambda here, whole: None)

    assert whole(found) == BODY
    assert answers == ["10.0.0.1"]
    assert server.asked[0]["host"] == f"volumes.example:{port}"


def test_a_name_with_one_private_machine_among_its_own_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (at, 443)) for at in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: places)

    problem = refusal(fetch("https://mixed.example" + NAME, tmp_path, STRICT, lambda here, whole: None))

    assert "10.0.0.1" in problem.found


def test_a_proxy_of_the_environment_is_not_used(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1/")
    server.says(Says(body=BODY))

    assert whole(fetched(server, tmp_path)) == BODY


# --- https ---


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that vouches for itself, and its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "certificate.pem").read_text())
    return both


def test_a_server_that_does_not_prove_who_it_is_is_refused_at_once(tmp_path: Path, certificate: Path) -> None:
    with a_server(certificate) as server:
        server.says(Says(body=BODY))
        problem = refusal(fetched(server, tmp_path))

    assert "does not prove who it is" in problem.found
    assert server.asked == []


def test_a_certificate_of_another_name_is_refused(
    tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("certificate.pem")))
    with a_server(certificate) as server:
        server.says(Says(body=BODY))
        server.at = server.at.replace("127.0.0.1", "localhost")
        problem = refusal(fetched(server, tmp_path))

    assert "does not prove who it is" in problem.found


def test_a_file_comes_by_https_from_a_server_that_is_trusted(
    tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("certificate.pem")))
    with a_server(certificate) as server:
        server.says(Says(body=BODY))
        found = fetched(server, tmp_path, replace(RULES, plain_http=False))

    assert whole(found) == BODY


def test_a_line_by_https_that_ends_without_a_farewell_gives_no_whole_file(
    tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("certificate.pem")))
    with a_server(certificate) as server:
        server.says(Says(body=BODY, promised=-1))
        refusal(fetched(server, tmp_path))


def test_a_redirect_from_https_to_http_is_refused(
    server: Served, tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("certificate.pem")))
    with a_server(certificate) as secure:
        secure.says(Says(302, headers={"Location": server.at + NAME}))
        problem = refusal(fetched(secure, tmp_path, replace(RULES, plain_http=False)))

    assert "an address with http" in problem.found
    assert server.asked == []


def test_time_ends_a_trickle_by_https_too(tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("certificate.pem")))
    with a_server(certificate) as server:
        server.says(Says(body=BODY, drip=0.05))
        begun = time.monotonic()
        problem = refusal(fetched(server, tmp_path, replace(RULES, seconds=0.7)))

    assert time.monotonic() - begun < 3
    assert "in time" in problem.found


# --- as an import meets them ---


def found_at(word: str, folder: Path, rules: FetchRules = RULES) -> list[SourceFile | Problem]:
    fetch_it = fetcher(rules, folder, lambda address, here, whole: None)
    return list(find([word], FROM_THE_PATH, frozenset({".txt", ".xml"}), None, fetch_it))


def test_a_fetched_text_has_the_identity_and_the_name_its_address_gives(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=b"text"))

    (found,) = found_at(f"{server.at}/texts/frus1945v05/d690.txt?token=secret", tmp_path)

    assert isinstance(found, SourceFile)
    assert (found.volume, found.document, found.data) == ("frus1945v05", "d690", b"text")
    assert found.name == f"{server.at}/texts/frus1945v05/d690.txt"


def test_members_of_a_fetched_zip_are_called_by_its_address(server: Served, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("d1.txt", "one")
        archive.writestr("d2.png", "two")
    server.says(Says(body=packed.getvalue()))

    found = found_at(f"{server.at}/frus1945v05.zip", tmp_path)

    assert [one.name if isinstance(one, SourceFile) else one.source for one in found] == [
        f"{server.at}/frus1945v05.zip/d1.txt",
        f"{server.at}/frus1945v05.zip/d2.png",
    ]
    assert isinstance(found[0], SourceFile)
    assert (found[0].volume, found[0].document) == ("frus1945v05", "d1")


def test_an_address_is_fetched_once_however_often_an_import_looks(server: Served, tmp_path: Path) -> None:
    server.says(Says(404))
    fetch_it = fetcher(RULES, tmp_path, lambda address, here, whole: None)

    first, again = fetch_it(server.at + NAME), fetch_it(server.at + NAME)

    assert first is again
    assert len(server.asked) == 1


def test_names_passwords_and_tokens_are_not_kept_with_a_run() -> None:
    assert shown("https://example.org/@v/a.xml#x") == "https://example.org/@v/a.xml"
    assert shown("HTTPS://clio:secret@example.org/a.xml?t=1") == "HTTPS://example.org/a.xml"


@pytest.fixture
def mirror(server: Served, settings: Any, tmp_path: Path) -> Served:
    """The server as the mirror that an archive takes its volumes from."""
    settings.VOLUMES_AT = server.at + "/volumes/{volume}.xml"
    settings.FETCH_PLAIN = settings.FETCH_PRIVATE = True
    settings.ARCHIVE_DATA = tmp_path
    return server


def ended(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of an import."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_a_volume_is_loaded_by_its_id_alone(mirror: Served, tmp_path: Path) -> None:
    mirror.says(Says(body=a_volume(a_div("<p>The mission reports.</p>")), headers={"ETag": '"one"'}), Says(304))

    first, again = ended("frus1945v09"), ended("frus1945v09")

    assert (first[0], first[2]) == (0, "")
    assert [telegram.document for telegram in Telegram.objects.filter(volume__slug="frus1945v09")] == ["d1"]
    assert "1 unchanged" in again[1]
    assert [asked["path"] for asked in mirror.asked] == ["/volumes/frus1945v09.xml"] * 2
    assert [path.name for path in (tmp_path / "fetched").rglob("*.xml")] == ["frus1945v09.xml"]


@pytest.mark.django_db
def test_a_volume_that_cannot_be_had_ends_the_import_in_two_and_says_its_address(mirror: Served) -> None:
    mirror.says(Says(404))

    code, _, err = ended("frus1945v09")

    assert code == 2
    assert f"{mirror.at}/volumes/frus1945v09.xml: fetch: the server answered 404" in err


@pytest.mark.django_db
def test_an_address_with_a_password_is_refused_and_the_password_kept_nowhere() -> None:
    code, _, err = ended("https://clio:secret@example.org/a.xml")

    assert code == 2
    assert "secret" not in err
    assert "secret" not in ImportRun.objects.get().asked


def test_private_addresses_and_plain_http_are_refused_unless_an_installation_asks_for_them(settings: Any) -> None:
    assert (settings.FETCH_PLAIN, settings.FETCH_PRIVATE) == (False, False)
    assert settings.VOLUMES_AT.startswith("https://")


def test_another_import_that_fetches_the_same_file_is_not_disturbed(server: Served, tmp_path: Path) -> None:
    server.says(Says(body=BODY))
    place = fetched_files.place_of(server.at + NAME, tmp_path)
    place.parent.mkdir(parents=True)

    with fetched_files.alone_in(place.parent):
        problem = refusal(fetched(server, tmp_path))

    assert "another import" in problem.found
    assert fetching.is_address(problem.source)
