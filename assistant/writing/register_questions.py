"""Is a question a matter for the registers, and what must a row hold to answer it? Read from its words alone.

Invariant: a question is a register matter only when it says so (afspraken, toezeggingen, norm, realisatie,
ontwikkeling); what else it names must then be found in the rows, or the registers stay silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.writing.register_matters import Matter, Relation, kinds_of, matter_of, relation_of
from ingest.citation import MONTHS
from ingest.findings.indicators import atoms
from ingest.findings.quantities import part_in, years_in
from ingest.findings.values import FigureKind
from ingest.language.expansion import english_words, is_english
from ingest.language.glossary import entries_in
from ingest.language.terms import Word, terms, words
from ingest.language.themes import load_themes, match_theme
from ingest.language.words import fold


@dataclass(frozen=True, slots=True)
class RegisterQuestion:
    """A question as the registers understand it. ``words`` are its content words, theme and years left out;

    ``part`` is the part of the year that it asks for (``t/m juni``), ``text`` the question itself.
    """

    matter: Matter
    words: tuple[Word, ...]
    theme: str
    years: tuple[int, ...]
    kinds: tuple[FigureKind, ...]
    relation: Relation = ""
    only: Literal["quantitative", "qualitative", ""] = ""
    part: str = ""
    text: str = ""


_NEGATED = re.compile(r"\b(geen|niet|nooit|zonder|no|not|without)\b", re.IGNORECASE)
_ASKING = frozenset(
    term
    for word in words(
        """
        afspraak afspraken afgesproken gemaakt maken belofte beloften toezegging toezeggingen toegezegd betrekking thema
        onderwerp gebied terrein noem geef som lijst overzicht alle toon graag lag lagen bedroeg bedraagt norm
        normen realisatie gerealiseerd gerealiseerde streefwaarde streefwaarden streefcijfer cijfer cijfers
        indicator indicatoren aantal aantallen percentage jaar jaren jaarlijks ontwikkelde ontwikkelen
        ontwikkeling verloop verliep trend tijd gekomen terechtgekomen terecht nagekomen gereed gehaald behaald
        bereikt opgeleverd uitgevoerd afgerond staat gebeurd minister politie staatssecretaris kabinet kamer
        brief veiligheidsagenda agenda document documenten landelijke beleidsdoelstellingen stukken
        kwantitatieve kwalitatieve gelijk hoger lager hoog groot precies totaal totale doelstelling gold golden
        gelden geldt gekend leverde leverden leveren geleverd waren werden zaten telde telden telt legde legden
        ligt liggen moest moesten moeten hoorde hoeveel hoe welk welke waarde beloofd nog later iets vernomen
        verhoudt ontwikkelt loopt liep opgelopen laat zien steeg daalde stegen daalden nam neemt toe toegenomen
        afgenomen doel doelen uitkomst resultaat resultaten uiteindelijk vergelijken vergelijkbaar vergeleken
        afzetten kun kan hetzelfde gebleven gestegen gedaald verhoogd verlaagd begroot onderdeel cijferreeks
        geworden zou zouden komen uit ten opzichte tegenover samen deden deed gingen betrof realised realized
        delivered realisation outcome police did does report reported over between voor keer spreken spreekt
        elkaar tegen tegenspreken gedaan gedane doen mag je men budget bedrag haalde haalden haalt met missed
        exceeded reached achieved definitief definitieve voorlopig voorlopige klopt krijgen krijgt meldt gemeld
        gemelde partner partners miljoen miljard weer lopen lopend lopende deel alleen elk elke bewust echt
        volgens nieuw nieuwe bron noemt ergens doorgegaan verschenen eigenlijk inmiddels ooit wel ook
        doorgegeven doorgeven gedraaid gedraaide draaien aangepakt aangepakte aanpakken opgepakt opgepakte
        rekende rekenen wilde wilden willen bedoeling beoogd beoogde streven nagestreefd ministerie
        departement hebben opgeleverd opbrengst opleveren opbracht loop geregistreerd geregistreerde geteld
        getelde gemeten genoteerd gescoord boek stonden stond geboekt kwam kwamen uitkwam aangeleverd
        aangeleverde aanleveren aangemeld wijze manier bestond bestonden bestaat bestaan vastgesteld
        vastgestelde hoogte verhouden verhouding mensen personen gevonden jaarcijfer jaarcijfers vermeld
        vermelde opgegeven achter bleef bleven haar zijn hun werd werden realiseren halen bereiken
        ontwikkeld sprak spraken OM af gezag
        doelstellingen per exact agreements agreement made commitments promises target result figures number the
        and what which how many was were there
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
    """The question as a register matter, or None when it is none.

    Of a follow-up with the earlier question in brackets (Voor keyplayers? (Wat was de norm in 2020?)) the first part
    decides, and the earlier one says what it leaves out.
    """
    text = re.sub(r"\bin beslag genomen\b", "inbeslaggenomen", " ".join(question.split()), flags=re.IGNORECASE)
    follow = _FOLLOW_UP.fullmatch(text)
    lead, before = (follow["lead"], follow["before"]) if follow else (text, "")
    matter = matter_of(lead) or (matter_of(before) if before else None)
    if matter is None or (matter in ("agreements", "commitments") and _NEGATED.search(text)):
        return None
    themes = next(filter(None, (match_theme(said) for said in (lead, _parts(lead), before, _parts(before)))), ())
    theme = themes[0] if len(themes) == 1 else ""
    said = content_words(without_papers(lead), theme, fate=matter == "fate")
    only: Literal["quantitative", "qualitative", ""] = (
        "quantitative"
        if re.search(r"\bkwantitatieve\b", text)
        else "qualitative"
        if re.search(r"\bkwalitatieve\b", text)
        else ""
    )
    return RegisterQuestion(
        matter=matter,
        words=said or content_words(without_papers(before), theme, fate=matter == "fate"),
        theme=theme,
        years=years_in(lead) or years_in(before),
        kinds=kinds_of(lead) or kinds_of(before),
        relation=relation_of(lead) or relation_of(before),
        only=only,
        part=part_in(lead) or _month(lead) or part_in(before) or _month(before),
        text=text,
    )


