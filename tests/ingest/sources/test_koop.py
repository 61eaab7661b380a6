"""Official papers by id: the best form, checked; what is no paper is not taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Publication
from ingest.errors import SourceError
from ingest.reading.read import read_file
from ingest.sources.koop import Koop, canonical_id, read_metadata
from ingest.sources.values import Fetched, Mark, Unchanged
from ingest.sources.web import Web
from tests.ingest.sources.papers import BODY, metadata_owms, metadata_xml, paper_html, paper_pdf, paper_xml
from tests.ingest.sources.serving import NOT_FOUND, Said, Site

ID = "kst-99684-1"
ROW = Publication(ID, "Titel in het manifest", kind="brief")
SHELL = paper_xml(body=("Van deze publicatie is geen HTML-versie beschikbaar; zie de PDF.",))
BARE = paper_xml(body=("", " "))
WITH_MARKS = b"\xef\xbb\xbf" + paper_xml().replace(b"187 zaken", b"18<?xpp afbreking?>7 za<?xpp x?>ken").replace(
    b"\n", b"\r\n"
)


def fetch(web: Web, mark: Mark | None = None, identity: str = ID) -> Fetched | Unchanged | None:
    """What the source gives for the row."""
    return Koop(web).fetch(Publication(identity, "", kind="brief") if identity != ID else ROW, mark or Mark())


def told(site: Site, **forms: bytes) -> None:
    """Let the site have these forms of the paper, and its metadata."""
    for suffix, content in forms.items():
        site.say(f"/{ID}.{suffix}", content)
    site.say(f"/{ID}/metadata.xml", metadata_xml())


@pytest.mark.parametrize(
    ("forms", "suffix"),
    [
        ({"xml": paper_xml(), "html": paper_html(), "pdf": paper_pdf()}, ".xml"),
        ({"xml": WITH_MARKS, "html": paper_html()}, ".xml"),
        ({"html": paper_html(), "pdf": paper_pdf()}, ".html"),
        ({"xml": NOT_FOUND, "html": paper_html()}, ".html"),
        ({"xml": SHELL, "html": paper_html()}, ".html"),
        ({"xml": BARE, "html": paper_html()}, ".html"),
        ({"xml": paper_xml()[:-40], "html": paper_html()}, ".html"),
        ({"xml": paper_xml(told="kst-99684-2"), "html": paper_html()}, ".html"),
        ({"xml": NOT_FOUND, "html": NOT_FOUND, "pdf": paper_pdf()}, ".pdf"),
        ({"xml": SHELL, "html": paper_html()[:-20], "pdf": paper_pdf()}, ".pdf"),
        ({"html": paper_html("kst-99684-12"), "pdf": paper_pdf()}, ".pdf"),
    ],
    ids=[
        "all", "instructions within words", "no XML", "page with status 200", "shell that says so", "empty shell",
        "cut off XML", "another paper", "only a PDF", "cut off page", "page of another paper",
    ],
)  # fmt: skip
def test_the_best_form_that_is_the_paper_is_taken_and_can_be_read(
    site: Site, web: Web, tmp_path: Path, forms: dict[str, bytes], suffix: str
) -> None:
    told(site, **forms)
    got = fetch(web)
    assert isinstance(got, Fetched)
    assert (got.suffix, got.content) == (suffix, forms[suffix[1:]])
    path = tmp_path / f"{ID}{suffix}"
    path.write_bytes(got.content)
    text = " ".join(read_file(path).text.split())
    assert all(sentence in text for sentence in BODY)


def test_the_row_has_the_last_word_and_the_source_fills_in_the_rest(site: Site, web: Web) -> None:
    told(site, pdf=paper_pdf())
    got = fetch(web)
    assert isinstance(got, Fetched)
    assert got.publication == Publication(
        ID, "Titel in het manifest", "2030-03-11", "minister van Veiligheid", "brief", dossiers=("99 684",), number="1",
        session_year="2029/30", url=f"https://zoek.officielebekendmakingen.nl/{ID}.html",
    )  # fmt: skip


def test_the_date_of_the_letter_goes_before_the_day_of_publication(site: Site, web: Web) -> None:
    told(site, xml=paper_xml(date="2030-03-04"))
    got = fetch(web)
    assert isinstance(got, Fetched)
    assert got.publication.date == "2030-03-04"


def test_an_attachment_has_only_a_pdf(site: Site, web: Web) -> None:
    site.say("/blg-123456.pdf", paper_pdf())
    got = fetch(web, identity="blg-123456")
    assert isinstance(got, Fetched)
    assert got.suffix == ".pdf"
    assert site.paths() == ["/blg-123456.pdf", "/blg-123456/metadata.xml"]


def test_attachments_are_named(site: Site, web: Web) -> None:
    told(site, xml=paper_xml())
    site.say(f"/{ID}/metadata.xml", metadata_xml(attachments=("blg-1", "blg-2", "blg-1")))
    got = fetch(web)
    assert isinstance(got, Fetched)
    assert got.attachments == ("blg-1", "blg-2")


@pytest.mark.parametrize("forms", [{}, {"xml": NOT_FOUND, "html": NOT_FOUND, "pdf": NOT_FOUND}])
def test_a_paper_that_is_not_here_is_none_also_when_a_page_says_so(
    site: Site, web: Web, forms: dict[str, bytes]
) -> None:
    for suffix, content in forms.items():
        site.say(f"/{ID}.{suffix}", content)
    assert fetch(web) is None


def test_a_paper_of_which_no_form_will_do_is_an_error_that_says_why(site: Site, web: Web) -> None:
    told(site, xml=SHELL, html=paper_html("kst-99684-9"), pdf=paper_pdf()[:500])
    with pytest.raises(SourceError) as caught:
        fetch(web)
    for part in ("XML: er staat geen tekst", "HTML: dit is een ander document (kst-99684-9)", "PDF: de PDF breekt af"):
        assert part in str(caught.value)


def test_a_failing_source_is_no_reason_to_settle_for_less(site: Site, web: Web) -> None:
    told(site, html=paper_html(), pdf=paper_pdf())
    site.say(f"/{ID}.xml", Said(b"", 503))
    with pytest.raises(SourceError, match="503"):
        fetch(web)


@pytest.mark.parametrize(
    ("metadata", "message"),
    [(metadata_xml("kst-99684-2"), "van een ander document"), (b"<metadata_gegevens><meta", "onleesbare metagegevens")],
)
def test_metadata_of_another_paper_or_in_pieces_are_an_error(
    site: Site, web: Web, metadata: bytes, message: str
) -> None:
    told(site, xml=paper_xml())
    site.say(f"/{ID}/metadata.xml", metadata)
    with pytest.raises(SourceError, match=message):
        fetch(web)


def test_metadata_that_are_a_page_are_none(site: Site, web: Web) -> None:
    told(site, xml=paper_xml())
    site.say(f"/{ID}/metadata.xml", NOT_FOUND)
    assert isinstance(fetch(web), Fetched)


def test_a_paper_that_has_not_changed_is_not_fetched_again(site: Site, web: Web) -> None:
    site.say(f"/{ID}.html", Said(paper_html(), headers={"ETag": '"7"'}))
    got = fetch(web)
    assert isinstance(got, Fetched)
    assert isinstance(fetch(web, got.mark), Unchanged)
    told(site, xml=paper_xml())
    better = fetch(web, got.mark)
    assert isinstance(better, Fetched)
    assert better.suffix == ".xml"


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("kst-28684-540", "kst-28684-540"),
        ("KST-28684-540", "kst-28684-540"),
        ("https://zoek.officielebekendmakingen.nl/kst-28684-540.html", "kst-28684-540"),
        (
            "https://zoek.officielebekendmakingen.nl/dossier/kst-28684-540.html?zoekcriteria=kst-11111-1",
            "kst-28684-540",
        ),
        ("/behandelddossier/28684/kst-28684-540.html#kst-2", "kst-28684-540"),
        ("/staatscourant/kst-28684-540", "kst-28684-540"),
        ("/kst-28684-412.html/kst-28684-540.html", "kst-28684-540"),
        ("kst-35830-VI-1", "kst-35830-VI-1"),
        ("kst-34086-B-n1", "kst-34086-B-n1"),
        ("kst-36836-D", "kst-36836-D"),
        ("kst-21501-02-3174", "kst-21501-02-3174"),
        ("ah-tk-20242025-100", "ah-tk-20242025-100"),
        ("h-tk-20182019-12-3", "h-tk-20182019-12-3"),
        ("blg-1014762.pdf", "blg-1014762"),
        ("ah-1234", "ah-1234"),
        ("2022D45366", ""),
        ("kst-28684", ""),
    ],
)
def test_aliases_lead_to_one_id(text: str, identity: str) -> None:
    assert canonical_id(text) == identity


@pytest.mark.parametrize("content", [metadata_xml(), metadata_owms()])
def test_both_forms_of_metadata_say_the_same(content: bytes) -> None:
    publication, _ = read_metadata(content, "metadata.xml")
    assert publication.id == ID
    assert publication.title in ("Brief over de agenda", "Lange titel")
    assert (publication.date, publication.dossiers, publication.number) == ("2030-03-11", ("99 684",), "1")
    assert publication.session_year == "2029/30"
