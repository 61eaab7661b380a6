"""What the doctor looks at: the record against itself, and each derived part against the record.

Every check yields findings and alters nothing. Invariant: a check survives any damage; Chroma's native code, which
may crash on broken files, is run in a child process.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ingest.document import Document
from ingest.errors import AgendaError, LibraryDamaged
from ingest.store import archive, derived, lexical
from ingest.store.record import Record, content_hash
from ingest.store.schema import FILE
from ingest.store.serial import document_from_json, unpack_spans
from ingest.store.vectors import VectorIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.store.model import Encoder

    Vector = NDArray[np.float32]

Part = Literal["record", "document", "model", "vectors", "lexical", "pending", "file"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not in order: in which part, what it concerns (ids), what is wrong and what mends it."""

    part: Part
    message: str
    remedy: str = "veiligheidsagenda doctor --repair"
    ids: tuple[str, ...] = ()


def check_file(data: Path) -> Iterator[Finding]:
    """The SQLite file itself, page by page."""
    try:
        with closing(sqlite3.connect(f"{(data / FILE).absolute().as_uri()}?mode=ro", uri=True)) as db:
            problems = [str(text) for (text,) in db.execute("PRAGMA integrity_check(5)")]
            problems += [f"verwijzing zonder doel in {row[0]}" for row in db.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        problems = [str(error)]
    if problems != ["ok"]:
        yield Finding("record", f"het databasebestand is beschadigd: {problems[0]}")


def check_documents(record: Record) -> Iterator[Finding]:
    """Every document against its checksum, its passages and its sentences."""
    size = 0
    for identity, content, value in _all_documents(record):
        try:
            document = document_from_json(value)
        except (ValueError, KeyError, TypeError):
            yield Finding("document", f"document {identity} is onleesbaar", ids=(identity,))
            continue
        size = size or _dimension(record)
        if content_hash(document) != content or not _fits(record, document, size):
            yield Finding("document", f"de passages van {identity} passen niet bij de tekst", ids=(identity,))


def _all_documents(record: Record) -> Iterator[tuple[str, str, str]]:
    last = ""
    while page := record.rows("SELECT id, content, value FROM documents WHERE id > ? ORDER BY id LIMIT 50", (last,)):
        yield from page
        last = page[-1][0]


def _dimension(record: Record) -> int:
    found = record.rows("SELECT length(vector) / 2 FROM passages LIMIT 1")
    return int(found[0][0]) if found else 0


def _fits(record: Record, document: Document, size: int) -> bool:
    names = {p.id for p in document.paragraphs}
    passages = record.rows(
        "SELECT paragraph_id, start, end, text, length(vector) FROM passages WHERE document_id = ?", (document.id,)
    )
    sentences = record.rows(
        "SELECT id, spans, length(vectors) FROM paragraphs"
        " WHERE document = (SELECT number FROM documents WHERE id = ?)",
        (document.id,),
    )
    return (
        bool(passages)
        and all(p in names and document.text[a:b] == text and n == 2 * size for p, a, b, text, n in passages)
        and all(p in names and n == 2 * size * len(unpack_spans(spans)) for p, spans, n in sentences)
    )


def check_model(record: Record, encoder: Encoder | None) -> Iterator[Finding]:
    """The fingerprint of the stored vectors against the model that is set."""
    stored = record.meta("model")
    if encoder and record.rows("SELECT 1 FROM documents LIMIT 1") and stored != encoder.fingerprint:
        yield Finding("model", f"de vectoren zijn van model {stored or 'onbekend'}, ingesteld is {encoder.fingerprint}")


def check_pending(record: Record) -> Iterator[Finding]:
    """Work that a killed process left for the next one."""
    waiting = record.rows("SELECT count(*) FROM pending")[0][0]
    if waiting:
        yield Finding("pending", f"{waiting} passages moeten nog in de vectorindex worden bijgewerkt")


def check_lexical(record: Record) -> Iterator[Finding]:
    """The word index against the passages of the record."""
    folder = derived.lexical_folder(record)
    if not folder.is_dir():
        if record.rows("SELECT 1 FROM passages LIMIT 1"):
            yield Finding("lexical", "de woordindex ontbreekt of is van een eerdere stand")
        return
    try:
        index = lexical.load(folder)
    except LibraryDamaged as error:
        yield Finding("lexical", error.what)
        return
    numbers = [number for (number,) in record.rows("SELECT number FROM passages ORDER BY number")]
    if index.numbers.tolist() != numbers:
        yield Finding("lexical", "de woordindex bevat andere passages dan de bibliotheek")


def check_files(record: Record) -> Iterator[Finding]:
    """The kept files against their checksums."""
    for identity, sha256, origin in record.rows("SELECT id, sha256, origin FROM documents ORDER BY id"):
        path = record.data / archive.FOLDER / sha256
        if not path.is_file():
            yield Finding("file", f"het bewaarde bestand van {identity} ontbreekt ({origin})", ids=(identity,))
        else:
            with path.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                    yield Finding("file", f"het bewaarde bestand van {identity} is veranderd", ids=(identity,))


def check_vectors(data: Path, chroma_url: str = "") -> Iterator[Finding]:
    """Chroma against the vectors of the record, in a child process."""
    import multiprocessing

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.store.checks", "numpy", "chromadb"])
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_compare_apart, args=(data, chroma_url, theirs))
    child.start()
    theirs.close()
    try:
        yield from ours.recv()
    except EOFError:
        yield Finding("vectors", "de vectorindex is beschadigd: hij kan niet worden gelezen")
    finally:
        ours.close()
        child.join()


def _compare_apart(data: Path, chroma_url: str, answer: object) -> None:
    """The body of the child: a tuple of findings through the pipe."""
    from multiprocessing.connection import Connection

    try:
        with closing(Record(data)) as record, closing(VectorIndex(data, chroma_url)) as vectors:
            findings = tuple(compare_vectors(record, vectors))
    except AgendaError as error:
        findings = (Finding("vectors", error.what),)
    if isinstance(answer, Connection):
        answer.send(findings)


def compare_vectors(record: Record, vectors: VectorIndex) -> Iterator[Finding]:
    """Ids that Chroma misses, has too many, or holds with another vector."""
    import numpy as np

    waiting = {i for (i,) in record.rows("SELECT passage_id FROM pending")}
    wanted = {i for (i,) in record.rows("SELECT id FROM passages")} - waiting
    seen: set[str] = set()
    wrong: list[str] = []
    for ids, matrix in vectors.pages():
        seen.update(ids)
        stored = {row.id: np.frombuffer(row.vector, "<f2").astype(np.float32) for row in record.passages(ids)}
        wrong += [i for i, v in zip(ids, matrix, strict=True) if i in stored and not _alike(stored[i], v)]
    if missing := wanted - seen:
        yield Finding("vectors", f"{len(missing)} passages ontbreken in de vectorindex", ids=tuple(sorted(missing)))
    if extra := seen - wanted - waiting:
        yield Finding("vectors", f"{len(extra)} passages te veel in de vectorindex", ids=tuple(sorted(extra)))
    if different := sorted(set(wrong) - waiting):
        yield Finding("vectors", f"{len(different)} vectoren wijken af van de bibliotheek", ids=tuple(different))


def _alike(mine: Vector, other: Vector) -> bool:
    return mine.shape == other.shape and float(abs(mine - other).max(initial=0.0)) < 1e-4
