"""Questions about figures in words of one's own: the one indicator that a question means, though it names it freely.

Invariant: a question is read as one about an indicator only when that indicator answers to more of its words than any
other does, and when no noun of it is left over that no indicator of the library knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from assistant.question.concepts import concepts_of
from assistant.registers import Registers
from assistant.writing.figure_lookup import asks_money
from assistant.writing.register_matters import Matter, asks_otherwise, kinds_of, matter_of
from assistant.writing.register_questions import RegisterQuestion, content_words, covered, pool_of, without_papers
from ingest.findings.indicators import atoms, counted_in, words_of
from ingest.findings.quantities import years_in
from ingest.findings.values import Indicator
from ingest.language.lemmas import infinitive
from ingest.language.terms import Word, terms, words
from ingest.language.themes import match_theme
from ingest.language.words import fold

_NUMBERS = re.compile(
    r"\b(?:hoeveel|aantal(?:len)?|cijfers?|getal(?:len)?|bedrag\w*|percentage|procent|deel|doel\w*|\w*norm(?:en)?|"
    r"streef\w*|lat|maatstaf|resultaat|resultaten|realisatie|uitkomst|afspraak|afgesproken|stapel|voorraad|"
    r"verloop|reeks|ontwikkel\w*|hoe (?:liep|loopt|verliep|groot|hoog)|how many|how much|number|target|figures?)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:verloop|verliep|ontwikkel\w*|verander\w*|trend|reeks|(?:hoe )?(?:liep|loopt)|steeg|stegen|stijg\w*|gestegen|"
    r"daal\w*|gedaald|toename|afname|toegenomen|afgenomen|groei\w*|gegroeid|geslonken|slonk|omhoog|omlaag|opgelopen|"
    r"hoger|lager|meer|minder|meest\w*|minst\w*|hoogste?|laagste?|grootste?|kleinste?|vergelijk\w*|over de jaren|"
    r"door de jaren|elk jaar|ieder jaar|per jaar|increase\w*|decrease\w*|rose|fell|more|fewer|most|least)\b",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(
    r"\b(?:zonder meer|zomaar|op dezelfde (?:manier|wijze)|anders ge(?:teld|meten)|naast elkaar|naast dat van|"
    r"eerlijk vergelijk\w*|vergelijkbaar|appels met peren|comparable|compared?)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:deel|aandeel|percentage|procent|share|percent)\b", re.IGNORECASE)
_FURTHEST = re.compile(r"\b(?:meest|minst|hoogst|laagst|grootst|kleinst)e?\b|\b(?:most|least|highest|lowest)\b", re.I)
_LEAST = 0.6
"""The share of a question's own words that the indicator must answer to, each weighed by how few indicators do."""
_GENERAL = frozenset(
    word.whole
    for word in words(
        """stapel lat maatstaf getal getallen zaak zaken plaats eind begin kant punt start verloop keer partij beeld
        nationaliteit nieuws hand handen groep groepen programma rest totaal justitie keten ketenpartners uitkomst
        kabinet plan sprake aanpak werk land regio eenheid eenheden basis gewoon gewone regulier reguliere extra groei
        bericht melding jaarbedrag streefbedrag streefbedragen onderdeel verschil prestatie prestaties opsporing
        zowel dezelfde hetzelfde anders goed minste meeste omhoog omlaag wijze rest begroot
        elkaar beide allebei precies flink fors zomaar onder boven net nog alles samen groot klein breed oorspronkelijk
        team teams daadwerkelijk feitelijk werkelijk totale uiteindelijke eigen vorige volgende eerste tweede laatste"""
    )
)


_DOING = frozenset(
    word.whole
    for word in words(
        """doen maken krijgen geven halen komen gaan liggen leggen staan zitten aanleveren leveren afleveren aanpakken
        draaien oppakken registreren tellen melden realiseren bereiken boeken starten afronden opsporen brengen vinden
        blijven lijken moeten afspreken binnenhalen binnenkomen behandelen uitvoeren verrichten verwerken opstarten
        afhandelen vergelijken ontwikkelen stijgen dalen groeien zoeken weten tegenkomen opbouwen behoren gelden
        opschuiven aflopen overdragen sturen verlopen slinken toenemen afnemen noteren scoren uitkomen verwachten
        tonen zien laten houden lopen bedragen opleveren inzetten vorderen bestaan horen trekken uittrekken"""
    )
)
_CASES = frozenset(["zaak", "onderzoek", "interventie"])
"""What an investigation is also called."""


