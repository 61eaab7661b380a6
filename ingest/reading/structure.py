"""Makes a document of blocks: canonical text, numbered paragraphs, sections, fields, footnotes.

Invariant: paragraphs stand in the canonical text in order, joined by an empty line, and every offset of the document
counts characters of that text. Standard library only.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Cell, Document, Field, Footnote, Kind, PageSpan, Paragraph, Publication, Source
from ingest.reading.block import Block
from ingest.reading.frontmatter import FieldPart, Letter, Value, split_letter
from ingest.reading.keeping import keep_ids
from ingest.reading.piece import Reading, plain, tidy
from ingest.reading.signature import Signature
from ingest.reading.tables import SEPARATOR

__all__ = ["BETWEEN", "build_document", "document_of", "keep_ids"]

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph to be: its block with canonical text, what it is, and the values that stand in it."""

    kind: Kind
    block: Block
    label: str = ""
    section: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    cells: tuple[Cell, ...] = ()


def document_of(reading: Reading, publication: Publication, source: Source) -> Document:
    """The document that a reading makes, with what it says of page numbers and of furniture."""
    document = build_document(reading.blocks, publication, source)
    counted = tuple(str(number) for number in range(1, len(reading.labels) + 1))
    texts = dict.fromkeys(" ".join(text.split()) for text in (*reading.furniture, *document.furniture))
    return replace(
        document,
        page_labels=reading.labels if reading.labels != counted else (),
        furniture=tuple(text for text in texts if text),
    )


def build_document(blocks: Sequence[Block], publication: Publication, source: Source) -> Document:
    """The document that ``blocks`` make, its paragraphs numbered p1, p2, … in reading order."""
    body = [block for block in blocks if block.kind != "footnote"]
    letter = split_letter([block if block.cells else tidy(block, keep_breaks=True) for block in body])
    parts = [part for part in _parts(letter, blocks) if part.block.text.strip(" |")]
    starts: list[int] = []
    length = 0
    for part in parts:
        starts.append(length)
        length += len(part.block.text) + len(BETWEEN)
    ids = [f"{publication.id}/p{number}" for number in range(1, len(parts) + 1)]
    notes = _footnotes(parts, starts, ids)
    sections = _sections(parts, ids, notes)
    paragraphs = tuple(
        _paragraph(part, start, own, section)
        for part, start, own, section in zip(parts, starts, ids, sections, strict=True)
    )
    fields = tuple(_field(value, start) for part, start in zip(parts, starts, strict=True) for value in part.values)
    text = BETWEEN.join(part.block.text for part in parts)
    return Document(publication, source, text, paragraphs, notes, fields, furniture=letter.furniture)


def _parts(letter: Letter, blocks: Sequence[Block]) -> Iterator[_Part]:
    """Fields, body with sections, then footnotes in order of their labels, without the empty ones."""
    for field in letter.fields:
        yield _field_part(field)
    levels = sorted({unit.level for unit in letter.body if isinstance(unit, Block) and unit.kind == "heading"})
    path: list[tuple[int, str]] = []
    for unit in letter.body:
        if isinstance(unit, Signature):
            yield _signed(unit)
            continue
        section = tuple(text for _, text in path)
        if unit.cells:
            row, cells = _row(unit)
            yield _Part(unit.kind, row, unit.label, section, cells=cells)
            continue
        block = tidy(unit, keep_breaks=False)
        if block.kind == "heading":
            path = [entry for entry in path if entry[0] < block.level]
            section = tuple(text for _, text in path)
            yield _Part("heading", block, str(levels.index(block.level) + 1), section)
            path.append((block.level, block.text))
        else:
            yield _Part(block.kind, block, block.label, section)
    for block in _in_label_order([block for block in blocks if block.kind == "footnote"]):
        yield _Part("footnote", tidy(block, keep_breaks=False), block.label)


def _field_part(field: FieldPart) -> _Part:
    return _Part("field", field.block, field.name or "", (), field.values)


def _signed(signature: Signature) -> _Part:
    text = signature.block.text
    values = tuple(Value(name, text[start:end], start, end) for name, start, end in signature.values)
    return _Part("signature", signature.block, "", (), values)


def _in_label_order(notes: list[Block]) -> list[Block]:
    """Footnotes by number where every label is one and none repeats; otherwise as they stand."""
    labels = [note.label for note in notes]
    if all(label.isdecimal() for label in labels) and len(set(labels)) == len(labels):
        return sorted(notes, key=lambda note: int(note.label))
    return notes


def _footnotes(parts: list[_Part], starts: list[int], ids: list[str]) -> tuple[Footnote, ...]:
    """Each footnote with the place that calls it; a label that is used again goes to the next note of that label."""
    calls: dict[str, deque[tuple[str, int]]] = defaultdict(deque)
    for part, start, own in zip(parts, starts, ids, strict=True):
        if part.kind != "footnote":
            for call in part.block.calls:
                calls[call.label].append((own, start + call.offset))
    found: list[Footnote] = []
    used: dict[str, int] = defaultdict(int)
    for part, own in zip(parts, ids, strict=True):
        if part.kind == "footnote" and calls[part.label]:
            caller, offset = calls[part.label].popleft()
            used[part.label] += 1
            label = part.label if used[part.label] == 1 else f"{part.label}-{used[part.label]}"
            found.append(Footnote(label, own, caller, offset))
    return tuple(found)


def _sections(parts: list[_Part], ids: list[str], notes: tuple[Footnote, ...]) -> list[tuple[str, ...]]:
    """The section of each part; a footnote has the section of the paragraph that calls it."""
    own = dict(zip(ids, (part.section for part in parts), strict=True))
    callers = {note.paragraph_id: note.caller_id for note in notes}
    return [own[callers.get(name, name)] for name in ids]


def _paragraph(part: _Part, start: int, own: str, section: tuple[str, ...]) -> Paragraph:
    end = start + len(part.block.text)
    pages = tuple(
        PageSpan(span.page, start + span.start, start + span.end, span.boxes)
        for span in part.block.spans
        if span.end > span.start
    )
    cells = tuple(replace(cell, start=start + cell.start, end=start + cell.end) for cell in part.cells)
    return Paragraph(own, part.kind, start, end, section, pages, part.label, cells)


def _row(block: Block) -> tuple[Block, tuple[Cell, ...]]:
    """A table row with canonical text, and its cells with offsets in that text (an empty cell has no width)."""
    text, at = plain(block.text, keep_breaks=False)
    cells: list[Cell] = []
    start = 0
    for cell in block.cells:
        end = start + len(cell.text)
        cells.append(Cell(at[start], at[end], cell.row, cell.columns, cell.unit))
        start = end + len(SEPARATOR)
    return replace(tidy(block, keep_breaks=False), text=text), tuple(cells)


def _field(value: Value, start: int) -> Field:
    return Field(value.name, value.value, start + value.start, start + value.end)
