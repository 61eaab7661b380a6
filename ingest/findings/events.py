"""What a later statement says of a commitment, and the state that follows from its last event: words about documents.

Invariant: a state says what papers report (gerapporteerd als gereed), never whether a promise was kept.
Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.findings.values import CommitmentEvent, EventKind

_ADJUSTED = re.compile(
    r"\b(bijgesteld|bijstelling|aangepast|uitgesteld|uitstel|vertraagd|vertraging|verschoven|"
    r"doorgeschoven|herijkt|herijking|later dan|"
    r"niet (?:meer )?haalbaar|nieuwe planning|afwijkend\w* (?:vastgesteld|bepaald)|verlaagd|verhoogd|"
    r"ingetrokken|komt te vervallen|vervalt)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:is|zijn|heb|heeft|hebben|werd|werden|inmiddels|reeds)\b[^.;]{0,140}\b(?:gereed|afgerond|"
    r"opgeleverd|voltooid|in gebruik(?: genomen)?|"
    r"vastgesteld|gepubliceerd|aangeboden|toegezonden|gezonden|verzonden|gestuurd|ingevoerd|"
    r"operationeel|overeengekomen|"
    r"opgenomen|uitgebracht|uitgevoerd|ontwikkeld|geïnformeerd|voorgelegd)\b|\b(?:gereed|"
    r"afgerond) (?:is|zijn)\b|\bontving\b|"
    r"\b(?:is|zijn) gereed\b|\bstel(?:t|de) .{0,80}\bvast\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(nog niet|niet|nog geen|geen|nog in ontwikkeling|in voorbereiding|zal|zullen|wordt nog|loopt nog)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(zal|zullen|voornemen|blijft voornemens|streven|beoogd|verwacht|verwachting|komend|komende)\b", re.IGNORECASE
)


def kind_of_event(text: str) -> EventKind:
    """What a later statement says: bijgesteld, gerapporteerd als gereed, herhaald, or else reported on."""
    if _ADJUSTED.search(text):
        return "adjusted"
    if _DONE.search(text) and not _NOT_YET.search(text):
        return "reported_done"
    return "repeated" if _AGAIN.search(text) and not _DONE.search(text) else "reported_on"


STATES: dict[EventKind, str] = {
    "stated": "toegezegd",
    "repeated": "herhaald",
    "adjusted": "bijgesteld",
    "reported_on": "wordt over bericht",
    "reported_done": "gerapporteerd als gereed",
    "not_found": "niet aangetroffen",
}
"""States are words about documents."""


def state_of(events: Sequence[CommitmentEvent]) -> str:
    """The state in words, of the last event; ``niet aangetroffen in N documenten t/m DATUM`` without one."""
    last = events[-1]
    if last.kind == "not_found":
        noun = "document" if last.documents == 1 else "documenten"
        return f"niet aangetroffen in {last.documents} {noun} t/m {last.date}"
    return STATES[last.kind]
