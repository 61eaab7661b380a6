"""The doctor: does everything in the data directory agree, and if not, put it right without losing anything.

Invariant: what can be derived is made anew from the record, without embedding again; only another model, or a record
that is itself damaged, makes texts be embedded again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import LibraryDamaged, LibraryError
from ingest.store import archive, checks, derived, salvage
from ingest.store.checks import Finding
from ingest.store.files import LOCK, locked
from ingest.store.findings import find_in_all
from ingest.store.library import WAIT
from ingest.store.model import SHIPPED, Encoder, load_encoder
from ingest.store.prepare import draft_of, embed
from ingest.store.record import Record
from ingest.store.salvage import Saved
from ingest.store.schema import FILE, make_folder
from ingest.store.vectors import VectorIndex
from ingest.store.writing import apply_again, keep_old, set_meta, store

__all__ = ["Finding", "Repair", "examine", "repair"]

_UNFINISHED = "herberekening-afgebroken"
_GROUP = 16


@dataclass(frozen=True, slots=True)
class Repair:
    """What was found before, and what is still not in order afterwards."""

    found: tuple[Finding, ...]
    left: tuple[Finding, ...]


def examine(data: Path, *, encoder: Encoder | None = None, chroma_url: str = "") -> tuple[Finding, ...]:
    """Everything that is not in order in ``data``; nothing when all is well. Alters nothing."""
    if not (data / FILE).is_file():
        return (Finding("record", "er is nog geen bibliotheek", remedy="veiligheidsagenda ingest"),)
    broken = tuple(checks.check_file(data))
    if broken:
        return broken
    try:
        with closing(Record(data)) as record:
            return tuple(_examine(record, encoder, chroma_url))
    except LibraryDamaged as error:
        return (Finding("record", error.what),)
    except LibraryError as error:
        return (Finding("record", error.what, remedy=error.remedy),)


def _examine(record: Record, encoder: Encoder | None, chroma_url: str) -> Iterator[Finding]:
    yield from checks.check_documents(record)
    yield from checks.check_model(record, encoder)
    yield from checks.check_pending(record)
    yield from checks.check_lexical(record)
    yield from checks.check_files(record)
    yield from checks.check_vectors(record.data, chroma_url)


def repair(
    data: Path, *, encoder: Encoder | None = None, model: str = SHIPPED, chroma_url: str = "", wait: float = WAIT
) -> Repair:
    """Put right whatever ``examine`` finds.

    Raises ``LibraryBusy`` when another process writes, ``DiskFull`` when there is no room.
    """
    make_folder(data)
    with locked(data / LOCK, wait):
        archive.tidy(data)
        found = examine(data, encoder=encoder, chroma_url=chroma_url)
        if not (data / FILE).is_file():
            return Repair(found, found)
        if found:
            _mend(data, found, lambda: encoder or load_encoder(data, model), chroma_url)
        return Repair(found, examine(data, encoder=encoder, chroma_url=chroma_url) if found else ())


def _mend(data: Path, found: tuple[Finding, ...], model: Callable[[], Encoder], chroma_url: str) -> None:
    parts = {finding.part for finding in found}
    if "record" in parts:
        _rescue(data, model())
    with closing(Record(data, write=True)) as record, closing(VectorIndex(data, chroma_url)) as vectors:
        if "model" in parts:
            _embed_again(record, model())
        if damaged := [i for f in found if f.part == "document" for i in f.ids]:
            _store_again(record, damaged, model())
        _mend_files(record, [i for f in found if f.part == "file" for i in f.ids])
        _mend_vectors(record, vectors, found)
        derived.catch_up(record, vectors)
        find_in_all(record)
        derived.rebuild_lexical(record)


def _rescue(data: Path, encoder: Encoder) -> None:
    """A new record from what the damaged one and the kept files still tell."""
    aside, fresh = salvage.set_aside(data), data / "rescue"
    shutil.rmtree(fresh, ignore_errors=True)
    with closing(Record(fresh, write=True)) as record:
        set_meta(record, model=encoder.fingerprint)
        known: set[str] = set()
        for saved in salvage.read_damaged(aside):
            if saved.current:
                known.add(saved.document.id)
                _store(record, [saved], encoder)
            else:
                keep_old(record, saved.document)
        for saved in salvage.read_again(data, known):
            _store(record, [saved], encoder)
    salvage.put_in_place(data, fresh)
    shutil.rmtree(data / derived.FOLDER, ignore_errors=True)


def _embed_again(record: Record, encoder: Encoder) -> None:
    """Every vector anew; until the last is done, no model is said to be the right one."""
    set_meta(record, model=_UNFINISHED)
    rows = record.rows("SELECT id, origin, reader FROM documents ORDER BY id")
    for at in range(0, len(rows), _GROUP):
        group = [
            Saved(document, origin, reader)
            for identity, origin, reader in rows[at : at + _GROUP]
            if (document := record.document(identity)) is not None
        ]
        _store(record, group, encoder)
    set_meta(record, model=encoder.fingerprint)


def _store_again(record: Record, identities: Iterable[str], encoder: Encoder) -> None:
    """Derive the passages of documents anew; an unreadable document comes back from its kept file."""
    for identity in dict.fromkeys(identities):
        sql = "SELECT sha256, origin, reader FROM documents WHERE id = ?"
        ((sha256, origin, reader),) = record.rows(sql, (identity,))
        try:
            document = record.document(identity)
        except LibraryDamaged:
            document = None
        if document is not None:
            _store(record, [Saved(document, origin, reader)], encoder)
        for saved in salvage.read_again(record.data, set(), only=sha256) if document is None else ():
            _store(record, [saved], encoder)


def _store(record: Record, group: Iterable[Saved], encoder: Encoder) -> None:
    drafts = [draft_of(saved.document, origin=saved.origin, reader=saved.reader) for saved in group]
    store(record, embed(drafts, encoder))


def _mend_files(record: Record, identities: Iterable[str]) -> None:
    """Copy a kept file again from where it came from, when it still is the same there."""
    for identity in identities:
        ((sha256, origin),) = record.rows("SELECT sha256, origin FROM documents WHERE id = ?", (identity,))
        archive.restore(record.data, sha256, Path(origin))


def _mend_vectors(record: Record, vectors: VectorIndex, found: tuple[Finding, ...]) -> None:
    about = [finding for finding in found if finding.part == "vectors"]
    if any(not finding.ids for finding in about) or {"record", "model"} & {f.part for f in found}:
        derived.rebuild_vectors(record, vectors)
        return
    for finding in about:
        apply_again(record, finding.ids)
