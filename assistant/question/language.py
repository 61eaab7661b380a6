"""Is a question Dutch or English? Decided by function words alone. Standard library only."""

from __future__ import annotations

import re
from typing import Literal

_ENGLISH = frozenset([
    "the", "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "many", "much", "does",
    "did", "do", "is", "are", "was", "were", "has", "have", "had", "of", "in", "on", "for", "to", "and", "or",
    "by", "with", "about", "from", "that", "this", "these", "those", "it", "its", "will", "would", "should",
    "can", "could", "not", "any", "there", "been", "be", "letter", "minister", "police", "say", "says", "said",
    "mention", "mentioned", "agreed", "agreement", "please", "tell", "me", "give",
])  # fmt: skip
_DUTCH = frozenset([
    "de", "het", "een", "wat", "welke", "welk", "wie", "wanneer", "waar", "waarom", "waarvoor", "waardoor",
    "hoe", "hoeveel", "is", "zijn", "was", "waren", "heeft", "hebben", "had", "van", "in", "op", "voor", "te",
    "en", "of", "door", "met", "over", "uit", "dat", "dit", "deze", "die", "er", "zal", "zou", "zullen", "kan",
    "kunnen", "niet", "geen", "naar", "bij", "aan", "om", "brief", "wordt", "worden", "werd", "werden", "als",
    "ook", "staat", "zegt", "noem", "noemt", "geef", "leg", "hij", "zij", "ze", "politie", "en",
])  # fmt: skip
_SHARED = _ENGLISH & _DUTCH | {"is", "was", "in", "minister", "of", "are", "were", "had", "over", "me", "do", "by"}


def language_of(text: str) -> Literal["nl", "en"]:
    """``en`` when English function words outnumber Dutch ones, else ``nl``."""
    words = re.findall(r"[a-zà-ÿ]+", text.lower())
    english = sum(w in _ENGLISH and w not in _SHARED for w in words)
    dutch = sum(w in _DUTCH and w not in _SHARED for w in words)
    return "en" if english > dutch else "nl"
