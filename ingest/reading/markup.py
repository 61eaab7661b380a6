"""Parses HTML and XML into trees, without entities, without the network, within bounds. Owner of lxml.

Invariant: a tree that comes out of here holds all text of the file; where the parser would drop some, the file is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from ingest.errors import DamagedDocument, EmptyDocument

Element = Any
_ENTITY = re.compile(rb"<!ENTITY\s", re.I)
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_KEPT = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_REMEDY = "Download het bestand opnieuw bij de bron."
DEEPEST = 200


def xml_tree(data: bytes, where: str) -> Element:
    """The root element of an XML file.

    Raises ``DamagedDocument`` for XML that is not well-formed, declares entities or nests too deep.
    """
    from lxml import etree

    if _ENTITY.search(data):
        raise DamagedDocument(
            "de XML definieert eigen entiteiten; die worden om veiligheidsredenen niet uitgevoerd",
            where=where,
            remedy="Bied het document zonder DTD-definities aan.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(_with_characters(_without_bom(data)), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDocument(f"de XML is niet welgevormd ({error})", where=where, remedy=_REMEDY) from error
    if root is None:
        raise EmptyDocument("de XML is leeg", where=where, remedy=_REMEDY)
    return root


def html_tree(data: bytes, where: str, encoding: str | None = None) -> Element:
    """The root element of an HTML page.

    Raises ``DamagedDocument`` where the parser could not keep all of it.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise EmptyDocument("de HTML-pagina heeft geen inhoud", where=where, remedy=_REMEDY) from error
    cut = [entry.message for entry in parser.error_log if "xcessive depth" in entry.message]
    if cut or _depth(root) > DEEPEST:
        raise DamagedDocument(
            f"de HTML is dieper genest dan {DEEPEST} niveaus",
            where=where,
            remedy="Bied het document in een ander formaat aan.",
        )
    return root


def name_of(element: Element) -> str:
    """The local name of an element in lower case; empty for anything that is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, empty when absent."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The child elements, or those with one of the local names."""
    for child in element:
        own = name_of(child)
        if own and (not names or own in names):
            yield child


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """The elements below with one of the local names, in document order."""
    for child in element.iter():
        if child is not element and name_of(child) in names:
            yield child


def outermost(element: Element, *names: str) -> Iterator[Element]:
    """The elements below with one of the local names that stand in no other such element."""
    for child in element:
        own = name_of(child)
        if own in names:
            yield child
        elif own:
            yield from outermost(child, *names)


def count_of(text: str, otherwise: int = 1) -> int:
    """The whole number that an attribute holds, ``otherwise`` when it holds none or an absurd one."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else otherwise


def text_of(element: Element) -> str:
    """All characters below an element, spaces folded."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _depth(root: Element) -> int:
    deepest = depth = 0
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        stack += [(child, depth + 1) for child in element]
    return deepest


def _without_bom(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()


def _with_characters(data: bytes) -> bytes:
    """Named characters of HTML (``&eacute;``), which older papers use without declaring them, as numbers."""

    def number(found: re.Match[bytes]) -> bytes:
        """A named character as numbered ones; XML's own five and unknown names stay as they are."""
        char = html5.get(found.group(1).decode("ascii") + ";") if found.group(1) not in _KEPT else None
        return "".join(f"&#{ord(c)};" for c in char).encode("ascii") if char else found.group()

    return _NAMED.sub(number, data)
