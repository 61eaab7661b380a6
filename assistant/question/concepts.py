"""What a question is about, as concepts: each may be met in a text under any of its names.

Invariant: coverage depends only on the concept and the terms of the text; a name counts only when every one of its
terms occurs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.language.expansion import english_words, is_english
from ingest.language.glossary import by_term, spoken_index
from ingest.language.phrases import key
from ingest.language.spelling import correct
from ingest.language.synonyms import opposites_of, synonyms_of
from ingest.language.terms import Word, analyse, sequence, stem, stop_words, words
from ingest.language.words import fold

OWN, NAMED, SYNONYM, EVERYDAY, ATOMS = 1.0, 0.95, 0.8, 0.7, 0.75
"""How well a name is met: its own term, a name of the field, a synonym, an everyday name, all parts of a compound."""
_HEAD, _VERB = 0.3, 0.45
"""How well a compound is met by one of its parts alone, and a separable verb by the verb without its particle."""
UNTRANSLATED = 0.45
"""What an English word matters whose Dutch is not known: the lack may be ours."""

Name = tuple[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a question names: its words as typed, its names, and how much it matters (0 to about 1.3)."""

    text: str
    names: tuple[Name, ...]
    importance: float = 1.0

    def coverage(self, pool: Collection[str]) -> float:
        """How well a text with these terms speaks of the concept, 0 to 1."""
        best = 0.0
        for terms, quality in self.names:
            if quality > best and all(term in pool for term in terms):
                best = quality
        return best

    def is_known(self, vocabulary: Collection[str]) -> bool:
        """Whether the concept, under a name that stands for all of it, may occur in texts with these terms."""
        return any(quality > _VERB and all(t in vocabulary for t in terms) for terms, quality in self.names)

    def is_opposed(self, pool: Collection[str]) -> bool:
        """Whether a text with these terms says the opposite, and nowhere the concept itself."""
        own = self.names[0][0] if self.names else ()
        return len(own) == 1 and bool(opposites_of(own[0]) & set(pool)) and self.coverage(pool) == 0.0


_WEAK = frozenset(
    term
    for word in words(
        """krijgt krijg kreeg kregen geeft gaf gaven maakt maakte gaat ging gingen komt kwam kwamen doet deed
        neemt nam houdt hield blijft bleef speelt speelde gebruikt
        brief minister ministerie kamer tweede politie agenda veiligheidsagenda document documenten stuk stukken
        paragraaf alinea tekst passage zeggen zegt noemen genoemd noemt vermelden vermeld beschrijven
        beschreven schrijven schrijft aangeven aangegeven weten volgens precies exact informatie memo
        vraag vragen antwoord onderwerp soort soorten vorm vormen manier wijze maken gemaakt geven
        gegeven krijgen gekregen moeten houden houdt betekenen betekent bestaan bestaat gelden geldt
        nemen genomen neemt zien gezien spelen rol betreffen betreft jaar jaren jaarlijks aantal deel
        keer maal datum periode moment iets zaken dingen rond stand heten heet naam letter police
        parliament agenda document according mention mentioned cover covers letter says staan voorkomen
        worden gaan bedoelen bedoeld verstaan verstaat begrip term welke bedrag hoogte waarde uitkomst
        cijfer cijfers norm realisatie aan orde gebeuren gebeurt gebeurd doen lezen kunnen willen leden
        lid kabinet regering beleid overheid nederland nederlandse land landen ons mensen men tijd verder
        nieuw nieuwe huidige afspraak afspraken maatregel maatregelen agreement agreements plan plannen
        situatie zaak afkorting abbreviation bezig later
        latere verder volg volgens ver stand rond hoever kant sprake thema
        thema's themes theme topics topic precieze extra liggen leggen zitten stellen brengen vallen lopen vinden hangen
        zetten trekken bedragen verlopen blijken dienen plaatsvinden bijkomen bijkrijgen erbij uitkomen inhouden eruit
        voordoen aangeven overgaan eerste laatste volledig helemaal eigenlijk ongeveer nog ooit
        echt zo'n onderweg vooral zoal straks eerst tegelijk nou eens daadwerkelijk aparte speciaal speciale feitelijk
        werkelijk zoveel mogelijk gunstig gunstige bepaald bepaalde bovenal allemaal verschillende"""
    )
    for term in (word.whole,)
)


_ASKING = frozenset(
    term
    for word in words(
        """heet heten naam afkorting abbreviation betekenen betekent betekenis reden oorzaak procent percentage
        datum definitie begrip memo passage zoek zoeken hoogte hoever behandelen behandelt behandeld
        bestrijkt bestrijken cover covers covered called stand means meaning percent reason themes topics
        gebeurt gebeuren gebeurd opzicht vindplaats lang vaak hoog groot ver hoever"""
    )
    for term in (word.whole,)
)
"""Words that only ask: they need not stand in an answer."""


def concepts_of(text: str, vocabulary: Collection[str] = frozenset()) -> tuple[Concept, ...]:
    """The concepts of a question in its order, each once; asking words and stop words are none."""
    found: dict[tuple[Name, ...], Concept] = {}
    for concept in _read(text, vocabulary):
        if concept.names and concept.names[0][0] not in {(term,) for term in _ASKING}:
            found.setdefault(concept.names, concept)
    return tuple(found.values())


