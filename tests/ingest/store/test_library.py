"""The library over real SQLite, Chroma and BM25: finding, filtering, freshness, and refusing the wrong model."""

from __future__ import annotations

import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import LibraryBusy, LibraryDamaged, LibraryError, ModelMismatch, UnknownDocument
from ingest.language.terms import terms
from ingest.pipeline import ingest
from ingest.store.library import Library, Scope
from ingest.store.vectors import VectorIndex
from tests.ingest.store.tiny import TinyEncoder, letter, write_letters

ROOT = Path(__file__).parents[3]


def exact(library: Library, vector: np.ndarray, k: int) -> list[str]:
    """The nearest passages by a scan over all vectors."""
    ids = [i for (i,) in library.record.rows("SELECT id FROM passages")]
    vectors = library.passage_vectors(ids)
    return sorted(ids, key=lambda i: (-round(float(vectors[i] @ vector), 6), i))[:k]


def test_a_passage_is_found_by_meaning_and_by_word(data: Path, encoder: TinyEncoder) -> None:
    with Library.open(data, encoder=encoder) as library:
        vector = encoder.encode_queries(["zaken over mensenhandel opgepakt in brief 2"])[0]
        best = library.dense(vector, 3)[0]
        assert best.document_id == "brief-002"
        assert best.paragraph_id.startswith("brief-002/p")
        found = library.lexical([(term, 1.0) for term in terms("mensenhandel")], 5)
        assert {hit.document_id for hit in found} == {"brief-002"}
        assert all(a.score >= b.score for a, b in pairwise(found))


def test_chroma_proposes_what_a_full_scan_finds(tmp_path: Path, encoder: TinyEncoder) -> None:
    ingest([write_letters(tmp_path / "in", 80)], data=tmp_path / "data", encoder=encoder)
    with Library.open(tmp_path / "data", encoder=encoder) as library:
        for question in ("ondermijning 2018", "norm voor deel 2", "fraude in brief 13"):
            vector = encoder.encode_queries([question])[0]
            assert [hit.passage_id for hit in library.dense(vector, 10)] == exact(library, vector, 10)


@pytest.mark.parametrize(
    ("scope", "document_ids"),
    [
        (Scope(documents=frozenset({"brief-003"})), {"brief-003"}),
        (Scope(documents=frozenset({"brief-001", "brief-004"}), year=2017), {"brief-001"}),
        (Scope(documents=frozenset({"onbekend"})), set()),
        (Scope(year=1999), set()),
    ],
)
def test_a_scope_limits_both_searches(data: Path, encoder: TinyEncoder, scope: Scope, document_ids: set[str]) -> None:
    with Library.open(data, encoder=encoder) as library:
        vector = encoder.encode_queries(["norm politie zaken 2017"])[0]
        words = [(term, 1.0) for term in terms("norm politie zaken")]
        assert {hit.document_id for hit in library.dense(vector, 50, scope)} == document_ids
        assert {hit.document_id for hit in library.lexical(words, 50, scope)} == document_ids
        if scope.documents == {"brief-003"}:
            assert len(library.dense(vector, 50, scope)) == 3


def test_a_year_finds_the_paragraphs_that_name_it(data: Path, encoder: TinyEncoder) -> None:
    with Library.open(data, encoder=encoder) as library:
        vector = encoder.encode_queries(["politie"])[0]
        hits = library.dense(vector, 50, Scope(year=2018))
        texts = [library.document(h.document_id) for h in hits]
        assert hits
        for hit, document in zip(hits, texts, strict=True):
            paragraph = next(p for p in document.paragraphs if p.id == hit.paragraph_id)
            assert "2018" in document.text_of(paragraph) + " ".join(paragraph.section)


def test_sentences_come_with_their_vectors(data: Path, encoder: TinyEncoder) -> None:
    with Library.open(data, encoder=encoder) as library:
        document = library.document("brief-001")
        paragraph = next(p for p in document.paragraphs if p.kind == "text")
        sentences = library.sentences([paragraph.id, "bestaat/p1"])[paragraph.id]
        texts = [document.text[start:end] for start, end in sentences.spans]
        assert len(texts) == 2
        assert texts[1].startswith("De norm voor deel 1")
        np.testing.assert_allclose(sentences.vectors, encoder.encode_passages(texts), atol=1e-3)


def test_counts_say_how_much_is_searched(data: Path) -> None:
    with Library.open(data) as library:
        counts = library.counts()
        assert (counts.documents, counts.paragraphs) == (6, 18)
        assert len(library.documents()) == 6


def test_an_unknown_document_is_an_error_with_a_remedy(data: Path) -> None:
    with Library.open(data) as library, pytest.raises(UnknownDocument, match="veiligheidsagenda documents"):
        library.document("kst-0-0")