def understood(found: Registers, asked: RegisterQuestion | None, text: str) -> RegisterQuestion | None:
    """The question with the words of the indicator that it means in place of its own; None when it means none."""
    lead = re.sub(r"\s+\([^()]*\)$", "", text)
    if asks_otherwise(lead) or not (_NUMBERS.search(text) or _MOVED.search(text)):
        return None
    indicator = meant_freely(found, text)
    if indicator is None:
        return None
    years = years_in(lead) or years_in(text)
    base = asked or RegisterQuestion("figures", (), "", years, (), text=text)
    return replace(
        base,
        matter=_matter(lead, years),
        words=tuple(words(re.sub(r"[():/]", " ", indicator.name))),
        theme=indicator.theme,
        years=years,
        kinds=() if "norm" in indicator.name.lower() else kinds_of(lead, freely=True),
        part="" if base.part.startswith("t/m") and len(years) > 1 else base.part,
        text=text,
    )


def _matter(text: str, years: tuple[int, ...]) -> Matter:
    if _FURTHEST.search(text) and len(years) != 1:
        return "trend"
    if _SIDE_BY_SIDE.search(text) or matter_of(text) == "comparison":
        return "comparison"
    return "figures" if len(years) == 1 else "trend"


def meant_freely(found: Registers, text: str) -> Indicator | None:
    """The one indicator that answers to more of a question's words than any other; None when there is no such one."""
    asked = _asked(text)
    reach = {w: frozenset(i.key for i in found.indicators if _answers(w, i)) for w in asked}
    if any(not keys and _is_noun(word) for word, keys in reach.items()):
        return None
    weights = {w: 1.0 / len(keys) for w, keys in reach.items() if keys}
    scored: list[tuple[int, float, Indicator]] = []
    for indicator in _candidates(found, text, asked):
        held = [w for w in weights if indicator.key in reach[w]]
        lacking = [w for w in weights if indicator.key not in reach[w] and _is_noun(w)]
        if held and not lacking:
            scored.append((len(held), round(sum(weights[w] for w in held), 6), indicator))
    best = max((row[:2] for row in scored), default=(0, 0.0))
    if best[1] < _LEAST * sum(weights.values()):
        return None
    return _closest(found, text, [i for *rank, i in scored if tuple(rank) == best])


def _asked(text: str) -> list[Word]:
    """The words of a question that may name an indicator."""
    said = content_words(without_papers(text))
    general = frozenset(w.whole for m in (*_NUMBERS.finditer(text), *_MOVED.finditer(text)) for w in words(m.group()))
    return [w for w in said if not re.fullmatch(r"[\d.,%€]+", w.whole) and w.whole not in general]


def _candidates(found: Registers, text: str, asked: list[Word]) -> list[Indicator]:
    """The indicators of the question's theme that count what it counts; of a share only those in per cent."""
    themes = match_theme(text)
    counted = {c for w in asked if (c := counted_in(w.text))}
    share, money = bool(_SHARE.search(text)), asks_money(text)
    specific = any(not counted_in(w.text) or len(atoms(w)) > 1 for w in asked) or len(themes) == 1
    return [
        i for i in found.indicators
        if specific and (len(themes) != 1 or not i.theme or i.theme == themes[0]) and share == (i.unit == "%")
        and (share or not counted or _same_count(i, counted)) and (not money or "euro" in i.unit)
    ]  # fmt: skip


def _closest(found: Registers, text: str, tied: list[Indicator]) -> Indicator | None:
    """Of indicators that answer to the same words, the one with figures of the years asked that says least besides."""
    years = set(years_in(text))
    with_years = [i for i in tied if years & {r.figure.year for r in found.by_key.get(i.key, ())}] if years else tied
    tied = with_years or tied
    said = frozenset(t for w in words(text) for t in (w.whole, *w.parts))
    left = {i.key: sum(not covered(w, said) for w in words_of(i.name)) for i in tied}
    least = [i for i in tied if left[i.key] == min(left.values())]
    return least[0] if len(least) == 1 else None


def _same_count(indicator: Indicator, counted: Collection[str]) -> bool:
    """Whether what an indicator counts may be called what the question counts: a case is an investigation."""
    own = counted_in(f"{indicator.name} {indicator.unit}")
    return not own or own in counted or (own in _CASES and bool(_CASES & set(counted)))


def _answers(word: Word, indicator: Indicator) -> bool:
    """Whether a word, under any of its names, is said by the name, unit or theme of an indicator."""
    pool = pool_of(f"{indicator.name} {indicator.unit}", indicator.theme)
    if covered(word, pool):
        return True
    counted = counted_in(word.text)
    if counted and counted in _CASES and counted_in(f"{indicator.name} {indicator.unit}") in _CASES:
        return all(covered(Word(part, part), pool) for part in atoms(word)[:-1])
    return any(quality >= 0.7 and all(t in pool for t in names) for names, quality in _alternatives(word.text))


@lru_cache(maxsize=5_000)
def _alternatives(text: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    return tuple(name for concept in concepts_of(text) for name in concept.names)


def _is_noun(word: Word) -> bool:
    """Whether a word may name a thing or a deed of its own: none that says little of any figure."""
    verb = infinitive(fold(word.text))
    if word.whole in _GENERAL or (verb and terms(verb) and terms(verb)[0] in _DOING):
        return False
    return not (counted_in(word.text) and len(atoms(word)) == 1)
