"""Documents of rijksoverheid.nl: its open data, which cannot search by itself, and else its own list of documents.

Invariant: only what holds the words that were asked for is found; a document is the PDF that its page offers, or the
page itself when it offers none.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from ingest.document import Publication
from ingest.errors import RefusedDocument, SourceError
from ingest.reading.identity import slug
from ingest.reading.markup import Element, attribute, children, descendants, html_tree, name_of, text_of, xml_tree
from ingest.sources.checking import check, suffix_of
from ingest.sources.values import Fetched, Found, Mark, Unchanged, complete
from ingest.sources.web import Reply, Web

SITE = "https://www.rijksoverheid.nl"
ROWS = 200
MOST = 100_000
LISTED_PAGES = 50
_PREFIX = "rijksoverheid-"
_TAGS = re.compile(r"<[^>]*>")
_DATED = re.compile(r"/(\d{4}/\d{2}/\d{2})/")


class Government:
    """The documents of the central government. ``today`` ends the list of documents."""

    name = "rijksoverheid"

    def __init__(self, web: Web, *, rows: int = ROWS, today: datetime.date | None = None) -> None:
        places = web.places
        self._web, self._rows, self._today = web, rows, today or datetime.date.today()
        self._base, self._site = places.government.rstrip("/"), places.government_site.rstrip("/")

    def has(self, publication: Publication) -> bool:
        """Whether a document is one of this site."""
        return publication.id.startswith(_PREFIX) and bool(urlsplit(publication.url).path.strip("/"))

    def fetch(self, publication: Publication, mark: Mark, *, number: str = "") -> Fetched | Unchanged | None:
        """The document that a page offers, None when the page is gone. Raises ``SourceError``."""
        page_url = self._site + urlsplit(publication.url).path
        page = self._web.get(page_url, mark)
        if page is None:
            return None
        if page.unchanged:
            return Unchanged(page.mark)
        files = _files_of(page, page_url)
        reply = self._web.get(files[0], mark) if len(files) == 1 else page
        if reply is None:
            return None
        if reply.unchanged:
            return Unchanged(reply.mark)
        suffix = suffix_of(reply.content)
        fault = "" if suffix == ".html" else check(suffix, reply.content, publication.id).fault
        if fault:
            raise _fault(fault, reply.mark.url)
        return Fetched(publication, suffix, reply.content, reply.mark)

    def search(self, text: str, since: str = "") -> Iterator[Found]:
        """Documents that hold every word of ``text`` and changed from the ISO date ``since`` on.

        Raises ``SourceError`` when neither the open data nor the site's own list answers.
        """
        words = [word.lower() for word in re.findall(r"\w+", text)]
        try:
            found = [publication for item in self._items(since) if (publication := _publication(item, words))]
        except SourceError:
            yield from self._listed(words, since)
            return
        for publication in reversed(found):
            yield Found(publication, self.name)

    def _items(self, since: str) -> Iterator[Mapping[str, Any]]:
        """All documents of the open data, in its own order: the latest changed last."""
        for offset in range(0, MOST, self._rows):
            asked: dict[str, str | int] = {"output": "json", "rows": self._rows, "offset": offset}
            if since:
                asked["lastmodifiedsince"] = since.replace("-", "")
            url = f"{self._base}/documents?{urlencode(asked)}"
            items = _read_items(self._web.get(url), url)
            yield from items
            if len(items) < self._rows:
                return

    def _listed(self, words: list[str], since: str) -> Iterator[Found]:
        """The site's own list of parliamentary papers, of which only the titles can be looked at."""
        start = datetime.date.fromisoformat(since) if since else datetime.date(2010, 1, 1)
        for number in range(1, LISTED_PAGES + 1):
            asked = {"type": "Kamerstuk", "startdatum": f"{start:%d-%m-%Y}", "einddatum": f"{self._today:%d-%m-%Y}"}
            url = f"{self._site}/documenten?{urlencode({**asked, 'pagina': number})}"
            links = _links(self._web.get(url), url)
            for link in links:
                if all(word in text_of(link).lower() for word in words):
                    address = urljoin(url, attribute(link, "href"))
                    yield Found(_named(text_of(link), address, _date_in(address), "kamerstuk"), self.name)
            if not links:
                return


