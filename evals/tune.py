"""Tunes the embedding model on the passages of ``evals/sets/passages``; ``python -m evals.tune --data DIR --write``.

Question and sentence are encoded apart, as the product does; a question shall lie nearer to the sentences that answer
it than to every other sentence of its batch, and nearer to the paragraphs that hold them (a softmax over each); and one
that nothing answers shall lie farther from all of them than a question lies from its answer. The passages of a batch
resemble each other, so that what has to be told apart is alike. All layers are trained, the word vectors stay; what
changed is kept as an adapter (see ``ingest.store.adapter``). Invariant: no question or paper of another set is read.
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

from evals.passages import APART, FOLDER, Asked, Passage, load_passages
from evals.run import data_folder
from ingest.store.adapter import change_in
from ingest.store.model import SentenceEncoder, load_encoder, processors
from ingest.store.unpacking import tuning

RANK = 32
"""How thin the kept matrices are."""
BATCH, ALIKE = 12, 3
"""Passages to a step, and how many of them are alike."""
TEMPERATURE = 0.03
LONGEST, TOKENS = 256, 3_000
"""Tokens of a text, and of the texts that are computed together."""
PIECES, WHOLE = (2, 6), 0.3
"""Sentences to a paragraph, least and most, and how often a passage is one paragraph."""
UNTITLED = 0.2
"""How often title and heading are left out in front of a paragraph."""
Place = tuple[int, range]
"""A stretch of sentences of a passage, both by index."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """What is trained: a network with its tokenizer and prompts, and the layers as they were."""

    network: Any
    tokenizer: Any
    prompts: dict[str, str]
    before: dict[str, Any]
    sure: Any
    """From how near the nearest sentence lies to the log-odds that there is an answer: a factor and a term."""

    def vectors(self, texts: Sequence[str], prompt: str) -> Any:
        """Unit vectors ``[n, dimension]``; texts of about one length go together."""
        import torch

        prompted = [self.prompts[prompt] + text for text in texts]
        rows = self.tokenizer(prompted, truncation=True, max_length=LONGEST)["input_ids"]
        found: list[Any] = [None] * len(rows)
        for block in _blocks([len(row) for row in rows]):
            length = max(len(rows[i]) for i in block)
            ids = torch.tensor([rows[i] + [self.tokenizer.pad_token_id] * (length - len(rows[i])) for i in block])
            held = torch.tensor([[1] * len(rows[i]) + [0] * (length - len(rows[i])) for i in block])
            out = self.network(input_ids=ids, attention_mask=held, token_type_ids=torch.zeros_like(ids))
            weight = held.unsqueeze(-1).float()
            means = (out.last_hidden_state * weight).sum(1) / weight.sum(1)
            for i, vector in zip(block, torch.nn.functional.normalize(means, dim=-1), strict=True):
                found[i] = vector
        return torch.stack(found)


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
    stored = {name: value.float() for name, value in load_file(str(start)).items()} if start else {}
    for name, parameter in network.encoder.named_parameters():
        if (change := change_in(stored, name)) is not None:
            parameter.data += change
    sure = torch.nn.Parameter(torch.tensor([12.0, -6.0]))
    return Tuned(network, model.tokenizer, dict(model.prompts), before, sure)


def alike(passages: Sequence[Passage]) -> list[list[int]]:
    """For each passage all of them by the words they share, most first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [" ".join((p.title, p.heading, *p.sentences)) for p in passages]
    words = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    shared = (words @ words.T).toarray()
    return [(-row).argsort(kind="stable").tolist() for row in shared]


def batches(passages: Sequence[Passage], chance: random.Random) -> Iterator[list[Passage]]:
    """Every passage once, ``BATCH`` at a time, in groups of up to ``ALIKE`` that resemble each other."""
    near = alike(passages)
    left = set(range(len(passages)))
    batch: list[Passage] = []
    for seed in chance.sample(range(len(passages)), len(passages)):
        if seed not in left:
            continue
        group = [seed, *(i for i in near[seed] if i in left and i != seed)][: min(ALIKE, BATCH - len(batch))]
        left.difference_update(group)
        batch += [passages[i] for i in group]
        if len(batch) == BATCH:
            yield batch
            batch = []


