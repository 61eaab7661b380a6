"""The parts of a message as one answer: joined, with the outcome that they amount to.

Invariant: an answer is never empty: where verification left nothing, it says that nothing was found.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import ABSTAINED, Language, Outcome, Sentence
from assistant.part import Part
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.phrases import phrase
from assistant.writing.verify import Verified


def join(parts: Sequence[Part], language: Language) -> Draft:
    """One draft of all parts; a part without an answer says which question stays open."""
    if len(parts) == 1:
        return parts[0].draft
    sentences: list[DraftSentence] = []
    for part in parts:
        if part.outcome in ABSTAINED:
            name = "part_unclear" if part.outcome == "clarify" else "part_open"
            sentences.append(DraftSentence(phrase(name, language, question=part.resolved), (), "none"))
        else:
            sentences += part.draft.sentences
    return Draft(tuple(dict.fromkeys(sentences)))


def outcome_of(parts: Sequence[Part], verified: Verified) -> Outcome:
    """The outcome of the whole: partial when some parts stay open, not found when nothing passed verification."""
    outcomes = [part.outcome for part in parts]
    if not verified.citations and any(o not in ABSTAINED for o in outcomes):
        return "not_in_documents"
    if len(set(outcomes)) == 1:
        return outcomes[0]
    if all(o in ABSTAINED for o in outcomes):
        return "not_in_documents"
    if any(o in ABSTAINED or o == "partial" for o in outcomes):
        return "partial"
    return "conflicting" if "conflicting" in outcomes else "answered"


def shown(verified: Verified, outcome: Outcome, language: Language) -> tuple[Sentence, ...]:
    """The sentences to show; when none is left, or only phrases around nothing, that nothing was found."""
    if outcome == "not_in_documents" and not any(s.text for s in verified.sentences):
        return (Sentence(phrase("not_in_documents", language), (), "none"),)
    return verified.sentences
