"""The one owner of Jinja: every page and fragment is made here, with everything escaped.

Invariant: autoescape is always on and no template marks document or user text as safe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

from assistant.web.elsewhere import NOWHERE, Elsewhere
from assistant.web.passage import address
from assistant.web.texts import Language, Texts

if TYPE_CHECKING:
    from jinja2 import Environment


class Counted(Protocol):
    """The library's numbers shown in the page head."""

    @property
    def documents(self) -> int:
        """How many documents it holds."""
        ...

    @property
    def paragraphs(self) -> int:
        """How many paragraphs they have together."""
        ...

    @property
    def until(self) -> str:
        """The date of the newest document, ISO; empty without documents."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shares: language, display theme (or empty), section, address, library numbers, what is sent."""

    language: Language
    theme: str
    current: str
    path: str
    counts: Counted
    elsewhere: Elsewhere = NOWHERE


LONG = 24
_LONG_WORD = re.compile(rf"\S{{{LONG + 1}}}")
_BREAKS = re.compile(rf"[^/_?&=.-]{{1,{LONG}}}[/_?&=.-]?|[/_?&=.-]")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("assistant.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        web_address=web_address, address=address, theme_name=theme_name, slug=slug,
        breakable=breakable,
    )  # fmt: skip
    return environment


def web_address(url: str) -> str:
    """A link that a click may open: http(s) only, so that no document can smuggle in a script."""
    return url if url.startswith(("https://", "http://")) else ""


@lru_cache(maxsize=4_000)
def breakable(text: str) -> tuple[str, ...]:
    """A text in parts between which a line may be broken: words longer than ``LONG`` at their signs, or by length."""
    if not _LONG_WORD.search(text):
        return (text,)
    parts = [""]
    for word in re.split(r"(\s+)", text):
        pieces = [word] if len(word) <= LONG else _BREAKS.findall(word)
        parts[-1] += pieces[0]
        parts += pieces[1:]
    return tuple(parts)


def slug(text: str) -> str:
    """A text as (part of) the id of an element."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")


def render(template: str, frame: Frame, **values: object) -> str:
    """The HTML of a template in the frame's language."""
    texts = Texts(frame.language)
    return _environment().get_template(template).render(frame=frame, t=texts, **values)


@cache
def _theme_names() -> dict[str, str]:
    from ingest.language.themes import load_themes

    return {theme.slug: theme.name for theme in load_themes()}


def theme_name(slug: str) -> str:
    """A theme as people name it; an unknown one as it is."""
    return _theme_names().get(slug, slug)
