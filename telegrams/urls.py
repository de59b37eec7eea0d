"""The addresses of the reading room. An address once public answers for ever."""

from django.urls import URLPattern, path, re_path

from telegrams.exports import ANSWER_FORMS, OFFERED
from telegrams.views import (
    about,
    answers,
    audit,
    changes,
    compared,
    correspondents,
    days,
    delays,
    document,
    feed,
    files,
    home,
    ledger,
    lines,
    near,
    numbers,
    offices,
    opening,
    people,
    posts,
    receipts,
    report,
    search,
    thread,
    volume_contents,
    volumes,
    wanted,
    wanting,
)

NAME = r"[^/\x00-\x1f\x7f]"
"""Volumes and documents are called what an editor called them; an address must never fail to be made."""

VOLUME = rf"(?P<volume>{NAME}{{1,80}})"
DOCUMENT = rf"(?P<document>{NAME}{{1,120}})"
VOLUME_SLUG = rf"(?P<slug>{NAME}{{1,80}})"
KEY = rf"(?P<key>{NAME}{{1,120}})"
SLUG = r"(?P<slug>[A-Za-z0-9_-]{1,120})"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("telegrams/", search.search, name="search"),
    path("telegrams.json", search.search_json, name="search-json"),
    path("telegrams/lines.csv", lines.lines_csv, name="search-lines"),
    path("telegrams/periods.csv", lines.periods_csv, name="search-periods"),
    path("telegrams/suggest.json", opening.suggest, name="suggest"),
    path("receipts/", receipts.keep_receipt, name="keep-receipt"),
    path("receipts/new/", receipts.new_receipt, name="new-receipt"),
    re_path(r"^receipts/(?P<key>[A-Za-z0-9_-]{1,16})/\Z", receipts.receipt, name="receipt"),
    path("opensearch.xml", opening.opensearch, name="opensearch"),
    path("robots.txt", opening.robots, name="robots"),
    path("telegrams.atom", feed.feed, name="search-atom"),
    *(path(f"telegrams.{form.suffix}", answers.in_form(form), name=f"search-{form.suffix}") for form in ANSWER_FORMS),
    re_path(r"^telegrams/facets/(?P<key>[a-z_.-]{1,40})/\Z", search.facet, name="facet"),
    *(
        re_path(
            rf"^telegrams/{VOLUME}/{DOCUMENT}\.{form.suffix}\Z",
            document.in_form(form),
            name=f"document-{form.suffix}",
        )
        for form in OFFERED
    ),
    re_path(rf"^telegrams/{VOLUME}/{DOCUMENT}/thread/\Z", thread.thread, name="document-thread"),
    re_path(rf"^telegrams/{VOLUME}/{DOCUMENT}/history/\Z", document.history, name="document-history"),
    re_path(rf"^telegrams/{VOLUME}/{DOCUMENT}/source/\Z", document.source, name="document-source"),
    re_path(rf"^telegrams/{VOLUME}/{DOCUMENT}/\Z", document.document, name="document"),
    path("people/", people.people, name="people"),
    re_path(rf"^people/{SLUG}\.json\Z", people.person_json, name="person-json"),
    re_path(rf"^people/{SLUG}/\Z", people.person, name="person"),
    path("offices/", offices.offices, name="offices"),
    re_path(rf"^offices/{SLUG}/\Z", offices.office, name="office"),
    re_path(rf"^offices/{SLUG}/numbers/\Z", numbers.numbers, name="office-numbers"),
    path("posts/", posts.posts, name="posts"),
    re_path(rf"^posts/{SLUG}/\Z", posts.post, name="post"),
    path("compared/", compared.page, name="compared"),
    path("compared.csv", compared.page_csv, name="compared-csv"),
    path("correspondents/", correspondents.correspondents, name="correspondents"),
    path("near/", near.page, name="near"),
    path("near.csv", near.page_csv, name="near-csv"),
    path("volumes/", volumes.volumes, name="volumes"),
    re_path(rf"^volumes/{VOLUME_SLUG}\.tei\Z", volumes.volume_tei, name="volume-tei"),
    re_path(rf"^volumes/{VOLUME_SLUG}/\Z", volumes.volume, name="volume"),
    re_path(
        rf"^volumes/{VOLUME_SLUG}/pages/(?P<label>[^/\x00-\x1f\x7f]{{1,20}})/\Z",
        volumes.volume_page,
        name="volume-page",
    ),
    re_path(rf"^volumes/{VOLUME_SLUG}/audit/\Z", audit.audit, name="volume-audit"),
    re_path(rf"^volumes/{VOLUME_SLUG}/contents/{KEY}/\Z", volume_contents.division, name="volume-division"),
    re_path(rf"^volumes/{VOLUME_SLUG}/front/{KEY}/\Z", volume_contents.front, name="volume-front"),
    re_path(r"^days/(?P<day>[0-9-]{1,20})/\Z", days.day, name="day"),
    path("washington/", days.washington, name="washington"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger.csv", ledger.ledger_csv, name="ledger-csv"),
    path("delays/", delays.delays, name="delays"),
    path("delays.csv", delays.delays_csv, name="delays-csv"),
    path("wanted/", wanted.wanted, name="wanted"),
    path("wanted.csv", wanted.wanted_csv, name="wanted-csv"),
    path("wanted.atom", wanted.wanted_atom, name="wanted-atom"),
    re_path(r"^wanted/(?P<key>[a-z0-9.~-]{1,240})/\Z", wanted.number, name="wanted-number"),
    path("files/", files.files, name="files"),
    re_path(r"^files/(?P<number>[^\x00-\x1f\x7f]{1,300})/\Z", files.file, name="file"),
    path("changes/", changes.changes, name="changes"),
    path("changes.json", changes.changes_json, name="changes-json"),
    path("changes.atom", changes.changes_atom, name="changes-atom"),
    path("report/", report.report, name="report"),
    path("report/thanks/", report.thanks, name="report-thanks"),
    path("about/", about.about, name="about"),
    re_path(r"^about/wanting/(?P<key>[a-z-]{1,20})/\Z", wanting.wanting, name="wanting"),
    path("about/search/", about.about_search, name="about-search"),
]
