"""What each part of the scoring of sentences is worth: the same questions with one part at a time switched off.

A part is a group of features whose coefficients become zero, without fitting the others anew; without answerability
every question is answered from the best sentence there is. Invariant: the first row is the product as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.evidence.answerability import Coefficients, load_coefficients
from evals.intervals import Estimate
from evals.questions import Question
from evals.run import Asker, Opener, run_suite, texts_of

if TYPE_CHECKING:
    from evals.measures import TextOf

WHOLE = "alles"
PARTS: Mapping[str, tuple[str, ...]] = {
    "betekenis": ("similar", "passage", "behind", "fused", "gap", "replied"),
    "gewicht van de termen": ("inside", "around", "lacking", "missed"),
    "soort antwoord": ("kind_hard", "kind_soft", "kind_none", "kind_weak"),
    "rubriek en document": ("theme", "titled", "elsewhere", "compiled", "later", "year"),
    "vorm van de zin": (
        "announces",
        "signature",
        "note",
        "row",
        "short",
        "long",
        "asks",
        "negation",
        "opposed",
        "promised",
    ),
}
ALWAYS = 0.0001
"""The least probability above that of having no sentence at all."""
MEASURES = ("accuracy", "accuracy_answerable", "citation_precision", "abstention_recall", "false_abstention")


def variants(shipped: Coefficients) -> dict[str, Coefficients]:
    """The coefficients as they are, without each part, and without answerability."""
    found = {WHOLE: shipped}
    for name, features in PARTS.items():
        left = {feature: 0.0 if feature in features else weight for feature, weight in shipped.sentence.items()}
        found[f"zonder {name}"] = replace(shipped, sentence=left)
    found["zonder beantwoordbaarheid"] = replace(shipped, threshold=ALWAYS)
    return found


def opener_with(coefficients: Coefficients) -> Opener:
    """Opens the product over the library of a corpus with these coefficients."""

    def opened(corpus: str, data: Path) -> tuple[Asker, TextOf]:
        """The product over the library of a corpus with these coefficients, and its texts."""
        from assistant import Assistant
        from evals.corpora import build_library

        assistant = Assistant.open(build_library(corpus, data), coefficients=coefficients)
        return assistant, texts_of(assistant.library)

    return opened


def ablation(
    suite: str, questions: Sequence[Question], data: Path, opener: Callable[[Coefficients], Opener] = opener_with
) -> dict[str, dict[str, Estimate]]:
    """For the product and for each variant the measures with their intervals."""
    table: dict[str, dict[str, Estimate]] = {}
    for name, coefficients in variants(load_coefficients()).items():
        run, _ = run_suite(suite, questions, data, opener(coefficients), engine=name)
        table[name] = {measure: run.measures[measure] for measure in MEASURES if measure in run.measures}
    return table