def _parts(text: str) -> str:
    """The parts of the compounds of a text, in which a theme may hide (cybercrimecijfers)."""
    return " ".join(part for word in words(text) for part in word.parts)


def _month(text: str) -> str:
    """The month or day of a year that a question names; figures of the whole year do not answer it."""
    match = re.search(rf"\b(?:{'|'.join(MONTHS)})\b(?= (?:19|20)\d\d)", text, re.IGNORECASE)
    return f"in {match.group().lower()}" if match else ""


_FOLLOW_UP = re.compile(r"(?P<lead>[^()]+)\s+\((?P<before>.+)\)")


def without_papers(text: str) -> str:
    """The question without the dates of papers, the parts of a year and verbs of telling: no words of a row."""
    months = "|".join(MONTHS)
    return re.sub(
        rf"\b(?:t/m|tot en met)\s+(?:{months})\b|\b(?:\d{{1,2}} )?(?:{months})(?: (?:19|20)\d\d)?\b|"
        r"\b(?:eerste|tweede) (?:helft|halfjaar)\b|\b(?:begin|medio|eind) (?=(?:19|20)\d\d)|"
        r"\b(?:voorjaar|najaar|zomer)\b|\bmeldden?\b|\bvolgens (?:de|het|een) [^?,]*",
        " ",
        text,
        flags=re.IGNORECASE,
    )


def content_words(text: str, theme: str = "", *, fate: bool = False) -> tuple[Word, ...]:
    """The words of a question that a row must hold: not its asking words, its numbers, nor the name of its theme.

    Of the ``fate`` of a promise a number of something (171 fte) is a word like another, and so is an indicator.
    """
    names = _theme_terms(theme)
    said = _translated(text, theme) if is_english(text) else text
    number = r"\d{4}" if fate else r"[\d.,%€]+"
    return tuple(
        w for w in words(said)
        if (w.whole not in _ASKING or (fate and w.whole in _MATTERS_OF_FATE)) and not re.fullmatch(number, w.whole)
        and not (fate and w.whole in _TELLING) and not _only_names(w, names)
    )  # fmt: skip


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.whole for word in words(text))


