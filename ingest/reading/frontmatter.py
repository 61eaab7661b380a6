"""Takes the letterhead and the signature out of the blocks of a letter and makes fields of them.

Invariant: every character of the opening lands in a field, in the body or in ``furniture``; a value's offsets count
characters of its field's text. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import FieldName
from ingest.reading import letterlines as forms
from ingest.reading.block import Block
from ingest.reading.cutting import lines_of, part, together
from ingest.reading.furniture import SALUTATION, fold, is_running_text
from ingest.reading.signature import Signature, find_signatures

ORDER: tuple[FieldName, ...] = ("addressee", "department", "sender_address", "date", "subject", "reference")
_BROKEN = ("addressee", "department", "sender_address")


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a field, and where it stands in the text of the field's block."""

    name: FieldName
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FieldPart:
    """A field of the letterhead; ``name`` is empty for one we keep but do not name (telephone, contact)."""

    name: FieldName | None
    block: Block
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a letter: fields first, then the body with its signatures, and what was left out."""

    fields: tuple[FieldPart, ...]
    body: tuple[Block | Signature, ...]
    furniture: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    """Lines that belong to one field, while it is being gathered."""

    name: FieldName | None
    lines: list[Block]
    at: int
    label: int = 0
    """Length of the label at the start of the first line."""
    body: bool = False


def split_letter(blocks: Sequence[Block]) -> Letter:
    """``blocks`` as fields and body. A text without a letterhead is all body."""
    front = _opening(blocks)
    groups = list(_groups(blocks[:front]))
    if not any(group.name in ORDER and _is_sure(group) for group in groups):
        return Letter((), tuple(find_signatures(blocks)))
    fields: list[FieldPart] = []
    body: list[Block] = []
    furniture: list[str] = []
    seen: set[tuple[FieldName | None, str]] = set()
    for group in groups:
        if group.body:
            body.append(together(group.lines, "\n"))
            continue
        field = _field(group)
        key = field.name, fold(field.values[0].value if field.values else field.block.text)
        if key in seen or forms.BOILERPLATE.match(" ".join(field.block.text.split())):
            furniture.append(field.block.text)
            continue
        seen.add(key)
        fields.append(field)
    fields.sort(key=_rank)
    return Letter(tuple(fields), (*body, *find_signatures(blocks[front:])), tuple(furniture))


def _rank(field: FieldPart) -> tuple[int, bool]:
    """Named fields in their order; of two with one name the labelled one first."""
    unlabelled = not field.values or field.values[0].start == 0
    return (ORDER.index(field.name), unlabelled) if field.name in ORDER else (len(ORDER), False)


def _opening(blocks: Sequence[Block]) -> int:
    for at, block in enumerate(blocks[:80]):
        if block.kind not in ("text", "heading") or SALUTATION.match(block.text):
            return at
        if block.kind == "text" and is_running_text(block.text) and not _is_boilerplate(block):
            return at
    return _labelled(blocks)


def _labelled(blocks: Sequence[Block]) -> int:
    """How many blocks at the start open with a label: the letterhead of a letter without a paragraph of any length.

    None when nothing follows them; a sentence is no line of a letterhead.
    """
    for at, block in enumerate(blocks):
        if (
            block.kind != "text"
            or block.text.rstrip().endswith(".")
            or not forms.label_of(block.text.split("\n", 1)[0])
        ):
            return at
    return 0


def _is_boilerplate(block: Block) -> bool:
    return bool(forms.BOILERPLATE.match(" ".join(block.text.split())))


def _groups(blocks: Sequence[Block]) -> Iterator[_Group]:
    """The lines of the opening, gathered by the field they belong to."""
    current: _Group | None = None
    for at, block in enumerate(blocks):
        if _is_boilerplate(block):
            yield from [current] if current else []
            current = None
            yield _Group(None, [part(block, 0, len(block.text))], at)
            continue
        for number, (start, end) in enumerate(lines_of(block)):
            line = part(block, start, end)
            if current and _continues(current, line, at, first=number == 0):
                current.lines.append(line)
                current.at = at
                continue
            yield from [current] if current else []
            current = _begin(line, at, block, first=number == 0)
    yield from [current] if current else []


def _continues(group: _Group, line: Block, at: int, *, first: bool) -> bool:
    text = line.text
    if forms.label_of(text) or forms.DATED.match(text) or forms.PAPER_NUMBER.match(text) or forms.DOSSIER.match(text):
        return _lacks_value(group) and not forms.label_of(text)
    if group.body:
        return at == group.at and not forms.DEPARTMENT.match(text)
    if _lacks_value(group):
        return True
    if not first or at == group.at:
        return group.name != "date" or not group.lines[-1].text[-4:].isdigit()
    if group.name == "department":
        return line.kind == "text" and len(text) < 60 and not forms.is_address(text) and not forms.ADDRESSEE.match(text)
    return group.name == "addressee" and (forms.is_address(text) or text[0].islower())


def _lacks_value(group: _Group) -> bool:
    return not group.body and len(group.lines) == 1 and 0 < group.label >= len(group.lines[0].text)


def _begin(line: Block, at: int, block: Block, *, first: bool) -> _Group:
    text = line.text
    if found := forms.label_of(text):
        return _Group(found[0], [line], at, found[1])
    if forms.ADDRESSEE.match(text):
        return _Group("addressee", [line], at)
    if forms.DATED.match(text):
        return _Group("date", [line], at)
    if (paper := forms.PAPER_NUMBER.match(text)) and (paper.group(2) or "").isupper():
        return _Group("subject", [line], at)
    if forms.DOSSIER.match(text) or forms.PAPER_NUMBER.match(text):
        return _Group("reference", [line], at)
    if forms.CHAMBER.match(text):
        return _Group(None, [line], at)
    if forms.DEPARTMENT.match(text) and len(text) < 90:
        return _Group("department", [line], at)
    if _holds_address(block) and (first or forms.is_address(text)):
        return _Group("sender_address", [line], at)
    return _Group(None, [line], at, body=True)


def _holds_address(block: Block) -> bool:
    """True for a block with a postcode or a post box in it: a street or a site alone may be anything."""
    lines = [block.text[start:end] for start, end in lines_of(block)]
    return block.kind == "text" and any(forms.POSTCODE.search(line) or forms.POST_BOX.search(line) for line in lines)


def _is_sure(group: _Group) -> bool:
    """True for a line that only a letter has: a label, an addressee, a date line, the head of a paper."""
    return bool(group.label) or group.name in ("addressee", "date", "subject", "reference")


def _field(group: _Group) -> FieldPart:
    lines = group.lines
    label = group.label
    if lines[0].text.startswith(">"):
        lead = len(lines[0].text) - len(lines[0].text[1:].lstrip())
        lines = [part(lines[0], lead, len(lines[0].text)), *lines[1:]]
        label -= lead
    block = together(lines, "\n" if group.name in _BROKEN else " ")
    block = replace(block, kind="text", level=0, label="")
    return FieldPart(group.name, block, tuple(_values(group.name, block.text, label)))


def _values(name: FieldName | None, text: str, label: int) -> Iterator[Value]:
    start = label + len(text[label:]) - len(text[label:].lstrip())
    if name is None or start >= len(text):
        return
    if name == "date":
        found = forms.DATE.search(text)
        if found:
            yield Value(name, forms.iso_date(text), found.start(), found.end())
    elif not label and (paper := forms.PAPER_NUMBER.match(text)):
        yield Value("reference", text[: paper.end(1)], 0, paper.end(1))
        if paper.group(2):
            yield Value(name, paper.group(2), paper.start(2), paper.end(2))
    elif not (name == "reference" and not label):
        yield Value(name, " ".join(text[start:].split()), start, len(text))
