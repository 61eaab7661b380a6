"""Keeping Chroma and BM25 in step with the record.

Invariant: everything here can be done again at any moment from the record alone, without embedding; a process that
dies half-way leaves ``pending`` rows or an older lexical index, and the next one goes on from there.
"""

from __future__ import annotations

from pathlib import Path

from ingest.store import lexical
from ingest.store.lexical import LexicalIndex
from ingest.store.record import Record
from ingest.store.vectors import VectorIndex
from ingest.store.writing import apply_again, note_applied, renew_terms
from ingest.versions import terms_mark

FOLDER = "lexical"


def is_behind(record: Record) -> bool:
    """Whether Chroma or BM25 lags behind the record."""
    return bool(record.pending(1)) or record.meta("terms") != terms_mark() or not lexical_folder(record).is_dir()


def catch_up(record: Record, vectors: VectorIndex) -> None:
    """Bring both derived indexes to the record's generation; for the process that holds the write lock."""
    touched = apply_pending(record, vectors)
    if record.meta("terms") != terms_mark():
        renew_terms(record)
        touched = True
    if touched or not lexical_folder(record).is_dir():
        vectors.settle()
        rebuild_lexical(record)


def apply_pending(record: Record, vectors: VectorIndex) -> bool:
    """Write to Chroma what ``pending`` lists, a slice at a time; says whether there was anything."""
    touched = False
    while ids := record.pending():
        rows = record.passages(ids)
        gone = sorted(set(ids) - {row.id for row in rows})
        vectors.apply(gone, rows, record.years(row.number for row in rows))
        note_applied(record, ids)
        touched = True
    return touched


def rebuild_vectors(record: Record, vectors: VectorIndex) -> None:
    """Make the collection anew from the vectors in the record."""
    vectors.clear()
    last = ""
    while page := record.rows("SELECT id FROM passages WHERE id > ? ORDER BY id LIMIT 5000", (last,)):
        ids = [str(i) for (i,) in page]
        apply_again(record, ids)
        last = ids[-1]
    apply_pending(record, vectors)
    vectors.settle()


def rebuild_lexical(record: Record) -> LexicalIndex:
    """Make the lexical index anew from the stored terms and save it under the record's generation."""
    index = lexical.build(record.terms())
    lexical.save(index, lexical_folder(record))
    return index


def load_lexical(record: Record) -> LexicalIndex:
    """The index of the record's generation; built in memory when it is not on disk (yet)."""
    folder = lexical_folder(record)
    return lexical.load(folder) if folder.is_dir() else lexical.build(record.terms())


def lexical_folder(record: Record) -> Path:
    """Where the lexical index of the record's generation stands, for this version of the language."""
    return record.data / FOLDER / f"{record.generation}-{terms_mark()}"
