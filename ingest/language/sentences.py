"""Where a sentence of Dutch official prose begins and ends. Standard library only.

Invariant: the spans are ordered and disjoint, begin and end on a character that is not a space, and together cover
every such character. A stop that cannot be told from an abbreviation's is not a boundary: a sentence too long is
quoted in full, a sentence cut in half misleads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

LONG = 400
"""An enumeration longer than this many characters is cut at the semicolons before its labels."""

_NEVER, _LAST, _OPENERS = "altijd gevolgd", "kan een zin afsluiten", "opent vaak een zin"
_CANDIDATE = re.compile(r"(?P<stop>\.{2,}|…|[.!?]+)(?P<close>[\"'”’»)\]]*)(?P<space>\s+)")
_LINE = re.compile(r"[ \t]*\n\s*")
_WORD_BEFORE = re.compile(r"(?:[^\W_]|[.’'-])+$")
_LABEL = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,5}|[IVX]{1,5})[.):°]|[-–—•·*▪]|\d{1,2}(?:\.\d{1,2})+\.?)$")
_OPENS = re.compile(r"[\"'“‘„«(\[]*(?:['’][st]\s)?[\"'“‘„«(\[]*(?:[A-ZÀ-ÖØ-Þ0-9€]|[-–—•·▪]\s)")
_SMALL_LABEL = re.compile(r"\(?[a-z][).]\s+[A-ZÀ-ÖØ-Þ]")
_ITEM = re.compile(r";\s*(?:(?:en|of)\s+)?(?=(?:\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)°]|[-–—•·▪])\s)|;[ \t]*\n\s*")


@lru_cache(maxsize=3)
def _listed(heading: str) -> frozenset[str]:
    """The words under a heading of ``ingest/data/abbreviations.txt``."""
    text = (files("ingest") / "data" / "abbreviations.txt").read_text(encoding="utf-8")
    return frozenset(text.partition(f"[{heading}]\n")[2].partition("\n[")[0].split())


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences (zinnen) of a paragraph as ``(start, end)``, spaces around them left out.

    A row of a table (cells joined by `` | ``) is one sentence; a heading without a stop is one too.
    """
    spans = []
    for start, end in _lines(text):
        if " | " in text[start:end]:
            spans.append((start, end))
        else:
            for first, last in _prose(text, start, end):
                spans.extend(_items(text, first, last))
    return tuple((a, b) for a, b in (_trim(text, *span) for span in spans) if a < b)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between line breaks that end something: an empty line, a stop before it, or a new item after it."""
    start = 0
    for found in _LINE.finditer(text):
        if found.start() >= start and _breaks(text, found):
            yield start, found.start()
            start = found.end()
    yield start, len(text)


def _breaks(text: str, found: re.Match[str]) -> bool:
    if found.group().count("\n") > 1:
        return True
    before, after = text[: found.start()], text[found.end() :]
    if re.match(r"(?:[-–—•·*▪]|\(?(?:\d{1,2}|[a-z])[.)°])\s", after):
        return True
    return bool(_OPENS.match(after)) and not re.search(r"[,\-–/(]$|\b[a-zà-ÿ]{1,3}$", before)


def _prose(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for found in _CANDIDATE.finditer(text, start, end):
        stop = found.start("space")
        if found.end() < end and _is_boundary(text, begin, found):
            yield begin, stop
            begin = found.end()
    yield begin, end


def _is_boundary(text: str, begin: int, found: re.Match[str]) -> bool:
    after = text[found.end() : found.end() + 40]
    if not (_OPENS.match(after) or _SMALL_LABEL.match(after)) or _inside_brackets(text, begin, found):
        return False
    stop, close = found.group("stop"), found.group("close")
    if stop != ".":
        return not (stop.startswith((".", "…")) and close and close[0] in "()[]")
    before = _WORD_BEFORE.search(text, begin, found.start("stop"))
    word = before.group().strip("'’-") if before else ""
    if not close and _LABEL.match(text[begin : found.end("stop")].strip()):
        return False
    return bool(close and close[0] in "\"”»'’") or _word_ends(word, after)


def _word_ends(word: str, after: str) -> bool:
    """Whether a stop after ``word`` ends the sentence, given what follows."""
    lower = word.lower()
    if len(word) == 1 and word.isalpha() and word.isupper():
        return _next_word(after) in _listed(_OPENERS)
    if lower in _listed(_LAST):
        return after[:1].isupper() or after.startswith(("'", "’", "“", "‘", '"'))
    if lower in _listed(_NEVER):
        return lower == "no" and _next_word(after) in _listed(_OPENERS)
    if "." in word and re.fullmatch(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,4}", word):
        return word.isupper() and _next_word(after) in _listed(_OPENERS)
    return True


def _next_word(after: str) -> str:
    found = re.match(r"\W*([^\W\d_]+)", after)
    return found.group(1).lower() if found else ""


def _inside_brackets(text: str, begin: int, found: re.Match[str]) -> bool:
    """Whether the stop stands between brackets that close soon after it."""
    here = found.end("close")
    depth = text.count("(", begin, here) - len(re.findall(r"(?<!\b[a-z0-9])\)", text[begin:here]))
    if depth <= 0:
        return False
    closing = text.find(")", here, here + 250)
    return closing >= 0 and text.find("(", here, closing) < 0


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A long enumeration in parts, cut after the semicolons that stand before a label or a line break."""
    if end - start <= LONG:
        yield start, end
        return
    for found in _ITEM.finditer(text, start, end):
        yield start, found.start() + 1
        start = found.start() + 1
    yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
