"""Passages with questions, for tuning the embedding model: invented papers, none of them a paper of a set.

A file holds passages like this, an empty line between them; ``-`` is a question that the passage does not answer::

    # Kamerbrief | Aanpak fietsdiefstal | Resultaten
    1 In 2020 zijn 400 fietsen gevonden.
    2 Dat is meer dan in 2019.
    ? 1 | Hoeveel rijwielen kwamen er terug?
    ? - | Hoeveel fietsen waren er in 2018 gevonden?

Invariant: sentences are numbered from 1 without gaps, and a question names sentences of its own passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.questions import SETS
from ingest.errors import QuestionError

FOLDER, APART = SETS / "passages", SETS / "passages-apart"
"""Those that are trained on, and those kept apart to measure on."""
_SENTENCE = re.compile(r"(\d+) (\S.*)")
_QUESTION = re.compile(r"\? (-|\d+(?:,\d+)*) \| (\S.*)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the indexes of the sentences that answer it; none when the passage does not."""

    text: str
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of a passage under its heading in a paper of this title, with questions about it."""

    title: str
    heading: str
    sentences: tuple[str, ...]
    questions: tuple[Asked, ...]


def load_passages(folder: Path = FOLDER) -> list[Passage]:
    """The passages of all files in a folder, in order of name. Raises ``QuestionError`` that names file and line, and
    when there are none."""
    found: list[Passage] = []
    for path in sorted(folder.glob("*.txt")):
        lines = [*enumerate(path.read_text(encoding="utf-8").splitlines(), 1), (0, "# | |")]
        begun: list[tuple[int, str]] = []
        for number, line in lines:
            if line.startswith("# ") and begun:
                found.append(_read(path, begun))
                begun = []
            if line.strip():
                begun.append((number, line.strip()))
    if not found:
        raise QuestionError("er zijn geen passages", where=str(folder), remedy="Controleer de naam van de map.")
    return found


def _read(path: Path, lines: Sequence[tuple[int, str]]) -> Passage:
    *_, title, heading = ("", *(part.strip() for part in lines[0][1].split("|")))
    sentences: list[str] = []
    questions: list[Asked] = []
    for number, line in lines[1:]:
        if (sentence := _SENTENCE.fullmatch(line)) and int(sentence[1]) == len(sentences) + 1 and not questions:
            sentences.append(sentence[2])
        elif question := _QUESTION.fullmatch(line):
            answers = tuple(int(n) - 1 for n in question[1].split(",")) if question[1] != "-" else ()
            if any(not 0 <= at < len(sentences) for at in answers):
                raise _fault(path, number, "verwijst naar een zin die er niet is")
            questions.append(Asked(question[2], answers))
        else:
            raise _fault(path, number, "is geen volgende zin en geen vraag")
    if not heading or not sentences or not questions:
        raise _fault(path, lines[0][0], "begint een passage zonder kop, zinnen of vragen")
    return Passage(title, heading, tuple(sentences), tuple(questions))


def _fault(path: Path, number: int, what: str) -> QuestionError:
    return QuestionError(f"regel {number} {what}", where=str(path), remedy="Zie de uitleg boven in evals/passages.py.")
