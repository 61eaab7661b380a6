"""What later papers say of a commitment, as dated events; the original wording is never touched.

Invariant: every event has its own place as evidence, and says what a paper reports, never whether a promise was
kept. Matching is by shared content terms, weighted by how rare they are, with a careful threshold.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.document import Document
from ingest.findings.dates import find_periods
from ingest.findings.events import kind_of_event
from ingest.findings.figures import is_source
from ingest.findings.indicators import atoms
from ingest.findings.statements import Statement, statements
from ingest.findings.values import Commitment, CommitmentEvent, Place
from ingest.findings.wording import ACTOR
from ingest.language.terms import Word, words
from ingest.language.themes import theme_of

_NO_MENTION = re.compile(
    r"^\W*(?:bron(?:nen)?|vindplaats)\s*:|\b(?:niet|niets|geen)\b.{0,80}\b(?:aangetroffen|gevonden|nagegaan)\b",
    re.IGNORECASE,
)
"""A statement that names a source, or says that nothing was found: neither reports on a commitment."""
_STOP = frozenset(
    term
    for word in words(
        "kamer brief jaar jaren jaarlijks politie aanpak minister partner partners landelijk regionaal ontwikkelen "
        "nader betrekking"
    )
    for term in (word.whole,)
)
THRESHOLD, WITHIN_THEME = 0.4, 0.25
"""Least share of a commitment's weighted words that a later statement must hold; less under the same named theme."""
BRIEF = 0.7
"""What the share of a statement's own words that the commitment holds counts for, beside that of the commitment's."""
RARE, MOST_NEAR = 400, 300
"""A word in more statements than this recognises nothing; no more statements than this are weighed for a promise."""
MOST_COMMON = 4
"""A compound that no more statements than this hold is a name: it alone recognises a commitment (afpakmonitor)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A later statement that may speak of a commitment: its place, date, text and content words."""

    place: Place
    date: str
    text: str
    section: tuple[str, ...]
    wholes: frozenset[str]
    parts: frozenset[str]

    @property
    def theme(self) -> str:
        """The theme of the statement by its headings and words."""
        return _theme_of(self.section, self.text)


_theme_of = lru_cache(maxsize=200_000)(theme_of)


