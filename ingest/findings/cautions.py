"""What papers say of the comparability of their figures: a changed definition, another count, years not to compare.

Invariant: a caution is a sentence of a paper, verbatim with its place; whether figures compare is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.findings.statements import Statement
from ingest.findings.values import Place

_CAUTION = re.compile(
    r"\b(?:niet|moeilijk|beperkt|slecht)\b[^.;]{0,60}\b(?:te vergelijken|vergelijkbaar|vergeleken)\b"
    r"|\b(?:definitie|telwijze|registratie\w*|meetmethode|afbakening|indeling)\b[^.;]{0,60}\b(?:gewijzigd|veranderd|"
    r"aangepast|verruimd|verengd|uitgebreid)\b|\btrendbreuk\b|\bmethodebreuk\b"
    r"|\b(?:voortaan|vanaf 20\d\d|met ingang van)\b[^.;]{0,80}\b(?:geteld|tellen|telt|meegeteld|gemeten)\b"
    r"|\b(?:tellen|telt)\b[^.;]{0,80}\b(?:ook|voortaan|niet langer)\b[^.;]{0,80}\bmee\b"
    r"|\bvervalt het onderscheid\b|\bin plaats van\b[^.;]{0,40}\b(?:geteld|onderzoeken|zaken)\b",
    re.IGNORECASE,
)


_WITHOUT_NORM = re.compile(
    r"\bgeen (?:\w+ )?(?:norm|streefwaarde|streefcijfer|kwantitatieve doelstelling)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence on comparability: its place, its words and its theme; ``section`` the headings above it."""

    place: Place
    text: str
    theme: str
    section: tuple[str, ...]


def find_cautions(said: Iterable[Statement]) -> tuple[Caution, ...]:
    """The sentences of a document that say whether figures may be compared, in reading order."""
    return tuple(
        Caution(s.place, s.text, s.theme, s.paragraph.section)
        for s in said
        if _CAUTION.search(s.text) and not s.text.rstrip().endswith("?")
    )


def find_without_norm(said: Iterable[Statement]) -> tuple[Caution, ...]:
    """The sentences of a document that say that there is no norm for something, in reading order."""
    return tuple(
        Caution(s.place, s.text, s.theme, s.paragraph.section)
        for s in said
        if _WITHOUT_NORM.search(s.text) and not s.text.rstrip().endswith("?")
    )
