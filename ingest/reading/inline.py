"""Runs of styled characters, and the piece they make: emphasis shared by all, footnote calls taken out.

Invariant: the text of the piece is the text of the runs without the call markers. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from ingest.reading.block import BlockKind, Call
from ingest.reading.piece import PLAIN, Piece, Style

MARKER = re.compile(r"^\s*[\[(]?(\d{1,3}|[*†‡]{1,3}|[a-z])[\])]?\s*$")
_SPACES, _AROUND_BREAK = re.compile(r"[^\S\n]+"), re.compile(r" *\n *")
_UNITS = re.compile(r"(?:^|[\s(])(?:m|km|cm|mm|dm|hm)$", re.I)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters set alike. ``call`` is the label when the source itself says that this is a footnote call."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    raised: bool = False
    call: str = ""


def piece_of(
    runs: Iterable[Run], notes: Container[str], *, kind: BlockKind = "text", style: Style = PLAIN, label: str = ""
) -> Piece:
    """The piece that ``runs`` make. A raised label is a call when ``notes`` has a footnote of that name."""
    text = ""
    calls: list[Call] = []
    inked: list[Run] = []
    for run in runs:
        marker = run.call or _marker(run, text, notes)
        if marker:
            calls.append(Call(marker, len(text)))
            continue
        text += run.text
        if any(c.isalnum() for c in run.text):
            inked.append(run)
    own = replace(
        style,
        bold=style.bold or (bool(inked) and all(run.bold for run in inked)),
        italic=style.italic or (bool(inked) and all(run.italic for run in inked)),
        underlined=style.underlined or (bool(inked) and all(run.underlined for run in inked)),
    )
    lead = len(text) - len(text.lstrip())
    moved = tuple(Call(c.label, min(max(c.offset - lead, 0), len(text.strip()))) for c in calls)
    return Piece(text.strip(), kind, own, label, moved)


def _marker(run: Run, before: str, notes: Container[str]) -> str:
    if not run.raised:
        return ""
    found = MARKER.match(run.text)
    if found is None or found.group(1) not in notes or _UNITS.search(before):
        return ""
    return found.group(1)


def leading_marker(runs: list[Run]) -> str:
    """The label with which a footnote begins (``<sup>3</sup> Zie …``), empty when the runs begin otherwise."""
    first = next((run for run in runs if run.text.strip()), None)
    if first is None or not first.raised:
        return ""
    found = MARKER.match(first.text)
    return found.group(1) if found else ""


def without_first(runs: list[Run]) -> list[Run]:
    """``runs`` after the first that holds anything."""
    at = next((i for i, run in enumerate(runs) if run.text.strip()), len(runs))
    return runs[at + 1 :]


def fold_runs(runs: Iterable[Run]) -> list[Run]:
    """Runs with each stretch of white space as one space, across their borders; line breaks stay."""
    folded: list[Run] = []
    spaced = True
    for run in runs:
        text = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", run.text))
        if spaced:
            text = text.lstrip(" ")
        folded.append(replace(run, text=text))
        spaced = text[-1] in " \n" if text else spaced
    return folded
