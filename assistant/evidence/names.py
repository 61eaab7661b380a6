"""Does a text hold the name that is asked for: of a person, of who acts, of who sits in a body, of places?

Invariant: a name that the question itself gives is no answer to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.question.kinds import ROLE, Wanted
from ingest.language.words import fold

NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b(?:[A-Z][a-zà-ÿ]+(?:[A-Z][a-zà-ÿ]+)*|[A-Z]{2,}[a-z]?)\b")
"""A name inside a sentence: capitalised (CoMensha) or in capitals (CJIB)."""
_PERSON = re.compile(
    r"\b(?:[A-Z]\.\s?){1,4}(?:(?:van|de|der|den|ter|ten|het|'t)\s+)*[A-Z][\w'’-]+"
    r"|\b(?:minister|staatssecretaris|korpschef|burgemeester|voorzitter|officier|directeur|rapporteur|lid|heer|"
    r"mevrouw|mw\.|dhr\.|"
    r"drs\.|dr\.|prof\.|mr\.|ir\.|leden|commissaris|premier)\s+(?:(?:van|de|der|den)\s+(?=[A-Z][a-z]+(?:\s*[,.(]|"
    r"\s*$|\s+[a-z])))?[A-Z][a-zà-ÿ]+(?:-[A-Z]\w+)?\b"
)
_RUN = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w'’-]+(?:\s+(?:(?:van|de|der|den|ter|ten)\s+)*[A-Z][\w'’-]+)+")
_NO_PERSON = re.compile(
    r"\b(?:Openbaar|Tweede|Eerste|Staten|Raad|Team|Den|Nationa\w+|Landelijk\w*|Strategisch|Inspectie|Dienst|Bureau|College|"
    r"Centraal|Koninklijke|Autoriteit|High|Politie|Veiligheid|Justitie|Europese|Ministerie|Programma|Kamerstuk\w*|Regie|"
    r"Samen|Stichting|Commissie|Huis|Rijks\w*|Voortgang|Brief|Memorie|Jaarverslag|Onvindbare|Evaluatie|\w*[Ww]et|Besluit|"
    r"Agenda|Kamer|Kabinet|Minister\w*|Staatssecretaris|\w*[a-z][A-Z]\w*|[A-Z]{2,}\w*)\b"
)
"""Words that a run of capitalised words has when it names a body, a law or a paper and not a person."""
_ACTOR = re.compile(
    r"\b(?:politie|openbaar ministerie|minister\w*|staatssecretaris|kabinet|kamer|gemeente\w*|burgemeesters?|"
    r"regioburgemeesters|partners?|"
    r"ketenpartners|gezag\w*|korps\w*|eenheden|eenheid|regio's|teams?|rechter|rechtspraak|inspectie|provincies?|"
    r"waterschappen|belastingdienst|"
    r"douane|marechaussee|college|voorzitter|professionals|betrokkenen|bedrijven|organisaties|instanties|dienst\w*|"
    r"onderzoekers|bureau|"
    r"wijkagent\w*|aanbieders|slachtoffers|verdachten|daders|criminelen|veroordeelden|burgers|ambtenaren|bestuurders|"
    r"leden|ik|centrum|raad|"
    r"werkgroep|stuurgroep|beraad|commissie|figuren|reclassering|CJIB|OM)\b|(?<![.!?]\s)(?<!^)\b(?:[A-Z][a-zà-ÿ]+"
    r"(?:[A-Z][a-zà-ÿ]+)*|[A-Z]{2,}[a-z]?)\b"
)
_PLACES = re.compile(
    r"\b(?:welke?|which) (?:\w*landen|\w*land|steden|stad|gemeenten?|plaatsen?|provincies?|countries|cities)\b",
    re.IGNORECASE,
)
_MEMBERS = re.compile(
    r"\bwie (?:zit|zitten|zat|zaten)\b(?!.*\bvoor\b)|\bwie (?:is|zijn|was|waren|maakt|maken) (?:er )?"
    r"(?:lid|leden|deel)\b|"
    r"\buit wie (?:bestaat|bestaan)\b|\bwho (?:sits|is|are) (?:on|in|members? of)\b",
    re.IGNORECASE,
)
_COMPOSED = re.compile(
    r"\b(?:bestaa[tn]\w* uit|lid|leden|zitting|zitten|deelneme\w*|neemt deel|nemen deel|vertegenwoordig\w*|"
    r"samengesteld|samenstelling|deel uit|maakt deel|maken deel|zijn: )",
    re.IGNORECASE,
)
"""Who sits in a body: a question after its members, and a text that says who they are."""


def held_name(wanted: Wanted, question: str, text: str) -> float | None:
    """How well a text holds the name asked for, 0 to 1; None when a question does not ask for one in particular."""
    if wanted == "person":
        role = ROLE.search(question)
        named = any(fold(name) not in fold(question) for name in _persons(text))
        another = role is not None and fold(role.group()) not in fold(text) and ROLE.search(text) is not None
        return float(named and not another)
    if wanted == "actor":
        others = _actors(text) - _actors(question)
        if _MEMBERS.search(question):
            return 0.7 if others and _COMPOSED.search(text) else 0.0
        return 1.0 if any(_persons(text)) else 0.7 if others else 0.2
    if wanted == "list" and _PLACES.search(question):
        return float(bool({m.group() for m in NAME.finditer(text)} - {m.group() for m in NAME.finditer(question)}))
    return None


def names_needed(wanted: Wanted, question: str) -> bool:
    """Whether only names answer a question: which countries or cities, or who is in a body."""
    return bool(wanted == "list" and _PLACES.search(question)) or bool(wanted == "actor" and _MEMBERS.search(question))


def _persons(text: str) -> Iterator[str]:
    """The names of people in a text: after initials or a function, or capitalised words that name no body."""
    yield from (m.group() for m in _PERSON.finditer(text))
    yield from (m.group() for m in _RUN.finditer(text) if not _NO_PERSON.search(m.group()))


def _actors(text: str) -> frozenset[str]:
    """Who a text names: people's roles, bodies and names, folded."""
    return frozenset(fold(m.group()) for m in _ACTOR.finditer(text))
