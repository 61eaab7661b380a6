"""What a new paper touches: which agreements, commitments and indicators it mentions, and which figures it changes.

Invariant: it reports what the paper names or leaves unnamed; it never says that a promise was kept or broken.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.registers import AgreementRow, EventRow, FigureRow, PromiseRow, Registers, Shelf, registers
from ingest.findings.comparability import Conflict
from ingest.findings.history import content_terms
from ingest.findings.indicators import words_of
from ingest.language.terms import terms


@dataclass(frozen=True, slots=True)
class Touched:
    """What a document touches. ``passed`` are commitments whose deadline lay before it and that it does not mention."""

    document_id: str
    agreements: tuple[AgreementRow, ...]
    commitments: tuple[tuple[PromiseRow, EventRow], ...]
    indicators: tuple[str, ...]
    passed: tuple[PromiseRow, ...]
    changes: tuple[Conflict, ...]
    added: tuple[FigureRow, ...]


_SHARE = 0.5
"""Least share of an agreement's content terms that one paragraph of the new paper must hold to mention it."""


def touched_by(library: Shelf, document_id: str) -> Touched:
    """What the document touches among what was found in the other documents. Raises ``UnknownDocument``."""
    document = library.document(document_id)
    found = registers(library)
    paragraphs = [content_terms(document.text_of(p)) for p in document.paragraphs]
    mentioned = _mentioned_commitments(found, document_id)
    hit = {row.id for row, _ in mentioned}
    return Touched(
        document_id=document_id,
        agreements=tuple(
            row for row in found.agreements
            if row.citation.document_id != document_id and _mentions(paragraphs, row.agreement.text)
        ),
        commitments=mentioned,
        indicators=_indicators(found, document_id, document.text),
        passed=tuple(
            row for row in found.promises
            if row.citation.document_id != document_id and row.id not in hit and _passed(row, document.publication.date)
        ),
        changes=tuple(c for c in found.conflicts if document_id in _documents(c)),
        added=tuple(row for row in found.figures if row.citation.document_id == document_id),
    )  # fmt: skip


def _documents(conflict: Conflict) -> tuple[str, str]:
    return conflict.earlier.place.document_id, conflict.later.place.document_id


def _mentioned_commitments(found: Registers, document_id: str) -> tuple[tuple[PromiseRow, EventRow], ...]:
    return tuple((row, event) for row in found.promises for event in found.events_in(document_id, row))


def _mentions(paragraphs: list[frozenset[str]], text: str) -> bool:
    own = content_terms(text)
    return len(own) >= 3 and any(len(own & held) >= max(3, _SHARE * len(own)) for held in paragraphs)


def _passed(row: PromiseRow, date: str) -> bool:
    deadline = row.commitment.deadline
    return bool(
        deadline
        and deadline.latest
        and not deadline.recurring
        and row.commitment.made < date
        and deadline.latest < date
    )


def _indicators(found: Registers, document_id: str, text: str) -> tuple[str, ...]:
    """The indicators of other documents of which the paper has a figure, or which it names."""
    own = {row.figure.key for row in found.figures if row.citation.document_id == document_id}
    others = {row.figure.key for row in found.figures if row.citation.document_id != document_id}
    held = frozenset(terms(text))
    return tuple(
        i.name for i in found.indicators
        if i.key in others
        and (i.key in own or (len(words_of(i.name)) >= 2 and frozenset(i.key.split()) <= held))
    )  # fmt: skip
