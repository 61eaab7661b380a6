"""A question about a number that it names itself: the row or sentence where that number stands, with its source.

Invariant: the number is shown only with the year, note and source that its own row or sentence gives.
"""

from __future__ import annotations

import re

from assistant.registers import Shelf, registers
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.figure_evidence import evidence, is_carried, source_named
from assistant.writing.figure_lookup import numbers_in, printed
from assistant.writing.register_questions import RegisterQuestion, covered, pool_of
from ingest.findings.values import Figure

MOST = 4
_ASKS = re.compile(
    r"\b(?:definitief|voorlopig|provisional|final)\b|"
    r"\b(?:welke|uit welke|in welk\w*) (?:bron|stuk|document|brief)\b|\bgeldt\b|\bvandaan\b|\bwaar staat\b|"
    r"\bwhich (?:source|document)\b",
    re.IGNORECASE,
)


def answer_number(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """The figures whose number the question names, each with its note and source; None when it asks no such thing."""
    numbers = numbers_in(asked)
    if not numbers or not asked.words or not _ASKS.search(asked.text):
        return None
    rows = [
        r.figure for r in registers(library).figures
        if r.figure.printed in numbers and (not asked.years or r.figure.year in asked.years)
        and is_carried(library, r.figure)
        and all(covered(w, pool_of(f"{r.figure.indicator} {r.figure.unit}", r.figure.theme)) for w in asked.words)
    ]  # fmt: skip
    if not rows or len(rows) > MOST:
        return None
    return Draft(tuple(DraftSentence(_said(library, f), evidence(library, f), "figures") for f in rows))


def _said(library: Shelf, figure: Figure) -> str:
    when = f", {figure.year}" if figure.year else ""
    parts = [f"{figure.indicator}{when}: {figure.kind} {printed(figure)}."]
    if figure.note:
        parts.append(f"Toelichting: {figure.note}.")
    if source := source_named(library, figure):
        parts.append(f"Bron: {source}.")
    return " ".join(parts)
