"""The themes (thema's) of the agenda: what a paragraph is about, and which theme a question names.

The list is ``ingest/data/themes.toml``. Invariant: a heading decides before the text does, the innermost first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from ingest.errors import ManifestError
from ingest.language.entries import REMEDY, read_entries, text_in, words_in
from ingest.language.phrases import PhraseIndex

_FIELDS = {"slug": str, "name": str, "english": str, "headings": list, "keywords": list, "english_keywords": list}


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its slug for filters, its name in both languages, and the words it is known by."""

    slug: str
    name: str
    english: str
    headings: tuple[str, ...]
    keywords: tuple[str, ...]
    english_keywords: tuple[str, ...]


@lru_cache(maxsize=8)
def load_themes(path: Path | None = None) -> tuple[Theme, ...]:
    """The themes of a file (default: the shipped one). Raises ``ManifestError`` naming the line."""
    file = path or Path(str(files("ingest") / "data" / "themes.toml"))
    found: dict[str, Theme] = {}
    for line, entry in read_entries(file, "theme", _FIELDS):
        slug, name = text_in(entry, "slug"), text_in(entry, "name")
        if not slug or not name or slug in found:
            fault = (
                f"het thema {slug!r} staat er twee keer" if slug in found else "een thema heeft een slug en een name"
            )
            raise ManifestError(fault, where=f"{file}, regel {line}", remedy=REMEDY)
        lists = (words_in(entry, field) for field in ("headings", "keywords", "english_keywords"))
        found[slug] = Theme(slug, name, text_in(entry, "english") or name, *lists)
    return tuple(found.values())


def theme_of(section: Sequence[str], text: str) -> str:
    """The slug of the theme of a paragraph: by its headings, innermost first, else by its words; "" when none.

    By words only when one theme is named more often than every other.
    """
    for heading in reversed(section):
        named = _named(heading, _headings())
        if len(set(named)) == 1 or (named and _opens_with(heading, named[0])):
            return named[0]
        if named:
            return _most(Counter(_named(text, _keywords())), allowed=frozenset(named)) or named[0]
    return _most(Counter(_named(text, _keywords())))


def match_theme(question: str) -> tuple[str, ...]:
    """The slugs of the themes that a question names, in the order in which it names them."""
    return tuple(dict.fromkeys(_named(question, _spoken())))


def _most(counts: Counter[str], allowed: frozenset[str] = frozenset()) -> str:
    ranked = [(n, slug) for slug, n in counts.most_common() if not allowed or slug in allowed]
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return ""
    return ranked[0][1]


def _opens_with(heading: str, slug: str) -> bool:
    return heading.strip().lower() == next(theme.name.lower() for theme in load_themes() if theme.slug == slug)


@lru_cache(maxsize=20_000)
def _named(text: str, index: PhraseIndex) -> tuple[str, ...]:
    return tuple(slug for _, _, slugs in index.find(text) for slug in slugs)


@lru_cache(maxsize=1)
def _headings() -> PhraseIndex:
    return PhraseIndex((word, t.slug) for t in load_themes() for word in (t.name, *t.headings))


@lru_cache(maxsize=1)
def _keywords() -> PhraseIndex:
    return PhraseIndex((word, t.slug) for t in load_themes() for word in (t.name, *t.headings, *t.keywords))


@lru_cache(maxsize=1)
def _spoken() -> PhraseIndex:
    return PhraseIndex(
        (word, t.slug) for t in load_themes()
        for word in (t.name, t.english, *t.headings, *t.keywords, *t.english_keywords)
    )  # fmt: skip
