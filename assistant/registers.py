"""The registers: agreements, figures and commitments of a whole library, each row with its citation.

Invariant: rows are computed from the library's documents and kept until its ``generation`` changes; a row's id is
a hash of document, paragraph and quote, so a link to a row stays good as long as its source does.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from assistant.document_findings import COUNTED, MENTIONED, PROMISED, Stored
from ingest.citation import Citation, make_citation
from ingest.document import Document, Publication
from ingest.findings.cautions import Caution
from ingest.findings.comparability import Conflict, conflicts
from ingest.findings.events import state_of
from ingest.findings.history import Record, events_in, history, record_from
from ingest.findings.indicators import indicators_of
from ingest.findings.linking import linked
from ingest.findings.values import Agreement, Commitment, CommitmentEvent, Figure, Indicator, Period, Place
from ingest.language.themes import load_themes


class Shelf(Protocol):
    """What the registers need of a library: its documents, and a word that changes when they do."""

    @property
    def generation(self) -> str:
        """A text that differs after every change of the library."""
        ...

    def documents(self) -> tuple[Publication, ...]:
        """What is known of every document, in order of date."""
        ...

    def document(self, document_id: str, /) -> Document:
        """A document in its present version. Raises ``UnknownDocument``."""
        ...


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement with its permanent id and citation."""

    id: str
    agreement: Agreement
    citation: Citation


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with its permanent id and citation."""

    id: str
    figure: Figure
    citation: Citation


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event in the history of a commitment, with the citation that is its evidence."""

    event: CommitmentEvent
    citation: Citation


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A commitment with its permanent id and citation, before its history is sought."""

    id: str
    commitment: Commitment
    citation: Citation


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment with its permanent id, history, state in words and citation."""

    id: str
    commitment: Commitment
    events: tuple[EventRow, ...]
    state: str
    citation: Citation


@dataclass(frozen=True)
class Registers:
    """Everything found in one generation of a library. What later papers say of promises is sought when first asked."""

    figures: tuple[FigureRow, ...]
    indicators: tuple[Indicator, ...]
    conflicts: tuple[Conflict, ...]
    until: str
    """Date of the newest document that was looked at."""
    by_key: Mapping[str, tuple[FigureRow, ...]]
    """The figures of each indicator, by its key."""
    cautions: tuple[Caution, ...]
    """What the papers say of the comparability of their figures."""
    without_norm: tuple[Caution, ...]
    """What the papers say to have no norm."""
    _documents: Mapping[str, Document] = field(repr=False)
    _stored: Stored = field(repr=False)
    _told: dict[PromiseRow, CommitmentRow] = field(default_factory=dict, repr=False)

    @cached_property
    def compiled(self) -> tuple[Document, ...]:
        """The overviews compiled from other sources, oldest first."""
        return tuple(d for d in self._documents.values() if d.source.compiled)

    @cached_property
    def agreements(self) -> tuple[AgreementRow, ...]:
        """The agreements, in order of the date of their document."""
        return tuple(
            AgreementRow(row_id("a", a.place, a.text), a, _cite(self._documents, a.place))
            for document in self._documents.values()
            for a in PROMISED.of(document, self._stored).agreements
        )

    @cached_property
    def commitments(self) -> tuple[CommitmentRow, ...]:
        """The commitments with their history, in order of the date of their document."""
        return self.with_history(self.promises)

    def with_history(self, rows: Sequence[PromiseRow]) -> tuple[CommitmentRow, ...]:
        """These commitments with what later papers say of them, sought once; far quicker for a few than for all."""
        told = self._told
        for row in rows:
            if row not in told:
                told[row] = _commitment_row(row, self.record, self._documents)
        return tuple(told[row] for row in rows)

    def events_in(self, document_id: str, row: PromiseRow) -> tuple[EventRow, ...]:
        """What one document says of a commitment."""
        events = events_in(document_id, row.commitment, self.record)
        return tuple(EventRow(event, _cite(self._documents, event.place)) for event in events)

    @cached_property
    def promises(self) -> tuple[PromiseRow, ...]:
        """The commitments without their history, in order of the date of their document."""
        return tuple(
            PromiseRow(row_id("c", c.place, c.text), c, _cite(self._documents, c.place))
            for document in self._documents.values()
            for c in PROMISED.of(document, self._stored).commitments
        )

    @cached_property
    def record(self) -> Record:
        """Every statement of the library, by which later papers are found that speak of a promise."""
        return record_from(
            (d.id, d.publication.date, MENTIONED.of(d, self._stored).mentions) for d in self._documents.values()
        )


_REGISTERS: OrderedDict[tuple[int, str, tuple[str, ...]], Registers] = OrderedDict()
_KEPT_REGISTERS = 4


def registers(library: Shelf) -> Registers:
    """The registers of the library as it is now; computed once a generation, and a document at a time."""
    publications = library.documents()
    stored = Stored(library, library.generation)
    key = (id(library), stored.generation, tuple(p.id for p in publications))
    kept = _REGISTERS.get(key)
    if kept is None:
        kept = _compute([library.document(p.id) for p in publications], stored)
        _REGISTERS[key] = kept
        while len(_REGISTERS) > _KEPT_REGISTERS:
            _REGISTERS.popitem(last=False)
    return kept


