"""The embedding model with an adapter, as a cross-encoder: question and passage are read together.

The adapter (what to add to the layers, for a matrix as a product of two thin ones, and a linear head; made by
``python -m evals.train``) belongs to one set of weights. Invariant: the same question with the same passages has the
same scores; no request leaves the machine. Pairs are computed in as many blocks as there are processors, by one thread
each.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ingest.errors import ModelError
from ingest.store.model import processors

if TYPE_CHECKING:
    from ingest.store.model import SentenceEncoder

LONGEST = 96
"""Tokens of a pair; what is longer is cut off the longer of the two."""
_QUESTION = 600
"""Characters of a question that are read."""
_REMEMBERED = 512
_STEP = 16
_WHOLE = 127


@lru_cache(maxsize=4)
def belongs_to(adapter: Path) -> str:
    """The fingerprint of the model that an adapter was made for."""
    from safetensors import safe_open

    with safe_open(str(adapter), "numpy") as stored:
        return str((stored.metadata() or {}).get("model", ""))


@runtime_checkable
class ReadsPairs(Protocol):
    """An encoder whose network can also read a question and a passage together."""

    def cross_encoder(self, adapter: Path) -> CrossEncoder | None:
        """The cross-encoder of an adapter; None when that was made for other weights."""


class CrossEncoder:
    """How well passages answer a question, in log-odds; safe to use from several threads."""

    def __init__(self, encoder: SentenceEncoder, adapter: Path) -> None:
        if encoder.fingerprint != belongs_to(adapter):
            raise ModelError(
                f"de leesgewichten horen niet bij het taalmodel {encoder.name!r}",
                where=str(adapter),
                remedy="Maak ze opnieuw met: python -m evals.train --write",
            )
        self._encoder, self._adapter = encoder, adapter
        self._lock = threading.RLock()
        self._network: Any = None
        self._head: Any = None
        self._known = lru_cache(maxsize=_REMEMBERED)(self._score)

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """The log-odds that each passage answers the question; what was asked before costs nothing."""
        return list(self._known(question[:_QUESTION], tuple(passages)))

    def _score(self, question: str, passages: tuple[str, ...]) -> list[float]:
        if not passages:
            return []
        model, network = self._encoder.model(), self._adapted()
        query, passage = (model.prompts.get(name, "") for name in ("query", "passage"))
        rows = model.tokenizer(
            [query + question] * len(passages), [passage + p for p in passages], truncation=True, max_length=LONGEST
        )["input_ids"]  # fmt: skip
        order = sorted(range(len(rows)), key=lambda i: (len(rows[i]), i))
        size = -(-len(order) // processors())
        blocks = [order[at : at + size] for at in range(0, len(order), size)]
        scores = [0.0] * len(rows)
        with ThreadPoolExecutor(len(blocks), thread_name_prefix="cross-encoder") as pool:
            computed = pool.map(lambda block: self._run(network, [rows[i] for i in block]), blocks)
            for block, values in zip(blocks, computed, strict=True):
                for i, value in zip(block, values, strict=True):
                    scores[i] = value
        return scores

    def _run(self, network: Any, rows: list[list[int]]) -> list[float]:
        """The scores of pairs of about one length, padded to a length that recurs: a new shape costs time to plan."""
        import torch

        pad, length = self._encoder.model().tokenizer.pad_token_id or 0, -(-max(map(len, rows)) // _STEP) * _STEP
        ids = torch.tensor([row + [pad] * (length - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
        weight, bias = self._head
        with torch.inference_mode():
            out = network(input_ids=ids, attention_mask=mask, token_type_ids=torch.zeros_like(ids))
            held = mask.unsqueeze(-1).float()
            means = (out.last_hidden_state.float() * held).sum(1) / held.sum(1)
            return [round(float(value), 4) for value in means @ weight + bias]

    def _adapted(self) -> Any:
        with self._lock:
            if self._network is None:
                self._network, self._head = _load(self._encoder.model(), self._adapter)
            return self._network


def _load(model: Any, adapter: Path) -> tuple[Any, Any]:
    """The network of a model with the adapter added, what the adapter leaves alone shared; and the head.

    Its layers compute in whole numbers of eight bits, three times as fast as float32 where the processor has no
    bfloat16; everything between the matrices is float32, so that all processors give nearly the same scores.
    """
    from safetensors.torch import load_file

    stored = {name: tensor.float() for name, tensor in load_file(str(adapter)).items()}
    network = _shared(model[0].auto_model)
    network.embeddings = _shared(network.embeddings)
    network.embeddings.register_forward_hook(lambda module, given, out: out.float())
    network.encoder = _shared(network.encoder)
    network.encoder.layer = copy.deepcopy(network.encoder.layer).float()
    for name, parameter in network.encoder.named_parameters():
        if (change := change_in(stored, name)) is not None:
            parameter.data = parameter + change
    for module in list(network.encoder.modules()):
        if hasattr(module, "in_features"):
            _in_eight_bits(module)
    return network.eval(), (stored["head.weight"], stored["head.bias"])


def _in_eight_bits(linear: Any) -> None:
    """Let a linear layer multiply in eight bits: a scale for each of its outputs, and for each token it is given.

    Scales of one token, since a token (the first, above all) may hold values a hundred times those of others, and so
    that a score does not depend on the pairs computed beside it.
    """
    import torch

    weight, bias = linear.weight.detach(), linear.bias.detach()
    scale = weight.abs().amax(1) / _WHOLE
    whole = (weight / scale[:, None]).round().to(torch.int8).t().contiguous()

    def forward(tokens: Any) -> Any:
        """As the layer, for ``tokens`` in rows."""
        rows = tokens.reshape(-1, tokens.shape[-1])
        each = rows.abs().amax(1, keepdim=True).clamp_(min=1e-9) / _WHOLE
        product = torch._int_mm((rows / each).round_().to(torch.int8), whole)
        return (product.float() * each).mul_(scale).add_(bias).reshape(*tokens.shape[:-1], -1)

    linear.forward = forward
    linear.weight = linear.bias = None


def change_in(stored: Mapping[str, Any], name: str) -> Any:
    """What an adapter adds to a parameter; None when it leaves it alone."""
    matrix = name.removesuffix(".weight")
    return stored[f"{matrix}.up"] @ stored[f"{matrix}.down"] if f"{matrix}.up" in stored else stored.get(name)


def _shared(module: Any) -> Any:
    """A module with the same parts, which may be replaced in it without touching the first."""
    other = copy.copy(module)
    other._modules = dict(module._modules)
    other._forward_hooks = module._forward_hooks.copy()
    return other
