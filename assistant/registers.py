"""The registers: agreements, figures and commitments of a whole library, each row with its citation.

Invariant: rows are computed from the library's documents and kept until its ``generation`` changes; a row's id is
a hash of document, paragraph and quote, so a link to a row stays good as long as its source does.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ingest.citation import Citation, make_citation
from ingest.document import Document, Publication
from ingest.findings.agreements import find_agreements
from ingest.findings.cautions import Caution, find_cautions, find_without_norm
from ingest.findings.commitments import find_commitments
from ingest.findings.comparability import Conflict, conflicts
from ingest.findings.figures import find_figures, table_figures
from ingest.findings.history import Mention, Record, history, mentions_of, record_from, state_of
from ingest.findings.indicators import indicators_of
from ingest.findings.linking import linked
from ingest.findings.statements import statements
from ingest.findings.values import Agreement, Commitment, CommitmentEvent, Figure, Indicator, Period, Place
from ingest.language.themes import load_themes


class Shelf(Protocol):
    """What the registers need of a library: its documents, and a word that changes when they do."""

    @property
    def generation(self) -> str: ...

    def documents(self) -> tuple[Publication, ...]: ...

    def document(self, document_id: str, /) -> Document: ...


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
class CommitmentRow:
    """A commitment with its permanent id, history, state in words and citation."""

    id: str
    commitment: Commitment
    events: tuple[EventRow, ...]
    state: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Registers:
    """Everything found in one generation of a library."""

    agreements: tuple[AgreementRow, ...]
    figures: tuple[FigureRow, ...]
    commitments: tuple[CommitmentRow, ...]
    indicators: tuple[Indicator, ...]
    conflicts: tuple[Conflict, ...]
    until: str
    """Date of the newest document that was looked at."""
    by_key: Mapping[str, tuple[FigureRow, ...]] = field(default_factory=dict)
    """The figures of each indicator, by its key."""
    cautions: tuple[Caution, ...] = ()
    """What the papers say of the comparability of their figures."""
    without_norm: tuple[Caution, ...] = ()
    """What the papers say to have no norm."""
    record: Record | None = None
    """Every statement of the library, by which later papers are found that speak of a promise."""


@dataclass(frozen=True, slots=True)
class _Found:
    agreements: tuple[Agreement, ...]
    figures: tuple[Figure, ...]
    commitments: tuple[Commitment, ...]
    cautions: tuple[Caution, ...] = ()
    without_norm: tuple[Caution, ...] = ()
    mentions: tuple[Mention, ...] = ()


_FOUND: OrderedDict[tuple[str, str, str], _Found] = OrderedDict()
_REGISTERS: OrderedDict[tuple[int, str, tuple[str, ...]], Registers] = OrderedDict()
_KEPT_DOCUMENTS, _KEPT_REGISTERS = 4000, 4


def registers(library: Shelf) -> Registers:
    """The registers of the library as it is now; computed once a generation, and a document at a time."""
    publications = library.documents()
    key = (id(library), library.generation, tuple(p.id for p in publications))
    kept = _REGISTERS.get(key)
    if kept is None:
        kept = _compute([library.document(p.id) for p in publications])
        _REGISTERS[key] = kept
        while len(_REGISTERS) > _KEPT_REGISTERS:
            _REGISTERS.popitem(last=False)
    return kept


def _compute(documents: list[Document]) -> Registers:
    by_id = {d.id: d for d in documents}
    found = [_find(d) for d in sorted(documents, key=lambda d: (d.publication.date, d.id))]
    record = record_from((d.id, d.publication.date, _find(d).mentions) for d in documents)
    figures = linked([f for each in found for f in each.figures], lambda p: by_id[p.document_id].text[p.start : p.end])
    dates = {d.id: d.publication.date for d in documents}
    rows = tuple(
        FigureRow(row_id("f", f.place, f"{f.printed} {f.kind} {f.year} {f.part}".strip()), f, _cite(by_id, f.place))
        for f in figures
    )
    by_key: dict[str, tuple[FigureRow, ...]] = {}
    for row in rows:
        by_key[row.figure.key] = (*by_key.get(row.figure.key, ()), row)
    return Registers(
        agreements=tuple(
            AgreementRow(row_id("a", a.place, a.text), a, _cite(by_id, a.place))
            for each in found
            for a in each.agreements
        ),
        figures=rows,
        commitments=tuple(_commitment_row(c, record, by_id) for each in found for c in each.commitments),
        indicators=indicators_of(figures),
        conflicts=conflicts(figures, dates),
        until=max(dates.values(), default=""),
        by_key=by_key,
        cautions=tuple(c for each in found for c in each.cautions),
        without_norm=tuple(c for each in found for c in each.without_norm),
        record=record,
    )


def _find(document: Document) -> _Found:
    """What one document holds, kept by its content. A compilation holds figures, but makes no agreements."""
    key = (document.id, document.source.sha256, hashlib.sha256(document.text.encode()).hexdigest())
    found = _FOUND.get(key)
    if found is None:
        if document.source.compiled:
            found = _Found((), tuple(table_figures(document)), (), mentions=mentions_of(document))
        else:
            said = tuple(statements(document))
            found = _Found(
                find_agreements(document, said), find_figures(document, said), find_commitments(document, said),
                find_cautions(said), find_without_norm(said), mentions_of(document),
            )  # fmt: skip
        _FOUND[key] = found
        while len(_FOUND) > _KEPT_DOCUMENTS:
            _FOUND.popitem(last=False)
    return found


def _commitment_row(commitment: Commitment, record: Record, by_id: dict[str, Document]) -> CommitmentRow:
    events = history(commitment, record)
    return CommitmentRow(
        id=row_id("c", commitment.place, commitment.text),
        commitment=commitment,
        events=tuple(EventRow(e, _cite(by_id, e.place)) for e in events),
        state=state_of(events),
        citation=_cite(by_id, commitment.place),
    )


def _cite(by_id: dict[str, Document], place: Place) -> Citation:
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
    return tuple(
        row
        for row in registers(library).commitments
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


def find_row(library: Shelf, row: str) -> AgreementRow | FigureRow | CommitmentRow | None:
    """The row with that permanent id, or None."""
    everything: Iterable[AgreementRow | FigureRow | CommitmentRow] = (
        *registers(library).agreements, *registers(library).figures, *registers(library).commitments,
    )  # fmt: skip
    return next((r for r in everything if r.id == row), None)
