"""The Tweede Kamer: documents by either id, all pages of a list, and the register of commitments."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingest.document import Publication
from ingest.errors import SourceError
from ingest.sources.odata import literal
from ingest.sources.pledges import Pledge, Standing, search_pledges
from ingest.sources.tweedekamer import Parliament, publication_of
from ingest.sources.values import Fetched, Mark, Unchanged
from ingest.sources.web import Web
from tests.ingest.sources.papers import paper_pdf
from tests.ingest.sources.serving import Said, Site

BASE = "/OData/v4/2.0"
GUID = "01234567-89ab-cdef-0123-456789abcdef"
FILE = f"{BASE}/Document({GUID})/resource"
ROW: dict[str, Any] = {
    "Id": GUID,
    "Verwijderd": False,
    "DocumentNummer": "2030D45366",
    "Soort": "Brief regering",
    "Titel": "Naar een veiliger samenleving",
    "Onderwerp": "Agenda 2030-2033",
    "Datum": "2030-03-04T00:00:00+01:00",
    "Vergaderjaar": "2029-2030",
    "Volgnummer": 17,
    "Aanhangselnummer": None,
    "KenmerkAfzender": "4242424",
    "Kamerstukdossier": [{"Nummer": 99684, "Toevoeging": "vi"}],
    "HuidigeDocumentVersie": {"ExterneIdentifier": "kst-99684-VI-17", "Status": "Vrijgegeven"},
    "DocumentActor": [
        {"ActorNaam": "A. de Vries", "Functie": "minister van Veiligheid", "Relatie": "Eerste ondertekenaar"},
        {"ActorNaam": "B. Jansen", "Functie": None, "Relatie": "Mede ondertekenaar"},
        {"ActorNaam": "C. Bakker", "Functie": "lid", "Relatie": "Gericht aan"},
    ],
}
VERSION = {"Verwijderd": False, "Status": "Vrijgegeven", "Versienummer": 1, "Document": ROW}
PLEDGE: dict[str, Any] = {
    "Verwijderd": False,
    "Nummer": "TZ203003-130",
    "Aanmaakdatum": "2030-03-04T12:00:00Z",
    "DatumNakoming": "2030-12-31T00:00:00Z",
    "Naam": "Vries, A. de",
    "Initialen": "A.",
    "Tussenvoegsel": "de",
    "Achternaam": "Vries",
    "Functie": "minister van Veiligheid",
    "Status": "Openstaand",
    "Tekst": "De minister zal de Kamer over de agenda\r\ninformeren.",
    "KamerbriefNakoming": [{"DocumentNummer": "2030D1"}, {"DocumentNummer": "2030D1"}],
}


def page(*rows: dict[str, Any], following: str = "") -> bytes:
    """A page of rows."""
    more = {"@odata.nextLink": following} if following else {}
    return json.dumps({"value": list(rows), **more}).encode()


@pytest.mark.parametrize(
    ("identity", "number", "entity", "asked"),
    [
        ("2030D45366", "", "Document", "DocumentNummer eq '2030D45366'"),
        ("kst-99684-VI-17", "", "DocumentVersie", "ExterneIdentifier eq 'kst-99684-VI-17'"),
        ("kst-99684-VI-17", "2030D45366", "Document", "DocumentNummer eq '2030D45366'"),
    ],
)
def test_a_document_is_found_by_either_id(
    site: Site, web: Web, identity: str, number: str, entity: str, asked: str
) -> None:
    site.say(f"{BASE}/{entity}", page(ROW if entity == "Document" else VERSION))
    site.say(FILE, Said(paper_pdf(), headers={"ETag": '"1"'}))
    row = Publication(identity, "Titel in het manifest")
    got = Parliament(web).fetch(row, Mark(), number=number)
    assert isinstance(got, Fetched)
    assert got.suffix == ".pdf"
    assert got.publication == Publication(
        identity, "Titel in het manifest", "2030-03-04", "minister van Veiligheid; B. Jansen", "brief regering", "4242424",
        ("99 684-VI",), "17", "2029/30", "https://www.tweedekamer.nl/kamerstukken/detail?id=2030D45366&did=2030D45366",
    )  # fmt: skip
    assert asked in site.asked[0].query["$filter"]
    assert site.asked[0].query["$filter"].startswith("Verwijderd eq false and ")
    assert isinstance(Parliament(web).fetch(row, got.mark, number=number), Unchanged)


def test_the_latest_released_version_counts(site: Site, web: Web) -> None:
    old = {**VERSION, "Document": {**ROW, "Id": GUID.replace("0", "1")}}
    draft = {**VERSION, "Versienummer": 9, "Status": "Concept", "Document": {**ROW, "Id": GUID.replace("0", "9")}}
    gone = {**VERSION, "Versienummer": 7, "Verwijderd": True}
    site.say(f"{BASE}/DocumentVersie", page(old, draft, gone, {**VERSION, "Versienummer": 2}))
    site.say(FILE, paper_pdf())
    assert isinstance(Parliament(web).fetch(Publication("kst-99684-VI-17", ""), Mark()), Fetched)


@pytest.mark.parametrize("answer", [page(), Said(b"", 404)])
def test_a_document_that_is_not_there_is_none(site: Site, web: Web, answer: bytes | Said) -> None:
    site.say(f"{BASE}/Document", answer)
    assert Parliament(web).fetch(Publication("2030D45366", ""), Mark()) is None
    site.say(f"{BASE}/Document", page(ROW))
    assert Parliament(web).fetch(Publication("2030D45366", ""), Mark()) is None


@pytest.mark.parametrize(
    ("row", "content", "message"),
    [
        (ROW, paper_pdf()[:400], "de PDF breekt af"),
        (ROW, b"PK\x03\x04word/document.xml", "het bestand breekt af"),
        (ROW, b"\xd0\xcf\x11\xe0 oud", "een type dat niet wordt gelezen"),
        (ROW, b"", "het bestand is leeg"),
        ({**ROW, "Id": "../../x"}, paper_pdf(), "geen geldig nummer"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(
    site: Site, web: Web, row: dict[str, Any], content: bytes, message: str
) -> None:
    site.say(f"{BASE}/Document", page(row))
    site.say(FILE, content)
    with pytest.raises(SourceError, match=message):
        Parliament(web).fetch(Publication("2030D45366", ""), Mark())


def test_a_search_reads_every_page_and_passes_over_what_was_withdrawn(site: Site, web: Web) -> None:
    second = {**ROW, "DocumentNummer": "2030D00002", "HuidigeDocumentVersie": None, "Kamerstukdossier": []}
    gone = {**ROW, "DocumentNummer": "2030D00003", "Verwijderd": True}
    site.say(f"{BASE}/Document", page(ROW, gone, following=f"{site.url}{BASE}/Document?$skiptoken=a%20b"))
    site.say(f"{BASE}/Document?$skiptoken=a%20b", page(second))
    found = list(Parliament(web).search("d'Agenda", "2029-01-01"))
    assert [(f.publication.id, f.number) for f in found] == [
        ("kst-99684-VI-17", "2030D45366"),
        ("2030D00002", "2030D00002"),
    ]
    condition = site.asked[0].query["$filter"]
    assert "contains(Onderwerp,'d''Agenda') or contains(Titel,'d''Agenda')" in condition
    assert condition.endswith("and Datum ge 2029-01-01T00:00:00Z")


@pytest.mark.parametrize("link", ["https://elders.voorbeeld.nl/OData?$skip=1", "//elders.nl/x", "http://127.0.0.1:1/x"])
def test_a_following_page_elsewhere_is_refused(site: Site, web: Web, link: str) -> None:
    site.say(f"{BASE}/Document", page(ROW, following=link))
    with pytest.raises(SourceError, match="op een andere host"):
        list(Parliament(web).search("agenda"))
    assert len(site.asked) == 1


def test_pages_in_a_circle_come_to_an_end(site: Site, web: Web) -> None:
    site.say(f"{BASE}/Document", page(ROW, following="Document?$skip=1"))
    assert len(list(Parliament(web).search("agenda"))) == 2


@pytest.mark.parametrize(
    ("answer", "message"),
    [(b"<html>", "geen JSON"), (b"[]", "geen JSON-object"), (b'{"value": 3}', "geen lijst van rijen")],
)
def test_an_answer_of_another_form_is_named(site: Site, web: Web, answer: bytes, message: str) -> None:
    site.say(f"{BASE}/Document", answer)
    with pytest.raises(SourceError, match=message):
        list(Parliament(web).search("agenda"))


@pytest.mark.parametrize(
    ("changes", "identity"),
    [
        ({}, "kst-99684-VI-17"),
        ({"HuidigeDocumentVersie": None}, "kst-99684-VI-17"),
        ({"HuidigeDocumentVersie": None, "Kamerstukdossier": [{"Nummer": 99684, "Toevoeging": None}]}, "kst-99684-17"),
        ({"HuidigeDocumentVersie": None, "Volgnummer": -1}, "2030D45366"),
        ({"HuidigeDocumentVersie": None, "Volgnummer": None, "Aanhangselnummer": "242501244"}, "ah-tk-20242025-1244"),
    ],
)
def test_the_official_id_is_given_or_follows_from_the_numbers(changes: dict[str, Any], identity: str) -> None:
    assert publication_of({**ROW, **changes}).id == identity


def test_a_commitment_says_who_promised_what_and_when(site: Site, web: Web) -> None:
    site.say(f"{BASE}/Toezegging", page(PLEDGE, PLEDGE))
    assert list(search_pledges(web, "agenda", since="2030-01-01", standing="done")) == [
        Pledge(
            "TZ203003-130", "De minister zal de Kamer over de agenda informeren.", "Openstaand", "open", "2030-03-04",
            "2030-12-31", "minister van Veiligheid, A. de Vries", ("2030D1",),
        )
    ]  # fmt: skip
    condition = site.asked[0].query["$filter"]
    assert "contains(Tekst,'agenda') and Aanmaakdatum ge 2030-01-01T00:00:00Z" in condition
    assert "(Status eq 'Voldaan' or Status eq 'Afgedaan')" in condition


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("Openstaand", "open"),
        ("Deels Voldaan", "partly"),
        ("Deels Afgedaan", "partly"),
        ("Voldaan", "done"),
        ("Afgedaan", "done"),
        ("Vervallen", "lapsed"),
        ("Niet nagekomen", "unknown"),
    ],
)
def test_both_sets_of_words_for_a_status_are_understood(site: Site, web: Web, status: str, standing: Standing) -> None:
    site.say(f"{BASE}/Toezegging", page({**PLEDGE, "Status": status}))
    (pledge,) = search_pledges(web, "agenda")
    assert (pledge.status, pledge.standing) == (status, standing)


@pytest.mark.parametrize(
    ("changes", "due", "letters"),
    [
        ({"DatumNakoming": "0001-01-01T00:00:00Z"}, "", ("2030D1",)),
        ({"DatumNakoming": None, "KamerbriefNakoming": None}, "", ()),
        ({"KamerbriefNakoming": ["2030D2", "2030D2", "2030D3"]}, "2030-12-31", ("2030D2", "2030D3")),
        ({"KamerbriefNakoming": "2030D2"}, "2030-12-31", ("2030D2",)),
    ],
)
def test_a_moment_that_stands_for_nothing_and_letters_that_repeat(
    site: Site, web: Web, changes: dict[str, Any], due: str, letters: tuple[str, ...]
) -> None:
    site.say(f"{BASE}/Toezegging", page({**PLEDGE, **changes}))
    (pledge,) = search_pledges(web, "agenda")
    assert (pledge.due, pledge.letters) == (due, letters)


def test_a_quote_is_doubled() -> None:
    assert literal("d'66 ' or 1 eq 1") == "'d''66 '' or 1 eq 1'"
