"""How quick and how large: start, answers, ingestion and memory beside the baseline; ``python -m evals.bench``.

Invariant: product and baseline are timed by the same code on the same questions and documents; starts and memory
are measured in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from evals.run import Opener, ask_all, data_folder, open_assistant
from ingest.errors import AgendaError

if TYPE_CHECKING:
    from ingest.store.model import Encoder
    from ingest.store.passages import Piece

FIRST = "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?"
DOCUMENT_SIZE = 250
ENGINES = ("assistant", "baseline")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, its unit, the product's figure and the baseline's, if any."""

    name: str
    unit: str
    ours: float
    baseline: float | None = None


def measure(data: Path, suite: str) -> Iterator[Figure]:
    """The figures of the ordinary bench, as they become known."""
    yield from _starts(data)
    yield from _latencies(data, suite)
    yield from _ingestion(data)


def _starts(data: Path) -> Iterator[Figure]:
    """Seconds from process start to first answer, files out of the page cache and in it, and resident memory."""
    runs = {engine: [_child(engine, data, evict=evict) for evict in (True, False)] for engine in ENGINES}
    ours, plain = runs["assistant"], runs["baseline"]
    yield Figure("koude start tot eerste antwoord", "s", ours[0]["seconds"], plain[0]["seconds"])
    yield Figure("warme start tot eerste antwoord", "s", ours[1]["seconds"], plain[1]["seconds"])
    yield Figure("geheugen na eerste antwoord", "MB", ours[1]["memory"], plain[1]["memory"])


def _child(engine: str, data: Path, *, evict: bool) -> dict[str, float]:
    """One start in a process of its own; the library is built beforehand."""
    from evals.corpora import build_library

    build_library("letter", data)
    if evict:
        _evict(data)
    started = time.perf_counter()
    command = [sys.executable, "-m", "evals.bench", "--child", engine, "--data", str(data)]
    out = subprocess.run(command, capture_output=True, text=True, check=True)
    return {"seconds": time.perf_counter() - started, "memory": float(json.loads(out.stdout)["memory"])}


def _evict(folder: Path) -> None:
    """Ask the system to drop the folder's files from its page cache, as after a restart of the machine."""
    for path in folder.rglob("*"):
        if path.is_file() and hasattr(os, "posix_fadvise"):
            with path.open("rb") as stream:
                os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _answer_once(engine: str, data: Path, out: TextIO) -> None:
    asker, _ = _opener(engine)("letter", data)
    asker.ask(FIRST)
    out.write(json.dumps({"memory": resident_megabytes()}))


