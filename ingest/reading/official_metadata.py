"""What an official paper says of itself: its id, dossiers, number, date and parliamentary year.

Invariant: what the paper does not say stays empty.
"""

from __future__ import annotations

import re

from ingest.document import Publication
from ingest.reading.markup import Element, attribute, children, descendants, text_of


def metadata_of(root: Element) -> Publication:
    """What the paper says of itself: in its metadata, and in its head."""
    named: dict[str, str] = {}
    for meta in descendants(root, "meta", "metadata"):
        if attribute(meta, "name"):
            named.setdefault(attribute(meta, "name").lower(), attribute(meta, "content"))
    numbers = [text_of(e) for e in descendants(root, "dossiernr")] or [
        text_of(next(children(e, "nummer")))
        for e in descendants(root, "onderw")
        if any(True for _ in children(e, "nummer"))
    ]
    number = next((text_of(e) for e in descendants(root, "ondernummer", "ordernr")), "")
    dated = next((attribute(e, "isodatum") for e in descendants(root, "datum") if attribute(e, "isodatum")), "")
    return Publication(
        id=named.get("dc.identifier", ""),
        title=named.get("overheidop.documenttitel", "") or named.get("dc.title", ""),
        date=dated or named.get("dcterms.issued", "")[:10],
        sender=named.get("overheidop.indiener", ""),
        dossiers=tuple(dict.fromkeys(numbers)),
        number=number or named.get("overheidop.ondernummer", ""),
        session_year=_session(root) or named.get("overheidop.vergaderjaar", "").replace("-", "/"),
    )


def _session(root: Element) -> str:
    for line in descendants(root, "tekstregel", "vergjaar"):
        found = re.search(r"(\d{4})\s?[-–/]\s?(?:\d\d)?(\d\d)\b", text_of(line))
        if found:
            return f"{found.group(1)}/{found.group(2)}"
    return ""