def paragraphs(batch: Sequence[Passage], chance: random.Random) -> tuple[list[str], list[Place]]:
    """The passages cut into paragraphs, as the product embeds those: after title and heading; and what each holds."""
    texts, places = [], []
    for number, passage in enumerate(batch):
        at, size = 0, len(passage.sentences)
        while at < size:
            end = size if chance.random() < WHOLE else min(size, at + chance.randint(*PIECES))
            context = "" if chance.random() < UNTITLED else f"{passage.title}\n{passage.heading}\n"
            texts.append(context + " ".join(passage.sentences[at:end]))
            places.append((number, range(at, end)))
            at = end
    return texts, places


def loss_of(tuned: Tuned, batch: Sequence[Passage], chance: random.Random) -> Any:
    """How far the questions of a batch are from lying nearest to what answers them, sentences and paragraphs, and
    those in vain from lying apart."""
    asked = [(number, q) for number, p in enumerate(batch) for q in p.questions if q.answers]
    vain = [q.text for p in batch for q in p.questions if not q.answers]
    vectors = tuned.vectors([*(q.text for _, q in asked), *vain], "query")
    questions = vectors[: len(asked)]
    alone = [(number, range(at, at + 1)) for number, p in enumerate(batch) for at in range(len(p.sentences))]
    texts, places = paragraphs(batch, chance)
    sentences = tuned.vectors([s for p in batch for s in p.sentences], "passage")
    right = _answering(asked, alone)
    held = _answering(asked, places)
    order = _nearest(questions, sentences, right) + _nearest(questions, tuned.vectors(texts, "passage"), held)
    return order + _apart(
        tuned.sure, (questions @ sentences.T).masked_fill(~right, -1e9), vectors[len(asked) :] @ sentences.T
    )


def _apart(sure: Any, answered: Any, vain: Any) -> Any:
    """How badly the nearest sentence tells questions with an answer from those in vain; both kinds count alike."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    near = torch.logsumexp(torch.cat([answered, vain]) / TEMPERATURE, 1) * TEMPERATURE
    wanted = torch.tensor([1.0] * len(answered) + [0.0] * len(vain))
    share = torch.tensor(max(1, len(vain)) / len(answered))
    return binary_cross_entropy_with_logits(sure[0] * near + sure[1], wanted, pos_weight=share)


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
            loss = loss_of(tuned, batch, chance)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(layers, 1.0)
            optimiser.step()
            schedule.step()
            yield float(loss.detach())


def first_right(tuned: Tuned, passages: Sequence[Passage]) -> tuple[float, float, int]:
    """The shares of questions whose nearest sentence answers, of its passage and of all; and how many questions."""
    import torch

    asked = [(number, q) for number, p in enumerate(passages) for q in p.questions if q.answers]
    places = [(number, range(at, at + 1)) for number, p in enumerate(passages) for at in range(len(p.sentences))]
    with torch.inference_mode():
        sentences = tuned.vectors([s for p in passages for s in p.sentences], "passage")
        near = tuned.vectors([q.text for _, q in asked], "query") @ sentences.T
    right = _answering(asked, places)
    own = torch.tensor([[home == n for n, _ in places] for home, _ in asked])
    among = [right[torch.arange(len(asked)), scores.argmax(1)] for scores in (near.masked_fill(~own, -1e9), near)]
    within, overall = (float(hits.float().mean()) for hits in among)
    return within, overall, len(asked)


def write(tuned: Tuned, path: Path, rank: int = RANK) -> None:
    """What changed in the layers, as an adapter."""
    from safetensors.torch import save_file

    stored: dict[str, Any] = {}
    for name, value in tuned.network.encoder.named_parameters():
        change = value.detach() - tuned.before[name]
        stored |= {name: change} if change.dim() == 1 else thin(name.removesuffix(".weight"), change, rank)
    save_file({name: value.half().contiguous() for name, value in stored.items()}, str(path))
    path.chmod(0o644)


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
    parser.add_argument("--measure", type=Path, default=APART, help="passages waarop niet geoefend is, om op te meten")
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
    within, overall, number = first_right(tuned, load_passages(chosen.measure))
    sys.stdout.write(f"dichtstbijzijnde zin goed in {within:.3f} (van de eigen passage) en {overall:.3f} (van alle)")
    sys.stdout.write(f" van {number} vragen over passages waarop niet geoefend is\n")
    if chosen.write:
        write(tuned, tuning())
    return 0


if __name__ == "__main__":
    sys.exit(main())
