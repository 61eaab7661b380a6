"""Runs a suite through an engine and scores what comes back; ``python -m evals.run --suite dev-letter --misses``.

Invariant: every engine answers through the same call, ``Assistant.ask``, so a scripted one scores like the real one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TextIO

from assistant.answer import Answer, answer_to_json
from evals.measures import Reply, TextOf
from evals.questions import Question, load_suite
from evals.scores import Run, Score, make_run, run_to_json, score
from ingest.errors import AgendaError, QuestionError


class Asker(Protocol):
    """What answers a question: the assistant, a baseline or a scripted stand-in."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        document: str | None = None,
        theme: str | None = None,
        year: int | None = None,
        language: str | None = None,
        id: str = "",
    ) -> Answer:
        """The answer to one question."""
        ...


Opener = Callable[[str, Path], tuple[Asker, TextOf]]
"""From a corpus name and a data folder to an engine over it and the canonical texts of its documents."""


def ask_all(asker: Asker, questions: Sequence[Question]) -> Iterator[Reply]:
    """The reply to each question, in order; a question that fails yields an object with ``error``."""
    for question in questions:
        filters: dict[str, Any] = dict(question.filters)
        if "year" in filters:
            filters["year"] = int(filters["year"])
        try:
            answer = asker.ask(question.text, history=question.history, id=question.id, **filters)
        except AgendaError as error:
            yield {"id": question.id, "question": question.text, "error": str(error)}
            continue
        yield {**answer_to_json(answer), **_probability(answer)}


def _probability(answer: Answer) -> dict[str, float]:
    value = getattr(answer, "answerability", None)
    return {} if value is None else {"answerability": float(value)}


def open_assistant(corpus: str, data: Path) -> tuple[Asker, TextOf]:
    """The product itself over the library of a corpus."""
    from assistant import Assistant
    from evals.corpora import build_library

    assistant = Assistant.open(build_library(corpus, data))
    return assistant, texts_of(assistant.library)


def texts_of(library: Any) -> TextOf:
    """The canonical texts of a library's documents."""

    def text_of(document_id: str) -> str | None:
        """The canonical text of a document; None when the library has no such document."""
        try:
            return str(library.document(document_id).text)
        except AgendaError:
            return None

    return text_of


def run_suite(
    suite: str, questions: Sequence[Question], data: Path, opener: Opener = open_assistant, *, engine: str = "assistant"
) -> tuple[Run, tuple[Reply, ...]]:
    """The scored run of the questions, each asked of the library of its corpus, and the replies in the same order."""
    found: dict[str, tuple[Score, Reply]] = {}
    for corpus in dict.fromkeys(question.corpus for question in questions):
        asker, text_of = opener(corpus, data)
        chosen = [question for question in questions if question.corpus == corpus]
        next(ask_all(asker, chosen[:1]))  # the first answer loads the model; it is not what a user waits for daily
        for question, reply in zip(chosen, ask_all(asker, chosen), strict=True):
            found[question.id] = score(question, reply, text_of), reply
    run = make_run(suite, engine, [found[question.id][0] for question in questions])
    return run, tuple(found[question.id][1] for question in questions)


def score_replies(suite: str, questions: Sequence[Question], replies: Sequence[Reply], text_of: TextOf) -> Run:
    """The scored run of replies made elsewhere (``ask --batch``), matched by id; a missing one counts as an error."""
    by_id = {str(reply.get("id")): reply for reply in replies}
    scores = [score(q, by_id.get(q.id, {"error": "geen antwoord in het bestand"}), text_of) for q in questions]
    return make_run(suite, "file", scores)