def _read(text: str, vocabulary: Collection[str]) -> Iterator[Concept]:
    english = is_english(text)
    tokens = _tokens(text)
    wholes = [whole for _, whole in tokens]
    phrases = {start: (end, names) for start, end, names in spoken_index().find(wholes)}
    at = 0
    while at < len(tokens):
        typed = tokens[at][0]
        pair = _pair(tokens[at : at + 2]) if english and phrases.get(at, (at,))[0] < at + 2 else None
        if pair is not None:
            yield pair
            at += 2
            continue
        if fold(typed) in stop_words() and not (typed.isupper() and len(typed) > 1):
            at += 1
            continue
        if at in phrases:
            end, meanings = phrases[at]
            said = " ".join(word for word, _ in tokens[at:end])
            yield _known(said, meanings, vocabulary)
            at = end
            continue
        for word in words(tokens[at][0]):
            concept = _translated(word.text, (word.whole,)) if english else None
            if concept is None:
                concept = _plain(word, vocabulary)
                if english and not word.text[:1].isupper() and not word.text[:1].isdigit():
                    concept = replace(concept, importance=min(UNTRANSLATED, concept.importance))
            yield concept
        at += 1


@lru_cache(maxsize=2_000)
def _tokens(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text as typed with the whole term by which phrases know them."""
    import re

    found = re.findall(r"\d+(?:[.,]\d+)*\s?%|\d+(?:[.,]\d+)+|[^\W_]+(?:['’&-][^\W_]+)*", text)
    return tuple((word, (sequence(word) or ("",))[0]) for word in found)


def _known(said: str, meanings: tuple[str, ...], vocabulary: Collection[str]) -> Concept:
    """A term of the glossary, under any name of the field."""
    names: dict[tuple[str, ...], float] = {}
    own = key(said)
    if own:
        names[own] = OWN
    if len(own) == 1:
        names.update({n: q for n, q in _plain(next(iter(words(said))), vocabulary).names if n not in names})
    for meaning in meanings:
        entry = by_term()[meaning]
        for group, quality in ((entry.names, NAMED), (entry.everyday, EVERYDAY)):
            for name in group:
                terms = key(name)
                if terms and names.get(terms, 0.0) < quality:
                    names[terms] = quality
    importance = 0.35 if len(own) == 1 and own[0] in _WEAK else 1.0
    return Concept(said, tuple(names.items()), importance)


def _plain(word: Word, vocabulary: Collection[str]) -> Concept:
    """A word with its synonyms, its parts, and its nearest spelling when nothing holds it."""
    bare = word.text.removesuffix("s").removesuffix("'").removesuffix("’")
    if bare != word.text and bare.isupper() and len(bare) > 1:
        word = Word(bare, fold(bare))
    names: dict[tuple[str, ...], float] = {(word.whole,): OWN}
    for terms in synonyms_of(word.whole):
        names.setdefault(terms, SYNONYM)
    if word.parts:
        atoms = _atoms(word)
        if len(atoms) > 1:
            names.setdefault(atoms, ATOMS)
            for terms in synonyms_of(atoms[-1]):
                names.setdefault((*atoms[:-1], *terms), ATOMS * SYNONYM)
            names.setdefault((atoms[-1],), _HEAD)
            names.setdefault((atoms[0],), _HEAD)
    elif apart := _separable(fold(word.text)):
        names.setdefault(apart, ATOMS if len(apart) > 1 else _VERB)
    known = word.whole in vocabulary or any(part in vocabulary for part in word.parts)
    if vocabulary and not known:
        for better in correct(fold(word.text), vocabulary):
            whole, _ = analyse(better)
            names.setdefault((whole,), SYNONYM + 0.1)
            for _, _, meanings in spoken_index().find([whole]):
                for meaning in meanings:
                    names.update({key(n): SYNONYM for n in by_term()[meaning].names if key(n) and key(n) not in names})
    return Concept(word.text, tuple(names.items()), 0.3 if word.whole in _WEAK else 1.0)


def _atoms(word: Word) -> tuple[str, ...]:
    """The smallest parts of a compound: those that no other part is made of."""
    return tuple(p for p in word.parts if not any(q != p and q in p for q in word.parts))


_PARTICLES = (
    "achter", "samen", "terug", "tegen", "over", "voor", "door", "neer", "vast", "toe", "mee", "uit", "aan", "bij",
    "af", "op", "om", "in",
)  # fmt: skip


def _separable(folded: str) -> tuple[str, ...] | None:
    """``vaststelt`` as it may stand apart (``stelt … vast``): its verb and, when that is a term, its particle."""
    for particle in _PARTICLES:
        rest = folded.removeprefix(particle)
        if rest != folded and len(rest) >= 4:
            return (stem(rest), particle) if particle not in stop_words() else (stem(rest),)
    return None


def _pair(tokens: Sequence[tuple[str, str]]) -> Concept | None:
    """Two English words that are one term, such as ``prison sentence``."""
    said = " ".join(word for word, _ in tokens)
    return _translated(said, key(said)) if len(tokens) == 2 and " " in said else None


def _translated(said: str, own: tuple[str, ...]) -> Concept | None:
    """An English word or pair under its Dutch names; a name of several words counts only as a whole."""
    meanings = english_words(fold(said))
    if not meanings:
        return None
    names: dict[tuple[str, ...], float] = {own: OWN} if own else {}
    for meaning in meanings:
        dutch = list(words(meaning))
        alone = _plain(dutch[0], frozenset()).names if len(dutch) == 1 else ((key(meaning), OWN),)
        for terms, quality in alone:
            names.setdefault(terms, 0.9 * quality)
    weak = all(w.whole in _WEAK for meaning in meanings for w in words(meaning)) or (len(own) == 1 and own[0] in _WEAK)
    return Concept(said, tuple(names.items()), 0.3 if weak else 1.0)
