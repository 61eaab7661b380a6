"""The doctor finds every disagreement and repairs it from the record, embedding nothing that need not be."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.doctor import examine, repair
from ingest.errors import LibraryBusy, LibraryDamaged, ModelMismatch
from ingest.pipeline import ingest
from ingest.store.library import Library
from ingest.store.vectors import VectorIndex
from tests.ingest.store.tiny import TinyEncoder, write_letters


@pytest.fixture
def encoder() -> TinyEncoder:
    """A fresh tiny encoder; it remembers what it encoded."""
    return TinyEncoder()


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with twelve letters and the library made of them, to be copied."""
    folder = tmp_path_factory.mktemp("voorbeeld")
    ingest([write_letters(folder / "in", 12)], data=folder / "data", encoder=TinyEncoder())
    return folder


@pytest.fixture
def data(pattern: Path) -> Iterator[Path]:
    """A library of twelve letters, put back afterwards as it was."""
    shutil.copytree(pattern, pattern.with_name("bewaard"), dirs_exist_ok=True)
    yield pattern / "data"
    shutil.rmtree(pattern)
    pattern.with_name("bewaard").rename(pattern)


def change(data: Path, sql: str) -> None:
    """Alter the record behind the library's back."""
    with closing(sqlite3.connect(data / "library.sqlite")) as db:
        db.execute(sql)
        db.commit()


def ids(data: Path) -> list[str]:
    """The passages of the record."""
    with Library.open(data) as library:
        return [i for (i,) in library.record.rows("SELECT id FROM passages ORDER BY id")]


def lose_vectors(data: Path) -> None:
    """Three vectors fewer than the record has."""
    index = VectorIndex(data)
    index.apply(ids(data)[:3], [], {})
    index.close()


def add_vectors(data: Path) -> None:
    """A vector of a passage that does not exist."""
    with Library.open(data) as library:
        row = library.record.passages(ids(data)[:1])[0]
    index = VectorIndex(data)
    index.apply([], [type(row)(999, "spook/p1", "spook", "spook/p1", "", "boe", "", row.vector)], {})
    index.close()


def swap_vectors(data: Path) -> None:
    """A vector that belongs to another passage."""
    with Library.open(data) as library:
        one, other = library.record.passages(ids(data)[:2])
    index = VectorIndex(data)
    wrong = type(one)(one.number, one.id, one.document_id, one.paragraph_id, "", one.text, one.context, other.vector)
    index.apply([], [wrong], {})
    index.close()


