"""officielebekendmakingen.nl: an official paper by its id, as XML, else as HTML, else as PDF, with its metadata.

Invariant: what comes back is the paper with that id and has text in it; a page that merely says that there is nothing,
also when it comes with status 200, is no paper.
"""

from __future__ import annotations

import re

from ingest.document import Publication
from ingest.errors import RefusedDocument, SourceError
from ingest.reading.identity import official_id, printed_dossier
from ingest.reading.markup import Element, attribute, descendants, name_of, text_of, xml_tree
from ingest.sources.checking import check, same_id
from ingest.sources.values import Fetched, Mark, Unchanged, complete
from ingest.sources.web import Web

SITE = "https://zoek.officielebekendmakingen.nl"
_FORMATS = (".xml", ".html", ".pdf")
_ONLY_PDF = re.compile(r"(?:blg|ah)-\d+")


def canonical_id(text: str) -> str:
    """The id in an address or an alias of a paper: the last one that stands in it; empty without one."""
    return official_id(text.partition("?")[0].partition("#")[0])


def is_official(identity: str) -> bool:
    """Whether an id is, whole, one that the publications of the state use."""
    return bool(identity) and same_id(canonical_id(identity), identity)


class Koop:
    """The publications of the state, by id."""

    name = "koop"

    def __init__(self, web: Web) -> None:
        self._web, self._home = web, web.places.publications.rstrip("/")

    def has(self, publication: Publication) -> bool:
        """Whether a document is of the kind that is published here."""
        return is_official(publication.id)

    def fetch(self, publication: Publication, mark: Mark, *, number: str = "") -> Fetched | Unchanged | None:
        """The paper in its best form, ``Unchanged`` when ``mark`` is still that form, None when it is not here.

        Raises ``SourceError`` when the source fails, or has only something else under this id.
        """
        identity, faults = canonical_id(publication.id), list[str]()
        is_here = False
        for suffix in (".pdf",) if _ONLY_PDF.fullmatch(identity) else _FORMATS:
            reply = self._web.get(f"{self._home}/{identity}{suffix}", mark)
            if reply is None:
                continue
            if reply.unchanged:
                return Unchanged(reply.mark)
            checked = check(suffix, reply.content, identity)
            if not checked.fault:
                found, attachments = self._metadata(identity)
                whole = complete(publication, (checked.told, found, Publication("", "", url=f"{SITE}/{identity}.html")))
                return Fetched(whole, suffix, reply.content, reply.mark, attachments)
            faults.append(f"{suffix[1:].upper()}: {checked.fault}")
            is_here = is_here or not checked.foreign
        if not is_here:
            return None
        raise SourceError(
            f"geen bruikbare vorm van dit document ({'; '.join(faults)})",
            where=f"{self._home}/{identity}.html",
            remedy="Haal het document met de hand op en neem het op als bestand.",
        )

    def _metadata(self, identity: str) -> tuple[Publication, tuple[str, ...]]:
        """What the source says of a paper, and the ids of its attachments. Raises ``SourceError``."""
        url = f"{self._home}/{identity}/metadata.xml"
        reply = self._web.get(url)
        if reply is None or b"<html" in reply.content[:2000].lower():
            return Publication("", ""), ()
        try:
            publication, attachments = read_metadata(reply.content, url)
        except RefusedDocument as error:
            raise SourceError(
                f"onleesbare metagegevens ({error.what})", where=url, remedy="Probeer het later opnieuw."
            ) from error
        if publication.id and not same_id(publication.id, identity):
            raise SourceError(
                f"de metagegevens zijn van een ander document ({publication.id[:80]})",
                where=url,
                remedy="Controleer de id van het document.",
            )
        return publication, attachments


def read_metadata(content: bytes, where: str) -> tuple[Publication, tuple[str, ...]]:
    """The publication and the attachments that a metadata file tells of, in either of its two forms.

    Raises ``RefusedDocument`` for a file that is no XML.
    """
    named: dict[str, list[str]] = {}
    for element in descendants(xml_tree(content, where), *_names()):
        name, value = _name_and_value(element)
        if value:
            named.setdefault(name, []).append(value)

    def first(*names: str) -> str:
        """The first of these fields that the metadata has; empty when it has none."""
        return next((named[name][0] for name in names if name in named), "")

    years = re.fullmatch(r"(\d{4})\s?[-/]\s?(?:\d\d)?(\d\d)", first("vergaderjaar"))
    publication = Publication(
        id=first("identifier"),
        title=first("documenttitel", "title"),
        date=first("issued", "date", "available")[:10],
        sender="; ".join(dict.fromkeys(named.get("indiener", []))),
        dossiers=tuple(dict.fromkeys(map(printed_dossier, named.get("dossiernummer", [])))),
        number=first("ondernummer"),
        session_year=f"{years[1]}/{years[2]}" if years else "",
    )
    return publication, tuple(dict.fromkeys(named.get("bijlage", [])))


def _names() -> tuple[str, ...]:
    fields = (
        "identifier title documenttitel issued date available indiener dossiernummer ondernummer vergaderjaar bijlage"
    )
    return ("metadata", "meta", *fields.split())


def _name_and_value(element: Element) -> tuple[str, str]:
    """``<metadata name="DC.title" content="X"/>`` and ``<dcterms:title>X</dcterms:title>`` say the same."""
    if name := attribute(element, "name"):
        return name.rpartition(".")[2].lower(), attribute(element, "content").strip()
    return (name_of(element), text_of(element)) if not len(element) else ("", "")
