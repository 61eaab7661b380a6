"""Changes to the record: documents in, replaced and out, each batch in one transaction.

Invariant: a passage whose stored form changed is listed in ``pending`` by the transaction that changed it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence

from ingest.document import Document
from ingest.store.prepare import Prepared, StoredPassage
from ingest.store.record import Record, content_hash
from ingest.store.serial import document_to_json, pack_spans, publication_to_json
from ingest.versions import terms_mark


def store(record: Record, batch: Sequence[Prepared], instead_of: Iterable[str] = ()) -> None:
    """Add documents, or replace those with the same id and those that they come instead of (old versions are kept)."""
    with record.transaction() as db:
        for identity in instead_of:
            _remove(db, identity)
        for prepared in batch:
            _replace(db, prepared)
        _move_generation(db)


def remove(record: Record, identities: Iterable[str]) -> None:
    """Take documents out of the library; what they said stays as a kept version."""
    with record.transaction() as db:
        for identity in identities:
            _remove(db, identity)
        _move_generation(db)


def keep_old(record: Record, document: Document) -> None:
    """Keep an earlier version of a document, so that old citations resolve."""
    with record.transaction() as db:
        db.execute(
            "INSERT OR IGNORE INTO versions (document_id, content, value) VALUES (?, ?, ?)",
            (document.id, content_hash(document), document_to_json(document)),
        )


def note_origin(record: Record, identity: str, origin: str, reader: str) -> None:
    """Note where the file of a document stands now, and that it was read by ``reader``."""
    with record.transaction() as db:
        db.execute("UPDATE documents SET origin = ?, reader = ? WHERE id = ?", (origin, reader, identity))


def set_meta(record: Record, **values: str) -> None:
    """Store settings."""
    with record.transaction() as db:
        db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))


def renew_terms(record: Record) -> None:
    """Make the BM25 terms of every passage anew, as the present version of the language reads them."""
    fresh = [("\n".join(found), number) for number, found in record.terms()]
    with record.transaction() as db:
        db.executemany("UPDATE passages SET terms = ? WHERE number = ?", fresh)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('terms', ?)", (terms_mark(),))


def note_applied(record: Record, ids: Sequence[str]) -> None:
    """Note that Chroma reflects these passages."""
    with record.transaction() as db:
        db.executemany("DELETE FROM pending WHERE passage_id = ?", [(i,) for i in ids])


def apply_again(record: Record, ids: Iterable[str]) -> None:
    """List passages, or ids that should not exist, to be written to or removed from Chroma."""
    with record.transaction() as db:
        _wait_for_chroma(db, ids)


def _remove(db: sqlite3.Connection, identity: str) -> None:
    _wait_for_chroma(db, _stored_forms(db, identity))
    _keep_version(db, identity)
    db.execute("DELETE FROM documents WHERE id = ?", (identity,))


def _replace(db: sqlite3.Connection, prepared: Prepared) -> None:
    draft, document = prepared.draft, prepared.draft.document
    before = _stored_forms(db, document.id)
    _keep_version(db, document.id, unless=content_hash(document))
    db.execute("DELETE FROM documents WHERE id = ?", (document.id,))
    cursor = db.execute(
        "INSERT INTO documents VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id, document.source.sha256, content_hash(document), draft.origin, draft.reader,
            document.publication.date, publication_to_json(document.publication), document_to_json(document),
        ),
    )  # fmt: skip
    number = int(cursor.lastrowid or 0)
    for passage in prepared.passages:
        _insert_passage(db, number, passage)
    db.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?)",
        [(name, number, pack_spans(spans), v.astype("<f2").tobytes()) for name, spans, v in prepared.sentences],
    )
    after = _stored_forms(db, document.id)
    _wait_for_chroma(db, (i for i in before.keys() | after.keys() if before.get(i) != after.get(i)))


def _insert_passage(db: sqlite3.Connection, document: int, stored: StoredPassage) -> None:
    p = stored.passage
    cursor = db.execute(
        "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            p.id, document, p.document_id, p.paragraph_id, p.start, p.end, stored.theme, p.text, p.context,
            "\n".join(stored.terms), stored.vector.astype("<f2").tobytes(),
        ),
    )  # fmt: skip
    db.executemany("INSERT INTO passage_years VALUES (?, ?)", [(year, cursor.lastrowid) for year in stored.years])


def _keep_version(db: sqlite3.Connection, identity: str, unless: str = "") -> None:
    db.execute(
        "INSERT OR REPLACE INTO versions (document_id, content, value)"
        " SELECT id, content, value FROM documents WHERE id = ? AND content <> ?",
        (identity, unless),
    )


def _stored_forms(db: sqlite3.Connection, identity: str) -> dict[str, str]:
    """What Chroma holds of each passage of a document, as a hash by passage id."""
    sql = (
        "SELECT id, text, context, theme, vector,"
        " (SELECT group_concat(year) FROM passage_years WHERE passage = number)"
        " FROM passages WHERE document_id = ?"
    )
    return {row[0]: hashlib.sha256(repr(row[1:]).encode()).hexdigest() for row in db.execute(sql, (identity,))}


def _wait_for_chroma(db: sqlite3.Connection, ids: Iterable[str]) -> None:
    db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(i,) for i in ids])


def _move_generation(db: sqlite3.Connection) -> None:
    """A counter with a digest of the documents, so that no two contents share a generation."""
    digest = hashlib.sha256()
    for row in db.execute("SELECT id, content, reader, publication FROM documents ORDER BY id"):
        digest.update(repr(row).encode())
    (found,) = db.execute("SELECT coalesce((SELECT value FROM meta WHERE key = 'generation'), '0')").fetchone()
    count = int(str(found).partition("-")[0]) + 1
    db.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (f"{count}-{digest.hexdigest()[:12]}",))
