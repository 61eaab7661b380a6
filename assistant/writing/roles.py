"""Who does what to whom: the part that a word plays in its clause, as far as prepositions, order and *dan* show it.

Invariant: a word plays a part of the quotes' only when a clause of theirs shows it in that part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from assistant.writing.clauses import (
    PARTICLES,
    Clause,
    Token,
    groups_by_word,
    listed,
    lists,
    read_clauses,
    says_something,
)

ADJECTIVE = re.compile(r"\w{3,}[^\Wi]e")
_FREE = frozenset({"", "door", "by", "van", "of"})
"""Parts that a rewording may exchange: a subject, who it is done by, and whose it is."""
_BOUNDS = frozenset({"minimaal", "maximaal", "ongeveer", "alleen"})


def recast(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Each word of a sentence in a part that its quotes do not show."""
    for check in (_roles, _bare, _counts, _bounds, _described, _compared, _owned, _left_out):
        yield from check(clauses, sources)


def is_actor(token: Token) -> bool:
    """Whether a word names who acts; OM only in capitals."""
    return token.text in listed("actors") and (token.text != "om" or token.capital)


def governing(clause: Clause, token: Token) -> str:
    """The preposition before a word of a clause, articles, adjectives and names between aside; or empty."""
    at = clause.tokens.index(token)
    for other in reversed(clause.tokens[max(0, at - 4) : at]):
        if other.text in listed("prepositions"):
            return other.text
        if says_something(other) and not (other.capital or other.is_count or ADJECTIVE.fullmatch(other.text)):
            return ""
    return ""


