"""From ranked evidence to a draft: the sentences that carry the answer, not the paragraph they stand in.

Invariant: every sentence of a draft is verbatim source text with its own place; a sentence that points back comes
after the one it points to; sentences stand in the order of their documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.held import held
from assistant.evidence.reading import read, sentences_in
from assistant.evidence.sentences import Evidence
from assistant.question.analysis import Question
from assistant.question.kinds import Wanted
from assistant.writing.draft import Draft, DraftSentence, Quote
from ingest.document import Document, Paragraph
from ingest.store.library import Library

MOST: dict[Wanted, int] = {"list": 4, "statement": 4, "reason": 2, "purpose": 2, "actor": 1, "definition": 1}
"""How many sentences an answer of a kind may have besides those they point back to; one where it is not said."""
NEAR: dict[Wanted, float] = {"list": 1.0, "statement": 1.3, "reason": 0.6, "purpose": 0.6}
"""How far below the best score (in log-odds) another sentence may stand and still belong to the answer."""


def compose(library: Library, question: Question, evidence: Sequence[Evidence]) -> Draft:
    """The draft answer; ``evidence`` is ranked, best first, and not empty."""
    chosen = _choose(question, evidence)
    quotes: dict[Quote, None] = {}
    for piece in sorted(chosen, key=lambda e: (e.document_id != chosen[0].document_id, e.document_id, e.start)):
        if piece.before is not None:
            quotes[piece.document_id, *piece.before] = None
        quotes[piece.document_id, piece.start, piece.end] = None
        if piece is chosen[0] and (following := _following(library, question, piece)):
            quotes[following] = None
        for item in _announced(library.document(piece.document_id), piece):
            if not any(item[0] == name and item[1] < end and start < item[2] for name, start, end in quotes):
                quotes[item] = None
        if (source := _source(library, piece)) is not None:
            quotes[source] = None
        for note in _notes(library.document(piece.document_id), question, piece):
            quotes[note] = None
    listed = len(quotes) > 2 and question.wanted in ("list", "statement")
    sentences = [_sentence(library, quote, listed=listed) for quote in quotes]
    return Draft(tuple(sentences))


def _sentence(library: Library, quote: Quote, *, listed: bool) -> DraftSentence:
    document_id, start, end = quote
    document = library.document(document_id)
    paragraph = document.paragraph_at(start)
    if paragraph is not None and paragraph.cells and (row := labelled_row(document, paragraph)):
        return DraftSentence(f"- {row.text}" if listed else row.text, row.quotes, row.check)
    text = " ".join(document.text[start:end].split())
    return DraftSentence(f"- {text}" if listed else text, (quote,), "quote")


def labelled_row(document: Document, row: Paragraph) -> DraftSentence | None:
    """A row of a table with its columns' labels before its values; None when these stand nowhere above it."""
    at = next(i for i, p in enumerate(document.paragraphs) if p.id == row.id)
    heads = []
    for above in reversed(document.paragraphs[max(0, at - 200) : at]):
        if above.kind == "table_head":
            heads.append(above)
        elif heads or above.kind != "table_row":
            break
    said = " ".join(document.text_of(h) for h in heads)
    parts = []
    for cell in row.cells:
        value = " ".join(document.text[cell.start : cell.end].split())
        label = " ".join(part for part in cell.columns if part)
        if value:
            parts.append(f"{label}: {value}" if label and label in said else value)
    if not heads or not parts:
        return None
    quotes = tuple((document.id, p.start, p.end) for p in (row, *reversed(heads)))
    return DraftSentence("; ".join(parts) + ".", quotes, "figures")


def _choose(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    best = evidence[0]
    most, near = MOST.get(question.wanted, 1), NEAR.get(question.wanted, 0.0)
    chosen = [best]
    for other in evidence[1:]:
        if len(chosen) >= most or other.score < best.score - near:
            break
        if _belongs(best, other) and not any(_same(other, one) for one in chosen):
            chosen.append(other)
    return chosen


def _belongs(best: Evidence, other: Evidence) -> bool:
    """Whether another sentence speaks of the same matter as the best one."""
    if other.features["signature"] or other.features["announces"] or other.features["asks"]:
        return False
    if best.theme and other.theme and best.theme != other.theme:
        return False
    return (
        other.features["around"] >= 0.75 * best.features["around"] and other.features["year"] <= best.features["year"]
    )


def _source(library: Library, piece: Evidence) -> Quote | None:
    """The sentence of a compilation that names the source of the one before it."""
    taken = read(library, piece.document_id)
    if not taken.document.source.compiled:
        return None
    sentences = sentences_in(taken, piece.paragraph)
    named = next((s for s in sentences if s.start > piece.start and s.text.startswith("Bron")), None)
    return None if named is None else (piece.document_id, named.start, named.end)


FOLLOWED: frozenset[Wanted] = frozenset(
    ["list", "reason", "definition", "purpose", "actor", "organisation", "statement", "yesno", "place"]
)


def _following(library: Library, question: Question, piece: Evidence) -> Quote | None:
    """The sentence after the best one, when it points back to it and holds the kind of thing asked for better."""
    if question.wanted not in FOLLOWED:
        return None
    taken = read(library, piece.document_id)
    sentences = sentences_in(taken, piece.paragraph)
    at = next((i for i, s in enumerate(sentences) if s.start == piece.start), len(sentences))
    following = sentences[at + 1] if at + 1 < len(sentences) else None
    if following is None or not following.back:
        return None
    own = held(question.wanted, question.asked, question.text, piece.text)
    if held(question.wanted, question.asked, question.text, following.text) < own:
        return None
    return piece.document_id, following.start, following.end


_MARK = re.compile(r"\s*(?:[-–•*]|\(?(?:\d{1,2}|[a-z]{1,2})[.)])\s+")
"""What a list's item opens with: a dash, a number, a letter."""
MOST_ITEMS = 15


def _announced(document: Document, piece: Evidence) -> list[Quote]:
    """The items of the list, or the rows of the table, that a sentence ending in a colon announces."""
    if not piece.text.rstrip().endswith(":"):
        return []
    at = next(i for i, p in enumerate(document.paragraphs) if p.id == piece.paragraph.id)
    found: list[Quote] = []
    kinds = {"list"}
    for item in document.paragraphs[at + 1 : at + 2 + MOST_ITEMS]:
        if item.kind == "table_head" and not found:
            kinds = {"table_head", "table_row"}
        if item.kind not in kinds:
            break
        if item.kind != "table_head":
            mark = _MARK.match(document.text_of(item))
            found.append((document.id, item.start + (mark.end() if mark else 0), item.end))
    return found


def _same(one: Evidence, other: Evidence) -> bool:
    return " ".join(one.text.split()).casefold() == " ".join(other.text.split()).casefold()


def _notes(document: Document, question: Question, piece: Evidence) -> list[Quote]:
    """The footnotes that hold the kind of thing asked for when the sentence that calls them does not."""
    found = []
    for note in piece.notes:
        paragraph = next(p for p in document.paragraphs if p.id == note.paragraph_id)
        text = document.text_of(paragraph)
        asks_source = question.wanted in ("document", "place")
        own, alone, both = (
            held(question.wanted, question.asked, question.text, said)
            for said in (piece.text, text, f"{piece.text} {text}")
        )
        if asks_source or max(alone, both) > own:
            found.append((document.id, paragraph.start, paragraph.end))
    return found
