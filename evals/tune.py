"""Tunes the embedding model on the passages of ``evals/sets/passages``; ``python -m evals.tune --data DIR --write``.

Questions are encoded apart, sentences in their paragraph after title and heading, as the product does; a question shall
lie nearer to the sentences that answer it than to every other sentence of its batch, and nearer to the paragraphs that
hold them (a softmax over each); and what does not answer it shall lie farther off than any answer does from its
question, also when nothing answers it. The passages of a batch resemble each other: what is told apart is alike.
All layers are trained, the word vectors stay; what changed is kept as an adapter (see ``ingest.store.adapter``).
Invariant: no question or paper of another set is read.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.batches import BATCH, Place, batches, paragraphs
from evals.passages import APART, FOLDER, Asked, Passage, load_passages
from evals.run import data_folder
from ingest.store.adapter import change_in
from ingest.store.model import SentenceEncoder, load_encoder, processors
from ingest.store.network import precision
from ingest.store.passages import Piece
from ingest.store.unpacking import tuning

RANK = 128
"""How thin the kept matrices are; 32 was seen to lose 5 points of what was learnt, 128 less than one."""
TEMPERATURE = 0.03
LONGEST, TOKENS = 512, 3_000
"""Tokens of a text, and of the texts that are computed together."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """What is trained: a network with its tokenizer and prompts, and the layers as they were."""

    network: Any
    tokenizer: Any
    prompts: dict[str, str]
    before: dict[str, Any]
    sure: Any
    """From how near the nearest sentence lies to the log-odds that there is an answer: a factor and a term."""

    def questions(self, texts: Sequence[str]) -> Any:
        """Unit vectors of questions, ``[n, dimension]``."""
        return self._read([Piece(text) for text in texts], "query")[0]

    def pieces(self, pieces: Sequence[Piece]) -> tuple[Any, Any]:
        """Unit vectors of pieces, ``[n, dimension]``, and of all their parts in order."""
        return self._read(pieces, "passage")

    def _read(self, pieces: Sequence[Piece], prompt: str) -> tuple[Any, Any]:
        """Texts of about one length go together; a part is the average of its tokens, as in ``ingest.store.parts``."""
        import torch

        before = self.prompts[prompt]
        made = self.tokenizer(
            [before + p.text for p in pieces], truncation=True, max_length=LONGEST, return_offsets_mapping=True
        )
        rows, ends = made["input_ids"], [[end for _, end in row] for row in made["offset_mapping"]]
        found: list[list[Any]] = [[]] * len(rows)
        for block in _blocks([len(row) for row in rows]):
            length = max(len(rows[i]) for i in block)
            ids = torch.tensor([rows[i] + [self.tokenizer.pad_token_id] * (length - len(rows[i])) for i in block])
            held = torch.tensor([[1] * len(rows[i]) + [0] * (length - len(rows[i])) for i in block])
            out = self.network(input_ids=ids, attention_mask=held, token_type_ids=torch.zeros_like(ids))
            for i, states in zip(block, out.last_hidden_state, strict=True):
                tokens, stops = states[: len(rows[i])], torch.tensor(ends[i]) - len(before)
                own = [tokens[(stops > start) & (stops <= end)] for start, end in pieces[i].parts]
                found[i] = [each.mean(0) for each in (tokens, *(part if len(part) else tokens for part in own))]
        unit = [torch.nn.functional.normalize(torch.stack(own), dim=-1) for own in found]
        return torch.stack([own[0] for own in unit]), torch.cat([own[1:] for own in unit])


def _blocks(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indexes in order of length, in blocks of at most ``TOKENS`` tokens with their padding."""
    block: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if block and (len(block) + 1) * lengths[i] > TOKENS:
            yield block
            block = []
        block.append(i)
    if block:
        yield block