_MATTERS_OF_FATE = _stems("indicator indicatoren")
_TELLING = _stems(
    "klaar operationeel gelukt geïnformeerd bericht gerapporteerd gemeld voorgelegd vastgesteld toezegging "
    "geworden zoals uitgekomen"
)


def _translated(text: str, slug: str) -> str:
    """An English question with its words in Dutch, where the word list has them, without those of its theme."""
    theme = next((t for t in load_themes() if t.slug == slug), None)
    named = {t for phrase in (theme.english_keywords if theme else ()) for t in terms(phrase)}

    def dutch(match: re.Match[str]) -> str:
        """A word in Dutch; nothing for one that names the theme, itself for one that only asks."""
        word = match.group()
        if any(w.whole in named for w in words(word)):
            return ""
        asking = all(w.whole in _ASKING for w in words(word))
        return word if asking else next(iter(english_words(fold(word))), word)

    return re.sub(r"[A-Za-z]+", dutch, text)


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
    if _held(word.whole, pool):
        return True
    parts = [part for part in atoms(word) if part not in _ASKING] if word.parts else []
    return bool(parts) and all(_held(part, pool) for part in parts)


def _held(term: str, pool: frozenset[str]) -> bool:
    """Whether a term is in the pool, its ending or the ``ge-`` of a participle aside (gemeld, gemelde; incasso)."""
    if term in pool:
        return True
    bare = term.removeprefix("ge") if len(term) > 7 else term
    return len(bare) > 4 and any(p[:-1] == bare or bare[:-1] == p or _same_root(bare, p) for p in pool)


def _same_root(a: str, b: str) -> bool:
    """Whether two terms of at least six letters open with the same six, and are about as long."""
    return len(a) > 5 and len(b) > 5 and a[:6] == b[:6] and abs(len(a) - len(b)) < 4


@lru_cache(maxsize=20000)
def pool_of(name: str, theme: str = "", *, wide: bool = False) -> frozenset[str]:
    """The terms by which a row may be asked for: of its name and theme, and of what it abbreviates or spells out.

    ``wide`` adds the other names of what it says, for sentences; the names of indicators must not run together.
    """
    held = {t for w in words(f"{name} {theme_words(theme)}") for t in (w.whole, *w.parts)}
    for entry in entries_in(name):
        if entry.abbreviation:
            held |= {t for w in words(f"{entry.term} {entry.abbreviation}") for t in (w.whole, *w.parts)}
        if wide:
            held |= {t for other in entry.spoken for t in terms(other)}
    return frozenset(held)


MANY = 5_000
"""From so many rows on, only those are taken apart that may hold a word of the question."""


def beginnings(asked: RegisterQuestion, rows: int) -> frozenset[str]:
    """How the words of a question begin that say more than its theme; none for few rows, which need no first look.

    Taking a text apart costs a thousand times more than looking for four letters in it.
    """
    soft = keyword_terms(asked.theme)
    if rows <= MANY:
        return frozenset()
    return frozenset(t[:4] for w in asked.words if not is_soft(w, soft) for t in (w.whole, *w.parts))


def may_hold(text: str, starts: frozenset[str]) -> bool:
    """Whether a text may hold a word that begins so; any text when none is given."""
    return not starts or not text.isascii() or any(start in text.lower() for start in starts)


@lru_cache(maxsize=64)
def keyword_terms(slug: str) -> frozenset[str]:
    """The terms of the words that belong to a theme: they say no more than the theme does."""
    theme = next((t for t in load_themes() if t.slug == slug), None)
    said = (*theme.headings, *theme.keywords, *theme.english_keywords) if theme else ()
    return frozenset(t for phrase in said for t in terms(phrase))


def is_soft(word: Word, soft: frozenset[str]) -> bool:
    """Whether a word of the question says no more than its theme (straffen, within executie)."""
    return word.whole in soft or (bool(word.parts) and set(word.parts) <= soft)


def theme_words(slug: str) -> str:
    """The name of a theme as text, for the terms that its rows hold."""
    return next((f"{t.name} {t.english}" for t in load_themes() if t.slug == slug), "")
