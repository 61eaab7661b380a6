"""Open data of the Tweede Kamer: documents by number or by the id that the official publications give them.

Invariant: rows that were withdrawn (``Verwijderd``) do not exist; of several versions the latest that was released
counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Publication
from ingest.errors import SourceError
from ingest.reading.identity import printed_dossier
from ingest.sources.checking import check, suffix_of
from ingest.sources.koop import canonical_id, is_official
from ingest.sources.odata import Row, date_in, literal, moment, rows, rows_in, text_in
from ingest.sources.values import Fetched, Found, Mark, Unchanged, complete
from ingest.sources.web import Web

NUMBER = re.compile(r"\d{4}D\d{5}")
SITE = "https://www.tweedekamer.nl/kamerstukken/detail"
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EXPANDED = "Kamerstukdossier($select=Nummer,Toevoeging),DocumentActor($select=ActorNaam,Functie,Relatie)"
_EXPAND = f"HuidigeDocumentVersie($select=ExterneIdentifier,Status),{_EXPANDED}"
_RELEASED = "Vrijgegeven"


class Parliament:
    """The documents of the Tweede Kamer."""

    name = "tweedekamer"

    def __init__(self, web: Web) -> None:
        self._web, self._base = web, web.places.parliament.rstrip("/")

    def has(self, publication: Publication) -> bool:
        """Whether a document may be here: under its own number, or under its official id."""
        return bool(NUMBER.fullmatch(publication.id)) or is_official(publication.id)

    def fetch(self, publication: Publication, mark: Mark, *, number: str = "") -> Fetched | Unchanged | None:
        """The document as it was handed to the Kamer, None when it is not here; ``number`` is the Kamer's own.

        Raises ``SourceError``.
        """
        row = self._row(number or publication.id)
        if row is None:
            return None
        guid = text_in(row, "Id")
        if not _GUID.fullmatch(guid):
            raise SourceError(
                f"het document heeft geen geldig nummer ({guid[:60]!r})",
                where=self._base,
                remedy="Probeer het later opnieuw.",
            )
        url = f"{self._base}/Document({guid})/resource"
        reply = self._web.get(url, mark)
        if reply is None:
            return None
        if reply.unchanged:
            return Unchanged(reply.mark)
        suffix = suffix_of(reply.content)
        checked = check(suffix, reply.content, publication.id)
        if checked.fault:
            raise SourceError(f"{publication.id}: {checked.fault}", where=url, remedy="Probeer het later opnieuw.")
        whole = complete(publication, (publication_of(row), checked.told))
        return Fetched(whole, suffix, reply.content, reply.mark)

    def search(self, text: str, since: str = "") -> Iterator[Found]:
        """Documents with ``text`` in their subject or title, latest first. Raises ``SourceError``."""
        wanted = " or ".join(f"contains({name},{literal(text)})" for name in ("Onderwerp", "Titel"))
        condition = f"Verwijderd eq false and ({wanted})" + (f" and Datum ge {moment(since)}" if since else "")
        options = {"filter": condition, "orderby": "Datum desc", "expand": _EXPAND}
        for row in rows(self._web, self._base, "Document", options):
            publication = publication_of(row)
            number = text_in(row, "DocumentNummer")
            if publication.id and NUMBER.fullmatch(number):
                yield Found(publication, self.name, number)

    def _row(self, identity: str) -> Row | None:
        """The document with a number of the Kamer, or the document of which a version has an official id."""
        if NUMBER.fullmatch(identity):
            condition = f"Verwijderd eq false and DocumentNummer eq {literal(identity)}"
            found = list(rows(self._web, self._base, "Document", {"filter": condition, "expand": _EXPAND, "top": "1"}))
            return found[0] if found else None
        condition = f"Verwijderd eq false and ExterneIdentifier eq {literal(identity)}"
        options = {"filter": condition, "expand": f"Document($expand={_EXPANDED})"}
        versions = [row for row in rows(self._web, self._base, "DocumentVersie", options) if rows_in(row, "Document")]
        released = [row for row in versions if text_in(row, "Status") == _RELEASED] or versions
        latest = max(released, key=lambda row: int(text_in(row, "Versienummer") or 0), default=None)
        return rows_in(latest, "Document")[0] if latest is not None else None


def publication_of(row: Row) -> Publication:
    """What a row says of its document; the official id is its id where it has one, else the Kamer's number."""
    number = text_in(row, "DocumentNummer")
    external = [canonical_id(text_in(v, "ExterneIdentifier")) for v in rows_in(row, "HuidigeDocumentVersie")]
    dossiers = [text_in(d, "Nummer") + _suffix(text_in(d, "Toevoeging")) for d in rows_in(row, "Kamerstukdossier")]
    order = text_in(row, "Volgnummer")
    years = re.fullmatch(r"(\d{4})\s?[-/]\s?(?:\d\d)?(\d\d)", text_in(row, "Vergaderjaar"))
    signed = [a for a in rows_in(row, "DocumentActor") if "ondertekenaar" in text_in(a, "Relatie").lower()]
    return Publication(
        id=next(filter(None, external), "") or _official_id(row, dossiers) or number,
        title=text_in(row, "Onderwerp") or text_in(row, "Titel") or text_in(row, "Citeertitel"),
        date=date_in(row, "Datum"),
        sender="; ".join(dict.fromkeys(text_in(a, "Functie") or text_in(a, "ActorNaam") for a in signed)),
        kind=text_in(row, "Soort").lower() or "document",
        reference=text_in(row, "KenmerkAfzender"),
        dossiers=tuple(printed_dossier(d) for d in dossiers if d),
        number=order if order.isdigit() and int(order) > 0 else "",
        session_year=f"{years[1]}/{years[2]}" if years else "",
        url=f"{SITE}?id={number}&did={number}" if number else "",
    )


def _official_id(row: Row, dossiers: list[str]) -> str:
    """The id under which the publications of the state have a document, as its numbers imply it; else empty."""
    order, answer = text_in(row, "Volgnummer"), text_in(row, "Aanhangselnummer")
    if dossiers and order.isdigit() and int(order) > 0:
        return f"kst-{dossiers[0]}-{order}"
    if re.fullmatch(r"\d{9}", answer):
        return f"ah-tk-20{answer[:2]}20{answer[2:4]}-{int(answer[4:])}"
    return ""


def _suffix(addition: str) -> str:
    return f"-{addition.upper()}" if addition else ""
