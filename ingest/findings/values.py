"""What is found in documents: agreements, commitments and their history, indicators and figures.

Invariant: every finding has a ``Place``, a range of characters within one paragraph, from which
``ingest.citation.make_citation(document, place.start, place.end)`` makes its vindplaats. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

AgreementKind = Literal["quantitative", "qualitative", "attention"]
"""Kwantitatief, kwalitatief, or a point of attention without a goal (aandachtspunt)."""

EventKind = Literal["stated", "repeated", "adjusted", "reported_on", "reported_done", "not_found"]
"""What a paper says of a commitment: toegezegd, herhaald, bijgesteld, wordt over bericht, gerapporteerd als gereed;
``not_found`` says only that no document until a date mentions it (niet aangetroffen)."""

FigureKind = Literal["norm", "realisatie", "stand"]
"""Target, result, or a state that is neither (stand)."""

Target = Literal["minstens", "hoogstens", "aandeel", ""]
"""How a norm is to be read: at least, at most, or as a share; empty when no source says."""

FigureStatus = Literal["voorlopig", "definitief", ""]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands: ``start:end`` in the canonical text of a document, within one paragraph."""

    document_id: str
    paragraph_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression (tijdsbepaling): as printed, and the ISO dates it spans.

    ``earliest`` and ``latest`` are empty when the words do not fix them. ``recurring`` names the interval
    (``jaarlijks``, ``periodiek``, ``eens per 4 jaar``). ``start:end`` are offsets in the text that was searched.
    """

    text: str
    earliest: str = ""
    latest: str = ""
    recurring: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement (afspraak), verbatim. ``actor`` acts, ``partners`` are those with whom; empty when not named."""

    place: Place
    text: str
    theme: str
    actor: str
    partners: str
    kind: AgreementKind
    indicator: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment (toezegging), verbatim: ``actor`` will do ``action`` for ``recipient`` by ``deadline``."""

    place: Place
    text: str
    theme: str
    actor: str
    action: str
    recipient: str = ""
    deadline: Period | None = None
    made: str = ""
    """The ISO date of the document that makes it."""


@dataclass(frozen=True, slots=True)
class CommitmentEvent:
    """One dated event in the history of a commitment.

    ``place`` is the evidence. For ``not_found`` it is the commitment's own place, ``documents`` counts the
    later documents looked at, and ``date`` is the date of the last of them.
    """

    kind: EventKind
    date: str
    place: Place
    text: str
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator, as most often printed, with the key under which its figures are kept together.

    ``target`` says how a norm is to be read: ``minstens``, ``hoogstens`` or ``aandeel`` (a share).
    """

    key: str
    name: str
    theme: str
    unit: str
    target: Target = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one indicator in one year (cijfer), with the cell or sentence where it stands.

    ``year`` is None when the source names none: a year is never guessed. ``printed`` is the number as printed.
    """

    place: Place
    indicator: str
    key: str
    theme: str
    year: int | None
    kind: FigureKind
    value: Decimal
    printed: str
    unit: str
    status: FigureStatus = ""
    note: str = ""
    part: str = ""
    """The part of the year, or the day in it, that the number is of (``t/m juni``); empty: of all of the year."""
