"""What a question asks: language, kind of answer, the thing counted or named, concepts, years, themes.

Invariant: the same text with the same vocabulary gives the same analysis; nothing here looks at a document.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.answer import Language
from assistant.question.concepts import Concept, concepts_of
from assistant.question.kinds import Wanted, wanted_kind
from assistant.question.language import language_of
from ingest.findings.quantities import years_in
from ingest.language.lemmas import infinitive, is_word
from ingest.language.themes import match_theme
from ingest.language.verbs import rejoined
from ingest.language.words import fold

EARLIER = 0.7
"""What a concept of an earlier question weighs in a follow-up."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. ``asked`` are the concepts of the thing counted or named (``fte`` in *hoeveel fte*)."""

    text: str
    language: Language
    wanted: Wanted
    concepts: tuple[Concept, ...]
    asked: tuple[Concept, ...]
    years: tuple[int, ...]
    themes: tuple[str, ...]
    negated: bool
    present: bool
    """True when the question asks how things stand: later papers say more than earlier ones."""
    letter: bool = False
    """True when the question is about *de brief*."""


_COURTESY = re.compile(
    r"^\s*(?:(?:geachte|beste|dear)\b[^,.!?\n]{0,60}[,.!]\s*|(?:hallo|hoi|goedemorgen|goedemiddag|goedendag|hello|"
    r"hi)\b[,.! ]+)+"
    r"|\b(?:met vriendelijke groet(?:en)?|hoogachtend|bij voorbaat dank|alvast bedankt|kind regards)\b.*$"
    r"|\b(?:ik (?:wil|zou) (?:graag )?(?:weten|willen weten|vragen)(?: of)?|kunt u (?:mij )?(?:vertellen|zeggen|"
    r"aangeven)(?: of)?|"
    r"kan worden aangegeven(?: of)?|could you (?:please )?tell me|i would like to know)\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKING = ("hoeveel", "wanneer", "waarom", "welke", "waarvoor", "waardoor", "hoelang")
_TO = re.compile(
    r"\b(aan|af|op|uit|vast|in|toe|mee|bij|over|voor|terug|door|neer|samen|tegen|om)\s+te\s+([a-zé]{4,})\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:hoe ?veel|how many|how much)\s+(?P<counted>(?:(?:extra|nieuwe|additional|new|complexe?|procent van de|"
    r"percent of the)\s+)?"
    r"[^\W\d]+(?:-[^\W\d]+)*)"
    r"|\b(?:welke?|which|what)\s+(?P<named>[^\W\d]+(?:-[^\W\d]+)*)"
    r"|\b(?:wat (?:is|was|waren|zijn)|what (?:is|was)) (?:het|the) (?:aantal|"
    r"number of)\s+(?P<amount>[^\W\d]+(?:-[^\W\d]+)*)",
    re.IGNORECASE,
)
_SHARE_OF = re.compile(
    r"\b(?:procent|percentage|aandeel|deel|share|percent|proportion)\s+(?:van|of)\s+(?:(?:de|het|alle|the|all)\s+)?"
    r"(?P<share>[^\W\d]+(?:-[^\W\d]+)*)",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"(?:\w+(?:ele|ale|ische|ige|lijke|ende|nde|bare|ieve|aire|se|de|te)|extra|twee|drie|vier|vijf|zes|nieuwe|andere|"
    r"criminal|"
    r"national|three|two|four|other|new)",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset([
    "is", "are", "was", "were", "did", "does", "do", "er", "wordt", "worden", "heeft", "hebben", "zijn", "kost",
    "gaat", "have", "has", "the", "a",
])  # fmt: skip
_PRESENT = re.compile(
    r"\b(?:er (?:al |ooit |inmiddels )?gekomen|gelukt|geworden|opgeleverd|nagekomen|afgerond|gereed|klaar|"
    r"hoe staat het|wat is de stand|hoe ver|"
    r"hoever|inmiddels|uiteindelijk|nu|nog steeds|eindelijk|tegenwoordig|op dit moment|terecht ?gekomen|gebeurd|"
    r"stand van zaken|"
    r"current|currently|now|finally|so far|became of|happened)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(niet|geen|nooit|zonder|not|no|never|without)\b", re.IGNORECASE)


def clean(text: str) -> str:
    """The question without courtesies, on one line, misspelled asking words mended, ``aan te pakken`` joined."""
    bare = _COURTESY.sub(" ", text)
    bare = " ".join((bare if len(bare.split()) > 1 else text).split())
    first = re.match(r"[A-Za-z]+", bare)
    if first and first.group().lower() not in _ASKING:
        mended = next((word for word in _ASKING if _is_near(first.group().lower(), word)), "")
        bare = mended.capitalize() + bare[first.end() :] if mended else bare
    return _TO.sub(_joined, bare)


def _joined(found: re.Match[str]) -> str:
    """``aan te pakken`` as the verb *aanpakken*; what is no verb (*door te veel*, *om te melden*) stays as it is."""
    verb = found.group(1) + found.group(2)
    return verb if verb.endswith("n") and is_word(fold(verb)) else found.group()


def _is_near(word: str, other: str) -> bool:
    """One letter missing, added or swapped with its neighbour."""
    if word == other or len(word) < 5 or abs(len(word) - len(other)) > 1:
        return False
    short, long = sorted((word, other), key=len)
    if len(short) != len(long):
        return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    return any(word[:i] + word[i + 1] + word[i] + word[i + 2 :] == other for i in range(len(word) - 1))


def analyse_question(
    text: str, vocabulary: Collection[str] = frozenset(), language: Language | None = None, lead: str = ""
) -> Question:
    """The question as understood; ``vocabulary`` holds the terms of the library, for reading misspelled words.

    ``lead`` is the follow-up itself when ``text`` has the subject of an earlier question behind it: the follow-up
    says what kind of answer is wanted, and the words of the earlier question matter less.
    """
    bare = clean(text)
    own = clean(lead) if lead else bare
    said = {c.text for c in concepts_of(rejoined(own), vocabulary)}
    concepts = [c for c in concepts_of(rejoined(bare), vocabulary) if not re.fullmatch(r"(19|20)\d\d", c.text)]
    return Question(
        text=own,
        language=language or language_of(bare),
        wanted=wanted_kind(own),
        concepts=tuple(c if c.text in said else replace(c, importance=EARLIER * c.importance) for c in concepts),
        asked=_asked(own, vocabulary),
        years=_years(own) or _years(bare),
        themes=match_theme(own) or match_theme(bare),
        negated=bool(_NEGATED.search(own)),
        present=bool(_PRESENT.search(own)),
        letter=bool(re.search(r"\b(?:de|deze|the|this)\s+(?:brief|letter)\b", own, re.IGNORECASE)),
    )


def _years(text: str) -> tuple[int, ...]:
    """The years that a question is about.

    A stretch that is part of a name (Veiligheidsagenda 2019-2022) is none, nor a year that only bounds (*na 2022*).
    """
    return years_in(_NO_YEAR.sub(" ", text))


_NO_YEAR = re.compile(
    r"\b(?:19|20)\d\d\s?(?:-|–|/|t/m|tot en met)\s?(?:19|20)?\d\d\b|\b(?:na|after|beyond)\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def _asked(text: str, vocabulary: Collection[str]) -> tuple[Concept, ...]:
    """The concepts of the noun phrase that is counted (hoeveel *fte*) or named (welk *programma*)."""
    found = _SHARE_OF.search(text) or _ASKED.search(text)
    if found is None:
        return ()
    name = next(group for group, said in found.groupdict().items() if said)
    noun = found.group(name)
    if noun.lower().split()[-1] in _NOT_NAMES or _is_verb(noun, text[found.end(name) :]):
        return ()
    if name == "share" and (pair := re.match(r"\s+[^\W\d]+", text[found.end(name) :])):
        both = concepts_of(noun + pair.group(), vocabulary)
        if len(both) == 1 and both[0].text == noun + pair.group():
            return both
    following = re.match(r"(?:\s+(?:en|of|and|or)\s+[^\W\d]+)?\s+([^\W\d]+(?:-[^\W\d]+)*)", text[found.end(name) :])
    if following and _ADJECTIVE.fullmatch(noun.split()[-1]):
        noun += " " + following.group().strip()
    return concepts_of(noun, vocabulary)


def _is_verb(word: str, after: str) -> bool:
    """Whether a word after *hoeveel* is the verb (hoeveel *krijgt* de politie) and not the thing that is counted."""
    return bool(infinitive(fold(word))) and bool(_SUBJECT.match(after))


_SUBJECT = re.compile(
    r"\s+(?:de|het|een|er|die|deze|dit|dat|ze|men|we|wij|zij|hij|je|u|elke?|iedere?|onze|the|a|they|it)\b",
    re.IGNORECASE,
)