def prepared(encoder: SentenceEncoder, start: Path | None = None) -> Tuned:
    """The model as it was made, to train; or as an adapter makes it, to train that further."""
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModel

    model = encoder.model()
    network = AutoModel.from_pretrained(
        model[0].auto_model.config.name_or_path, dtype=torch.float32, add_pooling_layer=False,
        attn_implementation="eager", local_files_only=True,
    ).requires_grad_(False)  # fmt: skip
    network.encoder.requires_grad_(True)
    before = {name: value.detach().clone() for name, value in network.encoder.named_parameters()}
    sure = torch.nn.Parameter(torch.tensor([12.0, -6.0]))
    tuned = Tuned(network, model.tokenizer, dict(model.prompts), before, sure)
    put(tuned, load_file(str(start)) if start else {})
    return tuned


def loss_of(tuned: Tuned, batch: Sequence[Passage], chance: random.Random) -> Any:
    """How far the questions of a batch are from lying nearest to what answers them, sentences and paragraphs, and
    from lying apart from the rest."""
    asked = [(number, q) for number, p in enumerate(batch) for q in p.questions if q.answers]
    vain = [q.text for p in batch for q in p.questions if not q.answers]
    vectors = tuned.questions([*(q.text for _, q in asked), *vain])
    questions = vectors[: len(asked)]
    pieces, places, alone = paragraphs(batch, chance)
    texts, sentences = tuned.pieces(pieces)
    right = _answering(asked, alone)
    order = _nearest(questions, sentences, right) + _nearest(questions, texts, _answering(asked, places))
    return order + _apart(tuned.sure, questions @ sentences.T, right, vectors[len(asked) :] @ sentences.T)


