"""The public register by an address template: what is there is loaded, what is not is said."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import call_command

from telegrams.importing.readers.office_xml import NotRegister, read_offices, read_person
from telegrams.models import Person, Tenure

MISSION = """<?xml version="1.0" encoding="UTF-8"?>
<country-mission><territory-id>ruritania</territory-id><chiefs>
  <chief><id>ru-1901-rass-01</id><person-id>rassendyll-rudolf</person-id>
    <role-title-id>envoy-extraordinary-minister-plenipotentiary</role-title-id>
    <appointed><date>1901-02-03</date><note/></appointed><arrived><date/><note/></arrived>
    <started><date>1901-05</date><note/></started><ended><date>1903</date><note>Left post on</note></ended></chief>
  <mission-note><text>The legation burned down.</text></mission-note>
  <chief><id>ru-1904-hent-01</id><person-id>hentzau-rupert</person-id><role-title-id>court-jester</role-title-id>
    <appointed><date>1904-01-01</date></appointed></chief>
</chiefs></country-mission>"""
PRINCIPAL = """<principal-position><id>secretary</id><names><singular>Secretary of State</singular></names><principals>
  <principal><id>secr-1901-sapt</id><person-id>sapt-colonel</person-id><role-title-id>secretary</role-title-id>
    <appointed><date>1901-01-01</date></appointed><started><date>1901-01-02</date></started>
    <ended><date>1905-01-01</date></ended></principal></principals></principal-position>"""
RUDOLF = """<person><id>rassendyll-rudolf</id><persName><surname>Rassendyll</surname><forename>Rudolf</forename>
  <genName>Jr.</genName><altname>R. Rassendyll</altname></persName></person>"""
FILES = {
    "/missions-countries/ruritania.xml": MISSION,
    "/positions-principals/secretary.xml": PRINCIPAL,
    "/people/r/rassendyll-rudolf.xml": RUDOLF,
    "/people/s/sapt-colonel.xml": "<person><persName><surname>Sapt</surname></persName></person>",
    "/people/h/hentzau-rupert.xml": "<html>no such page</html>",
}


@pytest.fixture
def register_at(settings: Any) -> Iterator[str]:
    """A server of small files of the register's form on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = FILES.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.REGISTER_AT = f"http://127.0.0.1:{server.server_port}/{{path}}"
    settings.FETCH_PLAIN = settings.FETCH_PRIVATE = True
    yield settings.REGISTER_AT
    server.shutdown()


def test_a_mission_is_its_heads_with_their_days() -> None:
    first, second = read_offices(MISSION.encode(), "missions-countries/ruritania.xml")

    assert (first.person_id, first.post, first.role_kind) == ("rassendyll-rudolf", "ruritania", "chief-of-mission")
    assert first.office_title == "Envoy Extraordinary and Minister Plenipotentiary"
    assert (first.appointed, first.started, first.ended, first.ended_note) == (
        "1901-02-03", "1901-05", "1903", "Left post on",
    )  # fmt: skip
    assert (first.served, second.served, second.office_title) == ("yes", "unknown", "Court jester")


def test_a_principal_office_has_its_own_title_and_a_person_all_names() -> None:
    (term,) = read_offices(PRINCIPAL.encode(), "x")
    names = read_person(RUDOLF.encode())

    assert (term.post, term.office_title, term.role_kind) == ("secretary", "Secretary of State", "principal-officer")
    assert (names.family, names.given, names.generation, names.others) == (
        "Rassendyll", "Rudolf", "Jr.", ("R. Rassendyll",),
    )  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"<html/>", b"<country-mission/>", b"<a><b></a>", b"\xff\xfe"])
def test_what_is_no_file_of_the_register_is_refused(data: bytes) -> None:
    with pytest.raises(NotRegister):
        list(read_offices(data, "x"))
    with pytest.raises(NotRegister):
        read_person(data)


@pytest.mark.django_db(transaction=True)
def test_what_is_there_is_loaded_and_what_is_not_is_said(register_at: str) -> None:
    said, problems = io.StringIO(), io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("fetch_register", "ruritania", stdout=said, stderr=problems)

    assert ended.value.code == 1  # eleven offices of the Department are not there, and a person is a web page
    assert "2 terms of office fetched" in said.getvalue()
    assert "people/h/hentzau-rupert.xml" in problems.getvalue()
    assert "positions-principals/counselor.xml" in problems.getvalue()
    term = Tenure.objects.get(person__slug="rassendyll-rudolf")
    assert (term.since, term.until, term.of.slug if term.of else "") == ("1901-05", "1903", "mission-in-ruritania")
    assert str(Person.objects.get(slug="rassendyll-rudolf")) == "Rudolf Rassendyll Jr."
