"""Does a sentence in other words still say what its quotes say? The checks for what a language model wrote.

Invariant: on top of ``carried.uncarried``, a sentence fails when a word that turns the statement came, went or moved,
when a number, actor or value stands with words that belong to another, or when too few of its words are the quotes'.
Doubt is a fault: the extractive sentence is always there. A verbatim copy of a quote never fails.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from assistant.writing.carried import uncarried
from assistant.writing.clauses import (
    PARTICLES,
    Clause,
    Token,
    listed,
    lists,
    read_clauses,
    read_tokens,
    root,
    says_something,
)
from assistant.writing.predicates import denied, tensed, uses
from assistant.writing.relations import moved

_POINTS_BACK = re.compile(
    r"^\W*(?:dit|deze|die|dat|hij|zij|ze|hierbij|hiermee|hiervan|hierdoor|daarmee|daarvan|daardoor|daarom|hun|this|these|it|they)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:hoeveel|wie|wat|waar|waarom|waardoor|waarvoor|welke?|wanneer|hoe|in welke?|op welke?|"
    r"who|what|how|why|when|which)\b",
    re.IGNORECASE,
)
_FOREIGN_MARKS = re.compile(r"https?:|www\.|[<>{}\[\]`@\\]|\*\*")
_SHOWS = re.compile(r"\b(?:blijkt|bleek|blijken|gebleken|betekent|houdt in|zorgt|toont)\b", re.IGNORECASE)


SHORT = 10
NEAR = 3


@lru_cache(maxsize=2)
def least() -> dict[str, float]:
    """The least shares of carried words and of kept order, from ``carried.toml``."""
    stored = tomllib.loads((files("assistant.writing") / "carried.toml").read_text(encoding="utf-8"))
    return {name: float(value) for name, value in stored.items()}


def misworded(sentence: str, quotes: Sequence[str], *, shares: dict[str, float] | None = None) -> tuple[str, ...]:
    """Why a reworded sentence may not be shown, in words; empty when its quotes say what it says."""
    said = " ".join(sentence.split())
    held = [" ".join(quote.split()) for quote in quotes]
    if any(said in quote for quote in held) and _whole(said, held):
        return ()
    wanted = shares or least()
    clauses, sources = read_clauses(said), [clause for quote in held for clause in read_clauses(quote)]
    faults = [
        *uncarried(said, held),
        *_form(said, held),
        *_unsaid(said, held),
        *_turned(clauses, sources),
        *denied(clauses, sources),
    ]
    faults += [*tensed(clauses, sources), *moved(said, held)]
    faults += [f"woord {w} ontbreekt in de bron" for w in _must_hold(said, held)]
    if (share := carried_share(said, held)) < wanted["words"]:
        faults.append(f"te weinig woorden uit de bron ({share:.0%})")
    if (share := nearness(said, held)) < wanted["near"]:
        faults.append(f"de woorden staan in de bron niet bij elkaar ({share:.0%})")
    return tuple(dict.fromkeys(faults))


def _whole(said: str, held: Sequence[str]) -> bool:
    """Whether a verbatim stretch is a whole sentence of a quote, not a part that may have lost its negation."""
    return any(said.rstrip(".") == quote.rstrip(".") for quote in held)


def carried_share(sentence: str, quotes: Sequence[str]) -> float:
    """The share of a sentence's words that say something and stand in its quotes; in a long one a miss counts for more,
    as in one of ten words. 0 when no word says anything.
    """
    own, pool = [t for t in read_tokens(sentence) if says_something(t)], _pool(quotes)
    missed = sum(not _is_held(t, own, pool) for t in own)
    return max(0.0, 1 - missed / min(len(own), SHORT)) if own else 0.0


def nearness(sentence: str, quotes: Sequence[str]) -> float:
    """The share of neighbouring words of a sentence that stand near each other in a quote; 1 when none can tell."""
    places = [_places(quote) for quote in quotes]
    own = [t.root for t in read_tokens(sentence) if says_something(t)]
    gaps = [_gap(first, second, places) for first, second in pairwise(own) if first != second]
    told = [gap for gap in gaps if gap is not None]
    return sum(gap <= NEAR for gap in told) / len(told) if told else 1.0


def _places(quote: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, token in enumerate(t for t in read_tokens(quote) if says_something(t)):
        found.setdefault(token.root, []).append(at)
    return found


def _gap(first: str, second: str, places: Sequence[dict[str, list[int]]]) -> int | None:
    """How far apart two words stand in the quote where they are nearest; None when no quote holds both."""
    gaps = [abs(a - b) for p in places for a in p.get(first, ()) for b in p.get(second, ())]
    return min(gaps, default=None)


def _pool(quotes: Sequence[str]) -> tuple[Token, ...]:
    return tuple(t for quote in quotes for clause in read_clauses(quote) for t in clause.tokens)


def _is_held(token: Token, own: Sequence[Token], pool: Sequence[Token]) -> bool:
    """Whether the quotes hold a word: itself, all parts of it, or a compound that the sentence takes apart whole."""
    roots = {t.root for t in pool}
    if token.root in roots:
        return True
    if token.parts and token.parts <= roots | {p for t in pool for p in t.parts}:
        return any(token.parts <= t.parts | roots for t in pool)
    said = {t.root for t in own} | {p for t in own for p in t.parts}
    return any(token.root in t.parts and t.parts <= said for t in pool) or _is_split(token, own, pool)


def _is_split(token: Token, own: Sequence[Token], pool: Sequence[Token]) -> bool:
    """Whether a separable verb is whole here and in two there (*aangeleverd*, *leverde aan*), or the reverse."""
    roots, texts = {t.root for t in pool}, {t.text for t in pool}
    whole = any(token.root.startswith(p) and p in texts and root(token.root[len(p) :]) in roots for p in PARTICLES)
    return whole or any(p + token.root in roots for p in PARTICLES)


def _must_hold(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    """Capitalised words, actors and words whose opposite the quotes hold: one that is missing is one too many."""
    own, pool = [t for t in read_tokens(sentence) if says_something(t)], _pool(quotes)
    texts = {t.text for t in pool}
    for token in own:
        if _is_held(token, own, pool):
            continue
        opposite = token.text[2:] if token.text.startswith("on") else f"on{token.text}"
        if token.capital or token.text in listed("actors") or opposite in texts:
            yield token.text


def _form(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    if _FOREIGN_MARKS.search(sentence):
        yield "tekens die geen tekst zijn"
    back = _POINTS_BACK.match(sentence)
    if back and not any(_POINTS_BACK.match(quote) for quote in quotes):
        yield "verwijst naar wat ervoor stond"
    asks = _ASKS.match(sentence) and not any(_ASKS.match(quote) for quote in quotes)
    if asks or sentence.rstrip().endswith("?"):
        yield "stelt een vraag"
    said, held = _counted(sentence), _counted(" ".join(quotes))
    if len(said) < 2 or len(read_tokens(sentence)) < 4:
        yield "zegt te weinig"
    if any(times > max(1, held[root_of]) for root_of, times in said.items()):
        yield "herhaalt zich"


def _counted(text: str) -> Counter[str]:
    """How often each word that says something stands in a text."""
    return Counter(t.root for t in read_tokens(text) if says_something(t))


def _turned(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Groups of words that were added, or left out of the clause that is used."""
    said = frozenset(g for c in clauses for g in c.groups)
    held = frozenset(g for c in sources for g in c.groups)
    yield from (f"{group} staat niet in de bron" for group in sorted(said - held - {"toeschrijving"}))
    own = frozenset(w for c in clauses for w in c.content)
    whole = frozenset(lists()["whole"])
    yield from (f"{group} is weggevallen" for group in sorted((held & whole) - said))
    for source in sources:
        using = [c for c in clauses if uses(c.content, source.content)] or clauses
        lost = (source.groups & frozenset(lists()["kept"])) - {g for c in using for g in c.groups}
        if lost and uses(own, source.content):
            yield from (f"{group} is weggevallen" for group in sorted(lost))


def _unsaid(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    """Who says, warns or expects *that* something is so, left out of what is told as so."""
    own = {t.root for t in read_tokens(sentence)}
    for quote in (part for q in quotes for part in q.split(";")):
        before, that, after = re.split(r"(\bdat\b|$)", quote, maxsplit=1)
        said = {t.root for t in read_tokens(before) if says_something(t)}
        told = {t.root for t in read_tokens(after) if says_something(t)}
        if that and said and len(own & (told - said)) >= 2 and not own & said and not _SHOWS.search(before):
            yield "wie het zegt is weggevallen"
