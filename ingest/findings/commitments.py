"""Commitments (toezeggingen): who will do what, by when, to whom, in the words of the document that makes them.

A sentence is a commitment when someone says to inform, or when a named actor will deliver something that can be
seen to be there or not (an act with an end), or when an act is tied to a date. Continuing effort is an agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Document
from ingest.findings.agreements import main_clause
from ingest.findings.dates import find_periods, find_term
from ingest.findings.statements import Statement, announces_agreements, statements
from ingest.findings.values import Commitment, Period, Place
from ingest.findings.wording import (
    ACTOR,
    CHAMBER,
    FIRST_PERSON,
    actor_of,
    is_unsure,
    recipient_of,
    speaks_of_past,
    without_attributive,
)
from ingest.language.themes import theme_of

_INFORM = (
    r"(?:informeren|geïnformeerd|berichten|bericht|rapporteren|gerapporteerd|melden|toezenden|"
    r"toegezonden|toesturen|toegestuurd|"
    r"sturen|gestuurd|zenden|verzonden|aanbieden|aangeboden|doen toekomen|voorleggen|voorgelegd|"
    r"terugkomen|terug ?koppelen|"
    r"op de hoogte (?:stellen|brengen|houden|gesteld|gebracht|gehouden)|verslag (?:doen|uitbrengen)|in kennis stellen)"
)
_INFORMS = re.compile(
    rf"\b(?:zal|zullen|wil|willen|ga|gaat)\b[^;]{{0,160}}\b{_INFORM}\b"
    rf"|\b(?:zal|zullen)\b[^;]{{0,60}}\b{_INFORM}\b"
    rf"|\b{_INFORM}\b\s+(?:zal|zullen)\b"
    r"|\b(?:zeg|zeggen|zegt)\b[^.;]{0,60}\btoe\b|\b(?:heb|hebben|heeft)\b[^.;]{0,80}\btoegezegd\b|"
    r"\btoezegging\b[^.;]{0,40}\bdat\b"
    r"|\b(?:u|uw kamer|de kamer|de (?:gemeente)?raad)\b\s+(?:\w+\s+){0,6}?ontvangt\b|"
    r"\bontvangt\s+(?:u|uw kamer|de kamer|de raad)\b"
    r"|\b(?:stuur|zend|bied|informeer|bericht|rapporteer|meld)\s+ik\b|\bik\s+(?:stuur|zend|bied|"
    r"informeer|bericht|rapporteer)\b"
    r"|\bkom(?:en|t)?\b[^.;]{0,60}\b(?:hierop|daarop|op terug|terug op)\b|\bkom(?:en|t)? (?:ik|wij|"
    r"het kabinet)\b[^.;]{0,80}\bterug\b"
    r"|\b(?:wordt|worden)\s+(?:u|uw kamer|de kamer)\b[^.;]{0,120}\b(?:geïnformeerd|bericht|gerapporteerd)\b"
    r"|\b(?:u|uw kamer|de kamer)\s+(?:wordt|worden|zal|krijgt)\b[^.;]{0,120}\b(?:geïnformeerd|bericht|"
    r"gerapporteerd|ontvangen|toegezonden)\b"
    r"|\b(?:verwacht|hoop|streef ernaar)\b[^.;]{0,80}\b(?:uw kamer|u|"
    r"de kamer)\b[^.;]{0,100}\b(?:informeren|berichten|zenden|sturen|aanbieden)\b"
    r"|\bwaarover\b[^.;]{0,60}\b(?:u|uw kamer)\b[^.;]{0,60}\b(?:berichten|bericht|informeren|informeer)\b",
    re.IGNORECASE,
)
_DELIVER = re.compile(
    r"\b(?:ontwikkel(?:t|en)|ontwikkeld|opgeleverd|opleveren|lever(?:t|en)\b[^.;]{0,80}\bop|opgesteld|"
    r"opstellen|stelt\b[^.;]{0,80}\bop|"
    r"vastgesteld|vaststellen|gepubliceerd|publiceren|publiceert|geëvalueerd|evalueren|evaluatie|"
    r"evaluatiebepaling|voorgelegd|voorleggen|"
    r"uitgewerkt|uitwerken|werkt\b[^.;]{0,80}\buit|ingericht|inrichten|richt\b[^.;]{0,80}\bin|"
    r"ingevoerd|invoeren|opgezet|opzetten|"
    r"afgerond|afronden|rondt\b[^.;]{0,80}\baf|gestart|start(?:en|t)?|gerealiseerd|realiseren|"
    r"aangeboden|aanbieden|aangepast|aanpassen|"
    r"herzien|herijkt|herijken|geactualiseerd|toegevoegd|uitgebreid|uitbreiden|gereed|in gebruik|"
    r"opgericht|oprichten|geopend|openen|"
    r"onderzocht|onderzoeken|laat\b[^.;]{0,60}\bonderzoek\w*|inzichtelijk maken|rapportage|"
    r"rapporteren|agenderen|geagendeerd|besproken|gesproken|"
    r"ingesteld|instellen|benoemd|aangewezen|gemaakt|opgenomen|opnemen|gecontinueerd|voortgezet|"
    r"verricht|uitgevoerd|uitvoeren)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:zal|zullen)\b", re.IGNORECASE)
_PRESENT_BY_DATE = re.compile(
    r"\b(?:ontwikkel(?:t|en)|lever(?:t|en)|stel(?:t|len)|publiceer(?:t|en)|evalueer(?:t|en)|"
    r"start(?:en|t)?|wordt|worden|"
    r"rond(?:t|en)|richt(?:en)?|werk(?:t|en)|voer(?:t|en)|open(?:t|en)|breid(?:t|en)|laat|laten|maakt|"
    r"maken|organiseer(?:t|en))\b",
    re.IGNORECASE,
)
_READY = re.compile(
    r"\b(?:is|zijn|komt|komen)\b(?:(?!\bniet\b)[^.;]){0,120}\b(?:gereed|beschikbaar|klaar|operationeel|in gebruik)\b"
    r"|\b(?:gereed|beschikbaar|klaar|operationeel|afgerond) (?:is|zijn|komt|komen)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?:brengt|brengen|legt|leggen|wijst|wijzen|past|passen|neemt|nemen|stelt|stellen|besluit|besluiten|beziet|bezien|"
    r"toetst|toetsen|volgt|volgen|verschijnt|verschijnen|levert|leveren|werkt|werken|voert|voeren|dient|dienen|rondt|"
    r"ronden|richt|richten|zendt|zenden|start|starten|doet|doen|komt|komen|maakt|maken|sluit|sluiten|vervangt|vervangen)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(r"^\s*(?:uiterlijk|vóór|voor|per|binnen|met ingang van|tot)\b", re.IGNORECASE)
_NOT_READY = re.compile(r"\b(?:niet|geen|euro|middelen|bedrag\w*|gevraagd|cijfers)\b", re.IGNORECASE)
_AGREED_THAT = re.compile(
    r"\b(?:afgesproken|overeengekomen|toegezegd|besloten)\b[^.;]{0,20}\bdat\b|\bhoudt in dat\b", re.IGNORECASE
)
_REPORTS = re.compile(
    r"\b(?:rapporteer|bericht|informeer|publiceer|evalueer)(?:t|en)?\b"
    r"|\b(?:wordt|worden)\b[^.;]{0,120}\b(?:gerapporteerd|bericht|gepubliceerd|geëvalueerd|gemonitord)\b",
    re.IGNORECASE,
)
_TAKES_PLACE = re.compile(
    r"\b(?:vindt|vinden)\b[^.;]{0,60}\b(?:\w*evaluatie\w*|\w*onderzoek\w*|\w*toets\w*|herijking|\w*meting|audit|review|"
    r"doorlichting)\b[^.;]{0,40}\bplaats\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",\s+(?:die|dat|welke|waar\w*)\b[^,;.]*,", re.IGNORECASE)
_NOT_MADE = re.compile(
    r"\b(?:niet|geen)\b[^.;,]{0,40}\b(?:toezeg\w*|toegezegd|informeren|berichten)\b|"
    r"\b(?:kan|kon) ik\b[^.;]{0,30}\bniet\b|\bverzocht\b|\bvraagt\b[^.;]{0,40}\bom\b",
    re.IGNORECASE,
)
_HEREBY = re.compile(
    r"\b(?:met|in|bij|via) (?:deze|dit|bijgaande?) (?:brief|schrijven|nota|rapport\w*)\b|\bhierbij\b|\bbij deze\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:heb|heeft|hebben|had)\b[^.;]{0,80}\b(?:aangegeven|gemeld|geschreven|vermeld|gemarkeerd|"
    r"gesteld|laten weten|toegelicht)\b",
    re.IGNORECASE,
)
_I_WILL = re.compile(
    r"\b(?:ik|wij|we)\b[^.;]{0,80}\ben (?:zal|zullen)\b"
    r"|\b(?:zal ik|zullen wij|zullen we|ik zal|wij zullen|we zullen|zal het kabinet|"
    r"het kabinet zal|"
    r"zal de (?:minister|staatssecretaris)|"
    r"de (?:minister|staatssecretaris)[^.;,]{0,40} zal)\b",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"\b(?:gemiddeld|ongeveer|ruim|circa)\s+\d|\b\d[\d.]* (?:slachtoffers|mensen|personen|keer meer)\b", re.IGNORECASE
)
_FORESEEN = re.compile(
    r"\b(?:naar verwachting|waarschijnlijk|vermoedelijk|stijgen|dalen|toenemen|afnemen|groeien)\b", re.IGNORECASE
)
_HOLDS = re.compile(r"\b(?:geldt|gelden|bedraagt|bedragen|loopt|lopen|duurt|treedt|treden)\b", re.IGNORECASE)
_CONVICTION = re.compile(r"\b(?:binnen|in)\s+\d+\s+maanden\b|\bin het (?:tweede|derde) jaar\b", re.IGNORECASE)


def find_commitments(document: Document, said: Sequence[Statement] | None = None) -> tuple[Commitment, ...]:
    """The commitments of a document in reading order; ``said`` are its statements, when they are known already."""
    term, made = find_term(document.text), document.publication.date
    sender = document.publication.sender
    found = []
    for statement in statements(document) if said is None else said:
        if is_commitment(statement, made, term):
            found.append(_commitment(statement, deadline_of(statement.text, made, term), made, sender))
    return tuple(sorted((*found, *_tabled(document, made, term)), key=lambda c: c.place.start))


_PROMISED, _BY = (
    re.compile(
        r"^\W*(?:toezegging(?:en)?|afspra(?:ak|ken)|actie(?:punt)?(?:en)?|motie(?:s)?\W+toezegging\w*)\W*$",
        re.IGNORECASE,
    ),
    re.compile(r"^\W*(?:termijn|planning|deadline|gereed|afdoening|uiterlijk|wanneer|datum gereed)\b", re.IGNORECASE),
)


def _tabled(document: Document, made: str, term: tuple[str, str]) -> Iterator[Commitment]:
    """The rows of a table of promises: a column that names them and one that says by when."""
    for row in document.paragraphs:
        if row.kind != "table_row":
            continue
        labels = {c.columns[-1]: c for c in row.cells if c.columns and c.end > c.start}
        what = next((c for label, c in labels.items() if _PROMISED.match(label)), None)
        when = next((c for label, c in labels.items() if _BY.match(label)), None)
        if what is None or when is None:
            continue
        text, by = document.text_of(row), document.text[when.start : when.end]
        periods = find_periods(
            by if re.match(r"\W*(?:in|uiterlijk|vóór|voor|begin|eind)\b", by, re.IGNORECASE) else f"in {by}",
            made,
            term=term,
        )
        said = document.text[what.start : what.end].strip()
        yield Commitment(
            place=Place(document.id, row.id, row.start, row.end),
            text=text,
            theme=theme_of(row.section, said),
            actor=actor_of(said, ""),
            action=said,
            deadline=replace(periods[0], text=by, start=0, end=0) if periods else None,
            made=made,
        )


def is_commitment(statement: Statement, made: str = "", term: tuple[str, str] = ("", "")) -> bool:
    """Whether the sentence promises to inform, or promises a deliverable, or ties an act to a date to come."""
    text = without_attributive(statement.text)
    if text.rstrip().endswith("?") or announces_agreements(text) or _NOT_MADE.search(text) or _REPORTED.search(text):
        return False
    if _INFORMS.search(text):
        return not _HEREBY.search(text) and bool(
            CHAMBER.search(text) or FIRST_PERSON.search(text) or ACTOR.search(text)
        )
    main = main_clause(_RELATIVE.sub(" ", text))
    deadline = deadline_of(text, made, term)
    if _AGREED_THAT.search(text) and deadline is not None and (deadline.latest or deadline.earliest):
        return True
    if is_unsure(main) or speaks_of_past(main):
        return False
    if (_WILL.search(main) and _DELIVER.search(main)) or _I_WILL.search(main):
        return True
    return deadline is not None and _ties_to(deadline, text, main)


def _ties_to(deadline: Period, text: str, main: str) -> bool:
    """Whether the sentence ties an act to a date to come, or to an interval at which it recurs."""
    if deadline.recurring:
        return bool(_REPORTS.search(main)) and not _DESCRIBES.search(main)
    if not (deadline.latest or deadline.earliest) or _CONVICTION.fullmatch(deadline.text):
        return False
    if _TAKES_PLACE.search(main) or any(_is_ready(clause, deadline) for clause in re.split(r"[,;]", text)):
        return True
    if _WILL.search(main) and (ACTOR.search(main) or FIRST_PERSON.search(main)):
        return not _FORESEEN.search(main)
    if _BOUND.match(deadline.text) and _ACTS.search(main):
        return not _HOLDS.search(main)
    return bool(deadline.latest and _PRESENT_BY_DATE.search(main) and _DELIVER.search(main))


def _is_ready(clause: str, deadline: Period) -> bool:
    """Whether the clause says that something is ready by the date; money that is available is no promise."""
    return deadline.text in clause and bool(_READY.search(clause)) and not _NOT_READY.search(clause)


def deadline_of(sentence: str, made: str, term: tuple[str, str]) -> Period | None:
    """The first time expression that lies ahead of the document, or recurs; None when the sentence names none.

    One that a relative clause tells (die voor 2019 was voorzien) or that a report is over, only when there is no other.
    """
    ahead = [
        p
        for p in find_periods(sentence, made, term=term)
        if (p.recurring or not p.latest or not made or p.latest >= made) and (p.earliest or p.latest or p.recurring)
    ]
    asides = [m.span() for m in _RELATIVE.finditer(sentence)]
    own = [
        p
        for p in ahead
        if not any(start <= p.start < end for start, end in asides) and not p.text.lower().startswith("over ")
    ]
    return next(iter(own or ahead), None)


def _commitment(statement: Statement, deadline: Period | None, made: str, sender: str) -> Commitment:
    text = statement.text
    return Commitment(
        place=statement.place,
        text=text,
        theme=statement.theme,
        actor=actor_of(_promising_part(text), sender),
        action=action_of(text, deadline),
        recipient=recipient_of(text),
        deadline=deadline,
        made=made,
    )


def _promising_part(text: str) -> str:
    """The relative clause that carries the promise (``waarover ik u … zal berichten``), else the whole sentence."""
    tail = re.search(r"\b(?:waarover|waarvan|waarin|waarbij)\b[^.;]*\b(?:zal|zullen|informeer|bericht)\b.*", text)
    return tail.group() if tail else text


def action_of(text: str, deadline: Period | None) -> str:
    """What is promised: the sentence without its time expression, from the first word that carries content."""
    without = text[: deadline.start] + text[deadline.end :] if deadline else text
    cleaned = re.sub(
        r"^\W*(?:tevens|voorts|daarnaast|tot slot|ook|verder|bovendien|ten slotte)\b[\s,]*",
        "",
        without,
        flags=re.IGNORECASE,
    )
    return " ".join(cleaned.split()).rstrip(".;")
