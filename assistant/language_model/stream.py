"""A stream of words cut into whole sentences, each with the tokens that belong to it.

Invariant: nothing is given out before its end is certain, so no half sentence and no half token is ever seen; every
word of the stream comes out once, in order.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from ingest.language.sentences import sentence_spans

LONGEST = 700
"""A run of characters without an end of sentence beyond this is given out as it is; it will not pass the checks."""
_AFTER = re.compile(r"([.!?:])((?:[ \t]*\[[^\[\]\n]{1,40}\])+)")
"""Tokens behind the stop: they belong to the sentence before it."""


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a stream, tokens before the closing stop."""
    held = ""
    for piece in pieces:
        held += piece
        ready, held = _cut(held)
        yield from ready
        if len(held) > LONGEST:
            yield held.strip()
            held = ""
    text = _moved(held)
    yield from (text[a:b] for a, b in sentence_spans(text))


def _cut(held: str) -> tuple[list[str], str]:
    """The sentences whose end is certain, and the rest."""
    text = _moved(held)
    spans = sentence_spans(text)
    settled = 0
    for (_, end), (start, _) in itertools.pairwise(spans):
        if text[start] == "[":
            break
        settled = max(settled, end)
    ready = [text[a:b] for a, b in spans if b <= settled]
    return ready, text[settled:]


def _moved(text: str) -> str:
    return _AFTER.sub(lambda m: f"{' ' + m[2].strip()}{m[1]}", text)
