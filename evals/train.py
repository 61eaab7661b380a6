"""Trains the cross-encoder on the passages of ``evals/sets/passages``; ``python -m evals.train --data DIR --write``.

All layers of the model are trained, its word vectors stay; what changed in each matrix is kept as a product of two thin
ones. Of each question the sentences that answer it are set above others of their passage and one of another passage
that shares letters with the question: a softmax over them, and for each of them whether it answers. Two processors read
about four questions a second, so one round over all takes more than two hours; ``--further`` goes on from the shipped
adapter. Invariant: no question or paper of another set is read.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evidence.reranking import adapter
from evals.passages import APART, FOLDER, Asked, Passage, load_passages
from evals.run import data_folder
from ingest.store.cross_encoder import LONGEST, change_in
from ingest.store.model import SentenceEncoder, load_encoder, processors
from ingest.store.network import precision

RANK, HEAD_SCALE = 32, 10.0
"""How thin the kept matrices are, and what the head's output is multiplied by, so that it learns faster."""
OTHERS, ALIKE = 4, 1
"""Sentences of the same passage that do not answer, to a question, and those of other passages."""
NEAREST = slice(2, 22)
"""Which of the sentences of other passages these are drawn from, nearest first; the very nearest may well answer."""
BATCH, ROWS = 8, 16
"""Questions to a step, and pairs that are computed together."""
UNHEADED = 0.25
"""How often the heading is left out, so that the sentence itself is read."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What is trained: a network with its tokenizer, prompts and head, and the layers as they were."""

    network: Any
    tokenizer: Any
    prompts: dict[str, str]
    head: Any
    before: dict[str, Any]

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Any:
        """The log-odds of pairs of question and sentence, ``[n]``; pairs of about one length go together."""
        import torch

        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][1]))
        found: list[Any] = [None] * len(pairs)
        for at in range(0, len(order), ROWS):
            rows = order[at : at + ROWS]
            encoded = self.tokenizer(
                [self.prompts["query"] + pairs[i][0] for i in rows],
                [self.prompts["passage"] + pairs[i][1] for i in rows],
                truncation=True, max_length=LONGEST, padding=True, return_tensors="pt",
            )  # fmt: skip
            ids, mask = encoded["input_ids"], encoded["attention_mask"]
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision() == torch.bfloat16):
                tokens = self.network(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            held = mask.unsqueeze(-1).float()
            values = self.head((tokens * held).sum(1) / held.sum(1)).squeeze(-1) * HEAD_SCALE
            for i, value in zip(rows, values, strict=True):
                found[i] = value
        return torch.stack(found)


def prepared(encoder: SentenceEncoder, start: Path | None = None) -> Trained:
    """The model as it is, with a head that says nothing yet; or as an adapter makes it, to train that further."""
    import torch
    from transformers import AutoModel

    model = encoder.model()
    network = AutoModel.from_pretrained(
        model[0].auto_model.config.name_or_path, dtype=torch.float32, add_pooling_layer=False,
        attn_implementation="eager", local_files_only=True,
    ).requires_grad_(False)  # fmt: skip
    network.encoder.requires_grad_(True)
    before = {name: value.detach().clone() for name, value in network.encoder.named_parameters()}
    head = torch.nn.Linear(network.config.hidden_size, 1)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    if start is not None:
        _begin_from(start, network, head)
    return Trained(network, model.tokenizer, dict(model.prompts), head, before)


def _begin_from(start: Path, network: Any, head: Any) -> None:
    from safetensors.torch import load_file

    stored = {name: value.float() for name, value in load_file(str(start)).items()}
    for name, parameter in network.encoder.named_parameters():
        if (change := change_in(stored, name)) is not None:
            parameter.data += change
    head.weight.data[0] = stored["head.weight"] / HEAD_SCALE
    head.bias.data[0] = stored["head.bias"] / HEAD_SCALE


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question with sentences, of which the first ``right`` answer it."""

    pairs: list[tuple[str, str]]
    right: int


Place = tuple[Passage, int]
"""A sentence of a passage by its index."""


def look_alikes(passages: Sequence[Passage]) -> dict[Asked, list[Place]]:
    """For each question the sentences of other passages that share most letters with it, without the very nearest."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    places = [(passage, at) for passage in passages for at in range(len(passage.sentences))]
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
    sentences = letters.fit_transform([passage.text_of(at) for passage, at in places]).T.tocsr()
    found = {}
    for passage in passages:
        shared = (letters.transform([q.text for q in passage.questions]) @ sentences).toarray()
        for asked, row in zip(passage.questions, shared, strict=True):
            near = (places[i] for i in (-row).argsort(kind="stable")[: 10 * NEAREST.stop])
            found[asked] = list(islice((p for p in near if p[0] is not passage), NEAREST.start, NEAREST.stop))
    return found


def draw(asked: Asked, passage: Passage, alike: Sequence[Place], chance: random.Random) -> Drawn:
    """A question with up to two of its answers, ``OTHERS`` other sentences of its passage, and some from elsewhere."""
    headed = chance.random() >= UNHEADED
    right = chance.sample(asked.answers, min(2, len(asked.answers)))
    wrong = [i for i in range(len(passage.sentences)) if i not in asked.answers]
    chosen = [(passage, i) for i in (*right, *chance.sample(wrong, min(OTHERS, len(wrong))))]
    chosen += chance.sample(alike, min(ALIKE, len(alike)))
    return Drawn([(asked.text, home.text_of(at, headed=headed)) for home, at in chosen], len(right))


def loss_of(scores: Any, drawn: Sequence[Drawn]) -> Any:
    """How far the scores are from what is right, averaged over the questions."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as apart

    total, at = torch.zeros(()), 0
    for one in drawn:
        own = scores[at : at + len(one.pairs)]
        at += len(one.pairs)
        if one.right:
            total = total + torch.logsumexp(own, 0) - torch.logsumexp(own[: one.right], 0)
        total = total + apart(own, (torch.arange(len(own)) < one.right).float())
    return total / len(drawn)


def train(
    trained: Trained,
    passages: Sequence[Passage],
    alike: Mapping[Asked, Sequence[Place]],
    *,
    epochs: int,
    rate: float,
    seed: int,
) -> Iterator[float]:
    """Trains in place; gives the loss of each step. ``alike`` are sentences from elsewhere for each question."""
    import torch

    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311
    asked = [(q, p) for p in passages for q in p.questions]
    steps = epochs * (len(asked) // BATCH)
    layers = list(trained.network.encoder.parameters())
    groups = [{"params": layers, "lr": rate}, {"params": list(trained.head.parameters()), "lr": 1e-3}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, min(40, steps // 10))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / warm) * max(0.02, 1 - step / max(1, steps))
    )
    trained.network.train()
    for _ in range(epochs):
        chance.shuffle(asked)
        for at in range(0, len(asked) - BATCH + 1, BATCH):
            drawn = [draw(q, p, alike[q], chance) for q, p in asked[at : at + BATCH]]
            loss = loss_of(trained.scores([pair for one in drawn for pair in one.pairs]), drawn)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(layers, 1.0)
            optimiser.step()
            schedule.step()
            yield float(loss.detach())
    trained.network.eval()


def first_right(trained: Trained, passages: Sequence[Passage]) -> tuple[float, int]:
    """The share of questions with an answer whose best sentence answers, among all of the passage; and how many."""
    import torch

    right = []
    with torch.inference_mode():
        for passage, asked in ((p, q) for p in passages for q in p.questions if q.answers):
            texts = [passage.text_of(i) for i in range(len(passage.sentences))]
            right.append(int(trained.scores([(asked.text, t) for t in texts]).argmax()) in asked.answers)
    return sum(right) / max(1, len(right)), len(right)


def write(trained: Trained, path: Path, fingerprint: str, rank: int = RANK) -> None:
    """What changed in the layers, and the head, as an adapter for the model of this fingerprint."""
    from safetensors.torch import save_file

    stored = {"head.weight": trained.head.weight[0] * HEAD_SCALE, "head.bias": trained.head.bias[0] * HEAD_SCALE}
    for name, value in trained.network.encoder.named_parameters():
        change = value.detach() - trained.before[name]
        if change.dim() == 1:
            stored[name] = change
        else:
            stored |= thin(name.removesuffix(".weight"), change, rank)
    halves = {name: value.detach().half().contiguous() for name, value in stored.items()}
    save_file(halves, str(path), metadata={"model": fingerprint})
    path.chmod(0o644)


def thin(name: str, change: Any, rank: int) -> dict[str, Any]:
    """The nearest product of two matrices of this rank to the change of a matrix, ``up @ down``."""
    import torch

    left, sizes, right = torch.linalg.svd(change, full_matrices=False)
    root = sizes[:rank].sqrt()
    return {f"{name}.up": left[:, :rank] * root, f"{name}.down": root[:, None] * right[:rank]}


def main(argv: Sequence[str] | None = None) -> int:
    """Train, say how well it does on passages kept apart, and write the adapter when asked."""
    parser = argparse.ArgumentParser(prog="python -m evals.train")
    parser.add_argument("--passages", type=Path, default=FOLDER)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--further", action="store_true", help="train de meegeleverde gewichten verder")
    parser.add_argument("--measure", type=Path, default=APART, help="passages waarop niet geoefend is, om op te meten")
    parser.add_argument("--write", action="store_true", help="schrijf assistant/evidence/cross_encoder.safetensors")
    chosen = parser.parse_args(argv)
    import torch

    encoder = load_encoder(data_folder(chosen.data))
    assert isinstance(encoder, SentenceEncoder)
    trained = prepared(encoder, adapter() if chosen.further else None)
    torch.set_num_threads(processors())
    passages = load_passages(chosen.passages)
    begun, losses = time.monotonic(), list[float]()
    alike = look_alikes(passages)
    for loss in train(trained, passages, alike, epochs=chosen.epochs, rate=chosen.rate, seed=chosen.seed):
        losses.append(loss)
        if len(losses) % 50 == 0:
            sys.stdout.write(f"{len(losses)} {sum(losses[-50:]) / 50:.3f} {time.monotonic() - begun:.0f} s\n")
            sys.stdout.flush()
    share, number = first_right(trained, load_passages(chosen.measure))
    sys.stdout.write(f"beste zin goed in {share:.3f} van {number} vragen over passages waarop niet geoefend is\n")
    if chosen.write:
        write(trained, adapter(), encoder.fingerprint)
    return 0


if __name__ == "__main__":
    sys.exit(main())
