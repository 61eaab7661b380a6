"""What the assistant says in its own words, in both languages, from ``phrases.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from assistant.answer import Language


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("assistant.writing") / "phrases.toml").read_text(encoding="utf-8"))


def phrase(name: str, language: Language, **values: object) -> str:
    """The phrase of that name in a language, with its blanks filled."""
    return _phrases()[language][name].format(**values)
