"""What one document holds: what it counts, what it agrees and promises, and what it says that may be of a promise.

Invariant: of a compilation only its tables count, for its words are of other papers, and it agrees and promises
nothing; what is found depends on the document alone. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ingest.document import Document
from ingest.findings.agreements import find_agreements
from ingest.findings.cautions import Caution, find_cautions, find_without_norm
from ingest.findings.commitments import find_commitments
from ingest.findings.figures import find_figures, table_figures
from ingest.findings.history import Mention, mentions_of
from ingest.findings.statements import statements
from ingest.findings.values import Agreement, Commitment, Figure

Kind = Literal["counted", "promised", "mentioned"]


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


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What one document says that may be of a promise."""

    mentions: tuple[Mention, ...] = ()


Findings = Counted | Promised | Mentioned


def count(document: Document) -> Counted:
    """The figures of a document, and what it says of their comparability."""
    if document.source.compiled:
        return Counted(tuple(table_figures(document)))
    said = tuple(statements(document))
    return Counted(find_figures(document, said), find_cautions(said), find_without_norm(said))


def promise(document: Document) -> Promised:
    """The agreements and commitments of a document."""
    if document.source.compiled:
        return Promised()
    said = tuple(statements(document))
    return Promised(find_agreements(document, said), find_commitments(document, said))


def mention(document: Document) -> Mentioned:
    """The statements and table rows of a document."""
    return Mentioned(mentions_of(document))


FINDERS: Mapping[Kind, tuple[Callable[[Document], Findings], type[Findings]]] = MappingProxyType(
    {"counted": (count, Counted), "promised": (promise, Promised), "mentioned": (mention, Mentioned)}
)
"""How each kind of findings is found, and the value that it is."""
