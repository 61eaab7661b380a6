"""Searching the publications: all pages, either version of the protocol, and an end."""

from __future__ import annotations

import pytest

from ingest.document import Publication
from ingest.errors import SourceError
from ingest.sources.sru import Sru, cql_string
from ingest.sources.web import Web
from tests.ingest.sources.papers import sru_page
from tests.ingest.sources.serving import NOT_FOUND, Said, Site

DIAGNOSTIC = b"""<diagnostics xmlns="http://docs.oasis-open.org/ns/search-ws/diagnostic"><diagnostic><message>Onbekende
index</message><details>keyword</details></diagnostic></diagnostics>"""


@pytest.mark.parametrize("old", [False, True], ids=["2.0", "1.2"])
def test_a_record_becomes_a_publication(site: Site, web: Web, old: bool) -> None:
    site.say("/sru", sru_page(["kst-99684-1"], 1, old=old))
    (found,) = Sru(web).search("agenda")
    assert found.publication == Publication(
        "kst-99684-1", "Veiliger; Brief; Titel van kst-99684-1", "2030-03-04", "minister", "brief regering",
        dossiers=("99 684", "99 628"), number="1", session_year="2029/30",
        url="https://zoek.officielebekendmakingen.nl/kst-99684-1.html",
    )  # fmt: skip


def test_all_pages_are_read_and_each_paper_is_found_once(site: Site, web: Web) -> None:
    site.say("/sru", sru_page(["kst-99684-1", "kst-99684-2"], 3, 3), sru_page(["kst-99684-2", "kst-99684-3"], 3))
    found = Sru(web, page=2).search("agenda", "2029-01-01")
    assert [f.publication.id for f in found] == ["kst-99684-1", "kst-99684-2", "kst-99684-3"]
    assert [asked.query["startRecord"] for asked in site.asked] == ["1", "3"]
    query = site.asked[0].query["query"]
    assert query.startswith("c.product-area==officielepublicaties AND ")
    assert 'cql.textAndIndexes="agenda" AND dt.date>=2029-01-01 NOT dt.type==Bijlage' in query


def test_a_dossier_is_asked_for_by_its_number(site: Site, web: Web) -> None:
    site.say("/sru", sru_page(["kst-99684-1"], 1))
    assert len(list(Sru(web).dossier("36600-VI"))) == 1
    assert 'w.dossiernummer=="36600-VI" sortBy dt.date/sort.ascending' in site.asked[0].query["query"]


@pytest.mark.parametrize("following", [1, 2], ids=["backwards", "beyond the end"])
def test_a_source_that_keeps_promising_more_does_not_hold_us(site: Site, web: Web, following: int) -> None:
    site.say("/sru", sru_page(["kst-99684-1"], 1, following))
    assert len(list(Sru(web).search("agenda"))) == 1
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Said(DIAGNOSTIC), "Onbekende index; keyword"),
        (Said(DIAGNOSTIC.replace(b"<diagnostics", b"<r><diagnostics") + b"</r>"), "Onbekende index; keyword"),
        (Said(NOT_FOUND), "geen geldige XML|iets anders dan een zoekresultaat"),
        (Said(b"<html><body><p>storing</p></body></html>"), "iets anders dan een zoekresultaat"),
        (Said(b"", 404), "geen geldige XML"),
        (Said(b"<html>storing", 500), "status 500"),
    ],
)
def test_a_service_that_fails_is_named(site: Site, web: Web, said: Said, message: str) -> None:
    site.say("/sru", said)
    with pytest.raises(SourceError, match=message):
        list(Sru(web).search("agenda"))


def test_a_record_without_an_id_is_passed_over(site: Site, web: Web) -> None:
    site.say("/sru", sru_page(["", "kst-99684-3"], 2))
    assert [f.publication.id for f in Sru(web).search("agenda")] == ["kst-99684-3"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("agenda", '"agenda"'),
        ('a" OR dt.type=="x', '"a OR dt.type== x"'),
        ("a\\", '"a"'),
        ("veilig*  ^heid", '"veilig heid"'),
    ],
)
def test_what_is_searched_for_cannot_leave_its_quotes(text: str, quoted: str) -> None:
    assert cql_string(text) == quoted
