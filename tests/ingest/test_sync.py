"""Sync: what a manifest names comes into the library, checked and whole; what is there already is left alone."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Publication
from ingest.errors import DiskFull, LibraryBusy
from ingest.manifest import Entry, known_documents, load_manifest
from ingest.pipeline import ingest
from ingest.sources.proposing import to_toml
from ingest.sources.searching import Proposal, propose
from ingest.sources.web import Web
from ingest.store.library import Library
from ingest.sync import SyncReport, Target, plan, sync
from tests.ingest.sources.papers import BODY, metadata_xml, paper_html, paper_pdf, paper_xml, sru_page
from tests.ingest.sources.serving import NOT_FOUND, Said, Site, serving
from tests.ingest.sources.test_rijksoverheid import as_json, item
from tests.ingest.sources.test_tweedekamer import BASE, FILE, PLEDGE, ROW, VERSION, page
from tests.ingest.store.tiny import TinyEncoder

URL = "https://zoek.officielebekendmakingen.nl/{}.html"


@pytest.fixture
def site() -> Iterator[Site]:
    """A server that plays the official sources."""
    with serving() as server:
        yield server


@pytest.fixture
def web(site: Site) -> Iterator[Web]:
    """A client that never really waits."""
    with Web(site.places(), sleep=lambda seconds: None) as client:
        yield client


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """An empty library with a tiny encoder."""
    return Target(tmp_path / "data", TinyEncoder())


def row(identity: str, **more: str) -> Entry:
    """A row of a manifest without a file."""
    return Entry(Publication(identity, f"Titel van {identity}", kind="brief", url=URL.format(identity)), **more)


def publish(site: Site, *ids: str, body: tuple[str, ...] = BODY) -> None:
    """Let the site have papers in XML, with a version of their own."""
    for identity in ids:
        content = paper_xml(identity, body=(*body, f"Dit is stuk {identity}."))
        site.say(f"/{identity}.xml", Said(content, headers={"ETag": f'"{hash(content)}"'}))
        site.say(f"/{identity}/metadata.xml", metadata_xml(identity))


def titles(target: Target) -> dict[str, str]:
    """What the library holds."""
    with Library.open(target.data) as library:
        return {publication.id: publication.title for publication in library.documents()}


IDS = ("kst-99684-1", "kst-99684-2", "kst-99684-3")


def test_every_form_of_paper_comes_into_the_library_and_can_be_cited(site: Site, web: Web, target: Target) -> None:
    publish(site, "kst-99684-1")
    site.say(
        "/kst-99684-2.html", paper_html("kst-99684-2", body=("Deze brief is een webpagina over cybercrime.", BODY[1]))
    )
    site.say("/kst-99684-3.xml", NOT_FOUND)
    site.say("/kst-99684-3.pdf", paper_pdf(("Deze brief is een PDF over fraude en afpakken.", BODY[0])))
    site.say(f"{BASE}/Document", page(ROW))
    site.say(FILE, paper_pdf(("Dit is een bijlage van de Kamer over opsporing.",)))
    report = sync([row(name) for name in (*IDS, "2030D45366")], target, web)
    assert report.fetched == (*IDS, "2030D45366")
    assert report.ingested is not None
    assert [added.id for added in report.ingested.added] == [*IDS[:2], "2030D45366", IDS[2]]
    assert report.failed == ()
    with Library.open(target.data) as library:
        text = library.document("kst-99684-1").text
        assert all(sentence in text for sentence in BODY)
        assert "webpagina over cybercrime" in library.document("kst-99684-2").text
        assert library.document("kst-99684-3").source.edition == "PDF van de bron"
        assert library.document("kst-99684-1").publication == Publication(
            "kst-99684-1", "Titel van kst-99684-1", "2030-03-04", "minister van Veiligheid", "brief", "", ("99 684",), "1",
            "2029/30", URL.format("kst-99684-1"),
        )  # fmt: skip


def test_progress_is_told_for_each_row_and_then_for_each_file(site: Site, web: Web, target: Target) -> None:
    publish(site, *IDS)
    told: list[tuple[int, int, str]] = []
    sync([row(name) for name in IDS], target, web, progress=lambda *step: told.append(step))
    assert told[:3] == [(n, 3, name) for n, name in enumerate(IDS, 1)]
    assert told[3:] == [(n, 3, f"{name}.xml") for n, name in enumerate(IDS, 1)]


def test_a_second_run_asks_whether_something_changed_and_reads_nothing(site: Site, web: Web, target: Target) -> None:
    publish(site, *IDS)
    rows = [row(name) for name in IDS]
    sync(rows, target, web)
    site.asked.clear()
    report = sync(rows, target, web)
    assert (report.fetched, report.unchanged, report.ingested) == ((), IDS, None)
    assert site.paths() == [f"/{name}.xml" for name in IDS]
    assert all("If-None-Match" in asked.headers for asked in site.asked)


def test_a_source_without_version_marks_is_compared_by_content(site: Site, web: Web, target: Target) -> None:
    site.say("/kst-99684-1.xml", paper_xml())
    sync([row("kst-99684-1")], target, web)
    report = sync([row("kst-99684-1")], target, web)
    assert (report.fetched, report.unchanged, report.ingested) == ((), ("kst-99684-1",), None)


def test_a_paper_that_changed_replaces_the_old_one_which_stays_readable(site: Site, web: Web, target: Target) -> None:
    publish(site, *IDS)
    rows = [row(name) for name in IDS]
    sync(rows, target, web)
    publish(site, IDS[1], body=("De norm is verhoogd tot 250 zaken.",))
    report = sync(rows, target, web)
    assert (report.fetched, report.unchanged) == ((IDS[1],), (IDS[0], IDS[2]))
    assert report.ingested is not None
    assert [changed.id for changed in report.ingested.changed] == [IDS[1]]
    with Library.open(target.data) as library:
        assert "250 zaken" in library.document(IDS[1]).text
        assert BODY[0] in library.versions(IDS[1])[0].text


def test_a_better_form_takes_the_place_of_the_lesser(site: Site, web: Web, target: Target) -> None:
    site.say("/kst-99684-1.pdf", Said(paper_pdf(), headers={"ETag": '"p"'}))
    sync([row("kst-99684-1")], target, web)
    publish(site, "kst-99684-1")
    report = sync([row("kst-99684-1")], target, web)
    assert report.ingested is not None
    assert [changed.id for changed in report.ingested.changed] == ["kst-99684-1"]
    assert sorted(path.name for path in (target.data / "sources").iterdir() if path.name[0] != ".") == [
        "kst-99684-1.xml",
        "manifest.toml",
    ]


def test_what_the_row_says_anew_reaches_the_library(site: Site, web: Web, target: Target) -> None:
    publish(site, "kst-99684-1")
    first = row("kst-99684-1")
    sync([first], target, web)
    renamed = replace(first, publication=replace(first.publication, title="Betere titel"))
    report = sync([renamed], target, web)
    assert report.unchanged == ("kst-99684-1",)
    assert titles(target) == {"kst-99684-1": "Betere titel"}
    assert sync([renamed], target, web).ingested is None


def test_what_the_library_has_from_elsewhere_is_left_alone(
    site: Site, web: Web, target: Target, tmp_path: Path
) -> None:
    publish(site, *IDS)
    own = tmp_path / "eigen"
    own.mkdir()
    (own / "kst-99684-1.xml").write_bytes(paper_xml(body=("Een eigen afschrift van dit stuk.",)))
    ingest([own], data=target.data, encoder=target.encoder)
    report = sync([row(name) for name in IDS[:2]], target, web)
    assert (report.present, report.fetched) == ((IDS[0],), (IDS[1],))
    with Library.open(target.data) as library:
        assert "eigen afschrift" in library.document(IDS[0]).text


def test_what_comes_with_the_product_is_not_fetched(site: Site, web: Web, target: Target) -> None:
    publish(site, "kst-99684-1")
    report = sync([row("kst-99684-1", file="documents/x.md", sha256="0" * 64)], target, web)
    assert (report.shipped, site.asked) == (("kst-99684-1",), [])


def test_a_paper_given_up_for_another_origin_leaves_the_shelf(
    site: Site, web: Web, target: Target, tmp_path: Path
) -> None:
    publish(site, *IDS)
    rows = [row(name) for name in IDS]
    sync(rows, target, web)
    own = tmp_path / "eigen"
    own.mkdir()
    (own / "kst-99684-1.xml").write_bytes(paper_xml(body=("Een eigen afschrift van dit stuk.",)))
    ingest([own], data=target.data, encoder=target.encoder)
    assert sync(rows, target, web).present == ("kst-99684-1",)
    ingest([target.data / "sources"], data=target.data, encoder=target.encoder)
    with Library.open(target.data) as library:
        assert "eigen afschrift" in library.document(IDS[0]).text


def test_one_failure_does_not_stop_the_others(site: Site, web: Web, target: Target) -> None:
    publish(site, IDS[0], IDS[2])
    site.say(f"/{IDS[1]}.xml", Said(b"", 500))
    rows = [row(name) for name in (*IDS, "kst-99684-404", "brief-zonder-bron")]
    report = sync(rows, target, web)
    assert report.fetched == (IDS[0], IDS[2])
    assert [(failed.file, failed.error) for failed in report.failed] == [
        (IDS[1], "SourceError"),
        ("kst-99684-404", "SourceError"),
        ("brief-zonder-bron", "SourceError"),
    ]
    assert "niet gevonden bij koop en tweedekamer" in report.failed[1].message
    assert set(titles(target)) == {IDS[0], IDS[2]}


def test_a_paper_that_vanished_at_its_source_stays_in_the_library(site: Site, web: Web, target: Target) -> None:
    publish(site, "kst-99684-1")
    sync([row("kst-99684-1")], target, web)
    site.answers.clear()
    report = sync([row("kst-99684-1")], target, web)
    assert [failed.file for failed in report.failed] == ["kst-99684-1"]
    assert set(titles(target)) == {"kst-99684-1"}


@pytest.mark.parametrize("number", ["", "2030D45366"])
def test_the_kamer_is_asked_when_the_publications_lack_a_paper(
    site: Site, web: Web, target: Target, number: str
) -> None:
    site.say(f"{BASE}/Document" if number else f"{BASE}/DocumentVersie", page(ROW if number else VERSION))
    site.say(FILE, paper_pdf())
    report = sync([row("kst-99684-VI-17", chamber_number=number)], target, web)
    assert report.fetched == ("kst-99684-VI-17",)
    assert set(titles(target)) == {"kst-99684-VI-17"}


def test_attachments_that_no_row_names_are_told(site: Site, web: Web, target: Target) -> None:
    publish(site, "kst-99684-1")
    site.say("/kst-99684-1/metadata.xml", metadata_xml(attachments=("blg-1", "blg-2")))
    site.say("/blg-2.pdf", paper_pdf(("Een bijlage.",)))
    assert sync([row("kst-99684-1"), row("blg-2")], target, web).attachments == ("blg-1",)


class Stopped(Exception):
    """The process ends here."""


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_run_that_was_broken_off_goes_on_where_it_was(site: Site, web: Web, target: Target, at: int) -> None:
    publish(site, *IDS)
    rows = [row(name) for name in IDS]

    def stop(done: int, total: int, name: str) -> None:
        if done == at:
            raise Stopped

    with pytest.raises(Stopped):
        sync(rows, target, web, progress=stop)
    site.asked.clear()
    report = sync(rows, target, web)
    assert (report.unchanged, report.fetched) == (IDS[:at], IDS[at:])
    assert set(titles(target)) == set(IDS)


@pytest.mark.parametrize("damage", ["file cut", "file gone", "note gone", "note cut", "manifest cut", "left over"])
def test_a_shelf_that_was_damaged_mends_itself(site: Site, web: Web, target: Target, damage: str) -> None:
    publish(site, *IDS)
    rows = [row(name) for name in IDS]
    sync(rows, target, web)
    shelf = target.data / "sources"
    file, note = shelf / f"{IDS[0]}.xml", shelf / ".notes" / f"{IDS[0]}.json"
    if damage == "left over":
        (shelf / ".incoming" / f"{IDS[0]}.xml").write_bytes(b"half")
    elif damage == "manifest cut":
        (shelf / "manifest.toml").write_text("[[docu")
    elif damage.endswith("gone"):
        (file if damage.startswith("file") else note).unlink()
    else:
        path = file if damage.startswith("file") else note
        path.write_bytes(path.read_bytes()[:100])
    report = sync(rows, target, web)
    assert report.failed == ()
    assert set(titles(target)) == set(IDS)
    assert {entry.publication.id for entry in load_manifest(shelf / "manifest.toml")} == set(IDS)
    assert list((shelf / ".incoming").iterdir()) == []
    assert sync(rows, target, web).ingested is None


def test_a_dry_run_says_what_would_happen_and_asks_nothing(
    site: Site, web: Web, target: Target, tmp_path: Path
) -> None:
    publish(site, *IDS)
    sync([row(IDS[0])], target, web)
    own = tmp_path / "eigen"
    own.mkdir()
    (own / f"{IDS[1]}.xml").write_bytes(paper_xml(IDS[1]))
    ingest([own], data=target.data, encoder=target.encoder)
    site.asked.clear()
    rows = [*map(row, IDS), row("kst-99684-9", file="x.md", sha256="0" * 64), row("brief-x")]
    steps = [(step.id, step.action) for step in plan(rows, target, web)]
    assert steps == [
        (IDS[0], "check"), (IDS[1], "present"), (IDS[2], "fetch"), ("kst-99684-9", "shipped"), ("brief-x", "nowhere"),
    ]  # fmt: skip
    assert site.asked == []


def test_a_dry_run_leaves_no_trace(web: Web, target: Target) -> None:
    plan([row("kst-99684-1")], target, web)
    assert not target.data.exists()


def test_two_runs_at_once_do_not_mix(site: Site, web: Web, target: Target) -> None:
    publish(site, *IDS)
    inside, leave = threading.Event(), threading.Event()

    def linger(done: int, total: int, name: str) -> None:
        inside.set()
        leave.wait(10)

    def first() -> SyncReport:
        with Web(site.places()) as other:
            return sync([row(IDS[0])], target, other, progress=linger)

    thread = threading.Thread(target=first)
    thread.start()
    try:
        assert inside.wait(10)
        with pytest.raises(LibraryBusy):
            sync([row(IDS[1])], target, web, wait=0.1)
    finally:
        leave.set()
        thread.join()
    assert set(titles(target)) == {IDS[0]}


def test_a_full_disk_is_named_and_nothing_is_half(
    site: Site, web: Web, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, *IDS)
    real = __import__("os").replace

    def full(source: object, goal: object) -> None:
        if str(goal).endswith(f"{IDS[1]}.xml"):
            raise OSError(28, "No space left on device")
        real(source, goal)

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        with pytest.raises(DiskFull):
            sync([row(name) for name in IDS], target, web)
    assert sync([row(name) for name in IDS], target, web).fetched == IDS[1:]


def test_a_search_proposes_each_document_once_as_rows_that_a_manifest_can_take(
    site: Site, web: Web, tmp_path: Path
) -> None:
    site.say("/sru", sru_page(["kst-99684-1", "kst-99684-VI-17"], 2))
    site.say(f"{BASE}/Document", page(ROW, {**ROW, "DocumentNummer": "2030D00007", "HuidigeDocumentVersie": None,
                                            "Kamerstukdossier": [], "Onderwerp": 'Bijlage "x" \\ bij\x7f brief'}))  # fmt: skip
    site.say(f"{BASE}/Toezegging", page(PLEDGE))
    site.say("/v1/documents", as_json(item(1), item(2, title="Agenda 2030-2033")))
    proposal = propose(web, "agenda", "2030-01-01", known={"kst-99684-1"})
    path = tmp_path / "manifest.toml"
    path.write_text(to_toml(proposal.entries), encoding="utf-8")
    entries = {entry.publication.id: entry for entry in known_documents(path)}
    assert list(entries) == ["2030D00007", "kst-99684-VI-17", "rijksoverheid-brief-1"]
    assert entries["kst-99684-VI-17"].chamber_number == "2030D45366"
    assert entries["kst-99684-VI-17"].publication.reference == "4242424"
    assert entries["2030D00007"].publication.title == 'Bijlage "x" \\ bij\N{REPLACEMENT CHARACTER} brief'
    assert [pledge.number for pledge in proposal.pledges] == ["TZ203003-130"]


def test_a_document_under_the_same_title_and_date_is_proposed_once(site: Site, web: Web) -> None:
    site.say(f"{BASE}/Document", page(ROW))
    site.say(f"{BASE}/Toezegging", page())
    site.say("/v1/documents", as_json(item(1, title="Agenda  2030-2033")))
    proposal = propose(web, "agenda", names=("tweedekamer", "rijksoverheid"))
    assert [entry.publication.id for entry in proposal.entries] == ["kst-99684-VI-17"]


def test_two_papers_under_one_title_and_date_are_two_papers(site: Site, web: Web) -> None:
    site.say(
        "/sru", sru_page(["kst-99684-1", "kst-99684-2"], 2).replace(b"Titel van kst-99684-2", b"Titel van kst-99684-1")
    )
    proposal = propose(web, "agenda", names=("koop",))
    assert [entry.publication.id for entry in proposal.entries] == ["kst-99684-1", "kst-99684-2"]


def test_a_source_that_fails_does_not_silence_the_others(site: Site, web: Web) -> None:
    site.say("/sru", sru_page(["kst-99684-1"], 1))
    site.say(f"{BASE}/Document", Said(b"", 500))
    site.say("/v1/documents", as_json())
    proposal: Proposal = propose(web, "agenda")
    assert [entry.publication.id for entry in proposal.entries] == ["kst-99684-1"]
    assert len(proposal.failed) == 1


def test_what_was_proposed_can_be_fetched(site: Site, web: Web, target: Target, tmp_path: Path) -> None:
    publish(site, "kst-99684-1")
    site.say("/sru", sru_page(["kst-99684-1"], 1))
    path = tmp_path / "manifest.toml"
    path.write_text(to_toml(propose(web, "agenda", names=("koop",)).entries), encoding="utf-8")
    assert sync(known_documents(path), target, web).fetched == ("kst-99684-1",)
    notes = json.loads((target.data / "sources" / ".notes" / "kst-99684-1.json").read_text())
    assert notes["mark"]["url"] == f"{site.url}/kst-99684-1.xml"
    shutil.rmtree(target.data / "sources")
    assert set(titles(target)) == {"kst-99684-1"}
