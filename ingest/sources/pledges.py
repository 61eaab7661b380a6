"""Commitments (toezeggingen) as the Tweede Kamer registers them: who promised what, by when, and how it stands.

Invariant: both sets of words for a status that occur at the source are understood; a word in neither stays as it was
printed, and is ``unknown``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from ingest.sources.odata import Row, date_in, literal, moment, rows, rows_in, text_in
from ingest.sources.web import Web

Standing = Literal["open", "partly", "done", "lapsed", "unknown"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
_WORDS: dict[str, Standing] = {
    "openstaand": "open",
    "deels voldaan": "partly",
    "deels afgedaan": "partly",
    "voldaan": "done",
    "afgedaan": "done",
    "vervallen": "lapsed",
}
_EXPAND = "Activiteit($select=Nummer,Onderwerp,Datum),KamerbriefNakoming($select=DocumentNummer)"


@dataclass(frozen=True, slots=True)
class Pledge:
    """One commitment in the register; dates are ISO or empty, ``letters`` are the documents that report on it."""

    number: str
    text: str
    status: str
    standing: Standing
    made: str
    due: str
    by: str
    letters: tuple[str, ...] = ()


def search_pledges(web: Web, text: str, *, since: str = "", standing: Standing | None = None) -> Iterator[Pledge]:
    """The commitments in whose text ``text`` stands, latest first. Raises ``SourceError``."""
    conditions = ["Verwijderd eq false", f"contains(Tekst,{literal(text)})"]
    if since:
        conditions.append(f"Aanmaakdatum ge {moment(since)}")
    if standing is not None:
        words = [word.title() for word, meaning in _WORDS.items() if meaning == standing]
        conditions.append("(" + " or ".join(f"Status eq {literal(word)}" for word in words) + ")")
    options = {"filter": " and ".join(conditions), "expand": _EXPAND, "orderby": "Aanmaakdatum desc"}
    seen: set[str] = set()
    for row in rows(web, web.places.parliament, "Toezegging", options):
        pledge = pledge_of(row)
        if pledge.text and pledge.number not in seen:
            seen.add(pledge.number)
            yield pledge


def pledge_of(row: Row) -> Pledge:
    """The commitment that a row holds."""
    status = text_in(row, "Status")
    names = [text_in(row, name) for name in ("Initialen", "Tussenvoegsel", "Achternaam")]
    role = text_in(row, "Functie") or text_in(row, "Ministerie")
    person = " ".join(filter(None, names)) or text_in(row, "Naam")
    letters = [text_in(r, "DocumentNummer") for r in rows_in(row, "KamerbriefNakoming")]
    plain = row.get("KamerbriefNakoming")
    letters += [str(p) for p in (plain if isinstance(plain, list) else [plain]) if isinstance(p, (str, int))]
    return Pledge(
        number=text_in(row, "Nummer"),
        text=text_in(row, "Tekst"),
        status=status,
        standing=_WORDS.get(status.lower(), "unknown"),
        made=date_in(row, "Aanmaakdatum"),
        due=date_in(row, "DatumNakoming"),
        by=", ".join(filter(None, (role, person))),
        letters=tuple(dict.fromkeys(filter(None, letters))),
    )
