"""Undoes line ends: which hyphen at the end of a line was put there by the typesetter, and which by the writer.

Invariant: joining drops at most one hyphen and adds at most one space between two lines. Standard library only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LAST = re.compile(r"([^\W_][\w’'.]*(?:[-‐][\w’'.]+)*)[-‐\u00ad]$")
_FIRST = re.compile(r"^[“”„\"'‘’(]?([^\W_]+)")
_LONGEST_WORD = 120
_CONJUNCTIONS = frozenset({"en", "of", "als", "dan", "de", "het", "een", "tot", "c.q", "noch", "maar"})
_SMALL_WORDS = _CONJUNCTIONS | {"met", "in", "op", "te", "van", "dat", "die", "voor", "bij", "om", "is", "zijn", "aan"}
_DIGRAPH_LIST = "aa ae ee ei eu ie ii oe oo ou ui uu ai oi au éé ij"
_PREFIX_LIST = "ex oud non niet anti pro semi quasi sociaal vice adjunct e cao"
_DIGRAPHS, _PREFIXES = frozenset(_DIGRAPH_LIST.split()), frozenset(_PREFIX_LIST.split())

Vocabulary = Counter[str]
"""How often each word (lower case, with its inner hyphens) stands within a line of the document."""


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """The words of a document, leaving out those that a line end may have cut."""
    words: Vocabulary = Counter()
    for line in lines:
        tokens = [found.group().lower() for found in _WORD.finditer(line)]
        if tokens and line.rstrip().endswith(("-", "\u00ad", "‐")):
            tokens.pop()
        words.update(tokens)
    return words


def seam(before: str, after: str, words: Vocabulary) -> tuple[int, str]:
    """How two lines join: how many characters to take off ``before``, and what to put between.

    >>> seam("de drugslabs-", "en plantages", vocabulary([]))
    (0, ' ')
    >>> seam("de veilig-", "heid", vocabulary([]))
    (1, '')
    """
    if before.endswith("\u00ad"):
        return 1, ""
    left, right = _LAST.search(before[-_LONGEST_WORD:]), _FIRST.match(after)
    if left is None or right is None:
        return 0, "" if not before or not after or before[-1] == "\n" else " "
    return _hyphen(left.group(1), right.group(1), words)


def _hyphen(left: str, right: str, words: Vocabulary) -> tuple[int, str]:
    joined, kept = (left + right).lower(), f"{left}-{right}".lower()
    if words[joined] and words[joined] >= words[kept]:
        return 1, ""
    if words[kept]:
        return 0, ""
    shouted = len(left) > 1 and left.isupper()
    if right in (_SMALL_WORDS if shouted else _CONJUNCTIONS):
        return 0, " "
    if not right[0].islower() or shouted or left[-1].isdigit() or left.lower() in _PREFIXES:
        return 0, ""
    part = left.rsplit("-", 1)[-1].lower()
    if not part.isalpha() or (part[-1] + right[0].lower()) in _DIGRAPHS:
        return 0, ""
    return 1, ""


def unwrap(lines: Iterable[str], words: Vocabulary) -> str:
    """Wrapped lines as running text."""
    text = ""
    for line in lines:
        stripped = line.strip()
        if not stripped:
            continue
        cut, between = seam(text, stripped, words)
        text = text[: len(text) - cut] + (between if text else "") + stripped
    return text
