"""Footnotes of web pages: which links call one, and which element holds it.

Invariant: an element is a footnote only when a short mark in the text links to it.
"""

from __future__ import annotations

import re

from ingest.reading.inline import MARKER
from ingest.reading.markup import Element, attribute, descendants, name_of, text_of

_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr br img"
)
INLINE = frozenset(_INLINE_NAMES.split())
_NOTE_CLASS = re.compile(r"(?:^|[\s_-])(?:noot|voetnoot|footnote|endnote|fn)(?:s|en)?(?:$|[\s_-])", re.I)


def find_notes(article: Element) -> dict[str, tuple[str, Element]]:
    """By the id that calls point at: the label of each footnote and the element that holds it."""
    found: dict[str, tuple[str, Element]] = {}
    targets = {attribute(e, "id") or attribute(e, "name"): e for e in article.iter() if name_of(e)}
    for link in descendants(article, "a"):
        target = targets.get(attribute(link, "href").removeprefix("#")) if is_local(link) else None
        mark = MARKER.match(text_of(link))
        name = attribute(link, "href").removeprefix("#")
        if target is None or not mark or name in found:
            continue
        home = _note_home(target)
        if home is None or any(e is home for e in link.iterancestors()) or name_of(home) == "body":
            continue
        if _is_call(link, home) and len(text_of(home)) > 1:
            found[name] = mark.group(1), home
    return found


def is_local(link: Element) -> bool:
    """Whether a link leads to a place in the page itself."""
    return attribute(link, "href").startswith("#") and len(attribute(link, "href")) > 1


def _note_home(target: Element) -> Element | None:
    """The block that holds a note: the target itself or the block around an anchor."""
    home = target
    while home is not None and name_of(home) in INLINE:
        home = home.getparent()
    return home


def _is_call(link: Element, home: Element) -> bool:
    """True for a call, not for the arrow back from a note: the note stands after the call, or is marked as one."""
    marked = _NOTE_CLASS.search(attribute(home, "class") + " " + attribute(home, "id"))
    raised = name_of(link.getparent()) == "sup" or any(True for _ in descendants(link, "sup"))
    ref = "noteref" in attribute(link, "role") or _NOTE_CLASS.search(attribute(link, "class"))
    return bool(marked or raised or ref) and not _is_within_note(link, home)


def _is_within_note(link: Element, home: Element) -> bool:
    siblings = [e for e in link.iterancestors() if e.getparent() is home.getparent()]
    return bool(siblings) and bool(_NOTE_CLASS.search(attribute(siblings[0], "class"))) and siblings[0] is not home
