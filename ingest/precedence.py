"""Which edition of a paper goes before another: official XML, then HTML, then PDF, then everything else.

Invariant: only what the file itself is (official XML has a form of its own) or what a manifest says of it counts; a
name, an address or a look never makes a file official. Standard library only.
"""

from __future__ import annotations

from pathlib import Path

from ingest.document import Source

EDITIONS = {".xml": "officiële XML", ".html": "HTML van de bron", ".pdf": "PDF van de bron"}
"""What a manifest calls the editions of an official source, by the suffix of their files, highest rank first."""
OTHER = "bestand van de bron"
_RANKS = {edition: len(EDITIONS) - at for at, edition in enumerate(EDITIONS.values())}
_XML = "application/xml"


def rank_of(source: Source) -> int:
    """The rank of an edition that was read: 3 for official XML to 0 for what nothing shows to be official."""
    if source.media_type == _XML:
        return _RANKS[EDITIONS[".xml"]]
    return 0 if source.compiled or source.recognised else _RANKS.get(source.edition, 0)


def expected_rank(path: Path, edition: str) -> int:
    """The rank that a file will have once it is read, by its suffix and what a manifest says."""
    return _RANKS.get(EDITIONS[".xml"] if path.suffix.lower() == ".xml" else edition, 0)


def edition_shown(source: Source) -> str:
    """An edition in words, for messages."""
    if source.media_type == _XML:
        return EDITIONS[".xml"]
    return source.edition or "zonder kenmerk van een officiële bron"
