"""Does a sentence hold the kind of thing that is asked for: a number of that noun, a share, money, a year?

Invariant: a year, a date, an article or a document number is never taken for a count. Standard library only, but for
the terms of nouns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.abbreviations import asks_abbreviation, expansion, meaning
from assistant.evidence.names import NAME, held_name
from assistant.question.concepts import Concept
from assistant.question.kinds import Wanted
from ingest.citation import MONTHS
from ingest.language.terms import terms
from ingest.language.themes import match_theme

HARD: frozenset[Wanted] = frozenset(["number", "share", "money", "date", "duration", "person", "document", "expansion"])
"""Kinds that a sentence either holds or does not."""

_MONTH = "(?:" + "|".join(MONTHS) + ")"
_NUMBER_WORD = (
    r"(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|"
    r"negentien|twintig|\w+[eë]ntwintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|"
    r"tweehonderd|duizend|een tiental|tientallen|honderden|duizenden|geen enkele|één|anderhalf)"
)
_NUMBER = re.compile(rf"\b(?:\d{{1,3}}(?:[.\s]\d{{3}})+|\d+)(?:,\d+)?\b|\b{_NUMBER_WORD}\b", re.IGNORECASE)
_NOT_A_COUNT = re.compile(
    rf"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:(?:19|20)?\d\d))?\b|\b\d{{1,2}}(?:e|ste|de)?\s+{_MONTH}\b|\b(?:artikel|art\.|"
    rf"lid|nr\.?|nummer|"
    r"nrs\.|p\.|pagina|paragraaf|par\.|hoofdstuk|bijlage|tabel|vraag|kamerstuk(?:ken)?(?:\s+[I]+)?|kenmerk|stuk|versie|"
    r"fase|deel)\s+[\dIVX.\s]*\d[\d\s.]*\b(?:/\d\d\b)?|\b\d{2}\s?\d{3}(?:-[A-Z]+)?,\s*nrs?\.?\s*\d*|"
    r"\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b|"
    r"^\(?\d{1,2}[.)]\s|\b\d{4}\s?[A-Z]{2}\b|\b[ée]{2}n van\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\d\s?%|\bprocent\b|\b(?:de helft|een (?:derde|kwart|vijfde|tiende)|twee derde|driekwart|drie kwart|kwart van|"
    r"\w+ (?:op|van) de (?:tien|honderd|drie|vier|vijf|tienduizend))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"€\s?\d|\b\d[\d.,]*\s?(?:(?:miljoen|miljard|mln|mld|duizend)\b\.?\s*(?:euro)?|euro\b)", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(rf"\b\d{{1,2}}\s+{_MONTH}\b|\b\d{{1,2}}[-/]\d{{1,2}}[-/]\d{{2,4}}\b", re.IGNORECASE)
_TIME = re.compile(
    rf"\b(?:19|20)\d\d\b|\b{_MONTH}\b|\b(?:voorjaar|najaar|zomer|herfst|winter|kwartaal|zomerreces|kerstreces|medio|"
    rf"jaarlijks|"
    r"halfjaarlijks|maandelijks|wekelijks|volgend jaar|dit jaar|vorig jaar|komend jaar|periodiek|"
    r"deze kabinetsperiode|continu|dagelijks|binnenkort|"
    r"op korte termijn|per direct)\b|\b(?:binnen|na|over|uiterlijk)\s+(?:\w+\s+)?\w+\s+(?:dagen|weken|maanden|jaar)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"\b(?:\d+|{_NUMBER_WORD}|een|enkele|half|elk|ieder|per)\s+(?:\w+\s+)?(?:jaren|jaar|maanden|maand|weken|week|"
    rf"\w*dagen|dag|uren|uur|minuten|seconden|keer|maal)\b"
    r"|\b(?:eenmaal|tweemaal|driemaal|jaarlijks|maandelijks|wekelijks|periodiek|halfjaarlijks|structureel)\b"
    r"|\b(?:19|20)\d\d\s*(?:-|–|tot en met|t/m|tot)\s*(?:eind\s+|\d{1,2}\s+\w+\s+)?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"\b(?:hoe ?vaak|hoeveel (?:keer|maal)|how often|how many times)\b", re.IGNORECASE)
_FREQUENCY = re.compile(
    r"\b(?:zelden|soms|vaak|regelmatig|meestal|doorgaans|nooit|altijd|steeds|incidenteel|een enkele keer|"
    r"per (?:jaar|maand|week|dag|kwartaal)|elk|ieder|\w+ op de \w+)\b",
    re.IGNORECASE,
)
"""A question after how often something happens, and words that say so without a number."""
_DOCUMENT = re.compile(
    r"\bkamerstuk|\bnr\.\s*\d|\b\d{2}\s?\d{3}\b|\bartikel\s+\d|\b(?:\w*wet|wetboek|verdrag|besluit|regeling|"
    r"richtlijn)\b(?:\s+\w+)?(?:\s+(?:19|20)\d\d)|"
    r"\brapport\b|\bbrief\b|\bbrieven\b|\bnotitie|\bagenda\b|\b\w*agenda\b|\bprogramma\b|\bconvenant|\bjaarverslag|"
    r"\bbegroting|\bmonitor\b|\bhandreiking|"
    r"\bmemorie|\bmotie\b|\bregeerakkoord|\bpolitiewet|\((?:[A-Z][\w&. ]+,?\s)?(?:19|20)\d\d\)",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:omdat|doordat|aangezien|vanwege|wegens|immers|gezien|gelet op|daarom|om die reden|om deze reden|hierdoor|"
    r"daardoor|"
    r"zodat|want|dankzij|als gevolg van|komt door|met als doel|met het doel|om zo|teneinde|op die manier|om te|"
    r"hebben .{0,60}gemaakt|"
    r"brengt .{0,40} met zich mee|spelen .{0,40} een belangrijke rol|het is (?:daarom |dan ook )?van belang|"
    r"is belangrijk|is nodig)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:gaat het om|houdt in|wordt verstaan|verstaan onder|te weten|betekent|dat wil zeggen|d\.w\.z\.|oftewel|ofwel|"
    r"gericht op|richt zich|die inzicht|is een|zijn een|waaronder|met als doel|bestaat uit|de definitie)\b|"
    r"[,(]\s?(?:een|die|dat)\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\b(?:met als doel|met het doel|doel|gericht op|beogen|beoogt|om .{3,80} te|zodat|teneinde|ten behoeve van)\b",
    re.I,
)


_UNIT = re.compile(
    r"(?:fte|fte's|jaar|jaren|maand\w*|weken|week|dag\w*|uur|uren|procent|%|euro|miljoen|miljard|mln|mld|keer|maal|"
    r"personen)\b|%",
    re.I,
)


def held(
    wanted: Wanted, asked: Sequence[Concept], question: str, text: str, context: frozenset[str] = frozenset()
) -> float:
    """How well a text holds the kind of thing asked for: 1 it does, between: perhaps, 0 it does not.

    ``context`` holds the terms of the sentence before it, where a noun may have been named in full.
    """
    if wanted == "number":
        return _count(asked, text, context)
    if (name := held_name(wanted, question, text)) is not None:
        return name
    if wanted == "date":
        return _moment(question, text)
    if wanted == "duration" and _WHICH_YEARS.search(question):
        return float(bool(_YEAR.search(text)) and bool(_DURATION.search(text) or len(_YEAR.findall(text)) > 1))
    if wanted == "duration" and _STILL.search(question) and _ENDS.search(text) and _YEAR.search(text):
        return 1.0
    if wanted == "duration" and _OFTEN.search(question):
        return _how_often(text)
    if wanted == "share":
        return float(bool(_SHARE.search(text))) * _of_these(asked, text, context)
    if wanted == "document":
        return float(bool(_document(question).search(text)))
    if wanted == "expansion":
        return expansion(question, text)
    if wanted == "definition" and asks_abbreviation(question):
        return meaning(question, text)
    if wanted == "list" and (_THEMES.search(question) or any(_THEME.match(c.text) for c in asked)):
        return _themes(text)
    if wanted == "list":
        return 1.0 if len(_SEPARATOR.findall(text)) >= 2 else 0.4
    pattern = _PATTERNS.get(wanted)
    return 0.5 if pattern is None else float(bool(pattern.search(text)))


def _how_often(text: str) -> float:
    """1 when a text says how often, less when it names a number or a share of cases, or a word for it."""
    if _DURATION.search(text):
        return 1.0
    return 0.8 if counts_in(text) or _SHARE.search(text) else 0.6 if _FREQUENCY.search(text) else 0.0


def _themes(text: str) -> float:
    """1 when a text names three themes, less when it names fewer or may be a list of others."""
    return max(min(1.0, len(set(match_theme(text))) / 3), 0.4 if len(_SEPARATOR.findall(text)) >= 2 else 0.0)


_PATTERNS: dict[Wanted, re.Pattern[str]] = {
    "share": _SHARE, "money": _MONEY, "duration": _DURATION, "document": _DOCUMENT,
    "reason": _CAUSE, "definition": _DEFINES, "organisation": NAME, "purpose": _PURPOSE,
}  # fmt: skip


_SEPARATOR = re.compile(r",|;| en ")
_THEME = re.compile(r"(?:thema|onderwerp|theme|topic|subject)", re.IGNORECASE)
_THEMES = re.compile(
    r"\b(?:welke?|which|what|wat zijn|noem|geef|som|name|list)\s+(?:(?:me|mij|eens|the|are|de|alle|all|een lijst van|"
    r"een overzicht van|een opsomming van)\s+)*(?:thema|onderwerpen|themes|topics|subjects)",
    re.IGNORECASE,
)
_LAW = re.compile(r"\b\w*(?:wet|wetboek|besluit|regeling|verdrag|programma|agenda)\s+(?:19|20)\d\d\b", re.IGNORECASE)


def counts_in(text: str) -> list[tuple[int, int]]:
    """Where a text names a number that may be a count: not a year, date, article or document number."""
    taken = [m.span() for m in _NOT_A_COUNT.finditer(text)]
    return [m.span() for m in _NUMBER.finditer(text) if not any(a < m.end() and m.start() < b for a, b in taken)]


def _count(asked: Sequence[Concept], text: str, context: frozenset[str]) -> float:
    """1 when a number stands right before the noun that is asked for, less when the noun stands elsewhere.

    A noun named in full just before may return by its last part (lozingsvergunningen, vergunningen) or not at all.
    """
    found = counts_in(text)
    if not found:
        return 0.3 if _SHARE.search(text) else 0.0
    if not asked:
        return 0.6
    named = any(c.coverage(context) >= 0.7 for c in asked)
    enough = 0.3 if named else 0.7
    if not named and not any(c.coverage(frozenset(terms(text))) >= 0.7 for c in asked):
        return 0.15
    after = [(" ".join(text[end:].split()[:3])).split(",")[0] for _, end in found]
    if any(c.coverage(frozenset(terms(near))) >= enough for c in asked for near in after):
        return 1.0
    free = [start for (start, end), near in zip(found, after, strict=True) if not _UNIT.match(near)]
    before = [frozenset(terms(text[max(0, start - 70) : start])) for start in free]
    if any(c.coverage(pool) >= enough for c in asked for pool in before) or (named and free and _BARE.search(text)):
        return 0.7
    return 0.3 if free else 0.15


def _of_these(asked: Sequence[Concept], text: str, context: frozenset[str]) -> float:
    """1 when a text, or what stands before it, names what a share is asked of; 0.2 when it does not."""
    measure = re.compile(r"procent|percentage|deel|aandeel|percent|share", re.IGNORECASE)
    named = [c for c in asked if c.importance > 0.5 and not measure.match(c.text)]
    pool = frozenset(terms(text)) | context
    return 1.0 if not named or any(c.coverage(pool) >= 0.5 for c in named) else 0.2


def _document(question: str) -> re.Pattern[str]:
    """What a paper of the kind asked for looks like in a text."""
    return next((pattern for word, pattern in _PAPERS if word.search(question)), _DOCUMENT)


_PAPERS = tuple(
    (re.compile(word, re.IGNORECASE), re.compile(pattern, re.IGNORECASE))
    for word, pattern in (
        (r"\bkamerstuk", r"\bkamerstuk|\bnr\.?\s*\d"),
        (
            r"\b(?:welke? (?:wet|artikel|wetsartikel)|wettelijk|rechtsgrond|grondslag|legal basis|which (?:act|law|"
            r"article))",
            r"\b\w*wet\b|\bartikel\s+\d|\bwetboek|\bverdrag",
        ),
        (r"\bwelke? brie[fv]|\bwhich letter", r"\bbrie[fv]"),
        (
            r"\b(?:rapport|publicatie|onderzoek|studie|publication|report)",
            r"\(\D{0,30}(?:19|20)\d\d\)|\brapport|‘|'|\bmonitor|\bbeeld\b|\bonderzoek",
        ),
    )
)
_BARE = re.compile(
    r"\b(?:dat er|dit er|dat|het|zij|er|om|op|naar|aantal|bedroeg|bedraagt|waren|zijn)\s+(?:er\s+)?\d", re.IGNORECASE
)


def _moment(question: str, text: str) -> float:
    text = _LAW.sub(" ", text)
    if re.search(r"\b(welke (dag|datum)|which (day|date)|op welke dag|what date)\b", question, re.IGNORECASE):
        return float(bool(_DAY.search(text)))
    if re.search(
        r"\b(welk(?:e)? jaar|which year|what year|sinds wanneer|since when|vanaf welk jaar)\b", question, re.IGNORECASE
    ):
        return float(bool(_YEAR.search(text)))
    if _UNTIL.search(question) and not _ENDS.search(text):
        return 0.4 * float(bool(_TIME.search(text)))
    return float(bool(_TIME.search(text)))


_WHICH_YEARS = re.compile(r"\b(?:welke|which) (?:periode|jaren|looptijd|period|years)\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:nog|geldig|geldt|gelden|duurt|loopt|valid|run|last)\b", re.IGNORECASE)
"""A question after how long something goes on, which a date of its end answers as well."""
_UNTIL = re.compile(
    r"\b(?:tot (?:wanneer|welk\w*)|until when|wanneer (?:eindig\w*|verloopt|stopt|vervalt))\b", re.IGNORECASE
)
_ENDS = re.compile(
    r"\b(?:tot|t/m|uiterlijk|vóór|eind|einde|eindig\w*|afloop\w*|af|verlo\w+|vervalt|vervallen|stop\w*|until)\b|"
    r"\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""A question after the end of something, and a text that names an end."""
