"""A question from outside, as a line of a batch or as words on the command line, checked before it is asked.

Invariant: what passes here is text of bearable length with filters that exist; every fault is told in one line.
"""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.errors import QuestionError

_FAULTS = {
    "missing": "ontbreekt",
    "extra_forbidden": "is onbekend",
    "string_type": "moet tekst zijn",
    "int_parsing": "moet een jaartal zijn",
    "int_type": "moet een jaartal zijn",
    "int_from_float": "moet een jaartal zijn",
    "greater_than_equal": "moet een jaartal zijn",
    "less_than_equal": "moet een jaartal zijn",
    "literal_error": "moet nl of en zijn",
    "too_long": "is te lang",
    "tuple_type": "moet een lijst zijn",
    "model_type": "moet een object zijn",
}


class Filters(BaseModel):
    """Where to look and in which language to answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str | None = None
    theme: str | None = None
    year: int | None = Field(default=None, ge=1900, le=2200)
    language: Literal["nl", "en"] | None = Field(default=None, validation_alias=AliasChoices("language", "lang"))


class Request(BaseModel):
    """A question with the questions before it and its filters; other fields of a line are left alone."""

    model_config = ConfigDict(frozen=True)

    id: str = ""
    question: str
    history: tuple[str, ...] = Field(default=(), max_length=50)
    filters: Filters = Filters()

    @field_validator("id", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    @field_validator("history", "filters", mode="before")
    @classmethod
    def _absent(cls, value: object, info: Any) -> object:
        return value if value is not None else cls.model_fields[info.field_name].default

    def arguments(self, limit: int) -> dict[str, Any]:
        """What ``Assistant.ask`` wants. Raises ``QuestionError`` for a text that is empty or too long."""
        if not self.question.strip():
            raise QuestionError("de vraag is leeg", remedy="Stel een vraag in woorden.")
        if re.search("[\ud800-\udfff]", "".join((self.question, *self.history, str(self.filters.document)))):
            raise QuestionError("de vraag is geen geldige tekst", remedy="Geef de tekst in UTF-8.")
        longest = max(len(text) for text in (self.question, *self.history))
        if longest > limit:
            raise QuestionError(f"de vraag telt {longest} tekens", remedy=f"Gebruik ten hoogste {limit} tekens.")
        chosen = {name: value for name, value in self.filters.model_dump().items() if value not in (None, "")}
        if "theme" in chosen:
            chosen["theme"] = theme_slug(chosen["theme"])
        return {"question": self.question, "history": self.history, "id": self.id, **chosen}


def theme_slug(given: str) -> str:
    """The slug of a theme that is given by slug or name. Raises ``QuestionError`` with the themes there are."""
    from ingest.language.themes import load_themes

    for theme in load_themes():
        if given.strip().lower() in (theme.slug.lower(), theme.name.lower(), theme.english.lower()):
            return theme.slug
    known = ", ".join(theme.slug for theme in load_themes())
    raise QuestionError(f"het thema {given!r} is onbekend", remedy=f"Kies uit: {known}.")


def request_of(values: object) -> Request:
    """A request from untrusted values. Raises ``QuestionError`` with every fault."""
    try:
        return Request.model_validate(values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'de regel'} {_FAULTS.get(fault['type'], fault['msg'])}"
            for fault in error.errors()
        )
        remedy = 'Een vraag heeft de vorm {"id", "question", "history": [], "filters": {}}.'
        raise QuestionError(f"ongeldige vraag: {faults}", remedy=remedy) from error


def read_line(line: bytes) -> tuple[str, Request | QuestionError]:
    """The id of a line of a batch (empty when it cannot be told) and its request, or what is wrong with it."""
    try:
        values = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return "", QuestionError(f"de regel is geen JSON ({error})", remedy="Geef één JSON-object per regel.")
    name = values.get("id", "") if isinstance(values, dict) else ""
    try:
        request = request_of(values)
    except QuestionError as error:
        return (str(name) if isinstance(name, str | int | float) else ""), error
    return request.id, request
