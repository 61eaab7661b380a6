"""Searches all sources at once and proposes rows for a manifest.

Invariant: a document that several sources have is proposed once, with what each knows of it; a source that fails is
named and does not silence the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.errors import SourceError
from ingest.manifest import Entry
from ingest.sources.pledges import Pledge, search_pledges
from ingest.sources.proposing import presentable
from ingest.sources.rijksoverheid import Government
from ingest.sources.sru import Sru
from ingest.sources.tweedekamer import Parliament
from ingest.sources.values import Found, complete
from ingest.sources.web import Web

NAMES = ("koop", "tweedekamer", "rijksoverheid")


class Searching(Protocol):
    """A source that can be searched."""

    def search(self, text: str, since: str = "") -> Iterator[Found]:
        """Documents in which ``text`` stands. Raises ``SourceError``."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rows that a manifest may take in, commitments that speak of the same, and the sources that failed."""

    entries: tuple[Entry, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    failed: tuple[SourceError, ...] = ()


def propose(
    web: Web, text: str, since: str = "", *, names: Sequence[str] = NAMES, known: Collection[str] = ()
) -> Proposal:
    """What the named sources have on ``text`` from the ISO date ``since`` on, but for the ids that are known."""
    searching: dict[str, Searching] = {
        "koop": Sru(web),
        "tweedekamer": Parliament(web),
        "rijksoverheid": Government(web),
    }
    found: list[Found] = []
    pledges: list[Pledge] = []
    failed: list[SourceError] = []
    for name in names:
        try:
            found += searching[name].search(text, since)
            if name == "tweedekamer":
                pledges += search_pledges(web, text, since=since)
        except SourceError as error:
            failed.append(error)
    return Proposal(_fresh(found, known), tuple(pledges), tuple(failed))


def propose_dossier(web: Web, dossier: str, *, known: Collection[str] = ()) -> Proposal:
    """All papers of a dossier (``28684``, ``36600-VI``), but for the ids that are known."""
    found: list[Found] = []
    try:
        found += Sru(web).dossier("".join(dossier.split()))
    except SourceError as error:
        return Proposal(_fresh(found, known), failed=(error,))
    return Proposal(_fresh(found, known))


def _fresh(found: Iterable[Found], known: Collection[str]) -> tuple[Entry, ...]:
    return tuple(entry for entry in merged(found) if entry.publication.id not in known)


def merged(found: Iterable[Found]) -> list[Entry]:
    """One row for each document, latest first; the source that was asked first has the last word.

    What rijksoverheid.nl has under its own id is known by title and date when an official source has it too.
    """
    entries: dict[str, Entry] = {}
    titles: dict[tuple[str, str], str] = {}
    for each in found:
        told = each.publication
        title = (" ".join(told.title.lower().split()), told.date)
        name = titles.get(title, told.id) if told.date and each.source == Government.name else told.id
        titles.setdefault(title, name)
        entry = entries.get(name, Entry(told))
        whole = complete(entry.publication, (told,))
        entries[name] = replace(entry, publication=whole, chamber_number=entry.chamber_number or each.number)
    rows = (replace(entry, publication=presentable(entry.publication)) for entry in entries.values())
    return sorted((row for row in rows if row.publication.url.startswith("https://")), key=_latest_first)


def _latest_first(entry: Entry) -> tuple[int, str]:
    digits = entry.publication.date.replace("-", "")
    return -int(digits or 0), entry.publication.id
