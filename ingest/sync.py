"""Keeps the library level with the official sources: what a manifest names is fetched, checked, and then ingested.

Invariant: a document is in the library whole or not at all; what the library has from elsewhere is left alone; a run
that was broken off goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from ingest.document import Publication
from ingest.errors import SourceError
from ingest.intake import Candidate, describe, printable
from ingest.manifest import Entry
from ingest.report import IngestReport, Refused
from ingest.sources.koop import Koop
from ingest.sources.rijksoverheid import Government
from ingest.sources.shelf import Shelf, Shelved
from ingest.sources.tweedekamer import Parliament
from ingest.sources.values import Fetched, Mark, Unchanged, complete
from ingest.sources.web import Web
from ingest.store.library import WAIT, Library
from ingest.store.model import SHIPPED
from ingest.store.schema import FILE

if TYPE_CHECKING:
    from ingest.store.model import Encoder
    from ingest.store.record import Known

Action = Literal["fetch", "check", "present", "shipped", "nowhere"]
"""Get it; ask whether it changed; the library has it from elsewhere; it comes with the product; no source has it."""
Progress = Callable[[int, int, str], None]
"""Called as (done, in all, what): for each row first, then for each file that is read."""


class Source(Protocol):
    """An official source of documents."""

    @property
    def name(self) -> str:
        """What the source is called in reports."""

    def has(self, publication: Publication) -> bool:
        """Whether a document is of the kind that this source may have."""

    def fetch(self, publication: Publication, mark: Mark, *, number: str = "") -> Fetched | Unchanged | None:
        """The document, the news that it is unchanged, or None. Raises ``SourceError``."""


@dataclass(frozen=True, slots=True)
class Target:
    """The library that a run is for; ``encoder`` is loaded when it is not given."""

    data: Path
    encoder: Encoder | None = None
    model: str = SHIPPED
    chroma_url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done for a row of the manifest."""

    id: str
    action: Action


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did: ids of what was fetched, is unchanged at the source or was left alone, and what failed.

    ``attachments`` are those of the fetched documents that no row names.
    """

    fetched: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    shipped: tuple[str, ...] = ()
    failed: tuple[Refused, ...] = ()
    attachments: tuple[str, ...] = ()
    ingested: IngestReport | None = None


def plan(entries: Sequence[Entry], target: Target, web: Web) -> list[Step]:
    """What a run would do, row by row; nothing is asked of a source and nothing is written."""
    return _Run(target, Shelf(target.data), _sources(web)).steps(entries)


def sync(
    entries: Sequence[Entry],
    target: Target,
    web: Web,
    *,
    progress: Progress = lambda done, total, name: None,
    wait: float = WAIT,
) -> SyncReport:
    """Fetch what the rows name and take it into the library.

    Raises ``LibraryBusy``, ``DiskFull`` and the like; a document that cannot be had is in the report.
    """
    run = _Run(target, Shelf(target.data), _sources(web))
    with run.shelf.held(wait):
        for done, (entry, step) in enumerate(zip(entries, run.steps(entries), strict=True), 1):
            run.carry_out(entry, step)
            progress(done, len(entries), step.id)
        return run.finish(entries, progress)


def _sources(web: Web) -> tuple[Source, ...]:
    """The official sources, in the order in which they are asked for a document."""
    return Koop(web), Parliament(web), Government(web)


@dataclass(slots=True)
class _Run:
    """One run under way."""

    target: Target
    shelf: Shelf
    sources: tuple[Source, ...]
    done: dict[str, list[str]] = field(default_factory=dict)
    failed: list[Refused] = field(default_factory=list)

    def steps(self, entries: Sequence[Entry]) -> list[Step]:
        """What is to be done for each row."""
        held = _held(self.target, (entry.publication.id for entry in entries))
        return [Step(e.publication.id, self._action(e, held.get(e.publication.id))) for e in entries]

    def _action(self, entry: Entry, held: Known | None) -> Action:
        if held is not None and not held.origin.startswith(f"{printable(self.shelf.folder)}/"):
            return "present"
        if entry.file and held is None:
            return "shipped"
        if not self._having(entry):
            return "nowhere"
        return "check" if self.shelf.known(entry.publication.id) else "fetch"

    def _having(self, entry: Entry) -> list[Source]:
        return [source for source in self.sources if source.has(entry.publication)]

    def carry_out(self, entry: Entry, step: Step) -> None:
        """Do what a row asks; a source that fails is noted."""
        if step.action in ("present", "shipped"):
            self.shelf.remove(step.id)
            self._note(step.action, step.id)
            return
        try:
            self._fetch(entry)
        except SourceError as error:
            self.failed.append(Refused(step.id, *describe(error)))

    def _fetch(self, entry: Entry) -> None:
        """Get one document from the first source that has it. Raises ``SourceError`` when none has."""
        identity, known = entry.publication.id, self.shelf.known(entry.publication.id)
        asked = self._having(entry)
        for source in asked:
            mark = known.mark if known and known.source == source.name else Mark()
            result = source.fetch(entry.publication, mark, number=entry.chamber_number)
            if isinstance(result, Fetched):
                same = known is not None and self.shelf.is_same(known, result)
                self.shelf.put(result, source.name)
                self._note("unchanged" if same else "fetched", identity)
                return
            if isinstance(result, Unchanged) and known is not None:
                self.shelf.relabel(known, complete(entry.publication, (known.publication,)), result.mark)
                self._note("unchanged", identity)
                return
        names = " en ".join(source.name for source in asked)
        raise SourceError(
            f"niet gevonden bij {names}" if asked else "geen van de bronnen heeft documenten met zo'n id",
            where=identity,
            remedy="Controleer de id in het manifest.",
        )

    def _note(self, what: str, identity: str) -> None:
        self.done.setdefault(what, []).append(identity)

    def finish(self, entries: Sequence[Entry], progress: Progress) -> SyncReport:
        """Take what lies on the shelf into the library, and say what was done."""
        shelved = self.shelf.settle()
        held = _held(self.target, (each.publication.id for each in shelved))
        due = [each for each in shelved if not _is_taken_in(each, held.get(each.publication.id))]
        fetched = set(self.done.get("fetched", ()))
        named = {entry.publication.id for entry in entries}
        more = (a for each in shelved if each.publication.id in fetched for a in each.attachments if a not in named)
        lists = {name: tuple(ids) for name, ids in self.done.items()}
        return SyncReport(
            **lists,
            failed=tuple(self.failed),
            attachments=tuple(dict.fromkeys(more)),
            ingested=_take_in(self.shelf.folder, self.target, progress) if due else None,
        )


def _held(target: Target, ids: Iterable[str]) -> Mapping[str, Known]:
    """What the library has under these ids."""
    if not (target.data / FILE).is_file():
        return {}
    with Library.open(target.data, chroma_url=target.chroma_url) as library:
        found = (library.record.known(identity=identity) for identity in ids)
        return {known.id: known for known in found if known is not None}


def _is_taken_in(shelved: Shelved, held: Known | None) -> bool:
    """Whether the library has this very file, under what we now know of it."""
    told = Candidate(Path(shelved.file), "", shelved.entry()).told()
    return held is not None and held.sha256 == shelved.sha256 and held.reader.endswith(told)


def _take_in(folder: Path, target: Target, progress: Progress) -> IngestReport:
    from ingest.pipeline import ingest

    return ingest(
        [folder],
        data=target.data,
        encoder=target.encoder,
        model=target.model,
        chroma_url=target.chroma_url,
        progress=progress,
    )