def overwrite(path: Path, start: int, length: int) -> None:
    """Bytes that mean nothing in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\xa5" * length
    path.write_bytes(bytes(content))


DAMAGE: dict[str, tuple[str, Callable[[Path], object]]] = {
    "vectors that are missing": ("vectors", lose_vectors),
    "vectors too many": ("vectors", add_vectors),
    "a vector of another passage": ("vectors", swap_vectors),
    "a vector index thrown away": ("vectors", lambda data: shutil.rmtree(data / "vectors")),
    "a vector index with a broken file": (
        "vectors", lambda data: overwrite(data / "vectors" / "chroma.sqlite3", 0, 99)
    ),
    "a vector index with broken pages": (
        "vectors", lambda data: overwrite(data / "vectors" / "chroma.sqlite3", 8192, 60_000)
    ),
    "a word index thrown away": ("lexical", lambda data: shutil.rmtree(data / "lexical")),
    "a word index of an earlier state": (
        "lexical", lambda data: next((data / "lexical").iterdir()).rename(data / "lexical" / "1-oud")
    ),
    "a word index that is broken": (
        "lexical", lambda data: next((data / "lexical").glob("*/numbers.npy")).write_bytes(b"kapot")
    ),
    "passages that do not fit the text": (
        "document", lambda data: change(data, "UPDATE passages SET start = start + 1 WHERE document_id = 'brief-003'")
    ),
    "a document that is unreadable": (
        "document", lambda data: change(data, "UPDATE documents SET value = '{' WHERE id = 'brief-003'")
    ),
    "sentences that do not fit": (
        "document", lambda data: change(data, "UPDATE paragraphs SET vectors = x'00' WHERE id LIKE 'brief-004/%'")
    ),
    "a kept file that is gone": (
        "file", lambda data: [p.unlink() for p in (data / "files").iterdir() if not p.suffix][:1]
    ),
    "work that was not finished": (
        "pending", lambda data: change(data, "INSERT INTO pending SELECT id FROM passages LIMIT 4")
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_and_repaired_without_embedding_again(data: Path, encoder: TinyEncoder, damage: str) -> None:
    before = ids(data)
    part, harm = DAMAGE[damage]
    harm(data)
    assert {finding.part for finding in examine(data, encoder=encoder)} == {part}
    done = repair(data, encoder=encoder)
    assert {finding.part for finding in done.found} == {part}
    assert done.left == ()
    assert examine(data, encoder=encoder) == ()
    assert ids(data) == before
    assert part == "document" or encoder.texts == []


def test_a_sound_library_has_no_findings_and_repair_leaves_it_alone(data: Path, encoder: TinyEncoder) -> None:
    with Library.open(data) as library:
        before = library.generation
    assert examine(data, encoder=encoder) == ()
    assert repair(data, encoder=encoder).found == ()
    with Library.open(data) as library:
        assert library.generation == before


def test_another_model_is_found_and_repair_embeds_everything_with_it(data: Path) -> None:
    other = TinyEncoder("tiny@2")
    assert [finding.part for finding in examine(data, encoder=other)] == ["model"]
    assert repair(data, encoder=other).left == ()
    assert len(other.texts) > 36
    Library.open(data, encoder=other).close()
    with pytest.raises(ModelMismatch):
        Library.open(data, encoder=TinyEncoder())


def test_embedding_again_that_was_cut_short_is_never_taken_for_done(data: Path) -> None:
    class Interrupted(TinyEncoder):
        def encode_passages(self, texts: object) -> object:  # type: ignore[override]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repair(data, encoder=Interrupted("tiny@2"))  # type: ignore[arg-type]
    for fingerprint in ("tiny@1", "tiny@2"):
        with pytest.raises(ModelMismatch):
            Library.open(data, encoder=TinyEncoder(fingerprint))
    assert repair(data, encoder=TinyEncoder("tiny@1")).left == ()


@pytest.mark.parametrize("place", [0.1, 0.25, 0.4, 0.55, 0.7, 0.85])
def test_a_broken_page_of_the_record_loses_no_document(data: Path, encoder: TinyEncoder, place: float) -> None:
    with Library.open(data) as library:
        texts = {p.id: library.document(p.id).text for p in library.documents()}
    path = data / "library.sqlite"
    overwrite(path, int(path.stat().st_size * place) // 4096 * 4096, 4096)
    found = examine(data, encoder=encoder)
    assert found
    assert repair(data, encoder=encoder).left == ()
    with Library.open(data, encoder=encoder) as library:
        assert {p.id: library.document(p.id).text for p in library.documents()} == texts
        assert len(library.dense(encoder.encode_queries(["norm"])[0], 100)) == 36


@pytest.mark.parametrize("content", [b"", b"dit is geen database" * 500])
def test_a_record_that_is_no_database_is_made_anew_from_the_kept_files(
    data: Path, encoder: TinyEncoder, content: bytes
) -> None:
    for name in ("library.sqlite-wal", "library.sqlite-shm"):
        (data / name).unlink(missing_ok=True)
    (data / "library.sqlite").write_bytes(content)
    assert [finding.part for finding in examine(data, encoder=encoder)] == ["record"]
    assert repair(data, encoder=encoder).left == ()
    with Library.open(data, encoder=encoder) as library:
        assert library.counts().documents == 12
    assert (data / "library.damaged-1.sqlite").read_bytes() == content


def test_a_removed_document_does_not_come_back_from_its_kept_file(data: Path, encoder: TinyEncoder) -> None:
    (data.parent / "in" / "brief-007.md").unlink()
    ingest([data.parent / "in"], data=data, encoder=encoder)
    for name in ("library.sqlite-wal", "library.sqlite-shm"):
        (data / name).unlink(missing_ok=True)
    (data / "library.sqlite").write_bytes(b"dit is geen database" * 500)
    repair(data, encoder=encoder)
    with Library.open(data, encoder=encoder) as library:
        assert "brief-007" not in {p.id for p in library.documents()}
        assert library.counts().documents == 11


def test_a_broken_record_is_refused_on_opening_with_the_command_that_repairs(data: Path) -> None:
    overwrite(data / "library.sqlite", 0, 4096)
    with pytest.raises(LibraryDamaged, match="doctor --repair"):
        Library.open(data)


def test_no_library_is_said_with_the_command_that_makes_one(tmp_path: Path) -> None:
    (finding,) = examine(tmp_path / "leeg")
    assert finding.remedy == "veiligheidsagenda ingest"
    assert not (tmp_path / "leeg").exists()


def test_the_doctor_waits_for_a_writer(data: Path, encoder: TinyEncoder) -> None:
    with Library.open(data, write=True), pytest.raises(LibraryBusy):
        repair(data, encoder=encoder, wait=0.1)


def test_after_repair_the_next_ingestion_has_nothing_to_do(data: Path, encoder: TinyEncoder) -> None:
    path = data / "library.sqlite"
    overwrite(path, path.stat().st_size // 8192 * 4096, 8192)
    repair(data, encoder=encoder)
    report = ingest([data.parent / "in"], data=data, encoder=encoder)
    assert len(report.unchanged) == 12
