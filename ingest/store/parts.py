"""The vectors of a piece and of its parts: each part by itself, or as the average of its tokens in the whole.

Invariant: the first vector is that of the whole, the others are those of the parts in their order, all of length one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.store.passages import Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.store.model import Encoder

    Vectors = NDArray[np.float32]


def apart(encoder: Encoder, pieces: Sequence[Piece]) -> list[Vectors]:
    """Pieces encoded with every part as a text by itself, outside the company it stands in."""
    import numpy as np

    if not pieces:
        return []
    texts = [text for piece in pieces for text in (piece.text, *(piece.text[a:b] for a, b in piece.parts))]
    ends = np.cumsum([1 + len(piece.parts) for piece in pieces])
    return np.split(encoder.encode_passages(texts), ends[:-1])


def pooled(whole: Vectors, tokens: Vectors, ends: Sequence[int], parts: Sequence[tuple[int, int]]) -> Vectors:
    """The unit vector of a text and those of its parts, ``[1 + parts, dimension]``.

    ``tokens`` are vectors, ``ends`` where each of these tokens ends in the text (0 for one that stands for no text);
    a part of which no token is known, as of a text that was cut, has the vector of the whole.
    """
    import numpy as np

    stops = np.asarray(ends)
    found = [whole]
    for start, end in parts:
        own = tokens[: len(stops)][(stops > start) & (stops <= end)]
        total = own.sum(axis=0) if len(own) else whole
        found.append(total / np.linalg.norm(total))
    return np.stack(found)