@dataclass(frozen=True, slots=True)
class Record:
    """All statements of a library with the number that hold each term, and the dates of its documents."""

    mentions: tuple[Mention, ...]
    holders: dict[str, tuple[int, ...]]
    """Which statements hold a term."""
    dates: tuple[tuple[str, str], ...]
    """Document id and date of each document, in order of date."""
    _rarities: dict[int, float] = field(default_factory=dict)
    _spans: dict[str, range] = field(default_factory=dict)

    def rarity(self, term: str) -> float:
        """How rare a term is among the statements; a term that none holds is as rare as one that one holds."""
        count = max(1, self.count(term))
        known = self._rarities.get(count)
        if known is None:
            known = self._rarities[count] = math.log(1 + len(self.mentions) / count)
        return known

    def count(self, term: str) -> int:
        """How many statements hold a term."""
        return len(self.holders.get(term, ()))

    def _span(self, document_id: str) -> range:
        """Where the statements of a document stand: they are in order of document."""
        found = self._spans.get(document_id)
        if found is None:
            ats = [at for at, mention in enumerate(self.mentions) if mention.place.document_id == document_id]
            found = self._spans[document_id] = range(ats[0], ats[-1] + 1) if ats else range(0)
        return found

    @property
    def most_for_a_name(self) -> int:
        """How many statements may hold a compound that is still a name: more where more papers are, to a bound."""
        return max(MOST_COMMON, min(3 * MOST_COMMON, len(self.dates)))

    def near(self, own: Sequence[Word], document_id: str = "") -> tuple[Mention, ...]:
        """The statements that share at least one word, or part of a compound, that is not in every fifth of them.

        In a large library a word must be rarer than that, and statements that share most words come first. With a
        ``document_id`` only the statements of that document are looked at.
        """
        only = self._span(document_id) if document_id else range(len(self.mentions))
        most = max(MOST_COMMON, min(len(self.mentions) // 5, RARE))
        shared = Counter(
            at
            for t in {t for w in own for t in (w.whole, *atoms(w)) if self.count(t) <= most}
            for at in self.holders.get(t, ())
            if at in only
        )
        chosen = shared if len(shared) <= MOST_NEAR else [at for at, _ in shared.most_common(MOST_NEAR)]
        return tuple(self.mentions[at] for at in sorted(chosen))


def record_of(documents: Sequence[Document]) -> Record:
    """The statements of all documents, in order of date."""
    return record_from([(d.id, d.publication.date, mentions_of(d)) for d in documents])


def record_from(parts: Iterable[tuple[str, str, Sequence[Mention]]]) -> Record:
    """The record of documents by id, date and statements, in order of date."""
    ordered = sorted(parts, key=lambda part: (part[1], part[0]))
    mentions = tuple(m for _, _, own in ordered for m in own)
    holders: dict[str, list[int]] = {}
    for at, mention in enumerate(mentions):
        for term in mention.wholes | mention.parts:
            holders.setdefault(term, []).append(at)
    return Record(
        mentions, {t: tuple(ats) for t, ats in holders.items()}, tuple((doc, date) for doc, date, _ in ordered)
    )


def mentions_of(document: Document) -> tuple[Mention, ...]:
    """The statements and table rows of one document."""
    found = [
        _mention(document, s.place, s.text, _under_heading(document, s), s.paragraph.section)
        for s in statements(document)
        if not _NO_MENTION.search(s.text)
    ]
    for p in document.paragraphs:
        if p.kind == "table_row" and p.end > p.start:
            place = Place(document.id, p.id, p.start, p.end)
            said = " ".join(document.text[c.start : c.end] for c in p.cells if not is_source(c)) or document.text_of(p)
            found.append(_mention(document, place, document.text_of(p), said, p.section))
    return tuple(found)


def _under_heading(document: Document, statement: Statement) -> str:
    """A statement with the heading that names its matter, as an entry of a compilation is to be read."""
    heading = statement.paragraph.section[-1:] if document.source.compiled else ()
    return " ".join((*heading, statement.text))


def _mention(document: Document, place: Place, text: str, said: str, section: tuple[str, ...]) -> Mention:
    """``said`` is the part of ``text`` that speaks of the matter: without the names of sources."""
    own = content_words(said)
    parts = frozenset(p for w in own for p in atoms(w))
    return Mention(place, _dated(document, place, text), text, section, frozenset(w.whole for w in own), parts)


def section_mention(document: Document, section: tuple[str, ...], text: str) -> Mention:
    """All that a document says under a heading, as one statement that may speak of a commitment."""
    place = Place(document.id, "", 0, 0)
    own = content_words(f"{section[-1]} {text}")
    parts = frozenset(p for w in own for p in atoms(w))
    return Mention(place, document.publication.date, text, section, frozenset(w.whole for w in own), parts)


def _dated(document: Document, place: Place, text: str) -> str:
    """The date of what is told: an entry of a compilation, or else the source it names, has its own."""
    made = document.publication.date
    if not document.source.compiled:
        return made
    paragraph = document.paragraph_at(place.start)
    return _date_in(text) or (_date_in(document.text_of(paragraph)) if paragraph else "") or made


def _date_in(text: str) -> str:
    """The first day that a text names, else the first month; empty when it names none."""
    iso = re.match(r"\W*(\d{4}-\d\d-\d\d)\b", text)
    if iso:
        return iso[1]
    periods = [p for p in find_periods(text) if p.earliest]
    full = next((p.earliest for p in periods if p.earliest == p.latest), "")
    return full or next((p.earliest[:7] for p in periods if p.earliest[:7] == p.latest[:7]), "")


def content_words(text: str) -> tuple[Word, ...]:
    """The words by which a commitment is recognised elsewhere: no years, numbers, organisations or words of office."""
    bare = ACTOR.sub(" ", text)
    return tuple(w for w in words(bare) if w.whole not in _STOP and len(w.whole) > 2 and not w.whole[0].isdigit())


def content_terms(text: str) -> frozenset[str]:
    """The terms of the content words of a text."""
    return frozenset(w.whole for w in content_words(text))


def history(commitment: Commitment, record: Record) -> tuple[CommitmentEvent, ...]:
    """The events of a commitment in order of date: as stated, what later papers say, or that none mentions it."""
    stated = CommitmentEvent("stated", commitment.made, commitment.place, commitment.text)
    later = [doc for doc, date in record.dates if date > commitment.made and doc != commitment.place.document_id]
    events = _events(_closest(commitment, record))
    if events or not later:
        return (stated, *sorted(events, key=lambda e: (e.date, e.place.document_id, e.place.start)))
    last = max(date for doc, date in record.dates if doc in later)
    return (stated, CommitmentEvent("not_found", last, commitment.place, "", len(later)))


def events_in(document_id: str, commitment: Commitment, record: Record) -> tuple[CommitmentEvent, ...]:
    """What one later document says of a commitment, in order of date; far quicker than its whole history."""
    events = _events(_closest(commitment, record, document_id))
    return tuple(sorted(events, key=lambda e: (e.date, e.place.start)))


def _events(mentions: Iterable[Mention]) -> list[CommitmentEvent]:
    return [CommitmentEvent(kind_of_event(m.text), m.date, m.place, m.text) for m in mentions]


def _closest(commitment: Commitment, record: Record, document_id: str = "") -> tuple[Mention, ...]:
    """For each later document and date the statement that comes closest, where it comes close enough."""
    own = content_words(commitment.action)
    weighed = _weighed(own, record)
    best: dict[tuple[str, str], tuple[float, Mention]] = {}
    for mention in record.near(own, document_id):
        key = (mention.place.document_id, mention.date)
        if (
            key[0] == commitment.place.document_id
            or mention.date <= commitment.made
            or not _same_theme(commitment, mention)
        ):
            continue
        same_theme = bool(commitment.theme) and commitment.theme == mention.theme
        score = _closeness(weighed, mention, record, same_theme)
        least = WITHIN_THEME if same_theme else THRESHOLD
        if score >= least and score > best.get(key, (0.0, mention))[0]:
            best[key] = (score, mention)
    return tuple(mention for _, mention in best.values())


def closeness(own: Sequence[Word], mention: Mention, record: Record, *, same_theme: bool = False) -> float:
    """The weighted share of a commitment's words in a statement: a compound counts half when only a part is shared.

    One, under the same theme, for a shared compound so rare that it is a name; none for fewer than two words.
    """
    return _closeness(_weighed(own, record), mention, record, same_theme)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A word of a commitment with its parts, its rarity, and whether it is a compound so rare that it is a name."""

    whole: str
    parts: tuple[str, ...]
    rarity: float
    is_name: bool


def _weighed(own: Sequence[Word], record: Record) -> tuple[_Weighed, ...]:
    most = record.most_for_a_name
    return tuple(
        _Weighed(w.whole, atoms(w), record.rarity(w.whole), bool(w.parts) and record.count(w.whole) <= most)
        for w in {w.whole: w for w in own}.values()
    )


def _closeness(own: Sequence[_Weighed], mention: Mention, record: Record, same_theme: bool) -> float:
    weight = shared = 0.0
    hits = 0
    for word in own:
        weight += word.rarity
        if word.whole in mention.wholes:
            if word.is_name and same_theme:
                return 1.0
            shared, hits = shared + word.rarity, hits + 1
        elif not mention.parts.isdisjoint(word.parts):
            rarest = max(record.rarity(p) for p in word.parts if p in mention.parts)
            shared, hits = shared + min(word.rarity, rarest) / 2, hits + 1
    if hits < 2 or not weight:
        return 0.0
    return max(shared / weight, BRIEF * shared / max(_weight(mention, record), shared))


def _weight(mention: Mention, record: Record) -> float:
    """The weight of a statement's own words: of a brief one that is wholly about the commitment it is little."""
    return sum(record.rarity(term) for term in mention.wholes)


def _same_theme(commitment: Commitment, mention: Mention) -> bool:
    return not (commitment.theme and mention.theme) or commitment.theme == mention.theme
