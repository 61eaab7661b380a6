"""Questions to vectors without torch: the network of the shipped model in ONNX Runtime, one question at a time.

A question is short and asked of a process that has often just started: importing torch and transformers took longer
than all the rest of a first answer. Owner of ONNX Runtime. Invariant: what is computed here is what the network in
torch computes in float32, to rounding.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.store.network import OFFLINE, unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NETWORK = "question.onnx"
"""In a model's folder; a folder without it has its questions read by sentence-transformers."""
_WORDS = "embeddings.word_embeddings.weight"


def export_network(folder: Path) -> None:
    """Write ``NETWORK`` for the BERT model in ``folder``: from word vectors ``[1, n, dimension]`` to a unit vector.

    The word vectors, four fifths of the model, stay where they are.
    """
    import logging
    import os
    import warnings

    import torch

    os.environ.update(OFFLINE)
    from transformers import AutoModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    bert = AutoModel.from_pretrained(
        str(folder), dtype=torch.float32, add_pooling_layer=False, attn_implementation="eager", local_files_only=True
    )

    class Averaged(torch.nn.Module):  # type: ignore[misc]  # torch has no types here
        """The average of the token vectors, made length one."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, words: Any) -> Any:
            average = self.bert(inputs_embeds=words).last_hidden_state.mean(1)
            return torch.nn.functional.normalize(average, dim=-1)

    length = torch.export.Dim("length", min=2, max=bert.config.max_position_embeddings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = torch.onnx.export(
            Averaged().eval(), (torch.zeros(1, 16, bert.config.hidden_size),), dynamo=True, verbose=False,
            input_names=["words"], output_names=["vector"], dynamic_shapes={"words": {1: length}},
        )  # fmt: skip
    made.save(str(folder / NETWORK), external_data=False)
    (folder / NETWORK).chmod(0o644)


class QuestionReader:
    """The questions of one model folder that holds ``NETWORK``; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from safetensors import safe_open
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / NETWORK), options, providers=["CPUExecutionProvider"]
            )
            settings = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
            longest = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"]
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            weights: Any = safe_open(str(folder / "model.safetensors"), framework="np")
            self._words = weights.get_slice(_WORDS)
        except Exception as error:
            raise unreadable(folder, error) from error
        self._prompt: str = settings["prompts"]["query"]
        self._tokenizer.enable_truncation(longest)

    def vector(self, question: str) -> NDArray[np.float32]:
        """The unit vector of a question, ``[dimension]``."""
        import numpy as np

        ids = self._tokenizer.encode(self._prompt + question).ids
        words = np.concatenate([self._words[i : i + 1] for i in ids]).astype(np.float32)
        found: NDArray[np.float32] = self._session.run(None, {"words": words[None]})[0][0]
        return found
