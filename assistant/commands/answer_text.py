"""An answer as a person reads it: the text, then numbered references with their quotes.

Invariant: every reference shows the quote and the place of a citation of the answer; passages that merely come near
are headed as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.commands.terminal import readable, screen
from ingest.citation import Citation, dutch_date

if TYPE_CHECKING:
    from rich.text import Text

_WORDS = {
    "nl": {
        "sources": "Bronnen",
        "nearest": "Dichtstbij, maar geen antwoord",
        "searched": "Doorzocht: {documents} {nouns}, {paragraphs} alinea's{span}.",
        "span": " van {since} tot en met {until}",
        "nouns": ("document", "documenten"),
    },
    "en": {
        "sources": "Sources",
        "nearest": "Nearest passages, not an answer",
        "searched": "Searched: {documents} {nouns}, {paragraphs} paragraphs{span}.",
        "span": " from {since} until {until}",
        "nouns": ("document", "documents"),
    },
}


def show_answer(answer: Answer) -> None:
    """Write an answer to standard output."""
    from rich.text import Text

    words = _WORDS[answer.language]
    with screen() as console:
        text = Text(readable(answer.text))
        text.highlight_regex(r"\[\d+\]", "bold cyan")
        console.print(text)
        for title, citations in (("sources", answer.citations), ("nearest", answer.nearest)):
            if citations:
                console.print()
                console.print(Text(str(words[title]), "bold"))
            for citation in citations:
                for line in reference_lines(citation):
                    console.print(line)
        if answer.abstained:
            console.print()
            console.print(Text(searched_line(answer), "dim"))
        if answer.note:
            console.print()
            console.print(Text(answer.note, "dim"))


def searched_line(answer: Answer) -> str:
    """What was searched, in the language of the answer."""
    words, found = _WORDS[answer.language], answer.searched
    shown = dutch_date if answer.language == "nl" else str
    span = str(words["span"]).format(since=shown(found.since), until=shown(found.until)) if found.since else ""
    nouns = words["nouns"][found.documents != 1]
    return str(words["searched"]).format(documents=found.documents, nouns=nouns, paragraphs=found.paragraphs, span=span)


def reference_lines(citation: Citation) -> Iterator[Text]:
    """The lines of one reference: place, section and paragraph, quote, address."""
    from rich.text import Text

    marker = f"[{citation.marker}]" if citation.marker else "·"
    yield Text.assemble((marker, "bold cyan"), " ", readable(citation.reference))
    quote = " ".join(readable(citation.quote).split())
    yield Text(f"    “{quote}”", "italic")
    path = " › ".join((*citation.section, citation.paragraph_id))
    yield Text(f"    {readable(path)}", "dim")
    if citation.url:
        yield Text(f"    {readable(citation.url)}", "dim")
