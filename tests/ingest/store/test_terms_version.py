"""A library whose terms another version of the language stored."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from ingest.store.derived import FOLDER
from ingest.store.library import Library
from ingest.store.record import Record
from ingest.versions import terms_mark
from tests.ingest.store.tiny import TinyEncoder


@pytest.fixture
def older(data: Path) -> Path:
    """The library as an earlier version of the language left it: other terms, and an index of those."""
    with closing(Record(data, write=True)) as record, record.transaction() as db:
        db.execute("UPDATE passages SET terms = 'oudeterm'")
        db.execute("INSERT OR REPLACE INTO meta VALUES ('terms', '0')")
    shutil.rmtree(data / FOLDER)
    return data


def test_a_reader_reads_the_terms_of_an_earlier_version_anew(older: Path) -> None:
    with closing(Record(older)) as record:
        read = [found for _, found in record.terms()]
    assert read
    assert all("oudeterm" not in found for found in read)


def test_opening_the_library_stores_the_terms_anew(older: Path) -> None:
    with Library.open(older, encoder=TinyEncoder()):
        pass
    with closing(Record(older)) as record:
        assert record.meta("terms") == terms_mark()
        assert not record.rows("SELECT 1 FROM passages WHERE terms = 'oudeterm'")
    assert [folder.name.rpartition("-")[2] for folder in (older / FOLDER).iterdir()] == [terms_mark()]
