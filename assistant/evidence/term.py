"""The time that a question is about: a term (looptijd) such as *de agenda 2023-2026*, or what later papers say.

Invariant: evidence of a paper with another term stays only where it names the term that is asked for; of a question
for later papers, nothing of the oldest paper stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.sentences import Evidence
from ingest.findings.dates import find_term
from ingest.store.library import Library

_TERM = re.compile(r"\b(20\d\d)\s?(?:-|–|/|t/m|tot en met|to)\s?(20\d\d)\b")


_LATER = re.compile(
    r"\b(?:latere? (?:stukken|brieven|papieren|documenten|bronnen|berichten|rapportages)|later (?:nog |ook |"
    r"iets )*(?:over )?"
    r"(?:gezegd|gemeld|gerapporteerd|genoemd|bericht|vernomen|gekomen|gebeurd)|nadien|sindsdien|daarna|"
    r"in de jaren (?:erna|daarna)|"
    r"na 2018|hoe is het verder gegaan|hoe ging het verder|later papers|later documents|since then|afterwards)\b",
    re.IGNORECASE,
)


def term_of(text: str) -> tuple[str, str] | None:
    """The first and the last year of the stretch of years that a question names, or None."""
    found = _TERM.search(text)
    return (found[1], found[2]) if found and 0 < int(found[2]) - int(found[1]) <= 9 else None


def of_term(library: Library, text: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that may be about the term which a question names, or that later papers hold when it asks for those;
    all of it when it names no time."""
    if _LATER.search(text):
        oldest = library.counts().since
        evidence = [e for e in evidence if library.document(e.document_id).publication.date > oldest]
    term = term_of(text)
    if term is None:
        return list(evidence)
    terms = {e.document_id: _term(library, e.document_id) for e in evidence}
    return [e for e in evidence if terms[e.document_id] == term or _names(library, e, term)]


def _term(library: Library, document_id: str) -> tuple[str, str]:
    document = library.document(document_id)
    if document.source.compiled:
        return "", ""
    first, last = find_term(document.text)
    return first[:4], last[:4]


def _names(library: Library, evidence: Evidence, term: tuple[str, str]) -> bool:
    said = " ".join((library.document(evidence.document_id).text_of(evidence.paragraph), *evidence.paragraph.section))
    return any(term == (m[1], m[2]) for m in _TERM.finditer(said)) or all(year in said for year in term)
