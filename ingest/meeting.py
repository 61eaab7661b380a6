"""The papers that one run meets, set beside those in the library: which are one paper, and which edition stays.

Invariant: of one paper the library holds one document, the edition of the highest rank; an edition that gives way
stays as a kept version under its own id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.document import Document
from ingest.errors import DuplicateDocument
from ingest.intake import Candidate, is_gone
from ingest.precedence import edition_shown, rank_of
from ingest.reading.identity import official_id
from ingest.sameness import Sketch, is_same_paper, renamed, sketch_of
from ingest.store.record import Known, Record, content_hash


@dataclass(slots=True)
class Met:
    """What one run has met so far."""

    record: Record
    ids: dict[str, str] = field(default_factory=dict)
    """Documents met in this run, with the origin that they came from."""
    left: set[str] = field(default_factory=set)
    """Those among them that are in the library and were left as they are."""
    contents: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    sketches: dict[str, list[Sketch]] = field(default_factory=dict)
    """Sketches of the documents of a date, for the dates met in this run."""

    def same_file(self, candidate: Candidate, sha256: str) -> Known | None:
        """What the library holds of these very bytes. Raises ``DuplicateDocument`` when it is another file's."""
        if sha256 in self.files:
            raise duplicate(candidate, self.files[sha256])
        self.files[sha256] = candidate.shown
        known = self.record.known(sha256=sha256)
        if known is not None and known.origin != candidate.origin and not is_gone(known.origin):
            raise duplicate(candidate, f"{known.id} ({known.origin})")
        return known

    def leave(self, candidate: Candidate, known: Known) -> None:
        """Note that a document stays as it is."""
        self.ids[known.id] = candidate.origin
        self.left.add(known.id)
        self.contents[known.content] = known.id

    def accept(self, candidate: Candidate, document: Document) -> None:
        """Note that a document is taken in."""
        self.ids[document.id] = candidate.origin
        self.left.discard(document.id)
        self.contents[content_hash(document)] = document.id

    def under_own_id(self, candidate: Candidate, document: Document) -> Document:
        """Two papers that merely have the same file name in different folders are two documents."""
        if candidate.entry or official_id(document.id):
            return document
        name, number = document.id, 1
        while self._is_taken(candidate, name):
            number += 1
            name = f"{document.id}-{number}"
        return document if name == document.id else renamed(document, name)

    def _is_taken(self, candidate: Candidate, name: str) -> bool:
        if name in self.ids:
            return self.ids[name] != candidate.origin
        known = self.record.known(identity=name)
        return known is not None and known.origin != candidate.origin and not is_gone(known.origin)

    def giving_way(self, candidate: Candidate, document: Document) -> list[str]:
        """The documents under another id whose place this one takes. Raises ``DuplicateDocument`` when it may not."""
        self._check_own_id(candidate, document)
        own = sketch_of(document)
        others = sorted(set(self._same_papers(document, own)))
        for other in others:
            self._check_rank(candidate, document, other)
        if date := document.publication.date:
            gone = {document.id, *others}
            self.sketches[date] = [*(sketch for sketch in self._sketches(date) if sketch.id not in gone), own]
        return others

    def _check_own_id(self, candidate: Candidate, document: Document) -> None:
        """A new version takes the place of the old, unless that is of a higher rank and stands elsewhere."""
        if document.id in self.ids:
            self._check_rank(candidate, document, document.id)
            return
        known = self.record.known(identity=document.id)
        if known is None or known.origin == candidate.origin or is_gone(known.origin):
            return
        held = self.record.document(document.id)
        if held is not None and rank_of(document.source) < rank_of(held.source):
            raise _lesser(candidate, held)

    def _check_rank(self, candidate: Candidate, document: Document, other: str) -> None:
        """Raise unless ``other`` is in the library, is not being stored now, and is of a lower rank."""
        held = self.record.document(other) if other not in self.ids or other in self.left else None
        if held is not None and rank_of(document.source) > rank_of(held.source):
            return
        if held is not None and rank_of(document.source) < rank_of(held.source):
            raise _lesser(candidate, held)
        raise duplicate(candidate, f"{other} ({self.ids[other]})" if other in self.ids else other)

    def _same_papers(self, document: Document, own: Sketch) -> Iterator[str]:
        """The other ids of this paper: of equal text, or of one date with a letterhead that differs only."""
        content = content_hash(document)
        same = self.record.known(content=content)
        equal = self.contents.get(content) or (same.id if same else "")
        if equal and equal != document.id and not (same and is_gone(same.origin)):
            yield equal
        if document.publication.date:
            for other in self._sketches(document.publication.date):
                if other.id != document.id and is_same_paper(own, other):
                    yield other.id

    def _sketches(self, date: str) -> list[Sketch]:
        """Sketches of the documents of one date whose files are still there."""
        if date not in self.sketches:
            rows = self.record.rows("SELECT id, origin FROM documents WHERE date = ? ORDER BY id", (date,))
            documents = [self.record.document(str(identity)) for identity, origin in rows if not is_gone(str(origin))]
            self.sketches[date] = [sketch_of(document) for document in documents if document is not None]
        return self.sketches[date]


def duplicate(candidate: Candidate, first: str) -> DuplicateDocument:
    """The refusal of a file whose paper is in the library already, as ``first``."""
    return DuplicateDocument(
        f"hetzelfde document is er al: {first}",
        where=candidate.shown,
        remedy="Er hoeft niets te gebeuren; verwijder een van de twee bestanden om deze melding te voorkomen.",
    )


def _lesser(candidate: Candidate, held: Document) -> DuplicateDocument:
    return DuplicateDocument(
        f"hetzelfde document is er al in een uitgave die voorgaat: {held.id} ({edition_shown(held.source)})",
        where=candidate.shown,
        remedy="Er hoeft niets te gebeuren; verwijder dit bestand om deze melding te voorkomen.",
    )