def _read_items(reply: Reply | None, url: str) -> list[Mapping[str, Any]]:
    """The items of a page, which is a bare list, a list under ``results``, or XML."""
    content = reply.content if reply else b"[]"
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _read_xml(content, url)
    try:
        page = json.loads(content)
    except ValueError as error:
        raise _fault("de bron gaf geen geldige JSON", url) from error
    items = page.get("results") if isinstance(page, dict) else page
    if not isinstance(items, list):
        raise _fault("het antwoord is geen lijst van documenten", url)
    return [item for item in items if isinstance(item, dict)]


def _read_xml(content: bytes, url: str) -> list[Mapping[str, Any]]:
    try:
        root = xml_tree(content, url)
    except RefusedDocument as error:
        raise _fault("de bron gaf geen geldige XML", url) from error
    if name_of(root) == "html":
        raise _fault("de bron gaf een webpagina in plaats van gegevens", url)
    found = [{name_of(field): text_of(field) for field in children(item)} for item in children(root)]
    return [item for item in found if "id" in item or "canonical" in item]


def _links(reply: Reply | None, url: str) -> list[Element]:
    """The publications in a page of the site's list."""
    if reply is None:
        return []
    try:
        root = html_tree(reply.content, url, "utf-8")
    except RefusedDocument as error:
        raise _fault("de lijst van documenten is niet te lezen", url) from error
    return [
        link
        for item in descendants(root, "li")
        if "results__item" in attribute(item, "class").split()
        for link in descendants(item, "a")
        if "publication" in attribute(link, "class").split() and attribute(link, "href")
    ]


def _files_of(page: Reply, url: str) -> list[str]:
    """The addresses of the PDFs that a page offers, each once."""
    if suffix_of(page.content) != ".html":
        return []
    try:
        links = descendants(html_tree(page.content, url, "utf-8"), "a")
        addresses = (urljoin(url, attribute(link, "href")) for link in links)
        return list(dict.fromkeys(a for a in addresses if urlsplit(a).path.lower().endswith(".pdf")))
    except RefusedDocument as error:
        raise _fault(f"de pagina is niet te lezen ({error.what})", url) from error


def _publication(item: Mapping[str, Any], words: list[str]) -> Publication | None:
    """The document that an item is about, None when it lacks one of the words, its address or its title."""
    address = str(item.get("canonical") or item.get("url") or "")
    title = _plain(item.get("title"))
    told = " ".join(_plain(item.get(name)) for name in ("title", "introduction", "content")).lower()
    if not address or not title or not all(word in told for word in words):
        return None
    date = str(item.get("frontenddate") or item.get("issued") or item.get("available") or "")[:10]
    sender = item.get("organisationalunit")
    units = sender if isinstance(sender, list) else [sender]
    found = _named(title, address, date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else "", _plain(item.get("type")))
    return complete(found, (Publication("", "", sender="; ".join(_plain(u) for u in units if u)),))


def _named(title: str, address: str, date: str, kind: str) -> Publication:
    name = slug(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    url = f"{SITE}{urlsplit(address).path}"
    return Publication(id=f"{_PREFIX}{name}", title=title, date=date, kind=kind.lower() or "document", url=url)


def _date_in(address: str) -> str:
    dated = _DATED.search(address)
    return dated.group(1).replace("/", "-") if dated else ""


def _plain(value: object) -> str:
    """The text of a value that may hold HTML."""
    return " ".join(_TAGS.sub(" ", value).split()) if isinstance(value, str) else ""


def _fault(what: str, url: str) -> SourceError:
    return SourceError(what, where=url, remedy="Probeer het later opnieuw.")
