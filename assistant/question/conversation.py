"""A follow-up question made whole from the conversation before it.

Invariant: a question that can stand alone is returned unchanged; what is added comes from earlier questions only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.concepts import concepts_of
from ingest.language.themes import load_themes, match_theme

_OPENS = re.compile(r"^\s*(?:en|maar|and|but|en dan|ook)\b[\s,]*", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(dat|die|dit|deze|daar|daarvan|daarover|daarmee|daarvoor|daaraan|daarbij|daarin|daartoe|ervan|erover|ervoor|"
    r"ermee|"
    r"eraan|erbij|hij|zij|ze|hiervan|hierover|hun|het|that|those|they|it|this|these|them|he|she)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:waarom|wanneer|hoezo|hoe|wie|waar|waarvoor|hoeveel|sinds wanneer|door wie|met wie|aan wie|bij welke \w+|"
    r"in welk jaar|"
    r"in welke \w+|welke|why|when|how|who|where|since when|by whom|which)\b[^?]{0,25}\??$",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"(?:(?:in|op|door|aan|met|bij|voor|uit|van|sinds|tot|by|to|with|in|for)\s+)?(?:hoeveel|wie|wat|waar|wanneer|"
    r"waarom|welke?|hoe|who|what|"
    r"where|when|why|which|how)\b(?:\s+\w+){4,}",
    re.IGNORECASE,
)
"""A question of its own, with a question word and enough behind it."""
_ABOUT = re.compile(r"\b(?:over|about)\s+(?P<subject>[^\W\d][^?]{2,60}?)\s*\??\s*$", re.IGNORECASE)
_QUESTION_WORD = re.compile(
    r"\b(hoeveel|wie|wat|waar|wanneer|waarom|welke?|hoe|is|zijn|heeft|who|what|where|when|why|which|how)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question made whole; ``lead`` is its own part when the subject of an earlier question stands behind it."""

    text: str
    lead: str = ""


def resolve(question: str, history: Sequence[str]) -> Resolved:
    """The question as it must be understood after the earlier questions (oldest first)."""
    text = question.strip()
    if not history or not is_follow_up(text):
        return Resolved(text)
    before = _made_whole(history)
    return Resolved(whole) if (whole := _replaced(text, before)) else _joined(text, before)


def is_follow_up(question: str) -> bool:
    """Whether a question leans on what was asked before: it opens with *en*, points back, or names nothing itself."""
    named = [c for c in concepts_of(question) if c.importance > 0.5]
    if _OPENS.match(question):
        rest = _OPENS.sub("", question)
        return not _STANDS.match(rest) or (len(named) < 2 and not _names_its_subject(rest))
    if _BARE.match(question) and len(named) <= 1:
        return True
    return bool(_POINTS.search(question)) and len(named) <= 1


def alone(resolved: Resolved) -> Resolved | None:
    """A follow-up as a question of its own, when it names a subject and points at nothing; None when it cannot be."""
    if not resolved.lead or _POINTS.search(resolved.lead):
        return None
    return Resolved(resolved.lead) if any(c.importance > 0.5 for c in concepts_of(resolved.lead)) else None


def _names_its_subject(question: str) -> bool:
    """Whether a question ends in what it is about (``wat zegt de brief over stikstof``) and points at nothing else."""
    about = _ABOUT.search(question)
    if about is None or {m.lower() for m in _POINTS.findall(question)} - {"het"}:
        return False
    return any(c.importance > 0.5 for c in concepts_of(about["subject"]))


def _made_whole(history: Sequence[str]) -> str:
    whole = ""
    for asked in history[-6:]:
        whole = resolve(asked, (whole,)).text if whole else " ".join(asked.split())
    return whole


def _replaced(follow_up: str, before: str) -> str:
    """``En voor cybercrime?`` after ``Welke afspraken zijn er over mensenhandel?``: the theme changes, nothing else.

    Empty when the follow-up asks something of its own, or the earlier question names no theme to replace.
    """
    rest = _OPENS.sub("", follow_up).rstrip(" ?.!")
    rest = re.sub(
        r"^(?:voor|over|bij|van|in|met|op|aan|for|about|on|in|with)\s+(?:het thema |de |het |the )?",
        "",
        rest,
        flags=re.I,
    )
    if not rest or _QUESTION_WORD.match(rest) or len(rest.split()) > 5:
        return ""
    year = re.fullmatch(r"(?:19|20)\d\d", rest)
    if year:
        old = re.search(r"\b(?:19|20)\d\d\b", before)
        return before[: old.start()] + rest + before[old.end() :] if old else f"{before.rstrip(' ?')} in {rest}?"
    span = _theme_span(before)
    if not span or not (match_theme(rest) or _is_noun_phrase(rest)):
        return ""
    return before[: span[0]] + rest + before[span[1] :]


def _is_noun_phrase(text: str) -> bool:
    return bool(concepts_of(text)) and not _POINTS.search(text)


def _theme_span(text: str) -> tuple[int, int] | None:
    """Where a question names its theme."""
    slugs = match_theme(text)
    names = [
        n for t in load_themes() if t.slug in slugs for n in (t.name, *t.headings, *t.keywords, *t.english_keywords)
    ]
    found = [m for n in names if (m := re.search(rf"\b{re.escape(n)}\w*", text, re.IGNORECASE))]
    return max((m.span() for m in found), key=lambda s: s[1] - s[0], default=None)


def _joined(follow_up: str, before: str) -> Resolved:
    """The follow-up with the subject of the earlier question behind it."""
    rest = _OPENS.sub("", follow_up).strip()
    lead = f"{rest[:1].upper()}{rest[1:]}"
    return Resolved(f"{lead} ({before})", lead)
