"""Passages in batches of which some are alike, and cut into paragraphs, for tuning the embedding model.

Invariant: the same passages with the same chance give the same batches and paragraphs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from evals.passages import Passage
from ingest.store.passages import Piece

BATCH, ALIKE = 12, 3
"""Passages to a step, and how many of them are alike."""
PIECES, WHOLE = (2, 6), 0.3
"""Sentences to a paragraph, least and most, and how often a passage is one paragraph."""
UNTITLED = 0.2
"""How often title and heading are left out in front of a paragraph."""
Place = tuple[int, range]
"""A stretch of sentences of a passage, both by index."""


def alike(passages: Sequence[Passage]) -> list[list[int]]:
    """For each passage all of them by the words they share, most first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [" ".join((p.title, p.heading, *p.sentences)) for p in passages]
    words = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    shared = (words @ words.T).toarray()
    return [(-row).argsort(kind="stable").tolist() for row in shared]


def batches(passages: Sequence[Passage], chance: random.Random) -> Iterator[list[Passage]]:
    """Every passage once, ``BATCH`` at a time, in groups of up to ``ALIKE`` that resemble each other."""
    near = alike(passages)
    left = set(range(len(passages)))
    batch: list[Passage] = []
    for seed in chance.sample(range(len(passages)), len(passages)):
        if seed not in left:
            continue
        group = [seed, *(i for i in near[seed] if i in left and i != seed)][: min(ALIKE, BATCH - len(batch))]
        left.difference_update(group)
        batch += [passages[i] for i in group]
        if len(batch) == BATCH:
            yield batch
            batch = []


def paragraphs(
    passages: Sequence[Passage], chance: random.Random, untitled: float = UNTITLED
) -> tuple[list[Piece], list[Place], list[Place]]:
    """The passages cut into paragraphs, as the product embeds those: after title and heading; what each holds; and
    their sentences."""
    pieces, places = list[Piece](), list[Place]()
    for number, passage in enumerate(passages):
        at, size = 0, len(passage.sentences)
        while at < size:
            end = size if chance.random() < WHOLE else min(size, at + chance.randint(*PIECES))
            context = "" if chance.random() < untitled else f"{passage.title}\n{passage.heading}\n"
            pieces.append(_joined(context, passage.sentences[at:end]))
            places.append((number, range(at, end)))
            at = end
    return pieces, places, [(number, range(i, i + 1)) for number, place in places for i in place]


def _joined(context: str, sentences: Sequence[str]) -> Piece:
    text, parts = context, list[tuple[int, int]]()
    for sentence in sentences:
        text += " " if parts else ""
        parts.append((len(text), len(text) + len(sentence)))
        text += sentence
    return Piece(text, tuple(parts))