def read_replies(path: Path) -> tuple[Reply, ...]:
    """The answers of a file with one JSON object a line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(json.loads(line) for line in lines if line.strip())
    except (OSError, ValueError) as error:
        raise QuestionError(
            f"geen leesbare antwoorden ({error})", where=str(path), remedy="Maak het bestand met ask --batch."
        ) from error


def quoted_texts(replies: Sequence[Reply]) -> TextOf:
    """Stand-in texts for replies whose library is not at hand: only what the citations themselves say is checked."""
    texts: dict[str, list[str]] = {}
    for reply in replies:
        for c in [*reply.get("citations", ()), *reply.get("nearest", ())]:
            text = texts.setdefault(c["document_id"], [])
            text.extend("\0" * (c["end"] - len(text)))
            text[c["start"] : c["end"]] = c["quote"].ljust(c["end"] - c["start"], "\0")[: c["end"] - c["start"]]
    return lambda document_id: "".join(texts[document_id]) if document_id in texts else None


def write_misses(out: TextIO, questions: Sequence[Question], run: Run, replies: Sequence[Reply]) -> None:
    """Each question that went wrong with what was expected and what came, three lines each."""
    by_id = {str(reply.get("id")): reply for reply in replies}
    for question, row in zip(questions, run.scores, strict=True):
        if row.right and not row.faults and not row.unsupported and row.places.recall in (None, 1.0):
            continue
        reply = by_id.get(question.id, {})
        notes = [*row.wrong, *row.faults, *(f"getal {n} niet gedekt" for n in row.unsupported)]
        if row.places.recall not in (None, 1.0) and not row.abstained:
            notes.append(f"recall {row.places.recall:.2f}")
        history = " < ".join(reversed(question.history))
        out.write(f"{question.id} {question.kind}: {question.text}{f'  [na: {history}]' if history else ''}\n")
        out.write(f"   {'; '.join(notes)}\n")
        out.write(f"   -> {row.outcome}: {' '.join(str(reply.get('answer', reply.get('error', ''))).split())[:260]}\n")


def write_table(out: TextIO, run: Run) -> None:
    """The measures with their intervals as plain text."""
    for name, e in run.measures.items():
        out.write(f"{name:26} {e.value:9.3f}  [{e.low:.3f}, {e.high:.3f}]  n={e.n}\n")


def data_folder(data: Path | None) -> Path:
    """The data folder given, or the user's own."""
    from assistant.settings import load_settings

    return data or load_settings().data


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments of ``python -m evals.run``."""
    parser = argparse.ArgumentParser(prog="python -m evals.run", description="Beantwoordt en scoort een vragenset.")
    parser.add_argument("--suite", default="dev")
    parser.add_argument(
        "--corpus", help="stel de vragen aan dit corpus (letter, papers, shipped) in plaats van hun eigen"
    )
    parser.add_argument("--data", type=Path, help="gegevensmap (standaard die van de gebruiker)")
    parser.add_argument("--answers", type=Path, help="scoor deze antwoorden (JSONL) in plaats van te vragen")
    parser.add_argument("--misses", action="store_true", help="toon wat misging")
    parser.add_argument("--only", default="", help="alleen vragen waarvan het kenmerk of de soort hiermee begint")
    parser.add_argument("--out", type=Path, help="schrijf de uitkomst als JSON")
    parser.add_argument("--replies", type=Path, help="schrijf de antwoorden als JSONL")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run or score a suite and write the table."""
    chosen = arguments(argv)
    questions = [q for q in load_suite(chosen.suite) if q.id.startswith(chosen.only) or q.kind.startswith(chosen.only)]
    if chosen.corpus:
        questions = [replace(q, corpus=chosen.corpus) for q in questions]
    if chosen.answers:
        replies = read_replies(chosen.answers)
        run = score_replies(chosen.suite, questions, replies, quoted_texts(replies))
    else:
        run, replies = run_suite(chosen.suite, questions, data_folder(chosen.data))
    if chosen.misses:
        write_misses(sys.stdout, questions, run, replies)
    write_table(sys.stdout, run)
    _save(chosen.out, [run_to_json(run)])
    _save(chosen.replies, replies)
    return 0


def _save(path: Path | None, rows: Sequence[Mapping[str, Any]]) -> None:
    if path is not None:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AgendaError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
