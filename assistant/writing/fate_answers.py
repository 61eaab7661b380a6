"""What became of a promise: its own words, what later papers say with their dates, and until when was looked.

Invariant: what is said is quoted and never judged; where no later paper speaks of it, nothing is answered, and the
promise itself is given as what comes closest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Language
from assistant.registers import AgreementRow, FigureRow, PromiseRow, Shelf, registers
from assistant.writing.draft import Draft, DraftSentence, Quote
from assistant.writing.phrases import phrase
from assistant.writing.register_questions import (
    RegisterQuestion,
    beginnings,
    covered,
    is_soft,
    keyword_terms,
    may_hold,
    pool_of,
)
from ingest.citation import Citation, dutch_date
from ingest.document import Document, Paragraph
from ingest.findings.history import closeness, content_words, history, section_mention
from ingest.language.terms import Word, words
from ingest.language.themes import theme_of

Row = PromiseRow | AgreementRow | FigureRow
MOST_ROWS, MOST_TOLD, MOST_OF_ONE, TOO_MANY = 3, 8, 12, 8
"""No more promises, and no more later statements, than this in one answer."""


_DATED = re.compile(r"\W*(?:\d{1,2} )?[a-z]+ (?:19|20)\d\d\b|\W*(?:19|20)\d\d\b", re.IGNORECASE)


_ASKS_PROMISE = re.compile(r"\bzou(?:den)?\b|\bwas (?:supposed|meant) to\b", re.IGNORECASE)
"""A question for what was promised (zou de monitor er niet in 2019 zijn?): the promise itself answers it."""


_NUMBERS = re.compile(r"\|\s*[\d.,–-]+%?\s*\|\s*[\d.,–-]+%?\s*(?:\||$)")
"""A row of numbers says nothing of what became of a promise."""


_NAMES_NORM = re.compile(r"\b(?:norm|normen|streefwaarden?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """A later statement: its date, its words and its place."""

    date: str
    text: str
    quote: Quote


def answer_fate(library: Shelf, asked: RegisterQuestion, language: Language = "nl") -> Draft | None:
    """The promise in its own words and what later papers say of it; not found, when none does."""
    rows = _meant(library, asked)
    told = {
        t.quote[:2]: t
        for t in (*_events(library, rows), *_mentions(library, asked, rows), *_points(library, asked, rows))
    }
    later = sorted(told.values(), key=lambda t: (t.date, t.quote))[-MOST_TOLD:]
    until = registers(library).until
    if not later and not (rows and _ASKS_PROMISE.search(asked.text.split(" (")[0])):
        return _nothing(rows, until, language) if rows else None
    sentences = [DraftSentence(c.quote, (_quote(c),), "quote") for row in rows if (c := row.citation)]
    sentences += [DraftSentence(t.text, (t.quote,), "quote") for t in later]
    sentences = list(dict.fromkeys(sentences))
    if not later:
        sentences += _nothing(rows, until, language).sentences
    elif until:
        sentences.append(DraftSentence(f"Gezocht in de documenten tot en met {dutch_date(until)}.", (), "none"))
    return Draft(tuple(sentences))


def answer_points(library: Shelf, asked: RegisterQuestion) -> Draft | None:
    """What a compilation says of the matter asked for, in its own words; None when no heading is about it."""
    told = _points(library, asked, [])
    if _NAMES_NORM.search(asked.text) and not any(_NAMES_NORM.search(t.text) for t in told):
        return None  # what is said of the matter says nothing of a norm
    sentences = tuple(DraftSentence(t.text, (t.quote,), "quote") for t in told[:MOST_TOLD])
    return Draft(sentences) if sentences else None


def _nothing(rows: list[Row], until: str, language: Language) -> Draft:
    """Nothing later was found: said so, with the last day that was looked at, and the promise beside it."""
    said = phrase("nothing_later", language, until=dutch_date(until) if until else "")
    return Draft((DraftSentence(said, (), "none"),), "not_in_documents", tuple(_quote(r.citation) for r in rows))


def _meant(library: Shelf, asked: RegisterQuestion) -> list[Row]:
    """The promises, else the agreements or numbers, that hold every content word of the question; at most three.

    By their own words first, then by the other names of what they say, then by the paragraph they stand in.
    """
    if not asked.words:
        return []
    found = registers(library)
    said = [w for w in words(asked.text) if not w.whole.isdigit()]
    for text_of, wide in ((_own, False), (_own, True), (_around, False)):
        for rows in (found.promises, found.agreements, found.figures):
            fitting = [
                fit for row, text in _candidates(asked, rows, text_of)
                if (fit := _fit(asked, row, pool_of(text, _theme(row), wide=wide), said)) is not None
            ]  # fmt: skip
            if fitting:
                least = min(fit[0] for fit in fitting)
                chosen = sorted(fit for fit in fitting if fit[0] == least)
                if len(chosen) > MOST_ROWS:
                    chosen = [fit for fit in chosen if fit[:3] == chosen[0][:3]]
                return [fit[-1] for fit in chosen[:MOST_ROWS]] if len(chosen) <= TOO_MANY else []
    return []


def _fit(
    asked: RegisterQuestion, row: Row, pool: frozenset[str], said: list[Word]
) -> tuple[int, int, bool, str, str, Row] | None:
    """How well a row fits, the best first when sorted; None when it lacks a word of the question."""
    lacking = _lacking(asked, pool, _theme(row))
    if lacking is None:
        return None
    held = sum(covered(w, pool) for w in said)
    return lacking, -held, not _of_year(row, asked), row.citation.date, row.id, row


def _candidates(
    asked: RegisterQuestion, rows: Sequence[Row], text_of: Callable[[Row], str]
) -> Iterator[tuple[Row, str]]:
    """The rows of the question's theme with their text; of very many those where a word of the question begins."""
    starts = beginnings(asked, len(rows))
    for row in rows:
        if asked.theme and _theme(row) not in ("", asked.theme):
            continue
        text = text_of(row)
        if may_hold(text, starts):
            yield row, text


