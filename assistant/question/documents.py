"""Which document a question is about, by its number, its date or its title.

Invariant: a document is meant only when the question says so; a compilation of ours is never meant by *de brief*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.citation import MONTHS
from ingest.document import Publication
from ingest.language.terms import words

_KST = re.compile(r"\bkst-[\w-]*\d\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(\d{2}\s?\d{3})(?:-([A-Z]+))?,?\s*(?:nr\.?|nummer)?\s*(\d{1,4}|[A-Z]{1,2})\b")
_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH = re.compile(
    rf"\b(?:brief|stuk|rapport|document|nota|verslag|bericht|\w*bericht|\w*brief)\s+(?:van|"
    rf"uit)\s+({'|'.join(MONTHS)})\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_COMMON = frozenset(
    w.whole
    for w in words(
        "brief fictief letter veiligheidsagenda agenda politie document stuk rapport jaarverslag voortgang verslag "
        "kamer "
        "minister antwoord vragen kamervragen over aanpak nederland landelijk beleid memorie toelichting begroting"
    )
)


def named_documents(question: str, publications: Sequence[Publication]) -> tuple[str, ...]:
    """The ids of the documents that a question names by id, number or date."""
    said = {m.lower() for m in _KST.findall(question)}
    numbers = {(m[0].replace(" ", ""), m[2].upper()) for m in _NUMBER.findall(question)}
    dates = {f"{y}-{MONTHS.index(m.lower()) + 1:02d}-{int(d):02d}" for d, m, y in _DATE.findall(question)}
    months = {f"{y}-{MONTHS.index(m.lower()) + 1:02d}" for m, y in _MONTH.findall(question)}
    return tuple(
        p.id
        for p in publications
        if p.id.lower() in said
        or (p.date[:7] in months and bool(p.date))
        or any((d.replace(" ", "").split("-")[0], p.number.upper()) in numbers for d in p.dossiers)
        or (
            p.date in dates
            and re.search(r"\b(brief|stuk|rapport|letter|document|nota|verslag)\b", question, re.IGNORECASE)
        )
    )


def titled_documents(question: str, publications: Sequence[Publication]) -> tuple[str, ...]:
    """The documents whose titles share most with a question: distinctive words, the kind of paper, its year."""
    asked = {t for w in words(question) for t in (w.whole, *w.parts)}
    scored = [(_likeness(asked, p), p.id) for p in publications]
    best = max((score for score, _ in scored), default=0.0)
    return tuple(identity for score, identity in scored if score == best) if best > 0 else ()


def _likeness(asked: set[str], publication: Publication) -> float:
    title = {w.whole for w in words(publication.title)}
    shared = title & asked
    distinct = len(shared - _COMMON)
    return distinct + 0.3 * len(shared & _COMMON) + 0.5 * (publication.date[:4] in asked)