def test_another_model_is_refused_with_the_command_that_repairs(data: Path) -> None:
    with pytest.raises(ModelMismatch, match="doctor --repair"):
        Library.open(data, encoder=TinyEncoder("tiny@2"))


def test_a_folder_without_a_library_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="veiligheidsagenda ingest"):
        Library.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_second_writer_is_told_who_is_writing(data: Path) -> None:
    import os

    with Library.open(data, write=True), pytest.raises(LibraryBusy, match=str(os.getpid())):
        Library.open(data, write=True, wait=0.1)


def test_a_second_writer_waits_its_turn(data: Path) -> None:
    first, told = Library.open(data, write=True), []

    def finish() -> None:
        told.append("the first is done")
        first.close()

    threading.Timer(0.3, finish).start()
    with Library.open(data, write=True, wait=5):
        told.append("the second has begun")
    assert told == ["the first is done", "the second has begun"]


def test_a_reader_notices_what_a_writer_in_another_process_changed(tmp_path: Path, encoder: TinyEncoder) -> None:
    folder, data = write_letters(tmp_path / "in", 30, 6), tmp_path / "data"
    ingest([folder], data=data, encoder=encoder)
    with Library.open(data, encoder=encoder) as library:
        vector = encoder.encode_queries(["Dieren Dieren De zebra, de giraffe en de neushoorn."])[0]
        before = library.generation, library.dense(vector, 5), library.lexical([("zebra", 1.0)], 5)
        assert before[2] == []
        for number in range(300):
            (folder / f"extra-{number}.md").write_text(letter(number), encoding="utf-8")
        (folder / "dieren.md").write_text("# Dieren\n\nDe zebra, de giraffe en de neushoorn.\n", encoding="utf-8")
        (folder / "brief-000.md").unlink()
        command = [sys.executable, "-m", "tests.ingest.store.ingesting", str(folder), str(data)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        assert library.generation != before[0]
        assert library.dense(vector, 1)[0].document_id == "dieren"
        assert library.lexical([(terms("zebra")[0], 1.0)], 5)[0].document_id == "dieren"
        with pytest.raises(UnknownDocument):
            library.document("brief-000")
        assert library.versions("brief-000")[0].id == "brief-000"


def test_many_threads_get_the_same_hits(data: Path, encoder: TinyEncoder) -> None:
    vector = encoder.encode_queries(["norm 2017"])[0]
    with Library.open(data, encoder=encoder) as library:
        expected = library.dense(vector, 10), library.document("brief-002").text
        found: list[object] = []

        def ask() -> None:
            for _ in range(20):
                found.append((library.dense(vector, 10), library.document("brief-002").text))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 160
        assert all(one == expected for one in found)


def test_vectors_that_vanished_are_never_taken_for_nothing_found(data: Path, encoder: TinyEncoder) -> None:
    VectorIndex(data).clear()
    with Library.open(data, encoder=encoder) as library, pytest.raises(LibraryDamaged, match="doctor --repair"):
        library.dense(encoder.encode_queries(["norm"])[0], 5)


def test_what_a_killed_writer_left_is_finished_by_the_next_reader(data: Path, encoder: TinyEncoder) -> None:
    import shutil

    from ingest.store.record import Record
    from ingest.store.writing import apply_again

    with Library.open(data) as library:
        ids = [i for (i,) in library.record.rows("SELECT id FROM passages LIMIT 5")]
    VectorIndex(data).apply(ids, [], {})
    record = Record(data, write=True)
    apply_again(record, ids)
    record.close()
    shutil.rmtree(data / "lexical")
    with Library.open(data, encoder=encoder) as library:
        assert library.record.pending() == []
        assert {h.passage_id for h in library.dense(encoder.encode_queries(["norm"])[0], 50)} >= set(ids)
    assert [p.is_dir() for p in (data / "lexical").iterdir()] == [True]


def test_the_collection_can_be_opened_by_other_llamaindex_programs(data: Path, encoder: TinyEncoder) -> None:
    import chromadb
    from chromadb.config import Settings
    from llama_index.core.schema import MetadataMode
    from llama_index.core.vector_stores.types import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    client = chromadb.PersistentClient(str(data / "vectors"), settings=Settings(anonymized_telemetry=False))
    store = ChromaVectorStore.from_collection(client.get_collection("passages", embedding_function=None))
    vector = encoder.encode_queries(["norm van brief 3"])[0].tolist()
    found = store.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=1))
    client.close()
    (node,) = found.nodes or ()
    assert node.ref_doc_id in {f"brief-{n:03}" for n in range(6)}
    with Library.open(data) as library:
        row = library.record.passages([node.node_id])[0]
    assert node.get_content(metadata_mode=MetadataMode.EMBED) == f"{row.context}\n{row.text}"
