"""What single documents hold, found once and kept by their content: what they count, promise and say.

Invariant: a document whose text changes is read anew; of a compilation only its tables count, for its words are of
other papers, and it agrees and promises nothing.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.document import Document
from ingest.findings.agreements import find_agreements
from ingest.findings.cautions import Caution, find_cautions, find_without_norm
from ingest.findings.commitments import find_commitments
from ingest.findings.figures import find_figures, table_figures
from ingest.findings.history import mentions_of
from ingest.findings.statements import statements
from ingest.findings.values import Agreement, Commitment, Figure

Finding = TypeVar("Finding")
KEPT = 4000
"""No more documents than this are kept."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one document counts: its figures, and what it says of them."""

    figures: tuple[Figure, ...]
    cautions: tuple[Caution, ...] = ()
    without_norm: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Promised:
    """What one document agrees and promises."""

    agreements: tuple[Agreement, ...] = ()
    commitments: tuple[Commitment, ...] = ()


class Kept(Generic[Finding]):
    """Findings by the content of their document, the oldest let go of first."""

    def __init__(self, find: Callable[[Document], Finding]) -> None:
        self._find = find
        self._held: OrderedDict[tuple[str, str, str], Finding] = OrderedDict()

    def of(self, document: Document) -> Finding:
        """What the document holds; found once."""
        key = document.id, document.source.sha256, hashlib.sha256(document.text.encode()).hexdigest()
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = self._find(document)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return held


def _count(document: Document) -> Counted:
    """A compilation's figures stand in its tables; what it says in words is of other papers."""
    if document.source.compiled:
        return Counted(tuple(table_figures(document)))
    said = tuple(statements(document))
    return Counted(find_figures(document, said), find_cautions(said), find_without_norm(said))


def _promise(document: Document) -> Promised:
    """A compilation makes no agreements and promises nothing."""
    if document.source.compiled:
        return Promised()
    said = tuple(statements(document))
    return Promised(find_agreements(document, said), find_commitments(document, said))


COUNTED, PROMISED, MENTIONED = Kept(_count), Kept(_promise), Kept(mentions_of)
