"""What single documents hold, taken from the library or found once, and kept by their content.

Invariant: what is given is of the document that was asked about: one whose text changes is read anew, and what a
library has kept counts only while the library is what it was when the document was taken from it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, runtime_checkable

from ingest.document import Document
from ingest.findings import of_document
from ingest.findings.of_document import Counted, Findings, Kind, Mentioned, Promised

Finding = TypeVar("Finding", bound=Findings)
KEPT = 4000
"""No more documents than this are kept."""


@runtime_checkable
class Finder(Protocol):
    """A library that keeps what was found in its documents when they came in."""

    @property
    def generation(self) -> str:
        """A text that differs after every change of the library."""
        ...

    def findings(self, identity: str, kind: Kind, /) -> Findings | None:
        """What was found in a document at ingestion; None when these finders have not looked."""
        ...


@dataclass(frozen=True, slots=True)
class Stored:
    """What a library had kept at one generation."""

    library: object
    generation: str

    def of(self, identity: str, kind: Kind) -> Findings | None:
        """What was found in a document, None when the library does not keep it or has moved on."""
        if not isinstance(self.library, Finder):
            return None
        found = self.library.findings(identity, kind)
        return found if found is not None and self.library.generation == self.generation else None


class Kept(Generic[Finding]):
    """Findings of one kind by the content of their document, the oldest let go of first."""

    def __init__(self, name: Kind, kind: type[Finding], find: Callable[[Document], Finding]) -> None:
        self._name: Kind = name
        self._kind, self._find = kind, find
        self._held: OrderedDict[tuple[str, str, str], Finding] = OrderedDict()

    def of(self, document: Document, stored: Stored) -> Finding:
        """What the document holds; found once."""
        key = document.id, document.source.sha256, hashlib.sha256(document.text.encode()).hexdigest()
        held = self._held.get(key)
        if held is None:
            known = stored.of(document.id, self._name)
            held = self._held[key] = known if isinstance(known, self._kind) else self._find(document)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return held


COUNTED = Kept("counted", Counted, of_document.count)
PROMISED = Kept("promised", Promised, of_document.promise)
MENTIONED = Kept("mentioned", Mentioned, of_document.mention)
