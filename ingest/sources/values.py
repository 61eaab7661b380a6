"""What comes back from an official source: a document, the news that it has not changed, or what a search found.

Invariant: what is fetched is whole and was checked to be the document that was asked for. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from ingest.document import Publication


@dataclass(frozen=True, slots=True)
class Mark:
    """By what a source recognises the version it gave (ETag and Last-Modified), and from which address."""

    url: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as a source gave it, byte for byte, with what the source says of it."""

    publication: Publication
    suffix: str
    content: bytes
    mark: Mark
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source says that the version we have is still the present one."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a search came upon: what it is, which source has it, and the Kamer's number for it."""

    publication: Publication
    source: str
    number: str = ""


def complete(publication: Publication, others: Iterable[Publication]) -> Publication:
    """``publication`` with what it leaves open filled in from the others, the first that knows it."""
    for other in others:
        known = {f.name: getattr(other, f.name) for f in fields(Publication) if _is_open(publication, f.name)}
        publication = replace(publication, **{name: value for name, value in known.items() if value})
    return publication


def _is_open(publication: Publication, name: str) -> bool:
    value = getattr(publication, name)
    return name != "id" and (not value or (name == "kind" and value == "document"))
