"""Which number goes with which year, word, actor or value: relations that a rewording may not move.

Invariant: a relation counts as the quotes' only when one clause of theirs, or nearness in it, shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

from assistant.writing.attached import detached
from assistant.writing.clauses import Clause, Token, lists, read_clauses, says_something
from assistant.writing.roles import governing, is_actor, recast, swapped
from ingest.citation import MONTHS

_RANGE = re.compile(r"\b((?:19|20)\d\d)\s*(?:[-–/]|tot en met|t/m|tot)\s*((?:19|20)\d\d)\b")
_ABOUT_YEAR = re.compile(
    r"\b(ten opzichte van|vergeleken met|vanaf|sinds|na|voor|"
    r"tot(?: en met)?|begin|eind|medio|uiterlijk(?: in)?|per|before|after|since|until|by)\s+"
    r"(?:(?:het|de)\s+)?(?:\d{1,2}\s+)?(?:[a-z]+\s+(?:van\s+)?)?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_SCALES = frozenset({"procent", "miljoen", "miljard", "duizend"})
Anchor = Callable[[Clause], frozenset[str]]


def moved(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    """Each relation of a sentence that its quotes do not show."""
    clauses, sources = read_clauses(sentence), [c for q in quotes for c in read_clauses(q)]
    for name, anchors in _kinds().items():
        yield from _foreign(name, anchors, clauses, sources)
    yield from _years_of_counts(clauses, [read_clauses(q) for q in quotes])
    for check in (_neighbours, _units):
        yield from check(clauses, sources)
    yield from recast(clauses, sources)
    yield from detached(clauses, sources)
    yield from swapped(sentence, quotes)
    yield from _ranges(sentence, quotes)


def _kinds() -> dict[str, Anchor]:
    kinds: dict[str, Anchor] = {
        "getal": _tallied,
        "jaar": lambda c: frozenset(t.root for t in c.tokens if t.is_year),
        "partij": lambda c: frozenset(t.root for t in c.tokens if is_actor(t) and governing(c, t) not in ("van", "of")),
    }
    kinds["naam"] = lambda c: frozenset(t.root for t in c.tokens if t.capital and _is_name(t))
    for kind, groups in lists()["kinds"].items():
        members = frozenset(groups.split())
        kinds[kind] = lambda c, members=members: c.groups & members  # type: ignore[misc]
    return kinds


def _is_name(token: Token) -> bool:
    """Whether a capitalised word names neither who acts nor a month or an abbreviation."""
    return says_something(token) and not is_actor(token) and token.text not in MONTHS


def _tallied(clause: Clause) -> frozenset[str]:
    """The counts of a clause, without those that name a place in a text (*artikel 18*)."""
    labels = {b.at for a, b in pairwise(clause.tokens) if _labels(a)}
    return frozenset(t.root for t in clause.tokens if t.is_count and t.at not in labels)


def _labels(before: Token) -> bool:
    """Whether a word is followed by the number of a place in a text."""
    return before.text in (
        "artikel",
        "artikelen",
        "art",
        "nr",
        "nummer",
        "lid",
        "bijlage",
        "pagina",
    )


def _foreign(name: str, anchors: Anchor, clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Words that the quotes use only with another anchor of the kind than the one they stand with here."""
    bearing = [c for c in clauses if anchors(c)]
    for clause in bearing:
        scope = clauses if len(bearing) == 1 else [clause]
        spoken = {t.root for c in scope for t in c.tokens if says_something(t)} - anchors(clause)
        for anchor in sorted(anchors(clause)):
            for word in sorted(spoken):
                where = [c for c in sources if any(t.root == word for t in c.tokens)]
                if (
                    where
                    and all(anchors(c) and anchor not in anchors(c) for c in where)
                    and not any(
                        word in _shared(before, c, anchors) for before, c in pairwise(sources) if anchor in anchors(c)
                    )
                ):
                    yield f"{name} {anchor} hoort niet bij {word}"


def _shared(before: Clause, clause: Clause, anchors: Anchor) -> frozenset[str]:
    """What a clause leaves unsaid and takes from the one before (*120 in 2019 en 145 in 2020*): subject and verb."""
    opening = list(takewhile(lambda t: t.root not in anchors(clause), clause.tokens))
    known = {t.root for t in before.tokens}
    own = [t for t in opening if says_something(t) and not t.text[0].isdigit() and t.root not in known]
    if own or not anchors(before):
        return frozenset()
    leading = takewhile(lambda t: t.root not in anchors(before), before.tokens)
    return frozenset(t.root for t in leading if not governing(before, t))


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
    """Each count with its year: in turn where a clause has as many of both, else the years of its clause or nearest."""
    everywhere = [t for c in clauses for t in c.tokens if t.is_year]
    for clause in clauses:
        years, counts = [t for t in clause.tokens if t.is_year], [t for t in clause.tokens if t.is_count]
        if len(years) == len(counts) > 1:
            yield from ((count.root, {year.root}) for count, year in zip(counts, years, strict=True))
            continue
        for n, count in enumerate(counts):
            near = years or everywhere
            if not years and near:
                least = min(abs(t.at - count.at) for t in near)
                near = [t for t in near if abs(t.at - count.at) == least]
            was = (
                n + 1 < len(counts) and governing(clause, count) == "van" and governing(clause, counts[n + 1]) == "naar"
            )
            yield count.root, {"eerder"} if was else {t.root for t in near}


def _neighbours(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Counts before words that stand behind another count in the quotes, or among words that are not theirs at all."""
    behind: dict[str, set[str]] = {}
    around: dict[str, set[str]] = {}
    for clause in sources:
        for count, before, after in _beside(clause):
            around.setdefault(count, set()).update(before | after)
            for word in after:
                behind.setdefault(word, set()).add(count)
    for clause in clauses:
        for count, before, after in _beside(clause):
            alien = any(behind.get(word) and count not in behind[word] for word in after)
            if alien or (before | after and around.get(count) and not (before | after) & around[count]):
                yield f"getal {count} staat bij andere woorden dan in de bron"


def _beside(clause: Clause) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each count with the two words before and the two behind it, other counts being walls."""
    telling = [t for t in clause.tokens if says_something(t)]
    for n, token in enumerate(telling):
        if token.is_count:
            before = takewhile(lambda t: not t.is_count, telling[max(0, n - 2) : n][::-1])
            after = takewhile(lambda t: not t.is_count, telling[n + 1 : n + 3])
            yield token.root, {t.root for t in before}, {t.root for t in after if not t.is_year}


def _units(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Counts without the per cent, million or billion that always follows them in the quotes, or with another."""
    held: dict[str, set[str]] = {}
    for count, unit in (pair for c in sources for pair in _scaled(c)):
        held.setdefault(count, set()).add(unit)
    for count, unit in (pair for c in clauses for pair in _scaled(c)):
        if count in held and unit not in held[count]:
            yield f"getal {count} met een andere eenheid"


def _scaled(clause: Clause) -> Iterator[tuple[str, str]]:
    for n, token in enumerate(clause.tokens):
        if token.is_count:
            following = clause.tokens[n + 1].root if n + 1 < len(clause.tokens) else ""
            yield token.root, following if following in _SCALES else ""


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
