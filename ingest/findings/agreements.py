"""Agreements (afspraken) in any document, by the general wording of Dutch government letters.

A sentence is an agreement when it says so itself (``is afgesproken dat``, ``geldt een inspanningsverplichting``),
or when a lead-in of its section announces agreements and it then says who does or will do what.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import Document
from ingest.findings.dates import find_periods, find_term
from ingest.findings.statements import Statement, announces_agreements, statements
from ingest.findings.values import Agreement, AgreementKind, Period
from ingest.findings.wording import (
    ACTOR,
    CHAMBER,
    PRESENT_ACT,
    actor_of,
    is_unsure,
    partners_of,
    speaks_of_past,
    without_attributive,
)

_TARGET = (
    r"(?:\w*norm(?:en)?|streefwaarden?|streefcijfers?|\w*doelstelling(?:en)?|groeipad|ondergrens|streefpercentage)"
)
_SAYS_SO = re.compile(
    r"\b(?:heb|hebben|heeft|is|zijn|wordt|worden|werd|werden|ben|dat)\b[^;:]{0,260}\b(?:afgesproken|overeengekomen)\b"
    r"|\b(?:afgesproken|overeengekomen)\b(?: is| zijn| wordt| werd| hebben wij)?,? (?:dat|om)\b"
    r"|\b(?:heb|hebben|heeft|is|zijn)\b[^;:]{0,200}\bovereenstemming (?:bereikt|gekomen)\b"
    r"|\b(?:evaluatie|uitzonderings|overgangs)?(?:bepaling|afspraak|regeling|werkafspraak)\b[^.;]{0,40}\bhoudt in dat\b"
    r"|\b(?:heb|hebben|zijn|worden|is)\b[^;:]{0,120}\b(?:prestatie|werk)?afspra(?:ak|"
    r"ken)\b[^;:]{0,120}\b(?:gemaakt|vastgelegd|opgenomen)\b"
    r"|\bafspraken\b[^.;:]{0,80}\b(?:zijn|worden) \w*\s?(?:gemaakt|vastgelegd)"
    r"|\bworden\b[^.;:]{0,60}\bafspraken (?:gemaakt|vastgelegd)"
    r"|\b(?:spreken|spreekt)\b[^.;:]{0,160}\baf\b"
    r"|\b(?:komen|kwamen)\b[^.;:]{0,160}\bovereen\b"
    r"|\b(?:committeren|committeert|verbinden|verbindt|verplichten|verplicht) zich\b"
    r"|\bgeldt\b[^.;]{0,80}\b(?:inspannings|resultaats?)verplichting|\b(?:norm|streefwaarde|"
    r"doelstelling|inspanningsverplichting) van\b[^.;]{0,60}\bgeldt\b"
    r"|\bgeldt\b[^.;]{0,80}\b(?:norm|streefwaarde|doelstelling|ondergrens|minimum)\b"
    r"|\b(?:wordt|worden)\b[^.;]{0,60}\bgestreefd naar\b|\bhet streven is\b|\b(?:is|blijft) het streven\b"
    r"|\bdeel uit van de afspraken\b|\bdeze afspra(?:ak|ken) (?:zien|ziet|beogen|beoogt|houdt|"
    r"houden)\b|\bafspraak (?:is|luidt)\b"
    r"|\b(?:zal|zullen|wordt|worden)\b[^.;]{0,60}\bgeprioriteerd\b|\bkrijg(?:t|en)\b[^.;]{0,60}\bprioriteit\b"
    r"|\b(?:norm|streefwaarde|streefcijfer|doelstelling)\b[^.;]{0,80}\b(?:bedraagt|"
    r"wordt (?:vast)?gesteld op|is (?:vast)?gesteld op|"
    r"is bepaald op|blijft (?:gehandhaafd|\d))",
    re.IGNORECASE,
)
_SETS_TARGET = re.compile(
    r"\b(?:percentage|aantal|aandeel)\b[^.;]{0,140}\b(?:is|zijn|wordt|worden)\b[^.;]{0,60}"
    r"\b(?:gesteld|vastgesteld|bepaald) op \d"
    rf"|\b{_TARGET}\b[^.;]{{0,140}}\b(?:is|zijn|wordt|worden|werd|werden)\b[^.;]{{0,60}}"
    r"\b(?:gesteld|vastgesteld|bepaald|gezet|verhoogd|verlaagd|bijgesteld|opgeschoven|verlengd|vervroegd|losgelaten)\b"
    rf"|\b(?:is|zijn|wordt|worden)\b[^.;]{{0,120}}\bgenormeerd\b"
    rf"|\b{_TARGET}\b[^.;]{{0,60}}\b(?:gelden|geldt|blijft|blijven)\b[^.;]{{0,60}}\b(?:gelden|gehandhaafd|van kracht|"
    r"ongewijzigd|ook voor|voor elk|onverkort)\b"
    rf"|\b(?:geldt|gelden) als {_TARGET}\b|\b{_TARGET}\b\s+[\d.,]+%?\s+(?:\w+ )?(?:wordt|bedraagt|is)\b"
    rf"|\b(?:heeft|hebben|heb|is|zijn)\b[^.;]{{0,120}}\b(?:een|de volgende)\b[^.;]{{0,30}}\b{_TARGET}\b[^.;]{{0,60}}"
    r"\b(?:vastgesteld|bepaald|gesteld)\b"
    rf"|\b{_TARGET}\b[^.;]{{0,80}}\b(?:is|luidt|bedraagt|bedragen)\s+(?:ten minste |minimaal |maximaal )?\d"
    r"|\bde ambitie is\b"
    rf"|\b(?:heeft|hebben|is)\b[^.;]{{0,80}}\bbesloten\b[^.;]{{0,120}}\b{_TARGET}\b"
    r"|\b(?:streeft|streven)\b[^.;]{0,40}\b(?:ernaar dat|naar)\b"
    r"|\bdien(?:t|en)\b[^.;]{0,40}\b(?:ten minste|tenminste|minimaal|minstens|ten hoogste|maximaal)\b[^.;]{0,80}\bte\b"
    r"|\b(?:moet|moeten)\b[^.;]{0,40}\b(?:ten minste|tenminste|minimaal|minstens|ten hoogste|maximaal)\s+[\d.,]+",
    re.IGNORECASE,
)
"""A sentence that sets, keeps or shifts a target: in the present, or in the perfect of the body that sets it."""
_YEARLY = re.compile(
    r"\b(?:jaarlijks|per jaar|elk jaar|ieder jaar)\b[^.;]{0,40}?\b\d|\b\d[\d.]*\b[^.;]{0,60}\b(?:per|elk) jaar\b",
    re.IGNORECASE,
)
_ATTENTION = re.compile(
    r"\b(?:vraag ik|vragen wij|ik vraag|wij vragen)\b[^.;]{0,120}\baandacht\b"
    r"|(?<!\bnog )\bgeen (?:\(?\w+\)? ){0,3}afspraken\b|"
    r"\bwordt[^.;]{0,60}\baandacht gevraagd\b"
    r"|\bzonder\b[^.;]{0,40}\b(?:landelijke |aanvullende )+(?:afspraken|doelstelling)",
    re.IGNORECASE,
)
_NOT_AGREED = re.compile(
    r"\b(?:niet|nog geen|geen)\b[^.;,]{0,60}\b(?:afgesproken|overeengekomen|afspraken)\b|\b(?:alleen|"
    r"uitsluitend|slechts) die afspraken\b",
    re.IGNORECASE,
)
_NO_TARGET = re.compile(
    r"\b(?:geen|zonder)\b[^.;]{0,30}\b(?:norm|streefwaarde|doelstelling)|\b(?:gehaald|bereikt|onderschreden|overschreden|"
    r"achtergebleven|vergeleken|vergelijkbaar)\b|\bniet te verhogen\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:vorige|eerdere|voorgaande|oude|toenmalige)\s+(?:\w+\s)?(?:agenda|veiligheidsagenda|periode|"
    r"afspra\w+|brief|convenant)"
    r"|\bin andere kaders\b|\bdestijds\b|\bindertijd\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:zal|zullen)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:wordt|worden)\b(?:[^.;:]*?\b(?:ge|be|ver|ont|her|door|in|uit|op|aan|om|voor|toe|af|over|"
    r"weer|mee)\w*(?:d|t|en)\b)?",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\bis het (?:\w+ )?nodig dat\b|\bis (?:daarvoor|daartoe|hiervoor) nodig\b|\bdient\b|\bdienen te\b", re.IGNORECASE
)
_COMMENT = re.compile(
    r"^\W*(?:immers|vanzelfsprekend|uiteraard|hoewel|desalniettemin|overigens|dit|deze (?:aanpak|"
    r"afspraken resulteren)|de (?:aanneming|aanname|verwachting|veronderstelling|gedachte)|gebleken|"
    r"daarbij gaat|daarmee|daardoor|zo |het (?:gaat|betreft|is van (?:groot )?belang|doel|blijkt)|er is |voorbeelden?|"
    r"naar verwachting|zoals|met (?:deze|dit|de) (?:brief|intensiver)\w*|voor een effectieve)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\baantal(?:len)?\b|\bpercentage\b|\bnorm\b|\bstreefwaarde|\bgroeipad\b|\b\d+(?:[.,]\d+)?\s?(?:%|procent)|"
    r"\b\d[\d.]*\s+(?:\w+\s)?(?:zaken|onderzoeken|verdachten|slachtoffers|dossiers|interventies|fte|"
    r"personen|meldingen|samenwerkingsverbanden)\b|"
    r"\b\d[\d.,]*\s+(?:miljoen|mln)",
    re.IGNORECASE,
)
_INDICATOR = re.compile(
    r"\b((?:basis ?)?aantal(?:len)?|percentage|aandeel|waarde)\s+(?:van\s+)?(?:de\s+|"
    r"het\s+)?(?P<what>[^,.;:'’\"]{4,110})",
    re.IGNORECASE,
)
_INDICATOR_END = re.compile(
    r"\s+(?:zal|zullen|wordt|worden|is|zijn|dat|die|maakt|en een|en het|per|afgesproken|gaat|"
    r"gecontinueerd|inzichtelijk|stijgt|daalt|te)\b.*"
)


def find_agreements(document: Document, said: Sequence[Statement] | None = None) -> tuple[Agreement, ...]:
    """The agreements of a document in reading order; ``said`` are its statements, when they are known already."""
    term = find_term(document.text)
    sender = document.publication.sender
    return tuple(
        _agreement(statement, kind, term, document.publication.date, sender)
        for statement in (statements(document) if said is None else said)
        if (kind := kind_of(statement)) is not None
    )


def kind_of(statement: Statement) -> AgreementKind | None:
    """The kind of agreement that the sentence states, or None when it states none."""
    text = without_attributive(statement.text)
    if statement.text.rstrip().endswith("?"):
        return None
    if _ATTENTION.search(text) and not speaks_of_past(text):
        return "attention"
    if _ELSEWHERE.search(text) or _NOT_AGREED.search(text):
        return None
    if announces_agreements(text) and not statement.before_table:
        return None
    says_so = _SAYS_SO.search(text) or _sets_target(text) or _does_yearly(text)
    if not (says_so or (statement.announced and _does_something(statement, text))):
        return None
    return "quantitative" if _QUANTITY.search(text) else "qualitative"


def _sets_target(text: str) -> bool:
    """Whether the sentence sets, keeps or shifts a target, and does not tell how it went or deny that there is one."""
    return bool(_SETS_TARGET.search(text)) and not (
        _NO_TARGET.search(text) or _informs_chamber(text) or is_unsure(main_clause(text)) or speaks_of_past(text)
    )


def _does_yearly(text: str) -> bool:
    """Whether an organisation, as subject, does a set number of things each year."""
    subject = ACTOR.search(text[:60])
    return bool(
        subject
        and subject.start() <= 4
        and _YEARLY.search(text)
        and PRESENT_ACT.search(main_clause(text))
        and not speaks_of_past(text)
        and not is_unsure(text)
    )


def _does_something(statement: Statement, text: str) -> bool:
    """Under a lead-in: does the sentence say what is, will be or has to be done, and not merely comment?"""
    if _COMMENT.search(text) or speaks_of_past(text):
        return False
    if _informs_chamber(text):
        return False
    if statement.paragraph.kind == "list":
        return True
    if is_unsure(main_clause(text)):
        return False
    main = main_clause(text)
    return bool(
        _FUTURE.search(main)
        or _PASSIVE.search(main)
        or _NEEDED.search(main)
        or (PRESENT_ACT.search(main) and ACTOR.search(main))
    )


def _informs_chamber(text: str) -> bool:
    return bool(re.search(r"\b(?:informeer|informeren|bericht|berichten)\b", text) and CHAMBER.search(text))


def main_clause(text: str) -> str:
    """The sentence up to its first relative or purpose clause, where the finite verb of the main clause stands."""
    cut = re.search(
        r",\s+(?:die|dat|welke|waar\w*|zodat|omdat|aangezien|terwijl|hoewel|tenzij|met als doel|"
        r"met het doel|om)\b|(?<=\w)\s+om\b(?=[^.;]*\bte\b)",
        text,
    )
    return text[: cut.start()] if cut and cut.start() > 25 else text


def _agreement(statement: Statement, kind: AgreementKind, term: tuple[str, str], today: str, sender: str) -> Agreement:
    return Agreement(
        place=statement.place,
        text=statement.text,
        theme=statement.theme,
        actor=actor_of(statement.text, sender),
        partners=partners_of(statement.text),
        kind=kind,
        indicator=indicator_of(statement.text),
        period=_period(statement.text, today, term),
    )


def indicator_of(sentence: str) -> str:
    """The indicator that the sentence names (``aantal …``, ``percentage …``), as printed; empty when none."""
    match = _INDICATOR.search(sentence)
    if match is None:
        return ""
    what = _INDICATOR_END.sub("", match["what"]).strip()
    printed = sentence[match.start() : match.start("what")] + what
    return " ".join(printed.split()) if len(what) > 3 else ""


def _period(sentence: str, today: str, term: tuple[str, str]) -> Period | None:
    periods = [p for p in find_periods(sentence, today, term=term) if not p.latest or p.latest >= today]
    return periods[0] if periods else None
