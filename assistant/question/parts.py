"""A message split into its questions: a pasted Kamervraag with numbered parts, or several questions in a row.

Standard library only.
"""

from __future__ import annotations

import re
from itertools import pairwise

_NUMBERED = re.compile(r"(?:^|\n|(?<=[?.:;]) )\s*(?:vraag\s+)?(?:\(?(\d{1,2}|[a-h])[.):]|[-•*–])\s+", re.IGNORECASE)
_END = re.compile(r"(?<=\?)\s+(?=[\"'(]?[A-ZÀ-Ý0-9])|(?<=\?)\s*\n+|\n{2,}")
_JOINED = re.compile(
    r"(?:,?\s+(?:en|and)|,)\s+(?=(?:wie|wat|waar|waarom|wanneer|hoe|hoeveel|welke?|in welk|door wie|aan wie|met wie|"
    r"voor wie|"
    r"op welke|sinds wanneer|who|what|where|why|when|how|which)\b)",
    re.IGNORECASE,
)
_OVER = re.compile(r"^(?P<ask>.{3,60}?\bover )(?P<one>.+?),? en over (?P<other>.+)$", re.IGNORECASE)
OF_ONE = re.compile(
    r"(?:,|\ben|\band)\s+(?:hoeveel|wat|hoe hoog|welk aantal|how many|what)\s+(?:(?:hadden|had|waren|was|werden|werd|"
    r"moesten|moest|is|zijn|should|was|were)\s+)?(?:(?:het|er|dat|de|it|there|the)\s+){0,3}(?:(?:eigenlijk|have|been)\s+)?(?:"
    r"moeten (?:zijn|worden)|moest\w*(?: (?:zijn|worden))?|afgesproken|bedoeling|norm|doel|afspraak|gepland|beoogd|"
    r"agreed|target|norm|geworden|gehaald|gedaan|gerealiseerd|bereikt)\W*$",
    re.IGNORECASE,
)
"""*Hoeveel … en hoeveel hadden het er moeten zijn?* is one question, for what was done and what was agreed;
so is *Hoeveel waren er afgesproken en hoeveel zijn het er geworden?*"""
MOST_PARTS = 12


def split_questions(message: str) -> tuple[str, ...]:
    """The questions of a message in order; one when it holds one. At most ``MOST_PARTS``, the rest stays joined."""
    text = message.strip()
    pieces = [p for chunk in _chunks(text) for p in _END.split(chunk)]
    questions = [" ".join(p.split()) for p in pieces if p and p.strip(" -•*\n\t")]
    asked = [q for q in questions if "?" in q]
    if len(asked) <= 1:
        single = (
            asked[0] if asked and len(questions) > 1 and _is_preamble(questions, asked[0]) else " ".join(text.split())
        )
        return _split_joined(single)
    kept = [q for q in questions if "?" in q or _asks(q)]
    flat = [part for q in kept for part in _split_joined(q)]
    return tuple(flat[:MOST_PARTS])


def _chunks(text: str) -> list[str]:
    marks = [m.start() for m in _NUMBERED.finditer(text)]
    if len(marks) < 2:
        return [text]
    bounds = [*([0] if marks[0] > 0 else []), *marks, len(text)]
    parts = [text[a:b] for a, b in pairwise(bounds)]
    return [_NUMBERED.sub("", p, count=1).strip() if i or marks[0] == 0 else p.strip() for i, p in enumerate(parts)]


def _is_preamble(questions: list[str], asked: str) -> bool:
    """Whether the other pieces are mere introductions that a question follows."""
    return all(len(q.split()) <= 4 for q in questions if q != asked)


def _asks(text: str) -> bool:
    return bool(re.match(r"(noem|geef|som|leg|vertel|beschrijf|list|name|give|describe)\b", text, re.IGNORECASE))


def _split_joined(question: str) -> tuple[str, ...]:
    """``Wie … en wanneer …?`` as two questions, when both halves say enough to stand alone or lean on the first."""
    both = _OVER.match(question)
    if both:
        return tuple(f"{both['ask']}{subject.rstrip(' ?')}?" for subject in (both["one"], both["other"]))
    if OF_ONE.search(question):
        return (question,)
    pieces = _JOINED.split(question)
    if len(pieces) == 1 or any(len(p.split()) < 3 for p in pieces[:1]):
        return (question,)
    if len(pieces[0].split()) < 4 and len(pieces) == 2:
        return (question,)
    return tuple(p.strip() if p.strip().endswith("?") else p.strip() + "?" for p in pieces)
