"""The embedding model: texts to unit vectors, the same vector for the same text in whatever company.

Invariants: no request ever leaves the machine (see ``network``); a text's vector does not depend on the texts encoded
beside it (passages go in blocks of one fixed shape, questions one by one).
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ingest.errors import ModelError
from ingest.store.network import load_network
from ingest.store.parts import apart, pooled
from ingest.store.passages import Piece
from ingest.store.questions import NETWORK, QuestionReader
from ingest.store.unpacking import SHIPPED as SHIPPED
from ingest.store.unpacking import fingerprint_of, tuning, unpack
from ingest.store.weights import shipped_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_ROWS = 8
_LENGTHS = (16, 32, 48, 64, 96, 128, 160, 192, 256, 320, 384, 512)
_REMEMBERED = 512
_MOST = 16


class Encoder(Protocol):
    """Turns texts into vectors of length one; ``fingerprint`` says which vectors may be compared."""

    @property
    def name(self) -> str:
        """The model's id or folder."""

    @property
    def fingerprint(self) -> str:
        """Changes when the weights or the prompts change."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, ``[n, dimension]``."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, ``[n, dimension]``."""

    def encode_pieces(self, pieces: Sequence[Piece]) -> list[Vectors]:
        """For each piece its vector and then those of its parts, ``[1 + parts, dimension]``."""


def load_encoder(data: Path, model: str = SHIPPED, *, tuned: bool = True) -> Encoder:
    """The encoder for a model: the shipped one (unpacked once into ``data/models``) or a folder.

    The shipped one is ``tuned`` to Dutch policy papers, or as it was made.

    Cheap: the network itself is read at the first text. Raises ``ModelError`` for a model that is not on this
    machine; nothing is ever downloaded.
    """
    if model == SHIPPED:
        source = shipped_file()
        adapter = tuning() if tuned else None
        mark = fingerprint_of(source, adapter)
        folder = unpack(source, data / "models" / f"{model.rpartition('/')[2]}-{mark}", adapter)
        return SentenceEncoder(folder, name=model, fingerprint=f"{model}@{mark}", in_context=tuned)
    folder = next((f for f in _places(data, model) if (f / "modules.json").is_file()), Path())
    if folder == Path():
        raise ModelError(
            f"het taalmodel {model!r} staat niet op deze machine",
            where="instelling model",
            remedy="Zet het als map met een sentence-transformers-model klaar en geef de map op; "
            f"of gebruik het meegeleverde model {SHIPPED}. Er wordt nooit iets gedownload.",
        )
    return SentenceEncoder(folder, name=model, fingerprint=f"{folder.name}@{_folder_fingerprint(folder)}")


def _places(data: Path, model: str) -> Iterator[Path]:
    yield Path(model).expanduser()
    yield data / "models" / model
    yield data / "models" / model.rpartition("/")[2]


