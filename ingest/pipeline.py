"""Ingestion: from files to a searchable library, touching only what changed.

Invariants: a document becomes visible whole, in one transaction; a process killed at any moment leaves the documents
stored so far, and running the same command again does the rest; one refused file never stops the others.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ingest.document import Document
from ingest.errors import AgendaError, RefusedDocument
from ingest.intake import CORPUS, Candidate, Intake, describe, hash_of, is_gone, read_candidate, take_in
from ingest.meeting import Met
from ingest.reading.read import Limits
from ingest.reading.structure import keep_ids
from ingest.report import IngestReport, Item, Refused
from ingest.store import derived
from ingest.store.archive import keep_file, retire, tidy
from ingest.store.engines import Embedding, Engine, embed_here, embedding_by
from ingest.store.findings import find_in_all
from ingest.store.library import WAIT, Library
from ingest.store.model import SHIPPED, Encoder, load_encoder
from ingest.store.prepare import Draft, draft_of, embed, stored_vectors
from ingest.store.record import Known
from ingest.store.writing import note_origin, remove, store
from ingest.versions import reading_mark
from ingest.workers import worker_pool

Progress = Callable[[int, int, str], None]
"""Called as (files done, files in all, name of the file)."""

_OCR = ":ocr"
_AHEAD = 4
_GROUP = 384
_GROUP_DOCUMENTS = 32
_RAY_GROUPS = 16
"""A cluster starts its actors anew for each group, which takes seconds."""
_LISTS = ("added", "changed", "unchanged", "removed")


def ingest(
    paths: Sequence[Path] = (),
    *,
    data: Path,
    encoder: Encoder | None = None,
    model: str = SHIPPED,
    chroma_url: str = "",
    limits: Limits | None = None,
    ocr: bool = False,
    engine: Engine = "local",
    workers: int = 1,
    wait: float = WAIT,
    progress: Progress | None = None,
) -> IngestReport:
    """Take files and folders (default: the shipped corpus) into the library in ``data``.

    With ``ocr`` the text of scanned pages is recognised; ``workers`` processes read and embed, or a cluster when
    ``engine`` is ``ray``. Raises ``LibraryBusy``, ``ModelMismatch``, ``DiskFull`` and
    the like; a file that is refused is in the report.
    """
    began = time.monotonic()
    limits = limits or Limits()
    encoder = encoder or load_encoder(data, model)
    with ExitStack() as stack:
        intake = take_in(paths, stack, limits)
        library = stack.enter_context(Library.open(data, encoder=encoder, write=True, wait=wait, chroma_url=chroma_url))
        tidy(data)
        embedding = stack.enter_context(embedding_by(engine, encoder, workers))
        run = Run(library, encoder, limits, ocr, workers, embedding, _RAY_GROUPS if engine == "ray" else workers)
        for name, error in intake.refused:
            run.refuse(name, error)
        run.read_all(intake.files, progress or (lambda done, total, name: None))
        run.remove_missing(intake)
        derived.catch_up(library.record, library.vectors)
        find_in_all(library.record)
    return run.report(time.monotonic() - began)


@dataclass(slots=True)
class Run:
    """One ingestion under way."""

    library: Library
    encoder: Encoder
    limits: Limits
    ocr: bool = False
    workers: int = 1
    embedding: Embedding = embed_here
    width: int = 1
    """How many times the usual group is embedded at once."""
    lists: dict[str, list[Item]] = field(default_factory=lambda: {n: [] for n in _LISTS})
    refused: list[Refused] = field(default_factory=list)
    group: list[tuple[str, Candidate, Draft]] = field(default_factory=list)
    replaced: dict[str, Known] = field(default_factory=dict)
    """Documents under another id whose place one in the group takes."""
    met: Met = field(init=False)

    def __post_init__(self) -> None:
        self.met = Met(self.library.record)

    def refuse(self, name: str, error: AgendaError) -> None:
        """Note a file that is not taken in."""
        self.refused.append(Refused(name, *describe(error)))

    def report(self, seconds: float) -> IngestReport:
        """What this run did."""
        lists = {name: tuple(items) for name, items in self.lists.items()}
        return IngestReport(**lists, refused=tuple(self.refused), seconds=round(seconds, 3))

    def read_all(self, files: Sequence[Candidate], progress: Progress) -> None:
        """Read the files (a few ahead, while the encoder works) and store them in groups."""
        for done, (candidate, reading) in enumerate(self._readings(files), 1):
            try:
                if reading is not None:
                    self._accept(candidate, reading.result())
            except RefusedDocument as error:
                self.refuse(candidate.shown, error)
            vectors = sum(draft.size for _, _, draft in self.group)
            if vectors >= _GROUP * self.width or len(self.group) >= _GROUP_DOCUMENTS * self.width:
                self._flush()
            progress(done, len(files), candidate.path.name)
        self._flush()

    def remove_missing(self, intake: Intake) -> None:
        """Remove the documents that came from these folders and whose files are gone."""
        listed = {candidate.origin for candidate in intake.files}
        doomed = [
            Item(identity, origin)
            for folder in intake.folders
            for identity, origin in self.library.record.origins(folder)
            if identity not in self.met.ids
            and origin not in listed
            and (folder == CORPUS or is_gone(origin))
            and not origin.startswith(tuple(intake.unlisted))
        ]
        if doomed:
            files = [known.sha256 for item in doomed if (known := self.library.record.known(identity=item.id))]
            remove(self.library.record, [item.id for item in doomed])
            self.lists["removed"] += doomed
            for sha256 in files:
                retire(self.library.record.data, sha256)

    def _readings(self, files: Sequence[Candidate]) -> Iterator[tuple[Candidate, Future[Document] | None]]:
        """Each file with its reading under way, or None when there is nothing to read."""
        waiting: deque[tuple[Candidate, Future[Document] | None]] = deque()
        with self._pool() as pool:
            try:
                for candidate in files:
                    waiting.append((candidate, self._start(pool, candidate)))
                    if len(waiting) > _AHEAD * self.workers:
                        yield waiting.popleft()
                yield from waiting
            finally:
                pool.shutdown(cancel_futures=True)

    def _pool(self) -> Executor:
        """A thread that reads while the encoder works, or processes when more than one is asked for."""
        if self.workers > 1:
            return worker_pool(self.workers)
        return ThreadPoolExecutor(1, thread_name_prefix="lezer")

    def _start(self, pool: Executor, candidate: Candidate) -> Future[Document] | None:
        failed: Future[Document] = Future()
        try:
            sha256 = hash_of(candidate.path)
            if self._is_unchanged(candidate, sha256):
                return None
            return pool.submit(read_candidate, candidate, sha256, self.limits, self.ocr)
        except RefusedDocument as error:
            failed.set_exception(error)
            return failed

    def _is_unchanged(self, candidate: Candidate, sha256: str) -> bool:
        """Whether these very bytes are in the library already, as this file. Raises ``DuplicateDocument``."""
        known = self.met.same_file(candidate, sha256)
        if known is None:
            return False
        mark = self._mark(candidate)
        if known.reader not in (mark, mark + _OCR):
            return False
        self._leave(candidate, known, known.reader)
        return True

    def _mark(self, candidate: Candidate) -> str:
        """What a document was read by and what the manifest said of it: when either changes it is read again."""
        return f"{reading_mark()}:{candidate.told()}" + (_OCR if self.ocr else "")

    def _leave(self, candidate: Candidate, known: Known, mark: str) -> None:
        if (known.origin, known.reader) != (candidate.origin, mark):
            note_origin(self.library.record, known.id, candidate.origin, mark)
        self.met.leave(candidate, known)
        self.lists["unchanged"].append(Item(known.id, candidate.shown))

    def _accept(self, candidate: Candidate, document: Document) -> None:
        """Put a document that was read in the group to be stored, unless nothing changed."""
        record, met = self.library.record, self.met
        document = met.under_own_id(candidate, document)
        self._make_way(met.giving_way(candidate, document), document.id)
        known = record.known(identity=document.id)
        old = record.document(document.id) if known else None
        if old is not None:
            document = keep_ids(document, old)
        met.accept(candidate, document)
        kind = "added" if old is None else "unchanged" if document == old else "changed"
        mark = self._mark(candidate)
        if known is not None and kind == "unchanged" and known.reader == mark:
            self._leave(candidate, known, mark)
            return
        self.group.append((kind, candidate, draft_of(document, origin=candidate.origin, reader=mark)))

    def _make_way(self, others: Sequence[str], identity: str) -> None:
        """Let an edition of a higher rank take the place of others, which are removed when it is stored."""
        known = {other: self.library.record.known(identity=other) for other in others}
        self.replaced |= {other: held for other, held in known.items() if held is not None}
        gone = {identity, *others}
        self.lists["unchanged"] = [item for item in self.lists["unchanged"] if item.id not in gone]

    def _flush(self) -> None:
        """Embed and store the group: vectors and files first, then one transaction, then the vector index."""
        if not self.group:
            return
        library, drafts = self.library, [draft for _, _, draft in self.group]
        older = [d.document.id for kind, _, d in self.group if kind != "added"]
        known = stored_vectors(library.record, [*older, *self.replaced])
        prepared = embed(drafts, self.encoder, known, embedding=self.embedding)
        for _, candidate, draft in self.group:
            keep_file(library.record.data, candidate.path, draft)
        before = [known_as.sha256 for draft in drafts if (known_as := library.record.known(identity=draft.document.id))]
        store(library.record, prepared, instead_of=self.replaced)
        before += [held.sha256 for held in self.replaced.values()]
        self.lists["removed"] += [Item(held.id, held.origin) for held in self.replaced.values()]
        for sha256 in set(before) - {draft.document.source.sha256 for draft in drafts}:
            retire(library.record.data, sha256)
        derived.apply_pending(library.record, library.vectors)
        for kind, candidate, draft in self.group:
            self.lists[kind].append(Item(draft.document.id, candidate.shown, draft.document.furniture))
        self.group.clear()
        self.replaced.clear()