def _roles(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """A preposition that went to another word: *A leidt tot B* as *B leidt tot A*."""
    held, said = _governed(sources), _governed(clauses)
    for word, prepositions in said.items():
        for preposition in sorted(prepositions - _FREE):
            others = {w for w, found in held.items() if preposition in found}
            lost = {w for w in others if w in said and preposition not in said[w]}
            if word in held and preposition not in held[word] and lost:
                yield f"{preposition} {word} staat niet zo in de bron"


def _bare(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """The word that opens a sentence as its subject, when the quotes have it behind a preposition only."""
    first = next((t for c in clauses for t in c.tokens if says_something(t) and not t.text[0].isdigit()), None)
    if first is None or first not in clauses[0].tokens or governing(clauses[0], first):
        return
    held = _governed(sources).get(first.root, set())
    if held and not held & _FREE - {"van", "of"} and not ADJECTIVE.fullmatch(first.text):
        yield f"{first.text} is geen onderwerp in de bron"


def _counts(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """A count behind another preposition (*van 400 naar 490* as *naar 400*), or the *van* of such a pair alone."""
    held: dict[str, set[str]] = {}
    for count, preposition in (pair for c in sources for pair in _before_counts(c)):
        held.setdefault(count, set()).add(preposition)
    for count, preposition in (pair for c in clauses for pair in _before_counts(c)):
        if count not in held:
            continue
        if preposition in ("naar", "tot", "from", "to") and preposition not in held[count]:
            yield f"{preposition} {count} staat niet zo in de bron"
        if preposition in ("met", "by") and not held[count] & {"", "met", "by"}:
            yield f"{preposition} {count} staat niet zo in de bron"
        if held[count] == {"van"} and not preposition:
            yield f"getal {count} is in de bron een geheel waarvan iets wordt geteld"
        if held[count] == {"van-naar"} and preposition not in ("van", "van-naar"):
            yield f"getal {count} was het begin van een verandering"


def _before_counts(clause: Clause) -> Iterator[tuple[str, str]]:
    counts = [t for t in clause.tokens if t.is_count]
    for n, count in enumerate(counts):
        preposition = governing(clause, count)
        following = governing(clause, counts[n + 1]) if n + 1 < len(counts) else ""
        yield count.root, "van-naar" if preposition == "van" and following in ("naar", "tot") else preposition


def _bounds(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """A count that gained or lost the word before it that bounds it: *ruim*, *minimaal*, *slechts*."""
    held: dict[str, set[frozenset[str]]] = {}
    for count, bounds in (pair for c in sources for pair in _bounded(c)):
        held.setdefault(count, set()).add(bounds)
    for count, bounds in (pair for c in clauses for pair in _bounded(c)):
        if count in held and bounds not in held[count]:
            yield f"getal {count} is anders begrensd dan in de bron"


def _bounded(clause: Clause) -> Iterator[tuple[str, frozenset[str]]]:
    known = groups_by_word()
    for n, token in enumerate(clause.tokens):
        if token.is_count:
            near = [t.text for t in clause.tokens[max(0, n - 2) : n]]
            said = [near[-1], "_".join(near)] if near else []
            yield token.root, frozenset(g for w in said for g in known.get(w, ())) & _BOUNDS


def _owned(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """*gevolg van A* as *gevolg van B*."""
    held: dict[str, set[str]] = {}
    for owner, owned in (pair for c in sources for pair in _behind_of(c, 5)):
        held.setdefault(owner, set()).update(owned)
    for owner, owned in (pair for c in clauses for pair in _behind_of(c, 3)):
        if owned and held.get(owner) and not owned & held[owner]:
            yield f"{owner} van {', '.join(sorted(owned))} staat niet in de bron"


def _behind_of(clause: Clause, reach: int) -> Iterator[tuple[str, set[str]]]:
    """Each word before *van* with the words that say something shortly behind it."""
    for n, (head, of) in enumerate(pairwise(clause.tokens)):
        if of.text in ("van", "of") and says_something(head) and not head.text[0].isdigit():
            near = takewhile(lambda t: not t.text[0].isdigit(), clause.tokens[n + 2 : n + 2 + reach])
            yield head.root, {t.root for t in near if says_something(t)}


def _left_out(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """A single word left out from between words that stayed (*grotendeels ingelopen*), or *twee* of *twee van de tien*.

    What stands behind a preposition may go, and so may numbers, adjectives, names and longer stretches.
    """
    own = {t.root for c in clauses for t in c.tokens} | {p for c in clauses for t in c.tokens for p in t.parts}
    for clause in sources:
        telling = [t for t in clause.tokens if says_something(t)]
        if sum(t.root in own for t in telling) < 2:
            continue
        opening = list(takewhile(lambda t: t.root not in own, telling))
        if len(opening) > 1 and not any(governing(clause, t) for t in opening):
            yield f"{' '.join(t.text for t in opening)} is weggelaten"
        for before, token, after in zip([None, *telling], telling, telling[1:], strict=False):
            stayed = (before is None or before.root in own) and after.root in own
            if token.root in own or not stayed:
                continue
            share = token.is_count and _is_share(clause, token)
            if share or not (token.text[0].isdigit() or governing(clause, token) or _may_go(clause, token, own)):
                yield f"{token.text} is weggelaten"


def _is_share(clause: Clause, count: Token) -> bool:
    """Whether a number is the part of a whole: *twee van de tien*."""
    at = clause.tokens.index(count)
    behind = clause.tokens[at + 1 : at + 4]
    return len(behind) == 3 and [t.text for t in behind[:2]] == ["van", "de"] and behind[2].is_count


def _may_go(clause: Clause, token: Token, own: set[str]) -> bool:
    """Whether a word can be missed: an adjective, a name, a verb whose particle stayed, a verb of saying."""
    at = clause.tokens.index(token)
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if ADJECTIVE.fullmatch(token.text) and following is not None and says_something(following):
        return True
    if groups_by_word().get(token.text, frozenset()) & frozenset(lists()["whole"]):
        return True
    name = token.capital and not is_actor(token)
    return name or any(p + token.root in own or token.root in (p + o for o in own) for p in PARTICLES)


def _governed(clauses: Sequence[Clause]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for clause in clauses:
        for token in clause.tokens:
            if says_something(token) and not token.text[0].isdigit():
                found.setdefault(token.root, set()).add(governing(clause, token))
    return found


def _described(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """An adjective before another noun than in the quotes."""
    pairs = {(a.root, b.root) for c in sources for n, a in enumerate(c.tokens) for b in c.tokens[n + 1 : n + 5]}
    adjectives = {
        a.root for c in sources for a, b in pairwise(c.tokens)
        if ADJECTIVE.fullmatch(a.text) and says_something(b) and not is_actor(a)
    }  # fmt: skip
    nouns = {t.root for c in sources for t in c.tokens}
    for clause in clauses:
        for a, b in pairwise(clause.tokens):
            telling = says_something(a) and says_something(b) and not b.text[0].isdigit()
            known = a.root in adjectives and b.root in nouns and ADJECTIVE.fullmatch(a.text)
            if telling and known and (a.root, b.root) not in pairs:
                yield f"{a.text} {b.text} staat niet zo in de bron"


def _compared(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Words behind *dan* that the quotes have before it only: *A is hoger dan B* as *B is hoger dan A*."""
    before = {w for c in sources for w in _around_than(c)[0]}
    behind = {w for c in sources for w in _around_than(c)[1]}
    for clause in clauses:
        for word in sorted(_around_than(clause)[1] & (before - behind)):
            yield f"dan {word} staat niet zo in de bron"


def _around_than(clause: Clause) -> tuple[set[str], set[str]]:
    """The words that say something before and behind *dan*; both empty without it."""
    places = [n for n, t in enumerate(clause.tokens) if t.text in ("dan", "than")]
    if not places:
        return set(), set()
    telling = [(n, t.root) for n, t in enumerate(clause.tokens) if says_something(t)]
    return {r for n, r in telling if n < places[0]}, {r for n, r in telling if n > places[0]}


def swapped(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    """Two actors in another order than in every quote that names both; *door* puts its actor first."""
    order = _acting(sentence)
    for n, first in enumerate(order):
        for second in order[n + 1 :]:
            told = [o for q in quotes if first in (o := _acting(q)) and second in o]
            if first != second and told and not any(o.index(first) < len(o) - 1 - o[::-1].index(second) for o in told):
                yield f"{first} en {second} verwisseld"


def _acting(text: str) -> list[str]:
    """The actors of a text in the order of acting: after *door*, then bare, then after another preposition."""
    rank: list[tuple[int, str]] = []
    for clause in read_clauses(text):
        for token in clause.tokens:
            if is_actor(token):
                preposition = governing(clause, token)
                rank.append((0 if preposition in ("door", "by") else 2 if preposition else 1, token.root))
    return [actor for _, actor in sorted(rank, key=lambda pair: pair[0])]
