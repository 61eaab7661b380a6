"""Finds who signed (ondertekening): a role line with the name below it, once or for several signatories.

Invariant: a signature is made of whole lines; the blocks around it are untouched. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import FieldName
from ingest.reading import letterlines as forms
from ingest.reading.block import Block
from ingest.reading.cutting import lines_of, part, together


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing lines as one block, and what each line is with its place in the block's text."""

    block: Block
    values: tuple[tuple[FieldName, int, int], ...]


def find_signatures(blocks: Sequence[Block]) -> Iterator[Block | Signature]:
    """The blocks, with the lines of each signature replaced by a ``Signature``."""
    at = 0
    while at < len(blocks):
        lines, taken = _signing_lines(blocks, at)
        if taken:
            yield _signature(lines)
            at += taken
        else:
            yield blocks[at]
            at += 1


def _signing_lines(blocks: Sequence[Block], at: int) -> tuple[list[tuple[FieldName, Block]], int]:
    """The role and name lines that begin at block ``at``, and how many blocks they take up."""
    found: list[tuple[FieldName, Block]] = []
    taken = 0
    for block in blocks[at : at + 12]:
        lines = _classified(block, named=bool(found))
        if not lines or (not found and lines[0][0] != "signatory_role"):
            break
        found += lines
        taken += 1
    roles = sum(name == "signatory_role" for name, _ in found)
    while sum(name == "signatory" for name, _ in found) > roles and found[-1][0] == "signatory" and taken > 1:
        found.pop()
        taken -= 1
    complete = roles and any(name == "signatory" for name, _ in found)
    return (found, taken) if complete else ([], 0)


def _classified(block: Block, *, named: bool) -> list[tuple[FieldName, Block]]:
    """Every line of ``block`` as role or name; empty when one line is neither."""
    if block.kind not in ("text", "heading") or len(block.text) > 500:
        return []
    found: list[tuple[FieldName, Block]] = []
    for start, end in lines_of(block):
        line = block.text[start:end]
        comma = line.find(",")
        if forms.ROLE.match(line) and (comma < 0 or comma == len(line) - 1):
            found.append(("signatory_role", part(block, start, end)))
        elif comma > 0 and forms.ROLE.match(line[:comma]) and forms.is_name(line[comma + 1 :].strip()):
            name = start + comma + 1 + len(line[comma + 1 :]) - len(line[comma + 1 :].lstrip())
            found += [("signatory_role", part(block, start, start + comma + 1)), ("signatory", part(block, name, end))]
        elif forms.is_name(line) and (named or found):
            found.append(("signatory", part(block, start, end)))
        elif found and found[-1][0] == "signatory_role" and not found[-1][1].text.endswith(","):
            found[-1] = ("signatory_role", together([found[-1][1], part(block, start, end)], " "))
        else:
            return []
    return found


def _signature(lines: list[tuple[FieldName, Block]]) -> Signature:
    block = replace(together([line for _, line in lines], "\n"), kind="text", level=0, label="")
    values: list[tuple[FieldName, int, int]] = []
    start = 0
    for name, line in lines:
        text = line.text.rstrip(",").rstrip()
        lead = 3 if name == "signatory_role" and text.lower().startswith("de ") else 0
        values.append((name, start + lead, start + len(text)))
        start += len(line.text) + 1
    return Signature(block, tuple(values))