def _apart(sure: Any, near: Any, right: Any, vain: Any) -> Any:
    """How badly the nearest sentence tells questions with an answer from those in vain, and from those same questions
    without their answer; a half of the weight is for the first, a quarter for each of the others."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    kinds = [(near.masked_fill(~right, -1e9), 1.0, 0.5), (near.masked_fill(right, -1e9), 0.0, 0.25), (vain, 0.0, 0.25)]
    total = torch.zeros(())
    for scores, answered, weight in kinds:
        if len(scores):
            nearest = torch.logsumexp(scores / TEMPERATURE, 1) * TEMPERATURE
            wanted = torch.full((len(scores),), answered)
            total = total + weight * binary_cross_entropy_with_logits(sure[0] * nearest + sure[1], wanted)
    return 2 * total


def _answering(asked: Sequence[tuple[int, Asked]], places: Sequence[Place]) -> Any:
    """Which places hold an answer to which question, ``[questions, places]``."""
    import torch

    return torch.tensor([[home == n and any(i in at for i in q.answers) for n, at in places] for home, q in asked])


def _nearest(questions: Any, others: Any, right: Any) -> Any:
    import torch

    near = questions @ others.T / TEMPERATURE
    return (torch.logsumexp(near, 1) - torch.logsumexp(near.masked_fill(~right, -1e9), 1)).mean()


def tune(tuned: Tuned, passages: Sequence[Passage], *, epochs: int, rate: float, seed: int) -> Iterator[float]:
    """Trains in place; gives the loss of each step. The rate rises for some steps and then falls to nothing."""
    import torch

    chance = random.Random(seed)  # noqa: S311
    layers = list(tuned.network.encoder.parameters())
    groups = [{"params": layers, "lr": rate}, {"params": [tuned.sure], "lr": 1e-2}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.0)
    steps = max(1, epochs * (len(passages) // BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 20) * max(0.02, 1 - step / steps)
    )
    for _ in range(epochs):
        for batch in batches(passages, chance):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision() == torch.bfloat16):
                loss = loss_of(tuned, batch, chance)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(layers, 1.0)
            optimiser.step()
            schedule.step()
            yield float(loss.detach())


def first_right(tuned: Tuned, passages: Sequence[Passage]) -> tuple[float, float, float, int]:
    """The shares of questions whose nearest sentence answers, of its passage and of all; how well its nearness tells
    them from questions in vain (AUROC); and how many have an answer."""
    import torch
    from sklearn.metrics import roc_auc_score

    asked = [(number, q) for number, p in enumerate(passages) for q in p.questions if q.answers]
    vain = [q.text for p in passages for q in p.questions if not q.answers]
    pieces, _, places = paragraphs(passages, random.Random(5), untitled=0.0)  # noqa: S311
    with torch.inference_mode():
        every = tuned.questions([*(q.text for _, q in asked), *vain]) @ tuned.pieces(pieces)[1].T
    near = every[: len(asked)]
    right = _answering(asked, places)
    own = torch.tensor([[home == n for n, _ in places] for home, _ in asked])
    among = [right[torch.arange(len(asked)), scores.argmax(1)] for scores in (near.masked_fill(~own, -1e9), near)]
    within, overall = (float(hits.float().mean()) for hits in among)
    apart = roc_auc_score([1] * len(asked) + [0] * len(vain), every.max(1).values) if vain else float("nan")
    return within, overall, float(apart), len(asked)


def kept(tuned: Tuned, rank: int = RANK) -> dict[str, Any]:
    """What changed in the layers, as an adapter in half precision."""
    stored: dict[str, Any] = {}
    for name, value in tuned.network.encoder.named_parameters():
        change = value.detach() - tuned.before[name]
        stored |= {name: change} if change.dim() == 1 else thin(name.removesuffix(".weight"), change, rank)
    return {name: value.half().contiguous() for name, value in stored.items()}


def write(stored: dict[str, Any], path: Path) -> None:
    """Keep an adapter."""
    from safetensors.torch import save_file

    save_file(stored, str(path))
    path.chmod(0o644)


def put(tuned: Tuned, stored: dict[str, Any]) -> None:
    """Make the layers what an adapter makes them."""
    wide = {name: value.float() for name, value in stored.items()}
    for name, parameter in tuned.network.encoder.named_parameters():
        if (change := change_in(wide, name)) is not None:
            parameter.data = tuned.before[name] + change


def thin(name: str, change: Any, rank: int) -> dict[str, Any]:
    """The nearest product of two matrices of this rank to the change of a matrix, ``up @ down``."""
    import torch

    left, sizes, right = torch.linalg.svd(change, full_matrices=False)
    root = sizes[:rank].sqrt()
    return {f"{name}.up": left[:, :rank] * root, f"{name}.down": root[:, None] * right[:rank]}


def main(argv: Sequence[str] | None = None) -> int:
    """Train, say how well it does on passages kept apart, and write the adapter when asked."""
    parser = argparse.ArgumentParser(prog="python -m evals.tune")
    parser.add_argument("--passages", type=Path, default=FOLDER)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--further", action="store_true", help="train de meegeleverde gewichten verder")
    parser.add_argument("--measure", type=Path, nargs="*", help="passages waarop niet geoefend is, om op te meten")
    parser.add_argument("--write", action="store_true", help="schrijf ingest/store/tuning.safetensors")
    chosen = parser.parse_args(argv)
    import torch

    encoder = load_encoder(data_folder(chosen.data), tuned=False)
    assert isinstance(encoder, SentenceEncoder)
    tuned = prepared(encoder, tuning() if chosen.further else None)
    torch.set_num_threads(processors())
    begun, losses = time.monotonic(), list[float]()
    for loss in tune(tuned, load_passages(chosen.passages), epochs=chosen.epochs, rate=chosen.rate, seed=chosen.seed):
        losses.append(loss)
        if len(losses) % 10 == 0:
            sys.stdout.write(f"{len(losses)} {sum(losses[-10:]) / 10:.3f} {time.monotonic() - begun:.0f} s\n")
            sys.stdout.flush()
    if losses:
        put(tuned, stored := kept(tuned))
        if chosen.write:
            write(stored, tuning())
    for folder in chosen.measure or [APART]:
        within, overall, apart, number = first_right(tuned, load_passages(folder))
        sys.stdout.write(f"{folder.name}: dichtstbijzijnde zin goed in {within:.3f} (van de eigen passage)")
        sys.stdout.write(f" en {overall:.3f} (van alle) van {number} vragen; AUROC van de nabijheid {apart:.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
