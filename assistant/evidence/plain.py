"""Questions whose answer can be seen to be there: what is said about a thing, and which themes a paper has.

Invariant: the sentence put in front names everything that the question names, or most themes (at least three).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.sentences import Evidence
from assistant.question.analysis import Question
from ingest.language.terms import terms
from ingest.language.themes import match_theme

_ABOUT = re.compile(
    r"\b(?:wat (?:zegt|zei|zeggen|zeiden|staat|stond|schrijft|schrijven|vermeldt|meldt|melden|vermelden|vertelt|"
    r"is bekend|"
    r"is er bekend)\b.{0,60}\bover\b|"
    r"(?:staat|stond) er (?:iets|wat) over|"
    r"komt\b.{3,80}\b(?:aan (?:de )?(?:orde|bod)|ter sprake|voor in)|wordt\b.{3,60}\b(?:genoemd|vermeld)\b|"
    r"what (?:does|do|is)\b.{0,60}\b(?:say|said|write|mention)\b.{0,20}\babout|is\b.{3,60}\bmentioned)",
    re.IGNORECASE,
)
_THEMES = re.compile(
    r"\b(?:welke|wat zijn de|noem de|which|what are the)\s+(?:\w+\s+){0,2}(?:thema|onderwerp|theme|topic|"
    r"subject)\w*\b",
    re.IGNORECASE,
)
_FEWEST = 3
_NEAR = 5.0
"""How far below the best score (in log-odds) a sentence may stand that answers plainly; twice as far for themes, since
a list of themes shares no word with the question."""


def plainly(question: Question, best: Sequence[Evidence]) -> list[Evidence]:
    """The ranked evidence with the sentence in front that plainly answers; empty when none does."""
    listed = bool(_THEMES.search(question.text))
    far = 2 * _NEAR if listed else _NEAR
    fit = [e for e in best if e.score >= best[0].score - far and _answers(question, e)]
    if listed:
        fit.sort(key=lambda e: -len(set(match_theme(e.text))))
    chosen = fit[0] if fit else None
    return [] if chosen is None else [chosen, *(e for e in best if e is not chosen)]


def _answers(question: Question, evidence: Evidence) -> bool:
    if evidence.features["announces"] or evidence.features["asks"] or evidence.paragraph.kind == "table_row":
        return False
    strong = [c for c in question.concepts if c.importance > 0.5]
    pool = frozenset(terms(evidence.text))
    if _THEMES.search(question.text):
        return len(set(match_theme(evidence.text))) >= _FEWEST and all(c.coverage(pool) > 0 for c in strong)
    return bool(strong) and bool(_ABOUT.search(question.text)) and all(c.coverage(pool) >= 0.75 for c in strong)