def resident_megabytes() -> float:
    """This process's peak resident memory."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _opener(engine: str) -> Opener:
    from evals.baselines import open_baseline

    return open_assistant if engine == "assistant" else open_baseline


def _latencies(data: Path, suite: str) -> Iterator[Figure]:
    """Wall-clock milliseconds an answer over the questions of a suite, first answer left out."""
    times = {engine: _wall_times(engine, data, suite) for engine in ENGINES}
    for share in (50, 95):
        ours, plain = (_percentile(times[engine], share) for engine in ENGINES)
        yield Figure(f"antwoordtijd p{share} ({suite})", "ms", ours, plain)


def _wall_times(engine: str, data: Path, suite: str) -> list[float]:
    from evals.questions import load_suite

    questions = load_suite(suite)
    asker, _ = _opener(engine)(questions[0].corpus, data)
    asker.ask(FIRST)
    times = []
    for question in questions:
        started = time.perf_counter()
        for _ in ask_all(asker, [question]):
            times.append((time.perf_counter() - started) * 1000)
    return times


def _percentile(times: Sequence[float], share: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(share / 100 * (len(ordered) - 1)))]


class TimedEncoder:
    """The product's encoder with a stopwatch on what it spends on passages."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.seconds = encoder, 0.0
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Any:
        """As the encoder itself."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Any:
        """As the encoder itself, timed."""
        with self._timed():
            return self._encoder.encode_passages(texts)

    def encode_pieces(self, pieces: Sequence[Piece]) -> list[Any]:
        """As the encoder itself, timed."""
        with self._timed():
            return self._encoder.encode_pieces(pieces)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - started


def _ingestion(data: Path) -> Iterator[Figure]:
    """Seconds to take in the shipped corpus, and the share of them that the encoder takes."""
    from evals.baselines import PlainIndex
    from evals.corpora import corpus_files
    from ingest.pipeline import ingest
    from ingest.store.library import Library
    from ingest.store.model import load_encoder

    encoder = TimedEncoder(load_encoder(data))
    encoder.encode_passages(["opwarmen"])
    encoder.seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        ingest(corpus_files("shipped"), data=Path(folder), encoder=encoder)
        ours, share = time.perf_counter() - started, encoder.seconds
        library = Library.open(Path(folder), encoder=encoder)
        documents = [library.document(publication.id) for publication in library.documents()]
        library.close()
    started = time.perf_counter()
    PlainIndex(documents, encoder)
    yield Figure("inlezen van het meegeleverde corpus", "s", ours, time.perf_counter() - started)
    yield Figure("deel daarvan voor het taalmodel", "%", 100 * share / ours)


def measure_scale(
    data: Path, paragraphs: int, documents: int = 0, workers: int = 1, *, averaged: bool = False
) -> Iterator[Figure]:
    """Ingestion, answers and memory on a synthetic library of so many paragraphs (in so many documents).

    With ``averaged`` passages get the vectors of ``AveragedEncoder``: then only the answers are worth measuring.
    """
    from assistant import Assistant
    from assistant.web.app import warm
    from evals.averaged import AveragedEncoder
    from evals.questions import load_suite
    from ingest.pipeline import ingest
    from ingest.store.model import load_encoder

    size = -(-paragraphs // documents) if documents else DOCUMENT_SIZE
    folder = data / "evals" / f"scale-{paragraphs}-{size}"
    papers = folder / "papers"
    write_papers(papers, paragraphs, size=size)
    real = load_encoder(data)
    encoder = TimedEncoder(AveragedEncoder(real) if averaged else real)
    encoder.encode_passages(["opwarmen"])
    encoder.seconds = 0.0
    before, started = resident_megabytes(), time.perf_counter()
    report = ingest([papers], data=folder, encoder=encoder, workers=workers)
    spent = time.perf_counter() - started
    yield Figure(f"inlezen van {paragraphs} alinea's in {len(report.added)} stukken", "s", spent)
    if workers == 1:
        yield Figure("deel daarvan voor het taalmodel", "%", 100 * encoder.seconds / spent)
    yield Figure("geheugen daarbij, bovenop het taalmodel", "MB", resident_megabytes() - before)
    assistant = Assistant.open(folder)
    started = time.perf_counter()
    warm(assistant)
    yield Figure("opwarmen, zoals de server doet", "s", time.perf_counter() - started)
    times = []
    for question in load_suite("dev-letter")[:100]:
        started = time.perf_counter()
        assistant.ask(question.text)
        times.append((time.perf_counter() - started) * 1000)
    yield Figure("antwoordtijd p50", "ms", _percentile(times, 50))
    yield Figure("antwoordtijd p95", "ms", _percentile(times, 95))
    yield Figure("geheugen", "MB", resident_megabytes())


def write_papers(folder: Path, paragraphs: int, *, seed: int = 20181114, size: int = DOCUMENT_SIZE) -> None:
    """Synthetic papers in Markdown whose sentences are drawn from the test papers, a number changed in each."""
    from evals.corpora import paper_files

    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)  # noqa: S311 - reproducible text, no secret
    prose = " ".join(path.read_text(encoding="utf-8") for path in paper_files() if path.suffix in (".md", ".txt"))
    known = [s for s in re.split(r"(?<=[.!?])\s+", " ".join(prose.split())) if 6 <= len(s.split()) <= 60]
    for start in range(0, paragraphs, size):
        number = start // size
        own = min(size, paragraphs - start)
        body = "\n\n".join(_paragraph(known, chance, start + row) for row in range(own))
        (folder / f"stuk-{number:05d}.md").write_text(f"# Synthetisch stuk {number}\n\n{body}\n", encoding="utf-8")


def _paragraph(known: Sequence[str], chance: random.Random, number: int) -> str:
    sentences = " ".join(chance.sample(known, 3)).lstrip("#>*-| ")
    return f"{sentences} Dossier {number} telt {chance.randrange(10, 9999)} stukken."


def write_figures(out: TextIO, figures: Iterator[Figure]) -> list[Figure]:
    """Print the figures as they come, product and baseline side by side, and return them."""
    out.write(f"{'':44} {'assistent':>12} {'baseline':>12}\n")
    shown = []
    for figure in figures:
        beside = "" if figure.baseline is None else f"{figure.baseline:12.1f}"
        out.write(f"{figure.name:44} {figure.ours:12.1f} {beside:>12} {figure.unit}\n")
        out.flush()
        shown.append(figure)
    return shown


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description="Meet tijden en geheugen.")
    parser.add_argument("--data", type=Path, help="gegevensmap (standaard die van de gebruiker)")
    parser.add_argument("--suite", default="dev-letter")
    parser.add_argument("--paragraphs", type=int, help="meet op een synthetische bibliotheek van zoveel alinea's")
    parser.add_argument("--documents", type=int, default=0, help="in zoveel stukken (bij --paragraphs)")
    parser.add_argument("--workers", type=int, default=1, help="met zoveel werkprocessen (bij --paragraphs)")
    parser.add_argument("--averaged", action="store_true", help="met gemiddelde zinsvectoren (bij --paragraphs)")
    parser.add_argument("--child", choices=ENGINES, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    data = data_folder(chosen.data)
    if chosen.child:
        _answer_once(chosen.child, data, sys.stdout)
    elif chosen.paragraphs:
        scale = measure_scale(data, chosen.paragraphs, chosen.documents, chosen.workers, averaged=chosen.averaged)
        write_figures(sys.stdout, scale)
    else:
        write_figures(sys.stdout, measure(data, chosen.suite))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AgendaError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
