"""The last gate: every sentence of a draft is checked against the characters it cites, or it is not shown.

Invariant: a sentence that leaves here is verbatim source text, or holds no number, name or negation that its quotes
lack, or states nothing; every citation is made by ``ingest.citation`` from the document in the library.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Sentence
from assistant.writing.carried import uncarried
from assistant.writing.draft import Draft, DraftSentence, Quote
from assistant.writing.wording import misworded
from ingest.citation import Citation, make_citation
from ingest.document import Document
from ingest.errors import QuoteNotFound, UnknownDocument


class Shelf(Protocol):
    """What verification needs of a library: a document by its id."""

    def document(self, identity: str, /) -> Document:
        """A document in its present version. Raises ``UnknownDocument``."""
        ...


@dataclass(frozen=True, slots=True)
class Verified:
    """The sentences that passed, the citations they rest on, numbered in order, and how many were dropped."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    dropped: int


_LEAD = re.compile(r"^(?:- |\| )")


def verify(draft: Draft, library: Shelf) -> Verified:
    """The sentences of a draft that their quotes carry, with markers; the rest is dropped and counted."""
    markers: dict[Quote, int] = {}
    citations: list[Citation] = []
    shown: list[Sentence] = []
    dropped = 0
    for sentence in draft.sentences:
        try:
            cited = [_cite(library, quote) for quote in sentence.quotes]
        except (QuoteNotFound, UnknownDocument):
            dropped += 1
            continue
        if faults(sentence, [c.quote for c in cited]):
            dropped += 1
            continue
        for quote, citation in zip(sentence.quotes, cited, strict=True):
            if quote not in markers:
                markers[quote] = len(citations) + 1
                citations.append(_numbered(citation, markers[quote]))
        numbers = tuple(markers[quote] for quote in sentence.quotes)
        shown.append(Sentence(with_markers(sentence.text, numbers), numbers, sentence.check))
    return Verified(tuple(shown), tuple(citations), dropped)


def faults(sentence: DraftSentence, quotes: Sequence[str]) -> tuple[str, ...]:
    """Why a sentence may not be shown; empty when it may."""
    if sentence.check == "none":
        return ("verwijst zonder iets te stellen",) if quotes else ()
    if not quotes:
        return ("geen vindplaats",)
    if sentence.reworded:
        return misworded(_LEAD.sub("", sentence.text), quotes)
    if sentence.check == "quote":
        said = _folded(_LEAD.sub("", sentence.text).strip(" |"))
        return () if any(said and said in _folded(quote) for quote in quotes) else ("niet letterlijk",)
    return uncarried(_LEAD.sub("", sentence.text), quotes)


def with_markers(text: str, numbers: Sequence[int]) -> str:
    """The sentence with its markers behind it; in a table row inside the last cell."""
    marks = "".join(f" [{number}]" for number in numbers)
    if not marks:
        return text
    if text.endswith("|"):
        return f"{text[:-1].rstrip()}{marks} |"
    return f"{text}{marks}"


def _cite(library: Shelf, quote: Quote) -> Citation:
    document_id, start, end = quote
    return make_citation(library.document(document_id), start, end)


def _numbered(citation: Citation, marker: int) -> Citation:
    from dataclasses import replace

    return replace(citation, marker=marker)


def _folded(text: str) -> str:
    return " ".join(text.split())
