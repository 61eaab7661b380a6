"""Ingestion: what is added, changed, left alone, removed and refused; nothing is embedded twice."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from ingest.citation import make_citation
from ingest.doctor import examine
from ingest.errors import LibraryError, QuoteNotFound, UnknownDocument
from ingest.manifest import corpus_folder, load_manifest
from ingest.pipeline import ingest
from ingest.report import IngestReport
from ingest.store.library import Library
from tests.ingest.store.tiny import TinyEncoder, letter, write_letters


@pytest.fixture
def encoder() -> TinyEncoder:
    """A fresh tiny encoder; it remembers what it encoded."""
    return TinyEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with four letters."""
    return write_letters(tmp_path / "in", 4)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the library will be."""
    return tmp_path / "data"


def ids(report: IngestReport) -> dict[str, list[str]]:
    """The ids (files, for the refused) in each list of a report that is not empty."""
    lists = {name: [item.id for item in getattr(report, name)] for name in ("added", "changed", "unchanged", "removed")}
    lists["refused"] = [f"{Path(r.file).name}: {r.error}" for r in report.refused]
    return {name: found for name, found in lists.items() if found}


def test_a_second_run_touches_nothing(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    first = ingest([folder], data=data, encoder=encoder)
    assert ids(first) == {"added": ["brief-000", "brief-001", "brief-002", "brief-003"]}
    encoder.texts.clear()
    with Library.open(data) as library:
        before = library.generation
    second = ingest([folder], data=data, encoder=encoder)
    assert ids(second) == {"unchanged": ["brief-000", "brief-001", "brief-002", "brief-003"]}
    assert encoder.texts == []
    with Library.open(data) as library:
        assert library.generation == before


def test_a_changed_file_replaces_the_old_and_embeds_only_what_is_new(
    folder: Path, data: Path, encoder: TinyEncoder
) -> None:
    ingest([folder], data=data, encoder=encoder)
    path = folder / "brief-001.md"
    with Library.open(data) as library:
        old = library.document("brief-001")
    encoder.texts.clear()
    path.write_text(letter(1) + "\nDeze alinea is later toegevoegd.\n", encoding="utf-8")
    report = ingest([folder], data=data, encoder=encoder)
    assert ids(report) == {"changed": ["brief-001"], "unchanged": ["brief-000", "brief-002", "brief-003"]}
    assert {text.splitlines()[-1] for text in encoder.texts} == {"Deze alinea is later toegevoegd."}
    with Library.open(data) as library:
        new = library.document("brief-001")
        assert [p.id for p in new.paragraphs[: len(old.paragraphs)]] == [p.id for p in old.paragraphs]
        assert library.versions("brief-001") == (old,)


def test_files_that_are_gone_are_removed_but_still_resolve(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    ingest([folder], data=data, encoder=encoder)
    (folder / "brief-002.md").unlink()
    report = ingest([folder], data=data, encoder=encoder)
    assert ids(report)["removed"] == ["brief-002"]
    with Library.open(data, encoder=encoder) as library:
        assert [p.id for p in library.documents()] == ["brief-000", "brief-001", "brief-003"]
        assert library.versions("brief-002")[0].id == "brief-002"
        hits = library.dense(encoder.encode_queries(["mensenhandel brief 2"])[0], 50)
        assert "brief-002" not in {hit.document_id for hit in hits}


def test_a_single_file_removes_nothing_else(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    ingest([folder], data=data, encoder=encoder)
    (folder / "brief-002.md").unlink()
    report = ingest([folder / "brief-001.md"], data=data, encoder=encoder)
    assert ids(report) == {"unchanged": ["brief-001"]}


def test_a_renamed_file_is_the_same_document(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    ingest([folder], data=data, encoder=encoder)
    (folder / "brief-002.md").rename(folder / "zzz.md")
    encoder.texts.clear()
    report = ingest([folder], data=data, encoder=encoder)
    assert ids(report) == {"unchanged": ["brief-000", "brief-001", "brief-003", "brief-002"]}
    assert encoder.texts == []
    assert ids(ingest([folder], data=data, encoder=encoder)) == ids(report)


def test_the_same_content_under_another_name_is_refused_naming_the_first(
    folder: Path, data: Path, encoder: TinyEncoder
) -> None:
    shutil.copy(folder / "brief-001.md", folder / "kopie.md")
    for _ in range(2):
        report = ingest([folder], data=data, encoder=encoder)
        assert ids(report)["refused"] == ["kopie.md: DuplicateDocument"]
        assert "brief-001" in report.refused[0].message


def test_the_same_text_in_another_format_is_a_duplicate(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    (folder / "a.md").write_text("Eén alinea over het afpakken van crimineel geld.\n", encoding="utf-8")
    (folder / "b.md").write_text("\n\nEén alinea over het afpakken   van crimineel geld.\n\n", encoding="utf-8")
    for _ in range(2):
        assert ids(ingest([folder], data=data, encoder=encoder))["refused"] == ["b.md: DuplicateDocument"]


def test_two_papers_with_one_file_name_are_two_documents(tmp_path: Path, data: Path, encoder: TinyEncoder) -> None:
    for name, number in (("a", 1), ("b", 2)):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "brief.md").write_text(letter(number), encoding="utf-8")
    assert ids(ingest([tmp_path / "in"], data=data, encoder=encoder)) == {"added": ["brief", "brief-2"]}
    assert ids(ingest([tmp_path / "in"], data=data, encoder=encoder)) == {"unchanged": ["brief", "brief-2"]}
    with Library.open(data) as library:
        assert {p.id.partition("/")[0] for p in library.document("brief-2").paragraphs} == {"brief-2"}


def test_a_paper_with_an_official_id_is_one_document_wherever_it_stands(
    tmp_path: Path, data: Path, encoder: TinyEncoder
) -> None:
    for name, number in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kst-28684-540.md").write_text(letter(number), encoding="utf-8")
    assert ids(ingest([tmp_path / "a"], data=data, encoder=encoder)) == {"added": ["kst-28684-540"]}
    assert ids(ingest([tmp_path / "b"], data=data, encoder=encoder)) == {"changed": ["kst-28684-540"]}
    both = ingest([tmp_path / "a", tmp_path / "b"], data=data, encoder=encoder)
    assert ids(both)["refused"] == ["kst-28684-540.md: DuplicateDocument"]


def test_one_bad_file_never_stops_the_others(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    (folder / "aaa-leeg.md").write_text("", encoding="utf-8")
    (folder / "kapot.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(500))
    (folder / "beeld.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    report = ingest([folder], data=data, encoder=encoder)
    assert len(report.added) == 4
    assert {Path(r.file).name for r in report.refused} == {"aaa-leeg.md", "beeld.png", "kapot.pdf"}
    assert all(r.error and r.message for r in report.refused)


def test_a_document_whose_file_went_bad_stays(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    ingest([folder], data=data, encoder=encoder)
    (folder / "brief-001.md").write_bytes(b"")
    report = ingest([folder], data=data, encoder=encoder)
    assert ids(report)["refused"] == ["brief-001.md: EmptyDocument"]
    with Library.open(data) as library:
        assert library.document("brief-001").paragraphs


def test_links_that_leave_the_folder_are_not_followed(
    tmp_path: Path, folder: Path, data: Path, encoder: TinyEncoder
) -> None:
    (tmp_path / "geheim.md").write_text(letter(77), encoding="utf-8")
    (folder / "koppeling.md").symlink_to(tmp_path / "geheim.md")
    (folder / "map").symlink_to(tmp_path)
    (folder / "kring").symlink_to(folder)
    report = ingest([folder], data=data, encoder=encoder)
    assert len(report.added) == 4
    assert "koppeling.md: RefusedDocument" in ids(report)["refused"]


def test_odd_file_names_are_taken_and_printed(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    os.rename(os.fsencode(folder / "brief-001.md"), os.fsencode(folder) + b"/brief-\xff\xfe.md")
    (folder / "brief-002.md").rename(folder / "brief 'twee';\n--.md")
    report = ingest([folder], data=data, encoder=encoder)
    assert len(report.added) == 4
    assert json.loads(report.to_json().encode("utf-8"))["added"]
    assert all(item.id.isascii() and "\n" not in item.file for item in report.added)


def test_a_path_that_does_not_exist_is_refused_and_removes_nothing(
    folder: Path, data: Path, encoder: TinyEncoder
) -> None:
    ingest([folder], data=data, encoder=encoder)
    moved = folder.rename(folder.with_name("elders"))
    report = ingest([folder, moved / "brief-003.md"], data=data, encoder=encoder)
    assert "bestaat niet" in report.refused[0].message
    assert report.removed == ()


def test_a_folder_with_a_manifest_is_taken_in_by_it(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    shipped = corpus_folder()
    for entry in load_manifest():
        source = next(p for p in (shipped / entry.file, shipped / "documents" / entry.file) if p.is_file())
        target = folder / "corpus" / source.relative_to(shipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    shutil.copy(shipped / "manifest.toml", folder / "corpus" / "manifest.toml")
    report = ingest([folder / "corpus"], data=data, encoder=encoder)
    assert {item.id for item in report.added} >= {entry.publication.id for entry in load_manifest()[:1]}


def test_the_shipped_corpus_is_the_default_and_comes_with_its_manifest(data: Path, encoder: TinyEncoder) -> None:
    report = ingest(data=data, encoder=encoder)
    entries = load_manifest()
    assert {item.id for item in report.added} == {entry.publication.id for entry in entries}
    assert report.refused == ()
    with Library.open(data) as library:
        for entry in entries:
            document = library.document(entry.publication.id)
            assert document.publication == entry.publication
            assert (document.source.edition, document.source.compiled) == (entry.edition, entry.compiled)
            assert library.file(document.id).is_file()
    again = ingest(data=data, encoder=encoder)
    assert ids(again) == {"unchanged": [entry.publication.id for entry in entries]}


def test_progress_is_told_file_by_file(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    told: list[tuple[int, int, str]] = []
    ingest([folder], data=data, encoder=encoder, progress=lambda *step: told.append(step))
    assert told == [(n, 4, f"brief-{n - 1:03}.md") for n in range(1, 5)]


def test_the_report_is_json_with_the_documented_names(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    report = json.loads(ingest([folder], data=data, encoder=encoder).to_json())
    assert list(report) == ["added", "changed", "unchanged", "removed", "refused", "seconds"]
    assert report["added"][0] == {"id": "brief-000", "file": str(folder / "brief-000.md"), "left_out": []}


def test_the_original_files_are_kept(folder: Path, data: Path, encoder: TinyEncoder) -> None:
    ingest([folder], data=data, encoder=encoder)
    with Library.open(data) as library:
        assert library.file("brief-001").read_bytes() == (folder / "brief-001.md").read_bytes()


def test_a_data_folder_that_cannot_be_written_is_an_error_with_a_remedy(
    tmp_path: Path, folder: Path, encoder: TinyEncoder
) -> None:
    (tmp_path / "bestand").write_text("geen map", encoding="utf-8")
    with pytest.raises(LibraryError, match="--data"):
        ingest([folder], data=tmp_path / "bestand" / "data", encoder=encoder)


def test_the_same_files_give_the_same_library_in_whatever_steps(
    tmp_path: Path, folder: Path, encoder: TinyEncoder
) -> None:
    ingest([folder], data=tmp_path / "ineens", encoder=encoder)
    for path in sorted(folder.iterdir(), reverse=True):
        ingest([path], data=tmp_path / "stapje", encoder=encoder)
    vector = encoder.encode_queries(["norm politie 2017"])[0]
    with Library.open(tmp_path / "ineens") as one, Library.open(tmp_path / "stapje") as other:
        assert one.dense(vector, 20) == other.dense(vector, 20)
        assert one.documents() == other.documents()


def test_a_citation_of_an_earlier_version_still_resolves_to_what_it_quoted(
    folder: Path, data: Path, encoder: TinyEncoder
) -> None:
    ingest([folder], data=data, encoder=encoder)
    with Library.open(data) as library:
        old = library.document("brief-001")
    paragraph = next(p for p in old.paragraphs if p.kind == "text")
    citation = make_citation(old, paragraph.start, paragraph.end)
    (folder / "brief-001.md").write_text("# Nieuwe brief\n\nHeel iets anders dan voorheen.\n", encoding="utf-8")
    ingest([folder], data=data, encoder=encoder)
    with Library.open(data) as library:
        found = library.cited("brief-001", citation.start, citation.end, citation.quote)
        assert found == old
        assert library.document("brief-001") != old
        with pytest.raises(QuoteNotFound):
            library.cited("brief-001", 0, 5, "nooit")
    (folder / "brief-001.md").unlink()
    ingest([folder], data=data, encoder=encoder)
    with Library.open(data) as library:
        assert library.cited("brief-001", citation.start, citation.end, citation.quote) == old
        with pytest.raises(UnknownDocument):
            library.cited("onbekend", 0, 5, "nooit")


@pytest.mark.parametrize("moment", [0, 4_000_000_000], ids=["1970", "2096"])
def test_a_clock_that_goes_back_or_ahead_hides_no_change(
    folder: Path, data: Path, encoder: TinyEncoder, moment: int
) -> None:
    ingest([folder], data=data, encoder=encoder)
    path = folder / "brief-001.md"
    path.write_text(letter(1) + "\nDeze alinea is later toegevoegd.\n", encoding="utf-8")
    for place in (path, folder, *(p for p in data.rglob("*") if p.is_file())):
        os.utime(place, (moment, moment))
    assert ids(ingest([folder], data=data, encoder=encoder))["changed"] == ["brief-001"]
    with Library.open(data, encoder=encoder) as library:
        hits = library.dense(encoder.encode_passages(["Deze alinea is later toegevoegd."])[0], 5)
        assert any(hit.document_id == "brief-001" for hit in hits)
    assert examine(data, encoder=encoder) == ()
