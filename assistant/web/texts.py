"""The interface's own words in Dutch and English, read from ``texts.toml``.

Invariant: every key exists in both languages; words of documents never come from here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from ingest.citation import dutch_date

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@cache
def _table() -> dict[str, dict[str, str]]:
    source = files("assistant.web").joinpath("texts.toml").read_text("utf-8")
    return {key: dict(value) for key, value in tomllib.loads(source).items()}


def keys() -> tuple[str, ...]:
    """Every key of the table of texts."""
    return tuple(_table())


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language; call it with a key and the values to fill in."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        text = _table()[key][self.language]
        return text.format(**values) if values else text

    def count(self, key: str, number: int, **values: object) -> str:
        """The singular or plural text ``key_one`` / ``key_many`` with the number filled in."""
        return self(f"{key}_one" if number == 1 else f"{key}_many", n=self.number(number), **values)

    def date(self, iso: str) -> str:
        """An ISO date as this language writes it; text that is no date stays as it is."""
        if self.language == "nl":
            return dutch_date(iso)
        parts = iso.split("-")
        if len(parts) not in (2, 3) or not all(part.isdigit() for part in parts):
            return iso
        month = _ENGLISH_MONTHS[int(parts[1]) - 1]
        return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"

    def number(self, value: int | float, decimals: int = 0) -> str:
        """A number with this language's separators."""
        text = f"{value:,.{decimals}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "nl" else text


def examples(language: Language) -> tuple[str, ...]:
    """The example questions shown on the question screen."""
    return tuple(line for line in _table()["examples"][language].splitlines() if line.strip())


def preferred(accept: str, offered: Iterable[Language] = LANGUAGES) -> Language:
    """The offered language that an Accept-Language header ranks first; Dutch when it names none."""
    ranked: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept.lower().split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), place, name.split("-")[0]))
        except ValueError:
            continue
    known = set(offered)
    for _, _, name in sorted(ranked):
        if name == "nl" and "nl" in known:
            return "nl"
        if name == "en" and "en" in known:
            return "en"
    return "nl"
