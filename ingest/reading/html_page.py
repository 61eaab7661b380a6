"""What of a web page is the document: the article in it, the site around it, and what the page says of itself.

Invariant: every text of the page is in the article or outside it, never in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Publication
from ingest.reading.markup import Element, attribute, descendants, name_of

_SILENT_NAMES = "script style noscript template iframe object svg math canvas audio video head select button input"
SILENT = frozenset(_SILENT_NAMES.split())
"""Elements whose text nobody sees."""


def article_of(root: Element) -> Element:
    """The element that holds the document: the marked one, else the body."""
    for name in ("broodtekst", "main-content", "content-main"):
        found = [element for element in root.iter() if attribute(element, "id") == name]
        if found:
            return found[0]
    for wanted in ("article", "main"):
        found = list(descendants(root, wanted))
        if len(found) == 1:
            return found[0]
    return next(descendants(root, "body"), root)


def outside(element: Element, article: Element) -> Iterator[str]:
    """The texts of the site around the article."""
    if element is article or is_hidden(element):
        return
    if any(parent is element for parent in article.iterancestors()):
        yield spaces(element.text).strip()
        for child in element:
            if name_of(child):
                yield from outside(child, article)
            yield spaces(child.tail).strip()
        return
    texts = (e.text if at else e.tail for e in element.iter() if not _is_silent(e) for at in (1, 0))
    yield " ".join(" ".join(text.split()) for text in texts if text and text.strip())


def _is_silent(element: Element) -> bool:
    return not name_of(element) or name_of(element) in SILENT


def metadata_of(root: Element) -> Publication:
    """What the page says of the paper in its ``meta`` elements."""
    named = {attribute(e, "name").lower(): attribute(e, "content") for e in descendants(root, "meta")}
    title = next((named[k] for k in ("overheidop.documenttitel", "dcterms.title", "dc.title") if named.get(k)), "")
    dossier = named.get("overheidop.dossiernummer", "")
    return Publication(
        id=named.get("dc.identifier", "") or named.get("dcterms.identifier", ""),
        title=title,
        date=(named.get("dcterms.issued") or named.get("dc.date") or "")[:10],
        sender=named.get("overheidop.indiener", ""),
        dossiers=tuple(part.strip() for part in dossier.split(";") if part.strip()),
        number=named.get("overheidop.ondernummer", ""),
        session_year=named.get("overheidop.vergaderjaar", "").replace("-", "/"),
    )


def is_hidden(element: Element) -> bool:
    """Whether nobody sees an element."""
    style = attribute(element, "style").replace(" ", "").lower()
    return "hidden" in element.attrib or "display:none" in style or name_of(element) in SILENT


def spaces(text: str | None) -> str:
    """Text with white space as a browser shows it."""
    return re.sub(r"[ \t\r\n\f]+", " ", text) if text else ""
