"""A small deterministic encoder (hashed words) and letters to ingest: real files, real store, no network of torch."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.store.parts import apart
from ingest.store.passages import Piece

SIZE = 32


class TinyEncoder:
    """Hashed bags of words: the same text always gets the same unit vector."""

    def __init__(self, fingerprint: str = "tiny@1") -> None:
        self.name, self.fingerprint, self.dimension = "tiny", fingerprint, SIZE
        self.texts: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([_vector(text) for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += texts
        return np.stack([_vector(text) for text in texts])

    def encode_pieces(self, pieces: Sequence[Piece]) -> list[np.ndarray]:
        return apart(self, pieces)


def _vector(text: str) -> np.ndarray:
    vector = np.full(SIZE, 1e-3, np.float32)
    for word in re.findall(r"\w+", text.lower()):
        digest = hashlib.sha256(word.encode()).digest()
        vector[digest[0] % SIZE] += 1 if digest[1] % 2 else -1
    return vector / np.linalg.norm(vector)


SUBJECTS = ("ondermijning", "afpakken", "mensenhandel", "cybercrime", "kinderporno", "fraude", "jeugd", "wijken")


def letter(number: int, paragraphs: int = 3) -> str:
    """A letter in Markdown with headings and paragraphs of its own."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    lines = [f"# Brief {number} over {subject}", ""]
    for at in range(paragraphs):
        lines += [
            f"## Deel {at + 1}: {subject} in {2015 + (number + at) % 8}",
            "",
            f"In {2015 + (number + at) % 8} heeft de politie {100 + number} zaken over {subject} opgepakt. "
            f"De norm voor deel {at + 1} van brief {number} is {200 + at}.",
            "",
        ]
    return "\n".join(lines)


def write_letters(folder: Path, count: int, paragraphs: int = 3) -> Path:
    """A folder with letters."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"brief-{number:03}.md").write_text(letter(number, paragraphs), encoding="utf-8")
    return folder
