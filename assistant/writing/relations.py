"""Which number goes with which year, word, actor or value: relations that a rewording may not move.

Invariant: a relation counts as the quotes' only when one clause of theirs, or nearness in it, shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.writing.clauses import Clause, Token, listed, lists, read_clauses, says_something

_RANGE = re.compile(r"\b((?:19|20)\d\d)\s*(?:[-–/]|tot en met|t/m|tot)\s*((?:19|20)\d\d)\b")
_ABOUT_YEAR = re.compile(
    r"\b(vanaf|sinds|na|voor|tot(?: en met)?|begin|eind|medio|uiterlijk(?: in)?|per|before|after|since|until|by)\s+"
    r"(?:(?:het|de)\s+)?(?:[a-z]+\s+(?:van\s+)?)?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:door|by)\s+(?:(?:de|het|een|the)\s+)?([^\W\d_]+)", re.IGNORECASE)
Anchor = Callable[[Clause], frozenset[str]]


def moved(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    """Each relation of a sentence that its quotes do not show."""
    clauses, sources = read_clauses(sentence), [c for q in quotes for c in read_clauses(q)]
    for name, anchors in _kinds().items():
        yield from _foreign(name, anchors, clauses, sources)
    yield from _years_of_counts(clauses, [read_clauses(q) for q in quotes])
    yield from _neighbours(clauses, sources)
    yield from _actors(sentence, quotes)
    yield from _ranges(sentence, quotes)


def _kinds() -> dict[str, Anchor]:
    kinds: dict[str, Anchor] = {
        "getal": lambda c: frozenset(t.root for t in c.tokens if t.is_count),
        "jaar": lambda c: frozenset(t.root for t in c.tokens if t.is_year),
        "partij": lambda c: frozenset(t.root for t in c.tokens if is_actor(t)),
    }
    for kind, groups in lists()["kinds"].items():
        members = frozenset(groups.split())
        kinds[kind] = lambda c, members=members: c.groups & members  # type: ignore[misc]
    return kinds


def is_actor(token: Token) -> bool:
    """Whether a word names who acts; OM only in capitals."""
    return token.text in listed("actors") and (token.text != "om" or token.capital)


def _foreign(name: str, anchors: Anchor, clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Words that the quotes use only with another anchor of the kind than the one they stand with here."""
    bearing = [c for c in clauses if anchors(c)]
    for clause in bearing:
        scope = clauses if len(bearing) == 1 else [clause]
        spoken = {t.root for c in scope for t in c.tokens if says_something(t)} - anchors(clause)
        for anchor in sorted(anchors(clause)):
            for word in sorted(spoken):
                where = [c for c in sources if any(t.root == word for t in c.tokens)]
                if where and all(anchors(c) and anchor not in anchors(c) for c in where):
                    yield f"{name} {anchor} hoort niet bij {word}"


def _years_of_counts(clauses: Sequence[Clause], quotes: Sequence[Sequence[Clause]]) -> Iterator[str]:
    """Counts with another year than theirs."""
    held: dict[str, set[str]] = {}
    for quote in quotes:
        for count, years in _pairs(quote):
            held.setdefault(count, set()).update(years)
    for count, years in _pairs(clauses):
        if years and held.get(count) and not years <= held[count]:
            yield f"getal {count} hoort niet bij {', '.join(sorted(years - held[count]))}"


def _pairs(clauses: Sequence[Clause]) -> Iterator[tuple[str, set[str]]]:
    """Each count with the years of its clause, else with the nearest year of the text."""
    everywhere = [t for c in clauses for t in c.tokens if t.is_year]
    for clause in clauses:
        years = [t for t in clause.tokens if t.is_year]
        for count in (t for t in clause.tokens if t.is_count):
            near = years or everywhere
            if not years and near:
                least = min(abs(t.at - count.at) for t in near)
                near = [t for t in near if abs(t.at - count.at) == least]
            yield count.root, {t.root for t in near}


def _neighbours(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Counts between words that stand beside another count in the quotes."""
    held: dict[str, set[str]] = {}
    for clause in sources:
        for count, near in _beside(clause):
            held.setdefault(count, set()).update(near)
    for clause in clauses:
        for count, near in _beside(clause):
            if near and held.get(count) and not near & held[count]:
                yield f"getal {count} staat bij andere woorden dan in de bron"


def _beside(clause: Clause) -> Iterator[tuple[str, set[str]]]:
    """Each count with the two words on either side of it, other counts being walls."""
    telling = [t for t in clause.tokens if says_something(t)]
    for n, token in enumerate(telling):
        if not token.is_count:
            continue
        near: set[str] = set()
        for side in (telling[n + 1 : n + 3], telling[max(0, n - 2) : n][::-1]):
            for other in side:
                if other.is_count:
                    break
                near.add(other.root)
        yield token.root, near


def _actors(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    """Two actors in another order than in every quote that names both; *door* puts its actor first."""
    order = _acting(sentence)
    for n, first in enumerate(order):
        for second in order[n + 1 :]:
            told = [o for q in quotes if first in (o := _acting(q)) and second in o]
            if first != second and told and not any(o.index(first) < len(o) - 1 - o[::-1].index(second) for o in told):
                yield f"{first} en {second} verwisseld"


def _acting(text: str) -> list[str]:
    """The actors of a text in the order of acting."""
    after_by = {m.group(1).lower() for m in _BY.finditer(text)}
    actors = [t for c in read_clauses(text) for t in c.tokens if is_actor(t)]
    leading = [t.root for t in actors if t.text in after_by]
    return leading + [t.root for t in actors if t.text not in after_by]


def _ranges(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    """A year that lost what stood before it (vanaf, eind, tot) or the other end of its range."""
    joined = "\n".join(quotes)
    for start, end in {m.groups() for m in _RANGE.finditer(joined)}:
        alone = re.findall(rf"\b(?:{start}|{end})\b", _RANGE.sub(" ", joined))
        said = set(re.findall(rf"\b(?:{start}|{end})\b", sentence))
        if said and said != {start, end} and not said <= set(alone):
            yield f"{start}-{end} is een periode"
    held = _about(joined)
    for year, words in _about(sentence).items():
        if words - held.get(year, {""}):
            yield f"{', '.join(sorted(words))} {year} staat niet in de bron"
    for year, words in held.items():
        if re.search(rf"\b{year}\b", sentence) and year not in _about(sentence) and _always(year, joined, words):
            yield f"{', '.join(sorted(words))} {year} is weggevallen"


def _about(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in _ABOUT_YEAR.finditer(text):
        found.setdefault(match[2], set()).add(" ".join(match[1].lower().split()))
    return found


def _always(year: str, text: str, words: set[str]) -> bool:
    return len(re.findall(rf"\b{year}\b", text)) <= sum(1 for m in _ABOUT_YEAR.finditer(text) if m[2] == year)
