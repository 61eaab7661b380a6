"""A sentence read as clauses of words: roots, numbers, actors and the groups of words that turn a statement.

Invariant: a sentence and its quotes are read by the same rules, so a verbatim copy always reads the same.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from assistant.writing.carried import NUMBER_WORDS, is_negated, plain
from ingest.language.terms import analyse, stop_words
from ingest.language.words import fold, snowball

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[%€]")
_BREAK = re.compile(
    r"[,;:()|–—]|\s-\s|\b(?:en|maar|terwijl|waarvan|waarbij|tegenover|doordat|omdat|hoewel|zodat|waardoor|waarmee|waarin|waarvoor|die|of|evenals|versus|"
    r"nadat|voordat|alvorens|zodra|totdat|indien|tenzij|mits|"
    r"respectievelijk|and|but|while|whereas)\b",
    re.IGNORECASE,
)
PARTICLES = (
    "op", "uit", "af", "aan", "in", "mee", "toe", "over", "door", "terug", "bij", "voor", "na", "vast", "weg",
    "samen", "neer",
)  # fmt: skip
_PREFIXED = re.compile(rf"^({'|'.join(PARTICLES)})ge(?=\w{{4}})")
_JOINS = re.compile(r"(?:en|of|and)\b")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number: as folded (numbers as printed), its root, the parts of a compound, its place in the text."""

    text: str
    root: str
    parts: frozenset[str]
    at: int
    capital: bool = False

    @property
    def is_count(self) -> bool:
        """A number that is not a year."""
        return self.text[0].isdigit() and not _YEAR.fullmatch(self.text)

    @property
    def is_year(self) -> bool:
        """A year."""
        return bool(_YEAR.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas, conjunctions and brackets."""

    tokens: tuple[Token, ...]
    groups: frozenset[str]
    negated: bool

    @property
    def content(self) -> frozenset[str]:
        """The roots of its words that say something."""
        return frozenset(t.root for t in self.tokens if says_something(t))


@lru_cache(maxsize=1)
def lists() -> Mapping[str, Mapping[str, str]]:
    """The word lists of ``wording.toml``."""
    return tomllib.loads((files("assistant.writing") / "wording.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def groups_by_word() -> dict[str, frozenset[str]]:
    """The groups of each word that turns a statement."""
    found: dict[str, set[str]] = {}
    for section in ("kept", "whole", "said"):
        for group, said in lists()[section].items():
            for word in said.split():
                found.setdefault(fold(word), set()).add(group)
    return {word: frozenset(groups) for word, groups in found.items()}


@lru_cache(maxsize=4)
def listed(section: str) -> frozenset[str]:
    """The words of a section with one list."""
    return frozenset(fold(word) for word in lists()[section]["words"].split())


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    return {fold(w): said.split()[0] for said in lists()["same"].values() for w in said.split()}


def says_something(token: Token) -> bool:
    """Whether a word must stand in the quotes: it is no stop word and no neutral one."""
    if token.text[0].isdigit():
        return True
    if token.text == "om" and token.capital:
        return True
    return token.text not in stop_words() and token.text not in listed("neutral")


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """What a folded word has in common with its other forms: oprichten, oprichting and opgericht are ``opricht``."""
    if word in _same():
        return _same()[word]
    word = word.replace("'", "").replace("’", "")
    if word[:1].isdigit():
        return plain(word)
    if not word.isalpha():
        return word
    word = _PREFIXED.sub(r"\1", word)
    if len(word) > 6 and word.startswith("ge"):
        word = word[2:]
    stem = snowball(word)
    word = stem if len(stem) > 3 or len(word) < 6 else word
    if len(word) > 4 and word[-1] in "dt":
        word = word[:-1]
    word = re.sub(r"([aeou])\1(?=[^aeiou]$)", r"\1", word) if len(word) > 3 else word
    word = re.sub(r"([^aeiou])\1$", r"\1", word)
    return word[:-1] + {"v": "f", "z": "s"}.get(word[-1:], word[-1:])


def read_tokens(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text in order."""
    return tuple(_token(m, n) for n, m in enumerate(_TOKEN.finditer(text)))


def _token(match: re.Match[str], at: int) -> Token:
    written = match.group()
    folded = fold(written)
    folded = NUMBER_WORDS.get(folded, folded)
    parts = frozenset(root(p) for p in _pieces(folded))
    return Token(folded, root(folded), parts, at, written[:1].isupper())


def _pieces(folded: str) -> tuple[str, ...]:
    """The smallest parts of a compound; empty for a simple word."""
    if "-" in folded:
        return tuple(p for p in folded.split("-") if len(p) > 1)
    runs = analyse(folded)[1] if folded.isalpha() else ()
    return tuple(r for r in runs if not any(o != r and o in r for o in runs))


@lru_cache(maxsize=4_000)
def read_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order; the places of their words count through the whole text."""
    clauses: list[Clause] = []
    start, counted = 0, 0
    for end in [*(m.start() for m in _BREAK.finditer(text) if not _in_number(text, m)), len(text)]:
        piece = text[start:end]
        if _only_names(piece) and _JOINS.match(text, end):
            continue
        tokens = tuple(_token(m, counted + n) for n, m in enumerate(_TOKEN.finditer(piece)))
        counted += len(tokens)
        if tokens:
            clauses.append(Clause(tokens, _groups(tokens), is_negated(piece)))
        start = end
    return tuple(clauses)


def _only_names(piece: str) -> bool:
    """Whether a stretch holds but who acts (*De Belastingdienst* before *en de politie delen*)."""
    telling = [t for t in read_tokens(piece) if says_something(t)]
    return bool(telling) and all(t.text in listed("actors") for t in telling)


def _in_number(text: str, match: re.Match[str]) -> bool:
    """Whether a comma stands between digits."""
    a, b = match.span()
    return match.group() in ",–-:" and text[max(0, a - 1) : a].isdigit() and text[b : b + 1].isdigit()


def _groups(tokens: tuple[Token, ...]) -> frozenset[str]:
    known = groups_by_word()
    texts = [t.text for t in tokens]
    said = [*texts, *("_".join(pair) for pair in pairwise(texts))]
    return frozenset(g for word in said for g in known.get(word, ()))
