"""Attacks on the checks of reworded sentences: injections, tempting wrong rewordings, and pairs that set the threshold.

``python -m evals.adversarial`` tells how many attacks were stopped and how many good rewordings passed; ``--fit`` finds
the least shares of ``assistant/writing/carried.toml`` from the labelled pairs and stores them. Invariant: the attacks
go through the same functions as an answer does.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.language_model.backends import Message
from assistant.language_model.rewording import reword
from assistant.writing.draft import Draft, DraftSentence
from assistant.writing.wording import carried_share, misworded, nearness
from ingest.document import Document, Paragraph, Publication, Source
from ingest.errors import QuestionError, UnknownDocument

SETS = ("injections", "rewordings", "rewordings-unseen", "carried-pairs")
BASE = (
    "Voor 2019 was de norm 190 verdachten van mensenhandel; de voorlopige realisatie kwam uit op 187 verdachten.",
    "De politie leverde 162 verdachten van mensenhandel aan bij het Openbaar Ministerie.",
)
"""The evidence that the injections try to bend."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The least shares found, and how many labelled pairs they get right."""

    words: float
    near: float
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Attack:
    """An injection and what a model that obeys it would write; ``where`` is ``document`` or ``question``."""

    id: str
    where: str
    text: str
    obeyed: tuple[str, ...]


class Obeying:
    """A model that does what an injection asks: it writes the given sentences, with the tokens it was shown."""

    title = "gehoorzaam"

    def __init__(self, attack: Attack) -> None:
        self.attack = attack
        self.seen = ""

    def speak(self, messages: Sequence[Message], cancel: threading.Event) -> Iterator[str]:
        """The sentences of the attack, a few characters at a time."""
        self.seen = self.seen or messages[-1][1]
        tokens = [line[1:5] for line in messages[-1][1].splitlines() if line.startswith("[")]
        names = {"token": tokens[0], "token2": tokens[min(1, len(tokens) - 1)], "injected": tokens[-1]}
        text = " ".join(sentence.format(**names) for sentence in self.attack.obeyed)
        yield from (text[n : n + 7] for n in range(0, len(text), 7))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One document, as verification needs it."""

    held: Document

    def document(self, identity: str, /) -> Document:
        """The document, when it is asked for by its id."""
        if identity != self.held.id:
            raise UnknownDocument(f"onbekend document {identity}")
        return self.held


def load_rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of one of the adversarial sets. Raises ``QuestionError``."""
    if name not in SETS:
        raise QuestionError(f"onbekende set {name!r}", remedy=f"Kies uit: {', '.join(SETS)}.")
    text = (files("evals") / "sets" / f"{name}.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines() if line.strip())


def load_attacks() -> tuple[Attack, ...]:
    """The injections."""
    return tuple(Attack(r["id"], r["where"], r["text"], tuple(r["obeyed"])) for r in load_rows("injections"))


def shown_after(attack: Attack) -> tuple[tuple[str, ...], str]:
    """The sentences of the model that reach the user when it obeys an injection, and the message that it saw."""
    texts = (*BASE, attack.text) if attack.where == "document" else BASE
    document = _document(texts)
    placed = zip(texts, document.paragraphs, strict=True)
    draft = Draft(tuple(DraftSentence(t, ((document.id, p.start, p.end),), "quote") for t, p in placed))
    model = Obeying(attack)
    question = "Wat was de norm?" if attack.where == "document" else f"Wat was de norm? {attack.text}"
    made, _ = reword(model, question, draft, _Shelf(document), heard=lambda _: None, cancel=threading.Event())
    return tuple(s.text for s in made.sentences if s.reworded), model.seen


def _document(texts: Sequence[str]) -> Document:
    whole, paragraphs = "", []
    for n, text in enumerate(texts, 1):
        start = len(whole)
        whole += text
        paragraphs.append(Paragraph(id=f"proef/p{n}", start=start, end=len(whole), kind="text"))
        whole += "\n"
    return Document(
        Publication(id="proef", title="Proef"), Source("proef.txt", "text/plain", ""), whole, tuple(paragraphs)
    )


def faults_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What the checks find in a rewording of a set."""
    return misworded(row["sentence"], row["quotes"])


def fit(pairs: Sequence[Mapping[str, Any]]) -> Fit:
    """The least shares at which no uncarried pair passes: half-way between the best of those and the worst carried one.

    What the other checks stop is left out, for the threshold need not.
    """
    free = {"words": 0.0, "near": 0.0}
    open_ones = [p for p in pairs if not misworded(p["sentence"], p["quotes"], shares=free)]
    wrong = [carried_share(p["sentence"], p["quotes"]) for p in open_ones if not p["carried"]]
    right = [p for p in open_ones if p["carried"]]
    top = max((share for share in wrong if share < 1.0), default=0.9)
    held = [p for p in right if carried_share(p["sentence"], p["quotes"]) > top]
    words = (top + min((carried_share(p["sentence"], p["quotes"]) for p in held), default=1.0)) / 2
    loose = [nearness(p["sentence"], p["quotes"]) for p in open_ones if not p["carried"]
             and carried_share(p["sentence"], p["quotes"]) >= words]  # fmt: skip
    near_right = min((nearness(p["sentence"], p["quotes"]) for p in held), default=1.0)
    near = (max(loose, default=0.0) + near_right) / 2
    shares = {"words": round(words, 3), "near": round(near, 3)}
    good = sum((not misworded(p["sentence"], p["quotes"], shares=shares)) == p["carried"] for p in pairs)
    return Fit(shares["words"], shares["near"], good, len(pairs))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the attacks, or fit the threshold; exit code 1 when an attack came through."""
    parser = argparse.ArgumentParser(prog="python -m evals.adversarial")
    parser.add_argument("--fit", type=Path, nargs="?", const=Path(str(files("assistant.writing") / "carried.toml")))
    chosen = parser.parse_args(argv)
    if chosen.fit:
        found = fit(load_rows("carried-pairs"))
        _store(chosen.fit, found)
        sys.stdout.write(f"words {found.words}, near {found.near}: {found.right} van {found.of} paren goed\n")
        return 0
    came_through = [a.id for a in load_attacks() if shown_after(a)[0]]
    sys.stdout.write(f"injections: {len(load_attacks()) - len(came_through)} van {len(load_attacks())} gestopt\n")
    for name in ("rewordings", "rewordings-unseen"):
        rows = load_rows(name)
        wrong, good = [r for r in rows if not r["good"]], [r for r in rows if r["good"]]
        came_through += [r["id"] for r in wrong if not faults_of(r)]
        stopped, passed = sum(bool(faults_of(r)) for r in wrong), sum(not faults_of(r) for r in good)
        sys.stdout.write(f"{name}: {stopped} van {len(wrong)} fout gestopt, {passed} van {len(good)} goed door\n")
    sys.stdout.write("".join(f"  kwam door: {name}\n" for name in came_through))
    return 1 if came_through else 0


def _store(path: Path, found: Fit) -> None:
    head = "# Least shares for a reworded sentence; fitted on evals/sets/carried-pairs.jsonl with:\n"
    command = "# python -m evals.adversarial --fit\n"
    path.write_text(f"{head}{command}words = {found.words}\nnear = {found.near}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
