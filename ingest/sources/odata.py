"""Asks an OData service for rows, page by page.

Invariant: a following page is only taken from the place that the first came from, and the pages come to an end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from ingest.errors import SourceError
from ingest.sources.web import Web

Row = Mapping[str, Any]
MOST_PAGES = 400
_NO_MOMENT = "0001-01-01"


def rows(web: Web, base: str, entity: str, options: Mapping[str, str]) -> Iterator[Row]:
    """The rows of an entity that ``options`` ask for (``filter``, ``orderby``, …). Raises ``SourceError``."""
    asked = urlencode({f"${name}": value for name, value in options.items()}, quote_via=quote, safe="$")
    url, seen = f"{base.rstrip('/')}/{entity}?{asked}", set[str]()
    while url and url not in seen and len(seen) < MOST_PAGES:
        seen.add(url)
        page = _page(web, url)
        values = page.get("value")
        if not isinstance(values, list):
            raise _fault("het antwoord heeft geen lijst van rijen", url)
        yield from (row for row in values if isinstance(row, dict) and row.get("Verwijderd") is not True)
        url = _next(url, page.get("@odata.nextLink"))


def _page(web: Web, url: str) -> Row:
    reply = web.get(url)
    if reply is None:
        return {"value": []}
    try:
        page = json.loads(reply.content)
    except ValueError as error:
        raise _fault("het antwoord is geen JSON", url) from error
    if not isinstance(page, dict):
        raise _fault("het antwoord is geen JSON-object", url)
    return page


def _next(url: str, link: object) -> str:
    if not isinstance(link, str) or not link:
        return ""
    target = urljoin(url, link)
    here, there = urlsplit(url), urlsplit(target)
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise _fault(f"de volgende pagina ligt op een andere host ({there.netloc[:80]})", url)
    return target


def _fault(what: str, url: str) -> SourceError:
    return SourceError(what, where=url, remedy="Probeer het later opnieuw.")


def literal(text: str) -> str:
    """``text`` as a string in a filter."""
    return "'" + text.replace("'", "''") + "'"


def moment(date: str) -> str:
    """An ISO date as a moment in a filter."""
    return f"{date}T00:00:00Z"


def text_in(row: Row, name: str) -> str:
    """A field as text, spaces folded; empty when the row lacks it."""
    value = row.get(name)
    return " ".join(str(value).split()) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def date_in(row: Row, name: str) -> str:
    """A field as an ISO date; empty when it is absent or the moment that stands for nothing."""
    date = text_in(row, name)[:10]
    return "" if date == _NO_MOMENT else date


def rows_in(row: Row, name: str) -> list[Row]:
    """The rows that were expanded under a field, which may hold one, many or none."""
    value = row.get(name)
    return [r for r in (value if isinstance(value, list) else [value]) if isinstance(r, dict)]
