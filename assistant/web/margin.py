"""What stands in the margin of a document: the agreements, commitments and figures found in each paragraph.

Invariant: every mark links to its row in a register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant import registers
from ingest.document import Document

MOST = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding: the permanent id of its row, what it is, its words, and the number when it is a figure.

    ``place`` is its number among those of its kind in the paragraph; 0 when it is the only one.
    """

    row: str
    kind: Literal["agreement", "commitment", "figure"]
    words: str
    printed: str = ""
    place: int = 0


def margin_of(library: Any, document: Document) -> dict[str, tuple[Mark, ...]]:
    """The marks of a document by paragraph id; table cells speak for themselves and have none."""
    marks: dict[str, list[Mark]] = {}
    tables = {p.id for p in document.paragraphs if p.kind in ("table_row", "table_head")}
    for row in registers.agreements(library, document=document.id):
        marks.setdefault(row.citation.paragraph_id, []).append(Mark(row.id, "agreement", row.agreement.text))
    for promise in registers.promises(library, document=document.id):
        marks.setdefault(promise.citation.paragraph_id, []).append(
            Mark(promise.id, "commitment", promise.commitment.text)
        )
    for figure in registers.figures(library, document=document.id):
        marks.setdefault(figure.citation.paragraph_id, []).append(
            Mark(figure.id, "figure", figure.figure.indicator, figure.figure.printed)
        )
    return {paragraph: _numbered(found[:MOST]) for paragraph, found in marks.items() if paragraph not in tables}


def _numbered(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    kinds = [mark.kind for mark in marks]
    return tuple(
        replace(mark, place=kinds[: at + 1].count(mark.kind) if kinds.count(mark.kind) > 1 else 0)
        for at, mark in enumerate(marks)
    )
