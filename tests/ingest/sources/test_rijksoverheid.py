"""rijksoverheid.nl: its open data in either form, its own list when those fail, and the document behind a page."""

from __future__ import annotations

import datetime
import json

import pytest

from ingest.document import Publication
from ingest.errors import SourceError
from ingest.sources.rijksoverheid import Government
from ingest.sources.values import Fetched, Mark, Unchanged
from ingest.sources.web import Web
from tests.ingest.sources.papers import BODY, paper_pdf
from tests.ingest.sources.serving import Said, Site

PATH = "/documenten/kamerstukken/2030/03/04/tk-brief-agenda"
ROW = Publication("rijksoverheid-tk-brief-agenda", "Brief", url=f"https://www.rijksoverheid.nl{PATH}")
PAGE = f"<!DOCTYPE html><html><body><h1>Brief</h1><p>{BODY[0]}</p>%s</body></html>"
LINK = '<a class="download" href="/binaries/brief.pdf">Download</a>'


def item(number: int, **more: object) -> dict[str, object]:
    """An item of the open data."""
    return {
        "id": f"id-{number}",
        "title": f"Brief {number} over de Agenda",
        "introduction": "<p>Over <b>politie</b></p>",
        "canonical": f"https://www.rijksoverheid.nl/documenten/kamerstukken/2030/03/04/brief-{number}",
        "type": "Kamerstuk",
        "organisationalunit": ["Ministerie van Veiligheid"],
        "frontenddate": "2030-03-04T10:00:00Z",
        **more,
    }


def as_json(*items: dict[str, object]) -> bytes:
    """A page of the open data: a bare list."""
    return json.dumps(items).encode()


XML = b"""<?xml version="1.0"?><documents><document><id>id-1</id><title>Brief 1 over de Agenda</title>
<introduction>politie</introduction><canonical>https://www.rijksoverheid.nl/documenten/kamerstukken/2030/03/04/brief-1
</canonical><type>Kamerstuk</type><organisationalunit>Ministerie van Veiligheid</organisationalunit>
<frontenddate>2030-03-04T10:00:00Z</frontenddate></document><document/></documents>"""


@pytest.mark.parametrize(
    "answer",
    [as_json(item(1)), json.dumps({"results": [item(1)]}).encode(), XML],
    ids=["list", "list in an object", "XML"],
)
def test_an_item_becomes_a_publication(site: Site, web: Web, answer: bytes) -> None:
    site.say("/v1/documents", answer)
    (found,) = Government(web).search("politie agenda")
    assert found.publication == Publication(
        "rijksoverheid-brief-1", "Brief 1 over de Agenda", "2030-03-04", "Ministerie van Veiligheid", "kamerstuk",
        url="https://www.rijksoverheid.nl/documenten/kamerstukken/2030/03/04/brief-1",
    )  # fmt: skip


def test_all_pages_are_read_and_only_what_holds_the_words_is_found_latest_first(site: Site, web: Web) -> None:
    site.say("/v1/documents", as_json(item(1), item(2, title="Iets anders")), as_json(item(3)))
    found = list(Government(web, rows=2).search("agenda", "2030-01-31"))
    assert [f.publication.id for f in found] == ["rijksoverheid-brief-3", "rijksoverheid-brief-1"]
    asked = [(a.query["offset"], a.query["rows"], a.query["lastmodifiedsince"], a.query["output"]) for a in site.asked]
    assert asked == [("0", "2", "20300131", "json"), ("2", "2", "20300131", "json")]


LISTED = """<!DOCTYPE html><html><body><main><ol class="common results">
<li class="results__item"><a class="publication" href="/documenten/kamerstukken/2030/03/04/brief-{n}">
<h3>Brief {n} over de Agenda</h3></a></li>
<li class="results__item"><a class="publication" href="/documenten/kamerstukken/2030/03/05/x">Anders</a></li></ol></main>
</body></html>"""


@pytest.mark.parametrize("broken", [Said(b"", 503), Said(b"<html><body>storing</body></html>"), Said(b'{"a": 1}')])
def test_the_list_of_the_site_is_read_when_the_open_data_fail(site: Site, web: Web, broken: Said) -> None:
    site.say("/v1/documents", broken)
    pages = [LISTED.format(n=n).encode() for n in (1, 2)]
    site.say("/documenten", *pages, b"<html><body><main>Geen resultaten</main></body></html>")
    found = list(Government(web, today=datetime.date(2030, 4, 1)).search("agenda", "2030-01-31"))
    assert [(f.publication.id, f.publication.date) for f in found] == [
        ("rijksoverheid-brief-1", "2030-03-04"),
        ("rijksoverheid-brief-2", "2030-03-04"),
    ]
    listed = [a.query for a in site.asked if a.path == "/documenten"]
    assert [a["pagina"] for a in listed] == ["1", "2", "3"]
    assert (listed[0]["startdatum"], listed[0]["einddatum"]) == ("31-01-2030", "01-04-2030")


def test_when_the_list_fails_too_that_is_an_error(site: Site, web: Web) -> None:
    site.say("/v1/documents", Said(b"", 500))
    site.say("/documenten", Said(b"", 500))
    with pytest.raises(SourceError, match="500"):
        list(Government(web).search("agenda"))


@pytest.mark.parametrize(
    ("links", "suffix"), [(LINK + LINK, ".pdf"), ("", ".html"), (LINK + LINK.replace("brief", "b"), ".html")]
)
def test_the_document_is_the_only_pdf_of_a_page_else_the_page(site: Site, web: Web, links: str, suffix: str) -> None:
    site.say(PATH, Said((PAGE % links).encode(), headers={"ETag": '"page"'}))
    site.say("/binaries/brief.pdf", Said(paper_pdf(), headers={"ETag": '"file"'}))
    got = Government(web).fetch(ROW, Mark())
    assert isinstance(got, Fetched)
    assert got.suffix == suffix
    assert isinstance(Government(web).fetch(ROW, got.mark), Unchanged)


def test_a_page_or_a_file_that_is_gone_is_none(site: Site, web: Web) -> None:
    assert Government(web).fetch(ROW, Mark()) is None
    site.say(PATH, (PAGE % LINK).encode())
    assert Government(web).fetch(ROW, Mark()) is None


@pytest.mark.parametrize(
    ("content", "message"), [(paper_pdf()[:300], "de PDF breekt af"), (b"\x89PNG", "een type dat niet wordt gelezen")]
)
def test_a_file_that_is_not_whole_or_not_text_is_refused(site: Site, web: Web, content: bytes, message: str) -> None:
    site.say(PATH, (PAGE % LINK).encode())
    site.say("/binaries/brief.pdf", content)
    with pytest.raises(SourceError, match=message):
        Government(web).fetch(ROW, Mark())


@pytest.mark.parametrize(("publication", "has"), [(ROW, True), (Publication("kst-99684-1", "", url=ROW.url), False)])
def test_only_its_own_documents_are_asked_for(web: Web, publication: Publication, has: bool) -> None:
    assert Government(web).has(publication) is has
