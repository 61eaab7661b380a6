"""A stand-in for the encoder on large synthetic libraries: each sentence is encoded once, a text is their average.

For measuring answers over more paragraphs than can be encoded in reasonable time; questions are encoded as always.
Invariant: vectors have the shape, length and fingerprint of the real encoder's, and the same text gives the same one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.store.parts import apart
from ingest.store.passages import Piece

if TYPE_CHECKING:
    from ingest.store.model import Encoder

_SENTENCE = re.compile(r"(?<=[.!?:])\s+")
_NUMBER = re.compile(r"\d+")


class AveragedEncoder:
    """The encoder for questions; for passages the average of their sentences, numbers made alike, one vector each."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self._known = encoder, dict[str, Any]()
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Any:
        """As the encoder itself."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Any:
        """One unit vector a text (texts x dimension, float32)."""
        pieces = [[_NUMBER.sub("0", piece) for piece in _SENTENCE.split(text)] for text in texts]
        new = sorted({piece for own in pieces for piece in own} - self._known.keys())
        if new:
            self._known.update(zip(new, self._encoder.encode_passages(new), strict=True))
        vectors = np.stack([np.mean([self._known[piece] for piece in own], axis=0) for own in pieces])
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    def encode_pieces(self, pieces: Sequence[Piece]) -> list[Any]:
        """Of each piece its vector and those of its parts, each as a text by itself."""
        return apart(self, pieces)
