"""Findings in the record: found once at ingestion, again by newer finders, gone with their document, never in the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.findings.of_document import FINDERS, Kind
from ingest.manifest import corpus_folder, load_manifest
from ingest.pipeline import ingest
from ingest.reading.read import read_file
from ingest.store.findings import from_json, to_json
from ingest.store.library import Library
from ingest.store.schema import FILE
from tests.ingest.store.tiny import TinyEncoder, write_letters

KINDS: tuple[Kind, ...] = ("counted", "promised", "mentioned")


@pytest.fixture(scope="module")
def papers() -> list[Document]:
    """The shipped documents."""
    return [read_file(corpus_folder() / entry.file, publication=entry.publication) for entry in load_manifest()]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library of three letters."""
    ingest([write_letters(tmp_path / "in", 3)], data=tmp_path / "data", encoder=TinyEncoder())
    return tmp_path / "data"


def change(data: Path, sql: str) -> None:
    """Alter the record behind the library's back."""
    with closing(sqlite3.connect(data / FILE)) as db, db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute(sql)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_found_comes_back_from_json_as_it_was(papers: list[Document], kind: Kind) -> None:
    find, value = FINDERS[kind]
    found = [find(paper) for paper in papers]
    assert [from_json(to_json(each), value) for each in found] == found
    assert any(each != value(()) for each in found)


@pytest.mark.parametrize("kind", KINDS)
def test_an_ingestion_keeps_what_the_finders_find(data: Path, kind: Kind) -> None:
    with Library.open(data) as library:
        for publication in library.documents():
            document = library.document(publication.id)
            assert library.findings(publication.id, kind) == FINDERS[kind][0](document)


@pytest.mark.parametrize(
    "harm",
    ["UPDATE findings SET finder = 'an older one'", "DELETE FROM findings", "DROP TABLE findings"],
    ids=["older finders", "killed before", "an older library"],
)
def test_what_these_finders_did_not_find_is_found_at_the_next_ingestion(tmp_path: Path, data: Path, harm: str) -> None:
    change(data, harm)
    with Library.open(data) as library:
        assert library.findings("brief-001", "counted") is None
    ingest([tmp_path / "in"], data=data, encoder=TinyEncoder())
    with Library.open(data) as library:
        assert library.findings("brief-001", "counted") is not None


def test_a_row_that_cannot_be_read_counts_as_absent(data: Path) -> None:
    change(data, "UPDATE findings SET value = '{\"figures\": [{}]}'")
    with Library.open(data) as library:
        assert library.findings("brief-001", "counted") is None


def test_a_changed_document_is_looked_through_again_and_a_removed_one_leaves_nothing(
    tmp_path: Path, data: Path
) -> None:
    path = tmp_path / "in" / "brief-001.md"
    path.write_text(path.read_text(encoding="utf-8").replace("101 zaken", "955 zaken"), encoding="utf-8")
    (tmp_path / "in" / "brief-002.md").unlink()
    ingest([tmp_path / "in"], data=data, encoder=TinyEncoder())
    with Library.open(data) as library:
        assert "955 zaken" in str(library.findings("brief-001", "mentioned"))
        assert library.findings("brief-002", "mentioned") is None
        assert library.record.rows("SELECT count(*) FROM findings") == [(2 * len(KINDS),)]