def _own(row: Row) -> str:
    return " ".join((row.citation.quote, *row.citation.section))


def _around(row: Row) -> str:
    return " ".join((row.citation.paragraph_text, *row.citation.section))


def _theme(row: Row) -> str:
    if isinstance(row, PromiseRow):
        return row.commitment.theme
    return row.agreement.theme if isinstance(row, AgreementRow) else row.figure.theme


def _of_year(row: Row, asked: RegisterQuestion) -> bool:
    """Whether the row names a year of the question, where the question names one."""
    return not asked.years or any(str(year) in row.citation.quote for year in asked.years)


def _lacking(asked: RegisterQuestion, pool: frozenset[str], theme: str) -> int | None:
    """How many words of the question that say no more than its theme a row lacks; None when it lacks another."""
    if asked.theme and theme not in ("", asked.theme):
        return None
    lacking = [w for w in asked.words if not covered(w, pool)]
    soft = keyword_terms(asked.theme)
    if len(lacking) >= len(asked.words) or not all(is_soft(w, soft) for w in lacking):
        return None
    return len(lacking)


def _events(library: Shelf, rows: list[Row]) -> list[_Told]:
    """The history of the promises, as the register tells it."""
    record = registers(library).record
    return [
        _Told(e.date, e.text, (e.place.document_id, e.place.start, e.place.end))
        for row in rows
        if isinstance(row, PromiseRow)
        for e in history(row.commitment, record)
        if e.kind not in ("stated", "not_found")
    ]


def _mentions(library: Shelf, asked: RegisterQuestion, rows: list[Row]) -> list[_Told]:
    """What papers later than the promise say that holds every word of the question, else the compound that names it."""
    record = registers(library).record
    if not rows:
        return []
    named = [w for w in asked.words if w.parts and 0 < record.count(w.whole) <= MOST_OF_ONE]
    for wanted in (list(asked.words), named):
        if not wanted or (len(wanted) == 1 and record.count(wanted[0].whole) > MOST_OF_ONE):
            continue  # one word that many statements hold says too little
        if told := _telling(library, wanted, rows):
            return told
    return []


def _telling(library: Shelf, wanted: list[Word], rows: list[Row]) -> list[_Told]:
    since, compiled = min(row.citation.date for row in rows), {d.id for d in registers(library).compiled}
    own = {row.citation.quote for row in rows}
    return [
        _Told(m.date, m.text, (m.place.document_id, m.place.start, m.place.end))
        for m in registers(library).record.near(wanted)
        if m.date > since and m.text not in own and not m.text.rstrip().endswith("?")
        if not _NUMBERS.search(m.text)
        if not (" | " in m.text and m.place.document_id in compiled)
        if all(covered(w, m.wholes | m.parts) for w in wanted)
    ]


def _points(library: Shelf, asked: RegisterQuestion, rows: list[Row]) -> list[_Told]:
    """What a compilation says under the heading of the matter asked for, also that nothing was found."""
    record = registers(library).record
    owns = [list(content_words(row.citation.quote)) for row in rows]
    best, chosen = 0.0, list[_Told]()
    for document in registers(library).compiled:
        for section, paragraphs in _sections(document).items():
            if any(p.kind != "text" or _DATED.match(document.text_of(p)) for p in paragraphs):
                continue  # a table or a chronicle: no heading there is about one matter
            text = " ".join(document.text_of(p) for p in paragraphs)
            rank = _of_question(asked, section, text)
            if owns and _fits_theme(asked, section):
                rank += max(closeness(own, section_mention(document, section, text), record) for own in owns)
            if rank > max(best, LEAST):
                best = rank
                chosen = [
                    _Told(document.publication.date, document.text_of(p), (document.id, p.start, p.end))
                    for p in paragraphs
                ]
    return chosen


def _fits_theme(asked: RegisterQuestion, section: tuple[str, ...]) -> bool:
    theme = theme_of(section, "")
    return not (asked.theme and theme) or theme == asked.theme


def _of_question(asked: RegisterQuestion, section: tuple[str, ...], text: str) -> float:
    """The share of the question's words in a heading, where the heading and its text hold all of them."""
    pool, named = pool_of(f"{' '.join(section)} {text}"), pool_of(section[-1])
    if not (asked.words and _fits_theme(asked, section) and all(covered(w, pool) for w in asked.words)):
        return 0.0
    share = sum(covered(w, named) for w in asked.words) / len(asked.words)
    return share * (ONE_WORD if len(asked.words) == 1 else 1.0)


ONE_WORD = 0.4
"""What a heading that holds the one word of a question counts for: a word alone may stand in several headings."""
LEAST = 0.2
"""Least nearness of a heading of a compilation to the question, or to the promise it asks after."""


def _sections(document: Document) -> dict[tuple[str, ...], list[Paragraph]]:
    found: dict[tuple[str, ...], list[Paragraph]] = {}
    for paragraph in document.paragraphs:
        if paragraph.kind in ("text", "list", "table_row") and len(paragraph.section) > 1:
            found.setdefault(paragraph.section, []).append(paragraph)
    return found


def _quote(citation: Citation) -> Quote:
    return citation.document_id, citation.start, citation.end
