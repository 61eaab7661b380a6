"""Is it denied, and is it done? The negations and auxiliaries of a sentence against those of its quotes.

Invariant: a denial stays with the words it denies, and what is still to be done is not told as done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.writing.carried import is_negated
from assistant.writing.clauses import Clause, Token, says_something

_DONE = frozenset(["is", "ben", "zijn", "heeft", "hebben", "werd", "werden", "was", "waren", "had", "hadden"])
_TO_DO = frozenset(
    [
        "wordt",
        "worden",
        "zal",
        "zullen",
        "zou",
        "zouden",
        "gaat",
        "gaan",
        "moet",
        "moeten",
        "kan",
        "kunnen",
        "wil",
        "willen",
    ]
)
_PARTICIPLE = re.compile(
    r"(?!(?:geeft|geldt|gelet|gebeurt|bedraagt|betreft|bestaat|betekent|begint|bevat|beschikt|behoort|verloopt|vergt|"
    r"ontstaat|ontbreekt)$)"
    r"(?:(?:\w{2,5})?ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her|er|over|onder)\w{3,}(?:d|t))"
)
_TIMED = _DONE | {"wordt", "worden"}


def denied(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """A negation that was lost from the clause that is used, or moved to words that the quotes do not deny."""
    denied = frozenset(w for c in sources if c.negated for w in c.content)
    affirmed = frozenset(w for c in sources if not c.negated for w in c.content)
    for source in sources:
        if not source.negated:
            continue
        using = [c for c in clauses if c.content & (source.content - affirmed)]
        spoken = frozenset(w for c in using or clauses for w in c.content)
        denies = _says_not if _says_not(source) else _denies
        if (not any(denies(c) for c in using or clauses) and uses(spoken, source.content)) or (
            using and not any(denies(c) for c in using)
        ):
            yield "ontkenning is weggevallen"
    for clause in clauses:
        if clause.negated and denied:
            wrong, right = clause.content & (affirmed - denied), clause.content & denied
            if len(wrong) > len(right):
                yield "ontkenning is verplaatst"
    if _denials(clauses) > _denials(sources):
        yield "een ontkenning te veel"


def _denies(clause: Clause) -> bool:
    return clause.negated


def _says_not(clause: Clause) -> bool:
    """Whether the predicate is denied, not a part of it only (*zonder*)."""
    return any(is_negated(t.text) and t.text not in ("zonder", "without") for t in clause.tokens)


def _denials(clauses: Sequence[Clause]) -> int:
    return sum(is_negated(t.text) for c in clauses for t in c.tokens)


def tensed(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """What is still to be done told as done, or the reverse; or a predicate that lost its auxiliary."""
    said = {t.text for c in clauses for t in c.tokens}
    own = {t.root for c in clauses for t in c.tokens if says_something(t)}
    used = [c for c in sources if len(own & c.content) >= 2]
    if used and not said & (_DONE | _TO_DO) and all({t.text for t in c.tokens} & (_DONE | _TO_DO) for c in used):
        yield "het gezegde is niet heel"
    held_words = {t.text for c in sources for t in c.tokens}
    for token in (t for c in clauses for t in c.tokens if _PARTICIPLE.fullmatch(t.text)):
        if token.text in held_words and not said & _TIMED and held_words & _TIMED:
            yield "het gezegde is niet heel"
        told, held = _sides(clauses, token.root), _sides(sources, token.root)
        if _is_to_come(sources, token.root):
            held = {"to do"}
        if told and held and not told <= held:
            yield f"{token.text}: gedaan en nog te doen verwisseld"


def is_participle(token: Token) -> bool:
    """Whether a word looks like a past participle."""
    return bool(_PARTICIPLE.fullmatch(token.text))


def _sides(clauses: Sequence[Clause], verb: str) -> set[str]:
    """Done or still to do, by the auxiliary nearest to each form of a verb; of the whole when its clauses have none."""
    found = {_side(c.tokens, t.at) for c in clauses for t in c.tokens if t.root == verb} - {""}
    everything = [t for c in clauses for t in c.tokens]
    return found or ({_side(everything, t.at) for t in everything if t.root == verb} - {""})


def _side(tokens: Sequence[Token], at: int) -> str:
    """The side of the nearest auxiliary of time to a place; empty without one."""
    known = [t for t in tokens if t.text in _TIMED]
    nearest = min(known, key=lambda t: abs(t.at - at), default=None)
    return "" if nearest is None else "done" if nearest.text in _DONE else "to do"


def _is_to_come(sources: Sequence[Clause], verb: str) -> bool:
    """Whether the quotes have a verb only behind *te*: *toegezegd te sturen* is not *gestuurd*."""
    pairs = [(a, b) for c in sources for a, b in pairwise((None, *c.tokens)) if b is not None and b.root == verb]
    return bool(pairs) and all(a is not None and a.text == "te" for a, _ in pairs)


def uses(own: frozenset[str], content: frozenset[str]) -> bool:
    """Whether a sentence takes its words from a clause."""
    shared = own & content
    return bool(content) and (len(shared) >= 2 or 2 * len(shared) >= len(content))
