"""A draft answer: sentences with the places they rest on, before verification. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Check, Outcome

Quote = tuple[str, int, int]
"""Document id, start and end in its canonical text."""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence: its text without markers, the quotes it rests on, and the check it is to pass.

    ``reworded`` marks what a language model wrote: it has to pass the strictest check, whatever it claims to be.
    """

    text: str
    quotes: tuple[Quote, ...]
    check: Check
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Sentences in order, the outcome that they amount to, and the places that come closest where it is no answer."""

    sentences: tuple[DraftSentence, ...]
    outcome: Outcome = "answered"
    nearest: tuple[Quote, ...] = ()
