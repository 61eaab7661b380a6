"""Questions that no document can answer: a task, a judgement, a forecast, personal advice, or nothing at all.

Invariant: only the form of a question decides here; whether the documents hold an answer is decided elsewhere.
"""

from __future__ import annotations

import re

from assistant.question.analysis import Question

_TASK = re.compile(
    r"^\s*(?:kunt u |kun je |wil je |wilt u |please |could you )?(?:schrijf|maak|dicht|vertaal|bereken|programmeer|"
    r"teken|zing|bedenk|"
    r"verzin|herschrijf|write|compose|translate|draw|calculate|sing|invent)\b"
    r"|^\s*(?:kunt u|kun je|wilt u|wil je)\b(?:(?!\b(?:wie|wat|waar|wanneer|welke?|hoe|of|dat)\b).){0,80}"
    r"\b(?:her)?(?:schrijven|dichten|vertalen|berekenen|programmeren|tekenen|zingen|bedenken|verzinnen)\W*$",
    re.IGNORECASE,
)
_JUDGEMENT = re.compile(
    r"\b(?:vindt u|vind je|vind u|wat vindt u|bent u het eens|denkt u|denk je|uw mening|jouw mening|"
    r"wat is uw (?:mening|oordeel)|"
    r"in your opinion|do you (?:think|agree|like)|what do you think|is het (?:verstandig|goed beleid|slim|dom|terecht)|"
    r"(?:verstandig|goed|slecht|dom|terecht|slim) (?:beleid|besluit)|faalt de minister|deugt)\b",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"^\s*(?:zal|zullen|gaat|gaan|will)\b.{0,120}\b(?:slagen|lukken|mislukken|winnen|volgend jaar|over (?:vijf|"
    r"tien) jaar|succeed|fail)\b"
    r"|\b(?:wat wordt het weer|weersverwachting|weather (?:tomorrow|today|forecast))\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"^\s*(?:hoe (?:kan|moet|doe|vraag|meld|word) ik|waar (?:kan|moet) ik (?!.*\b(?:lezen|vinden|nalezen)\b)|moet ik|"
    r"mag ik (?!.*\bvergelijk)|heb ik recht|how (?:can|do|should) i|"
    r"where can i (?!.*\b(?:read|find)\b)|should i|am i allowed)\b",
    re.IGNORECASE,
)


def is_outside(text: str) -> bool:
    """Whether a question asks for a task, a judgement, a forecast or personal advice."""
    return any(pattern.search(text) for pattern in (_TASK, _JUDGEMENT, _FORECAST, _ADVICE))


_POINTING = re.compile(
    r"\b(?:daarover|daarvan|daarmee|daarvoor|daaraan|daarbij|hierover|hiervan|erover|die ander|dat ander)\b|\b(?:dat|"
    r"die|it|that|this)\s*\?\s*$"
    r"|\b(?:is|was|wordt) (?:het|dat|die)\s+(?!(?-i:[A-Z]{2,}))\w+\s*\?\s*$",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:\w*agenda|brief|letter|document\w*|stuk(?:ken)?|nota|rapport|begroting|jaarverslag|plannen|doelen|doelenlijst)"
    r"\b",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(
    r"^\W*(?!en\b|die\b|dat\b|and\b)\w[\w'’ -]{3,60}?\s*[–—:;,.-]\s+\w.*\b(?:dat|die|it|that|this)\W*$", re.IGNORECASE
)
"""What is pointed at stands in front: *fenomeenonderzoek – wat is dat?*"""


def is_bare(question: Question, *, alone: bool) -> bool:
    """Whether a question names nothing that could be looked for; ``alone`` when no question came before it."""
    weighty = [c for c in question.concepts if c.importance > 0.5]
    if alone and len(weighty) <= 1 and _POINTING.search(question.text) and not _NAMED_FIRST.match(question.text):
        return True
    return not weighty and not question.years and not _PAPER.search(question.text)
