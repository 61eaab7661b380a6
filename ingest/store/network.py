"""The network of a sentence-transformers folder, in the precision that this processor computes fastest in.

Owner of sentence-transformers, with ``model`` of torch. Invariant: nothing is ever fetched.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ingest.errors import ModelError

OFFLINE = {
    "HF_HUBOFFLINE": "1",
    "TRANSFORMERSOFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def load_network(folder: Path) -> Any:
    """The network, ready to compute. Raises ``ModelError`` for a folder that does not hold one.

    The word vectors (four fifths of the model) stay as stored, mapped from disk; only what is looked up is widened.
    Each block is computed by one thread: threads that share a block wait for each other, and on a busy machine
    that was measured to cost ten times the work itself.
    """
    os.environ.update(OFFLINE)
    import logging as python_logging

    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    torch.set_num_threads(1)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    python_logging.getLogger("sentence_transformers").setLevel(python_logging.ERROR)
    try:
        model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": "auto", **_architecture(folder)}
        )
    except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
        raise unreadable(folder, error) from error
    _set_precision(model, precision())
    return model.eval()


def unreadable(folder: Path, error: Exception) -> ModelError:
    """What to say of a folder that holds no model that can be loaded."""
    return ModelError(
        f"het taalmodel kan niet worden geladen ({type(error).__name__}: {error})",
        where=str(folder),
        remedy="Verwijder deze map en voer de opdracht opnieuw uit; het meegeleverde model wordt dan uitgepakt.",
    )


def _architecture(folder: Path) -> dict[str, Any]:
    """BERT's unused pooler is left out; other architectures have no such switch."""
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return {"add_pooling_layer": False} if settings.get("model_type") == "bert" else {}


def precision() -> Any:
    """bfloat16 on a processor with instructions for it (more than twice as fast, cosine 0.99996), else float32."""
    import torch

    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("avx512_bf16") or able.get("amx_bf16") else torch.float32


def _set_precision(model: Any, precision: Any) -> None:
    """Compute in ``precision``, but sum and scale the token vectors in float32."""
    network = model[0]
    words = network.auto_model.get_input_embeddings() if hasattr(network, "auto_model") else None
    for module in network.modules():
        if module is not words:
            for parameter in module.parameters(recurse=False):
                parameter.data = parameter.data.to(precision)
    if words is not None:
        words.register_forward_hook(lambda module, given, out: out.to(precision))
    network.register_forward_hook(lambda module, given, out: _widen(out))


def _widen(features: dict[str, Any]) -> dict[str, Any]:
    features["token_embeddings"] = features["token_embeddings"].float()
    return features
