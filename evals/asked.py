"""Passages that no model was trained on, as papers with questions: what the coefficients learn free wording from.

Each folder of ``evals/sets/passages-asked`` is a corpus of its own: one paper a passage, each question with the
sentences that answer it. Invariant: a folder that is measured on (``MEASURED``) is in no fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evals.passages import Asked, Passage, load_passages
from evals.questions import SETS, Expected, Place, Question

ASKED = SETS / "passages-asked"
MEASURED = frozenset(["08"])
"""Folders kept apart to measure on."""
PREFIX = "passages-"
"""Before the name of a folder, the name of its corpus."""
_PARAGRAPH = 4


def corpora(*, measured: bool) -> list[str]:
    """The corpora that are fitted on, or those that are measured on."""
    names = sorted(path.name for path in ASKED.iterdir() if path.is_dir())
    return [PREFIX + name for name in names if (name in MEASURED) is measured]


def write_papers(corpus: str, folder: Path) -> tuple[Path, ...]:
    """The papers of a corpus as Markdown in a folder, written when they are not there as they should be."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, passage in _named(corpus):
        path, text = folder / f"{name}.md", _paper(passage)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        written.append(path)
    return tuple(written)


def questions_of(corpus: str) -> tuple[Question, ...]:
    """The questions about the papers of a corpus."""
    asked = ((f"{name}-{n:02}", name, passage, q) for name, passage in _named(corpus) for n, q in _numbered(passage))
    return tuple(_question(id_, corpus, name, passage, question) for id_, name, passage, question in asked)


def _named(corpus: str) -> Iterator[tuple[str, Passage]]:
    passages = load_passages(ASKED / corpus.removeprefix(PREFIX))
    return ((f"{corpus}-{number:02}", passage) for number, passage in enumerate(passages, 1))


def _numbered(passage: Passage) -> Iterator[tuple[int, Asked]]:
    return enumerate(passage.questions, 1)


def _paper(passage: Passage) -> str:
    whole = [passage.sentences[at : at + _PARAGRAPH] for at in range(0, len(passage.sentences), _PARAGRAPH)]
    return (
        "\n\n".join([f"# {passage.title} (fictief)", f"## {passage.heading}", *(" ".join(part) for part in whole)])
        + "\n"
    )


def _question(id_: str, corpus: str, document: str, passage: Passage, asked: Asked) -> Question:
    places = tuple(Place(document, passage.sentences[at]) for at in asked.answers)
    expected = Expected(
        answerable=bool(places),
        outcomes=("answered",) if places else ("not_in_documents",),
        gold=(places,) if places else (),
        also=(),
        must=(),
        must_not=(),
        unanswerable_kind="" if places else "near_miss",
    )
    kind = "colloquial" if places else "unanswerable"
    return Question(id_, asked.text, kind, "nl", corpus, (), (), expected)
