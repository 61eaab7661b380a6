"""Separable verbs that stand apart, joined: *Wie voert de evaluatie uit?* asks who *uitvoert*.

Invariant: two words are joined only when the dictionary knows the whole; nothing else of the text changes.
"""

from __future__ import annotations

import re

from ingest.language.lemmas import infinitive, is_word
from ingest.language.words import fold

_PARTICLE = re.compile(
    r"(?<!\bof)\s(?P<particle>aan|af|op|uit|vast|in|toe|mee|bij|over|voor|terug|door|neer|samen|tegen|om|weg|na|plaats)"
    r"(?=\s*(?:[?.!,;:)]|$)|\s+(?:en|maar|dan|als|sinds|tijdens|na|per|in|op|voor|bij|met|van|tot|om|tegen|ten|binnen|"
    r"volgens|door|vanaf)\s)",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"[^?.!,;:(]*\bte\b", re.IGNORECASE)
"""What follows an *om* that opens a clause of its own: *om door de politie te worden opgepakt*."""
_BREAK = re.compile(r"[?.!,;:(]")
_SUBJECT_FREE = frozenset(
    ["zijn", "worden", "hebben", "gaan", "zullen", "moeten", "kunnen", "staan", "zitten", "liggen"]
)
"""Verbs that stand with a preposition at the end of a question (*waar gaat het over*) without being joined to it."""


def rejoined(text: str) -> str:
    """The text with the finite verb of each clause joined to its particle: ``pakt … aan`` as ``aanpakt``."""
    for found in reversed(list(_PARTICLE.finditer(text))):
        if found["particle"].lower() == "om" and _INFINITIVE.match(text, found.end()):
            continue
        start = max((m.end() for m in _BREAK.finditer(text, 0, found.start())), default=0)
        verb = _verb(text, start, found.start(), found["particle"].lower())
        if verb is not None:
            joined = text[: verb.start()] + found["particle"].lower() + verb.group().lower()
            text = joined + text[verb.end() : found.start()] + text[found.end() :]
    return text


def _verb(text: str, start: int, end: int, particle: str) -> re.Match[str] | None:
    """The first word of a clause that makes a verb with the particle, itself a verb form in the dictionary."""
    asks_where = re.match(r"\W*waar\b", text[start:end], re.IGNORECASE) is not None
    for word in re.finditer(r"[^\W\d_]{3,}", text[start:end]):
        plain = fold(word.group())
        base = infinitive(plain)
        if base and base not in _SUBJECT_FREE and not asks_where and is_word(particle + base):
            return re.compile(re.escape(word.group())).match(text, start + word.start())
    return None
