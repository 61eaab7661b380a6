"""Is a question a matter for the registers, and for which one? Read from its words alone.

Invariant: a question is a register matter only when it says so (afspraken, toezeggingen, norm, realisatie,
ontwikkeling); what else it names must then be found in the rows, or the registers stay silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.findings.indicators import atoms
from ingest.findings.quantities import years_in
from ingest.findings.values import FigureKind
from ingest.language.terms import Word, terms, words
from ingest.language.themes import load_themes, match_theme

Matter = Literal["agreements", "commitments", "fate", "figures", "trend", "against_norm", "contradictions"]


@dataclass(frozen=True, slots=True)
class RegisterQuestion:
    """A question as the registers understand it. ``words`` are its content words, theme and years left out."""

    matter: Matter
    words: tuple[Word, ...]
    theme: str
    years: tuple[int, ...]
    kinds: tuple[FigureKind, ...]
    relation: Literal["boven", "onder", "gelijk", "gehaald", ""] = ""
    only: Literal["quantitative", "qualitative", ""] = ""


_NEGATED = re.compile(r"\b(geen|niet|nooit|zonder|no|not|without)\b", re.IGNORECASE)
_AGREEMENTS = re.compile(
    r"\b(?:welke|wat voor|noem|geef|som|toon|lijst|overzicht|alle|which|what|"
    r"list)\b[^?]{0,60}\b(?:afspraken|afspraak|agreements?)\b"
    r"|\b(?:wat|welke)\b[^?]{0,30}\b(?:is|zijn|werd|heeft|hebben|heb)\b[^?]{0,60}\bafgesproken\b|"
    r"\bwhat (?:was|is|has been) agreed\b",
    re.IGNORECASE,
)
_COMMITMENTS = re.compile(
    r"\b(?:welke|wat voor|noem|geef|som|toon|lijst|overzicht|alle|which|what|"
    r"list)\b[^?]{0,60}\b(?:toezegging(?:en)?|beloften?|commitments?|promises?)\b"
    r"|\bwat\b[^?]{0,60}\btoegezegd\b|\bwhat\b[^?]{0,40}\bpromised?\b",
    re.IGNORECASE,
)
_FATE = re.compile(
    r"\b(?:is|zijn|was|waren|zou|zouden|komt|komen)\b[^?]{0,140}\b(?:er (?:al |ooit |inmiddels |toch |"
    r"ook )?gekomen|gekomen\?|nagekomen|opgeleverd|gereed|"
    r"uitgevoerd|gerealiseerd|ontwikkeld|afgerond|er niet (?:al )?(?:in|voor|eind|begin)[^?]{0,20}|gepubliceerd)\b"
    r"|\bwat is er (?:terecht ?)?gekomen van\b|\bwat is er (?:gebeurd met|geworden van)\b|"
    r"\bhoe staat het met\b|\bwat is de stand van\b"
    r"|\bwhat (?:became|happened) (?:of|to|with)\b|\b(?:has|have|was|"
    r"were)\b[^?]{0,120}\b(?:been )?(?:delivered|completed|developed)\b",
    re.IGNORECASE,
)
_TREND = re.compile(
    r"\b(?:ontwikkel(?:de|den|t|en|ing)|verloop|verliep|verlopen|trend|door de jaren|per jaar|"
    r"over de jaren|jaar op jaar|veranderd(?:e)?|evolved?|"
    r"develop(?:ed)?|over time|cijferreeks|reeks)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:realisaties?|resultaat|resultaten|uitkomst)\b[^?]{0,60}?\b(?P<how>boven|hoger dan|onder|"
    r"lager dan|gelijk aan)\s+(?:de |het )?(?:norm|doel\w*|streefwaarde)\b"
    r"|\b(?:norm(?:en)?|doelstelling(?:en)?|doelen|"
    r"streefwaarden?)\b[^?]{0,60}?\b(?P<met>(?:niet )?(?:gehaald|bereikt|behaald))\b"
    r"|\b(?P<below>(?:niet gehaald|achtergebleven|onder de norm|boven de norm))\b",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:welke|welk|bij welke|which)\b[^?]{0,30}\b(?:indicator(?:en)?|normen|doelstellingen|doelen|"
    r"indicators?|targets?|thema's)\b",
    re.IGNORECASE,
)
_NORM = re.compile(
    r"\b(?:norm(?:en)?|streefwaarden?|streefcijfers?|target|doelstelling(?:en)? (?:voor|"
    r"van) (?:het aantal|20\d\d))\b",
    re.IGNORECASE,
)
_REALISED = re.compile(
    r"\b(?:realisaties?|gerealiseerd|gerealiseerde|behaald|realised|realized|uitkomst)\b", re.IGNORECASE
)
_HOW_MANY = re.compile(
    r"\b(?:hoeveel|welk percentage|welk deel|welk aandeel|wat (?:is|was|waren) (?:het|de) (?:aantal|"
    r"percentage|waarde)|how many)\b",
    re.IGNORECASE,
)
_CONTRADICT = re.compile(
    r"\b(?:cijfers?|getallen|waarden)\b[^?]{0,60}\b(?:tegenspreken|tegenstrijdig|spreken elkaar tegen|"
    r"verschillen)\b",
    re.IGNORECASE,
)

_ASKING = frozenset(
    term
    for word in words(
        """
        afspraak afspraken afgesproken gemaakt maken toezegging toezeggingen toegezegd betrekking thema
        onderwerp gebied terrein noem geef som lijst overzicht alle toon graag lag lagen bedroeg bedraagt norm
        normen realisatie gerealiseerd gerealiseerde streefwaarde streefwaarden streefcijfer cijfer cijfers
        indicator indicatoren aantal aantallen percentage jaar jaren jaarlijks ontwikkelde ontwikkelen
        ontwikkeling verloop verliep trend tijd gekomen terechtgekomen terecht nagekomen gereed gehaald
        behaald bereikt opgeleverd uitgevoerd afgerond staat gebeurd minister politie staatssecretaris kabinet
        kamer brief veiligheidsagenda agenda document documenten landelijke beleidsdoelstellingen stukken
        kwantitatieve kwalitatieve gelijk hoger lager hoog groot precies totaal totale doelstelling
        doelstellingen per precies exact agreements agreement made commitments promises target result figures
        number the and what which how many was were there
        """
    )
    for term in (word.whole,)
)
_GENERIC = frozenset(
    term
    for w in words("criminaliteit misdaad crime aanpak bestrijding online seksueel")
    for term in (w.whole, *w.parts)
)


def read_question(question: str) -> RegisterQuestion | None:
    """The question as a register matter, or None when it is none."""
    text = " ".join(question.split())
    matter = _matter(text)
    if matter is None or (matter in ("agreements", "commitments") and _NEGATED.search(text)):
        return None
    themes = match_theme(text)
    theme = themes[0] if len(themes) == 1 else ""
    only: Literal["quantitative", "qualitative", ""] = (
        "quantitative"
        if re.search(r"\bkwantitatieve\b", text)
        else "qualitative"
        if re.search(r"\bkwalitatieve\b", text)
        else ""
    )
    return RegisterQuestion(
        matter, content_words(text, theme), theme, years_in(text), _kinds(text), _relation(text), only
    )


def _matter(text: str) -> Matter | None:
    if _CONTRADICT.search(text):
        return "contradictions"
    if _EVERY.search(text) and _AGAINST.search(text):
        return "against_norm"
    if _COMMITMENTS.search(text):
        return "commitments"
    if _AGREEMENTS.search(text):
        return "agreements"
    if _TREND.search(text) and (
        re.search(r"\b(?:aantal|aantallen|percentage|norm|realisatie|waarde|cijfers?|number)\b", text, re.IGNORECASE)
    ):
        return "trend"
    if _NORM.search(text) or _REALISED.search(text) or (_HOW_MANY.search(text) and years_in(text)):
        return "figures"
    return "fate" if _FATE.search(text) else None


def _kinds(text: str) -> tuple[FigureKind, ...]:
    norm, realised = bool(_NORM.search(text)), bool(_REALISED.search(text))
    if _AGAINST.search(text):
        return ("norm", "realisatie")
    if norm or realised:
        return tuple(kind for kind, asked in (("norm", norm), ("realisatie", realised)) if asked)  # type: ignore[misc]
    return ()


def _relation(text: str) -> Literal["boven", "onder", "gelijk", "gehaald", ""]:
    match = _AGAINST.search(text)
    if match is None:
        return ""
    words = (match["how"] or match["met"] or match["below"] or "").lower()
    if "niet" in words or "onder" in words or "lager" in words or "achter" in words:
        return "onder"
    return "gelijk" if "gelijk" in words else "boven" if "boven" in words or "hoger" in words else "gehaald"


def content_words(text: str, theme: str = "") -> tuple[Word, ...]:
    """The words of a question that a row must hold: not its asking words, its years, nor the name of its theme."""
    names = _theme_terms(theme)
    return tuple(
        w for w in words(text)
        if w.whole not in _ASKING and not re.fullmatch(r"\d{4}", w.whole) and not _only_names(w, names)
    )  # fmt: skip


def _theme_terms(slug: str) -> frozenset[str]:
    theme = next((t for t in load_themes() if t.slug == slug), None)
    return frozenset(terms(f"{theme.name} {theme.english}")) if theme else frozenset()


def _only_names(word: Word, names: frozenset[str]) -> bool:
    """Whether a word only names the theme (mensenhandel), rather than something within it (mensenhandelonderzoeken)."""
    own = set(word.parts or (word.whole,))
    return (
        word.whole in names
        or (bool(own & names) and own <= names | _GENERIC)
        or (bool(names) and word.whole in _GENERIC)
    )


def covered(word: Word, pool: frozenset[str]) -> bool:
    """Whether a row's terms hold a question's word, or every part of it when it is a compound."""
    return _held(word.whole, pool) or (bool(word.parts) and all(_held(part, pool) for part in atoms(word)))


def _held(term: str, pool: frozenset[str]) -> bool:
    """Whether a term is in the pool, an ending of one letter aside (gemeld, gemelde)."""
    return term in pool or (len(term) > 4 and any(p[:-1] == term or term[:-1] == p for p in pool))


def theme_words(slug: str) -> str:
    """The name of a theme as text, for the terms that its rows hold."""
    return next((f"{t.name} {t.english}" for t in load_themes() if t.slug == slug), "")
