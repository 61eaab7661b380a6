"""How a question is to be asked, as the browser sends it: filters, ticked paragraphs, the turn that it replaces.

Invariant: nothing from the browser passes here unchecked; what is damaged is refused or left out.
"""

from __future__ import annotations

import logging
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ingest.errors import QuestionError

TURNS_KEPT = 20
_log = logging.getLogger(__name__)


class Choice(BaseModel):
    """Where to look for an answer, and which turn (its number and later ones) makes way for it; 0 for none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    document: str = Field(default="", max_length=200)
    theme: str = Field(default="", max_length=100)
    year: int | None = Field(default=None, ge=1800, le=2200)
    paragraphs: tuple[str, ...] = Field(default=(), max_length=60)
    replaces: int = Field(default=0, ge=0)

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that are set."""
        found = {"document": self.document, "theme": self.theme, "year": self.year}
        return {name: value for name, value in found.items() if value}

    @property
    def given(self) -> dict[str, Any]:
        """The filters that are set and the ticked paragraphs, as arguments of ``Assistant.ask``."""
        return {**self.filters, "paragraphs": self.paragraphs} if self.paragraphs else self.filters

    @property
    def kept(self) -> str:
        """The choice as text to keep with the question, without the turn that it replaced."""
        return self.model_dump_json(exclude_defaults=True, exclude={"replaces"})


NO_CHOICE = Choice()


class Saved(BaseModel):
    """A question of a kept conversation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str = Field(min_length=1)
    choice: Choice = NO_CHOICE


def read_choice(text: str) -> Choice:
    """The choice that came with a question. Raises ``QuestionError``."""
    if not text.strip():
        return NO_CHOICE
    try:
        return Choice.model_validate_json(text)
    except ValidationError as error:
        raise QuestionError("de gekozen beperking is onleesbaar", remedy="Laad de pagina opnieuw.") from error


def read_saved(text: str, limit: int) -> tuple[Saved, ...]:
    """The questions of a conversation that the browser kept; none when it is damaged."""
    if not text.strip() or len(text) > (limit + 10_000) * TURNS_KEPT:
        return ()
    try:
        found = TypeAdapter(tuple[Saved, ...]).validate_json(text)
    except ValidationError as error:
        _log.warning("bewaard gesprek overgeslagen: %s", error.errors(include_input=False)[:1])
        return ()
    return tuple(saved for saved in found if len(saved.question) <= limit)[-TURNS_KEPT:]
