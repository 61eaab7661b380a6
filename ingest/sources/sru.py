"""Searches the publications of the state by SRU, page by page.

Invariant: elements are matched by their local names, whichever version of SRU answers; a search ends, also when the
source keeps promising more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from ingest.document import Publication
from ingest.errors import RefusedDocument, SourceError
from ingest.reading.identity import printed_dossier
from ingest.reading.markup import Element, attribute, descendants, name_of, text_of, xml_tree
from ingest.sources.koop import SITE, canonical_id
from ingest.sources.values import Found
from ingest.sources.web import Web

AREA = "c.product-area==officielepublicaties"
PAGE = 100
MOST = 5000
_TYPES = "OVERHEIDop.KamerstukTypen"


class Sru:
    """The search service of the publications of the state."""

    name = "koop"

    def __init__(self, web: Web, page: int = PAGE, most: int = MOST) -> None:
        self._web, self._base, self._page, self._most = web, web.places.sru, page, most

    def search(self, text: str, since: str = "") -> Iterator[Found]:
        """Papers in which ``text`` stands, from the ISO date ``since`` on, latest first. Raises ``SourceError``."""
        parts = [AREA, f"cql.textAndIndexes={cql_string(text)}"]
        if since:
            parts.append(f"dt.date>={since}")
        return self.query(" AND ".join(parts) + " NOT dt.type==Bijlage sortBy dt.date/sort.descending")

    def dossier(self, dossier: str) -> Iterator[Found]:
        """All papers of a dossier (``28684``, ``36600-VI``), oldest first. Raises ``SourceError``."""
        parts = (AREA, "w.publicatienaam==Kamerstuk", f"w.dossiernummer=={cql_string(dossier)}")
        return self.query(" AND ".join(parts) + " sortBy dt.date/sort.ascending")

    def query(self, cql: str) -> Iterator[Found]:
        """What a query in CQL finds, over all its pages. Raises ``SourceError``."""
        at, seen = 1, set[str]()
        while 0 < at <= self._most:
            root = self._ask(cql, at)
            for record in descendants(root, "record"):
                found = _found(record)
                if found is not None and found.publication.id not in seen:
                    seen.add(found.publication.id)
                    yield found
            at = _next_position(root, at)

    def _ask(self, cql: str, at: int) -> Element:
        asked = {"operation": "searchRetrieve", "version": "2.0", "query": cql, "startRecord": at}
        url = f"{self._base}?{urlencode({**asked, 'maximumRecords': self._page}, quote_via=quote)}"
        reply = self._web.get(url)
        try:
            root = xml_tree(reply.content if reply else b"", url)
        except RefusedDocument as error:
            raise _fault("de zoekdienst gaf geen geldige XML", url) from error
        for diagnostic in (e for e in root.iter() if name_of(e) == "diagnostic"):
            told = [text_of(e) for e in descendants(diagnostic, "message", "details")]
            raise _fault(f"de zoekdienst weigert de vraag ({'; '.join(filter(None, told))[:200]})", url)
        if name_of(root) != "searchretrieveresponse":
            raise _fault(f"de zoekdienst gaf iets anders dan een zoekresultaat (<{name_of(root)}>)", url)
        return root


def cql_string(text: str) -> str:
    """``text`` as a quoted string of CQL; what could end the string, or act as a wildcard, is taken out."""
    return '"' + re.sub(r'[\\"*?^\s]+', " ", text).strip() + '"'


def _fault(what: str, url: str) -> SourceError:
    return SourceError(what, where=url, remedy="Probeer het later opnieuw of zoek met andere woorden.")


def _next_position(root: Element, at: int) -> int:
    """Where the next page begins; 0 when there is none, or when it does not go forward."""
    told = next((text_of(e) for e in descendants(root, "nextrecordposition")), "")
    position = int(told) if told.isdigit() else 0
    total = next((text_of(e) for e in descendants(root, "numberofrecords")), "")
    return position if position > at and not (total.isdigit() and position > int(total)) else 0


def _found(record: Element) -> Found | None:
    """The paper that a record is about, None when the record names none."""
    fields: dict[str, list[str]] = {}
    kind = ""
    for element in record.iter():
        name = name_of(element)
        if name and not len(element):
            fields.setdefault(name, []).append(text_of(element))
            if name == "type" and (not kind or attribute(element, "scheme") == _TYPES):
                kind = text_of(element)

    def first(*names: str) -> str:
        """The first of these fields that has a value in the record; empty when none has."""
        return next((value for name in names for value in fields.get(name, ()) if value), "")

    identity = canonical_id(first("identifier", "preferredurl", "url"))
    if not identity:
        return None
    years = re.fullmatch(r"(\d{4})\s?[-/]\s?(?:\d\d)?(\d\d)", first("vergaderjaar"))
    publication = Publication(
        id=identity,
        title=first("documenttitel", "title") or identity,
        date=first("date", "issued", "available")[:10],
        sender="; ".join(dict.fromkeys(filter(None, fields.get("indiener", fields.get("creator", []))))),
        kind=kind.lower() or "document",
        dossiers=tuple(
            dict.fromkeys(printed_dossier(d) for text in fields.get("dossiernummer", []) for d in text.split(";") if d)
        ),
        number=first("ondernummer"),
        session_year=f"{years[1]}/{years[2]}" if years else "",
        url=f"{SITE}/{identity}.html",
    )
    return Found(publication, "koop")