def _folder_fingerprint(folder: Path) -> str:
    """Twelve hexadecimal digits over the settings and weights in a model folder."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".json", ".safetensors", ".bin", ".model"}):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]


class SentenceEncoder:
    """A sentence-transformers folder as an ``Encoder``; safe to use from several threads.

    ``in_context``: the parts of a piece are read in it, the average of their own tokens standing for them (known as
    late chunking; the shipped model is tuned to it). Otherwise each is a text by itself.
    """

    def __init__(self, folder: Path, *, name: str, fingerprint: str, in_context: bool = False) -> None:
        self.name, self.fingerprint, self._folder, self._in_context = name, fingerprint, folder, in_context
        self._lock = threading.RLock()
        self._network: Any = None
        self._reader: QuestionReader | None = None
        self._question = lru_cache(maxsize=_REMEMBERED)(self._encode_question)

    def __reduce__(self) -> tuple[object, ...]:
        """Another process opens the same folder."""
        return _opened, (self._folder, self.name, self.fingerprint, self._in_context)

    @property
    def dimension(self) -> int:
        """Length of a vector, from the folder's own description."""
        path = self._folder / "1_Pooling" / "config.json"
        stated = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        size = stated.get("word_embedding_dimension") or stated.get("embedding_dimension")
        return int(size or self.model().get_embedding_dimension())

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, ``[n, dimension]``; a repeated question costs nothing."""
        import numpy as np

        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.stack([self._question(text) for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, ``[n, dimension]``."""
        import numpy as np

        found = self._read([Piece(text) for text in texts])
        return np.concatenate(found) if found else self._no_vectors()

    def encode_pieces(self, pieces: Sequence[Piece]) -> list[Vectors]:
        """For each piece its vector and then those of its parts, ``[1 + parts, dimension]``."""
        return self._read(pieces) if self._in_context else apart(self, pieces)

    def _read(self, pieces: Sequence[Piece]) -> list[Vectors]:
        """The vectors of pieces, longest first, one block a processor at a time."""
        if not pieces:
            return []
        prompt = self._prompt("passage", "document")
        encoded = self._encoded([prompt + p.text for p in pieces], places=any(p.parts for p in pieces))
        rows = [list(row) for row in encoded["input_ids"]]
        ends = [[end for _, end in row] for row in encoded.get("offset_mapping", ())]
        found: list[Vectors] = [self._no_vectors()] * len(rows)

        def encode(length: int, block: list[int]) -> None:
            """The vectors of one block of rows of about one length, put where they belong."""
            padded = [rows[i] for i in block] + [rows[block[-1]]] * (_ROWS - len(block))
            for i, whole, tokens in zip(block, *self._run(padded, length), strict=False):
                parts = [(start + len(prompt), end + len(prompt)) for start, end in pieces[i].parts]
                found[i] = pooled(whole, tokens, ends[i], parts) if parts else whole[None].copy()

        with ThreadPoolExecutor(processors(), thread_name_prefix="encoder") as pool:
            for done in [pool.submit(encode, *work) for work in _blocks([len(row) for row in rows])]:
                done.result()
        return found

    def encode_tokens(self, texts: Sequence[str], *, question: bool = False) -> list[tuple[list[int], Vectors]]:
        """For each text its own tokens (prompt and special tokens left out) and their unit vectors ``[n, dimension]``.

        For late interaction: a question's tokens each look for the nearest token of a passage.
        """
        import numpy as np

        with self._lock:
            prompt = self._prompt("query") if question else self._prompt("passage", "document")
            before = len(self._tokens([prompt])[0]) - 1
            rows = self._tokens([prompt + text for text in texts])
            found: list[tuple[list[int], Vectors]] = [([], self._no_vectors())] * len(rows)
            for length, block in _blocks([len(row) for row in rows]):
                padded = [rows[i] for i in block] + [rows[block[-1]]] * (_ROWS - len(block))
                for i, vectors in zip(block, self._run(padded, length)[1], strict=False):
                    end = max(before, len(rows[i]) - 1)
                    own = vectors[before:end]
                    found[i] = (rows[i][before:end], own / np.linalg.norm(own, axis=1, keepdims=True))
            return found

    def _no_vectors(self) -> Vectors:
        import numpy as np

        return np.empty((0, self.dimension), np.float32)

    def _encode_question(self, text: str) -> Vectors:
        if (self._folder / NETWORK).is_file():
            vector = self._question_reader().vector(text)
        else:
            rows = self._tokens([self._prompt("query") + text])
            vector = self._run(rows, len(rows[0]))[0][0].copy()
        vector.flags.writeable = False
        return vector

    def _question_reader(self) -> QuestionReader:
        with self._lock:
            if self._reader is None:
                self._reader = QuestionReader(self._folder)
            return self._reader

    def _prompt(self, *names: str) -> str:
        prompts: dict[str, str] = self.model().prompts
        return next((prompts[name] for name in names if prompts.get(name)), "")

    def _tokens(self, texts: list[str]) -> list[list[int]]:
        return [list(row) for row in self._encoded(texts)["input_ids"]]

    def _encoded(self, texts: list[str], *, places: bool = False) -> Any:
        """The tokens of texts, cut to what the model reads; with ``places`` also where each stands in its text."""
        model = self.model()
        with self._lock:
            return model.tokenizer(
                texts, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=places
            )

    def _run(self, rows: list[list[int]], length: int) -> tuple[Vectors, Vectors]:
        """Of token rows padded to ``length``: the unit vectors, and the vectors of all their tokens."""
        import torch

        model = self.model()
        pad = model.tokenizer.pad_token_id or 0
        ids = torch.tensor([row + [pad] * (length - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
        with torch.inference_mode():
            out = model({"input_ids": ids, "attention_mask": mask, "token_type_ids": torch.zeros_like(ids)})
            unit = torch.nn.functional.normalize(out["sentence_embedding"].float(), dim=-1)
        return unit.numpy(), out["token_embeddings"].float().numpy()

    def model(self) -> Any:
        """The sentence-transformers model itself, loaded at first use."""
        with self._lock:
            if self._network is None:
                self._network = load_network(self._folder)
            return self._network


def _opened(folder: Path, name: str, fingerprint: str, in_context: bool) -> SentenceEncoder:
    return SentenceEncoder(folder, name=name, fingerprint=fingerprint, in_context=in_context)


def _blocks(lengths: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Blocks of at most ``_ROWS`` indexes whose rows fit one of the fixed lengths, longest first."""
    groups: dict[int, list[int]] = {}
    for index, size in enumerate(lengths):
        groups.setdefault(next((n for n in _LENGTHS if size <= n), size), []).append(index)
    for length in sorted(groups, reverse=True):
        for at in range(0, len(groups[length]), _ROWS):
            yield length, groups[length][at : at + _ROWS]


def processors() -> int:
    """How many processors to compute on."""
    return min(len(os.sched_getaffinity(0)), _MOST)