def _compute(documents: list[Document], stored: Stored) -> Registers:
    by_id = {d.id: d for d in sorted(documents, key=lambda d: (d.publication.date, d.id))}
    found = [COUNTED.of(d, stored) for d in by_id.values()]
    figures = linked([f for each in found for f in each.figures], lambda p: by_id[p.document_id].text[p.start : p.end])
    dates = {d.id: d.publication.date for d in documents}
    by_key: dict[str, list[FigureRow]] = {}
    rows = []
    for f in figures:
        row_of = row_id("f", f.place, f"{f.printed} {f.kind} {f.year} {f.part}".strip())
        rows.append(FigureRow(row_of, f, _cite(by_id, f.place)))
        by_key.setdefault(f.key, []).append(rows[-1])
    return Registers(
        figures=tuple(rows),
        indicators=indicators_of(figures),
        conflicts=conflicts(figures, dates),
        until=max(dates.values(), default=""),
        by_key={key: tuple(own) for key, own in by_key.items()},
        cautions=tuple(c for each in found for c in each.cautions),
        without_norm=tuple(c for each in found for c in each.without_norm),
        _documents=by_id,
        _stored=stored,
    )


def _commitment_row(row: PromiseRow, record: Record, by_id: Mapping[str, Document]) -> CommitmentRow:
    events = history(row.commitment, record)
    told = tuple(EventRow(e, _cite(by_id, e.place)) for e in events)
    return CommitmentRow(row.id, row.commitment, told, state_of(events), row.citation)


def _cite(by_id: Mapping[str, Document], place: Place) -> Citation:
    return make_citation(by_id[place.document_id], place.start, place.end)


def row_id(kind: str, place: Place, quote: str) -> str:
    """The permanent id of a row: ``a``, ``f`` or ``c`` and a hash of document, paragraph and quote."""
    digest = hashlib.sha256("\x1f".join((place.document_id, place.paragraph_id, quote)).encode()).hexdigest()
    return f"{kind}-{digest[:12]}"


def agreements(
    library: Shelf, *, theme: str = "", year: int | None = None, document: str = "", actor: str = ""
) -> tuple[AgreementRow, ...]:
    """The agreements of the library, narrowed by theme, year, document and actor."""
    return tuple(
        row
        for row in registers(library).agreements
        if _wanted(row.agreement.theme, row.citation, theme, document)
        and _says(row.agreement.actor, actor)
        and _in_year(row.citation, row.agreement.period, year)
    )


def commitments(
    library: Shelf, *, theme: str = "", year: int | None = None, document: str = "", actor: str = ""
) -> tuple[CommitmentRow, ...]:
    """The commitments of the library with their history, narrowed by theme, year, document and actor."""
    wanted = promises(library, theme=theme, year=year, document=document, actor=actor)
    return registers(library).with_history(wanted)


def promises(
    library: Shelf, *, theme: str = "", year: int | None = None, document: str = "", actor: str = ""
) -> tuple[PromiseRow, ...]:
    """The commitments of the library without their history, narrowed by theme, year, document and actor."""
    return tuple(
        row
        for row in registers(library).promises
        if _wanted(row.commitment.theme, row.citation, theme, document)
        and _says(row.commitment.actor, actor)
        and _in_year(row.citation, row.commitment.deadline, year)
    )


def figures(
    library: Shelf, *, theme: str = "", year: int | None = None, document: str = "", actor: str = ""
) -> tuple[FigureRow, ...]:
    """The figures of the library, narrowed by theme, year and document; ``actor`` is sought in the indicator's name."""
    return tuple(
        row
        for row in registers(library).figures
        if _wanted(row.figure.theme, row.citation, theme, document)
        and _says(row.figure.indicator, actor)
        and (year is None or row.figure.year == year)
    )


def _wanted(row_theme: str, citation: Citation, theme: str, document: str) -> bool:
    return (not theme or theme.lower() in (row_theme.lower(), theme_name(row_theme).lower())) and (
        not document or citation.document_id == document
    )


def theme_name(slug: str) -> str:
    """The name of a theme as readers see it; the slug itself when it is not in the list."""
    return next((t.name for t in load_themes() if t.slug == slug), slug)


def _says(text: str, part: str) -> bool:
    return not part or part.lower() in text.lower()


def _in_year(citation: Citation, period: Period | None, year: int | None) -> bool:
    """Whether a row belongs to a year: its document is of that year, it names it, or its period spans it."""
    if year is None or citation.date.startswith(str(year)) or str(year) in citation.quote:
        return True
    return bool(period and period.latest and (period.earliest or citation.date)[:4] <= str(year) <= period.latest[:4])


def find_row(library: Shelf, row: str) -> AgreementRow | FigureRow | PromiseRow | None:
    """The row with that permanent id, a commitment without its history; or None."""
    found = registers(library)
    kinds: dict[str, Iterable[AgreementRow | FigureRow | PromiseRow]] = {
        "a": found.agreements, "f": found.figures, "c": found.promises,
    }  # fmt: skip
    return next((r for r in kinds.get(row[:1], ()) if r.id == row), None)
