"""How Word numbers its lists: the label that it prints before an item, which is nowhere in the text.

Invariant: items are asked for in reading order, each once, for a list counts as it goes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from ingest.reading.markup import Element, attribute, children
from ingest.reading.numerals import label_for

_FORMATS = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


class Lists:
    """The lists of a Word document by the root of its numbering part, each with its count so far."""

    def __init__(self, root: Element | None) -> None:
        self._levels = _levels(root)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, properties: Element | None, style: Any) -> str:
        """The label that Word prints before a list item, ``-`` for a bullet, empty outside lists."""
        numbered = next(children(properties, "numpr"), None) if properties is not None else None
        while numbered is None and style is not None:
            own = next(children(style.element, "ppr"), None)
            numbered = next(children(own, "numpr"), None) if own is not None else None
            style = style.base_style
        if numbered is None:
            return ""
        name = next((attribute(e, "val") for e in children(numbered, "numid")), "0")
        level = int(next((attribute(e, "val") for e in children(numbered, "ilvl")), "0") or 0)
        if name == "0" or level not in self._levels.get(name, {}):
            return "" if name == "0" else "-"
        return self._count(name, level)

    def _count(self, name: str, level: int) -> str:
        counts, levels = self._counts[name], self._levels[name]
        counts[level] = counts.get(level, 0) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        form, pattern = levels[level]
        if form not in _FORMATS:
            return "-"

        def shown(found: re.Match[str]) -> str:
            """The number of one level (``%1``) in its own format."""
            at = int(found.group(1)) - 1
            return label_for(counts.get(at, 1), _FORMATS.get(levels.get(at, ("decimal", ""))[0], "1"), "")

        return re.sub(r"%(\d)", shown, pattern) or "-"


def _levels(root: Element | None) -> dict[str, dict[int, tuple[str, str]]]:
    """For each list its levels: number format and label pattern."""
    if root is None:
        return {}
    abstract: dict[str, dict[int, tuple[str, str]]] = {}
    for definition in children(root, "abstractnum"):
        levels: dict[int, tuple[str, str]] = {}
        for level in children(definition, "lvl"):
            form = next((attribute(e, "val") for e in children(level, "numfmt")), "decimal")
            pattern = next((attribute(e, "val") for e in children(level, "lvltext")), "")
            levels[int(attribute(level, "ilvl") or 0)] = (form, pattern)
        abstract[attribute(definition, "abstractNumId")] = levels
    links = {attribute(e, "numId"): e for e in children(root, "num")}
    return {
        name: abstract.get(next((attribute(a, "val") for a in children(e, "abstractnumid")), ""), {})
        for name, e in links.items()
    }
