"""Figures from sentences: a number with what it is a number of, and the year that the sentence ties to it.

Invariant: a number without its own year in a sentence of several years stays without year; years, dates, numbers
of papers and articles, headings and lengths of time are never figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.citation import MONTHS
from ingest.findings.indicators import key_of
from ingest.findings.quantities import NUMBER, kind_in, part_in, status_in, to_decimal, to_unit, years_in
from ingest.findings.sentence_names import NORM_SUBJECT, NOUN, SUBJECT, is_bare, name_of, with_theme
from ingest.findings.statements import Statement
from ingest.findings.values import Figure, FigureKind, FigureStatus

_SCALE = r"(?:miljoen|mln\.?|miljard|mld\.?)(?:\s+euro)?"
_TOKEN = re.compile(
    rf"(?<![\w.,/-])(?P<euro>€\s*)?(?P<number>{NUMBER})\s*"
    rf"(?P<unit>%|procent\b|{_SCALE}|euro\b|fte\b|(?P<lead>(?:[a-zà-ÿ-]+\s+){{0,4}}?)(?P<noun>{NOUN})\b)?",
    re.IGNORECASE,
)
_NOT_FIGURE = re.compile(
    r"\b(?:artikel|art\.|kamerstuk(?:ken)?|nr\.?|nummer|paragraaf|par\.|hoofdstuk|bijlage|pagina|p\.|tabel|"
    r"lid|kst|dossier|postbus|kenmerk|versie)\s*$",
    re.IGNORECASE,
)
_OWN_YEAR = re.compile(
    r"^\s*(?:\(\s*(?:in\s+)?|(?:[a-zà-ÿ-]+\s+){0,3}?(?:in|over|voor)\s+)(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(r"\b(?:in|voor|over|vanaf) ((?:19|20)\d\d)[^.;,\d]{0,60}$", re.IGNORECASE)
_LEAD_KIND = re.compile(
    r"\b(?P<word>norm|streefwaarde|streefcijfer|\w*doelstelling|doel|realisatie|resultaat)\b(?:[^.;\d]|"
    r"(?:19|20)\d\d\b){0,60}$",
    re.IGNORECASE,
)
_LIST_KIND = re.compile(
    r"\b(?:genormeerd|norm\w*)\b[^.;]*:[^.;]*$|\b(?:afgesproken|beoogde|genormeerde)\s+$", re.IGNORECASE
)
_DATE = re.compile(rf"\b\d{{1,2}}\s+(?:{'|'.join(MONTHS)})(?:\s+(?:19|20)\d\d)?\b", re.IGNORECASE)
_HEADING = re.compile(r"^\W*\d+(?:\.\d+)*\.?\s+[A-ZÀ-Þ][^.!?;:]{2,90}$")
_VERB = re.compile(r"\b(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|bedraagt|bedroeg|geldt)\b")
_STATE = re.compile(r"\b(?:is|zijn|was|waren|bedroeg|bedraagt|stonden?|staan|telde|had|hadden)\b", re.IGNORECASE)


def sentence_figures(said: Iterable[Statement]) -> Iterator[Figure]:
    """The figures that stand in running text, place by place."""
    for statement in said:
        if any(c.isdigit() for c in statement.text) and not _is_heading(statement.text):
            yield from _figures_of(statement)


def _is_heading(text: str) -> bool:
    """Whether a line is a numbered heading (2 Conservatoir beslag), whatever the reader took it for."""
    return bool(_HEADING.match(text.strip())) and not _VERB.search(text)


def _figures_of(statement: Statement) -> Iterator[Figure]:
    text = statement.text
    tokens = [m for m in _TOKEN.finditer(text) if _is_figure(text, m)]
    dated = _DATE.sub(lambda m: "#" * len(m.group()), text)
    for token in tokens:
        value, kind = to_decimal(token["number"]), _kind(text, token)
        unit = _unit(token)
        name = _name(statement, token, unit, kind)
        if value is None or not name:
            continue
        if unit == "aantal" and not token["noun"] and re.match(r"(?:percentage|aandeel)\b", name, re.IGNORECASE):
            unit = "%"
        year, part = _time(text, dated, token, len(tokens), kind)
        yield Figure(
            place=statement.place,
            indicator=name,
            key=key_of(name),
            theme=statement.theme,
            year=year,
            kind=kind,
            value=value,
            printed=token["number"],
            unit=unit,
            status=_status(text, token),
            part=part,
        )


def _name(statement: Statement, token: re.Match[str], unit: str, kind: FigureKind) -> str:
    noun = (token.start("lead") if token["lead"] else token.start("noun"), token.end("noun")) if token["noun"] else None
    own = "" if noun or (not token["unit"] and not token["euro"]) else unit
    name = name_of(statement.text, token.start(), token.end(), noun, own, is_norm=kind == "norm")
    if name and is_bare(name):
        return with_theme(name, statement.paragraph.section, statement.text) if kind != "stand" else ""
    return name


def _is_figure(text: str, token: re.Match[str]) -> bool:
    """Whether a number is one of something: not a year, a date, a reference or a length of time."""
    number, unit = token["number"], token["unit"]
    if _NOT_FIGURE.search(text[: token.start()]):
        return False
    if years_in(number) and not (token["noun"] or unit in ("%", "fte")):
        return False
    if unit or token["euro"]:
        return not (years_in(number) and token["lead"])
    return _in_change(text, token)


def _in_change(text: str, token: re.Match[str]) -> bool:
    """A bare number counts only within ``van 39 in 2019 naar 7 in 2020``, or after a subject and its verb."""
    before, after = text[: token.start()], text[token.end() :]
    if re.match(rf"\s*(?:{'|'.join(MONTHS)}|maanden|jaar|weken|dagen|uur)\b", after):
        return False
    if not (SUBJECT.search(before) or NORM_SUBJECT.search(before)):
        return False
    return bool(
        re.search(
            r"\b(?:van|naar|tot|op|met|was|is|wordt|bedroeg|bedraagt|kwam|norm van|norm|realisatie|"
            r"realisatie van|uit op|nog|slechts)\s+(?:€\s*)?$|\b(?:19|20)\d\d en $",
            before,
            re.IGNORECASE,
        )
    )


def _time(text: str, dated: str, token: re.Match[str], numbers: int, kind: FigureKind) -> tuple[int | None, str]:
    """The year of a number and the part of it; a day counts only where nothing else does, and never for a norm."""
    years = years_in(dated)
    if years:
        year = _year(dated, token, years, numbers, kind)
        part = "" if kind == "norm" or _OWN_YEAR.match(dated[token.end() :]) else part_in(dated)
        return year, part
    days = years_in(text)
    if kind == "norm" or len(days) != 1 or not _STATE.search(text):
        return None, "" if kind == "norm" else part_in(dated)
    return days[0], part_in(text)


def _year(text: str, token: re.Match[str], years: tuple[int, ...], numbers: int, kind: FigureKind) -> int | None:
    """The year right after the number, else the only year of the sentence; several years and none beside it: None."""
    own = _OWN_YEAR.match(text[token.end() :])
    if own:
        return int(own["year"])
    before = _YEAR_BEFORE.search(text[: token.start()])
    if before and len(years) > 1 and numbers == len(years):
        return int(before[1])
    since = "" if kind == "norm" else "vanaf|"
    only = [
        y
        for y in years
        if not re.search(
            rf"\b(?:sinds|{since}tot|begroting|jaarverslag|wet|agenda|{y}\s*-|-\s*{y})\s*(?:\w+\s)?{y}?",
            _around(text, y),
        )
    ]
    return only[0] if len(years) == 1 and only else None


def _around(text: str, year: int) -> str:
    at = text.find(str(year))
    return text[max(0, at - 22) : at + 7].lower()


def _kind(text: str, token: re.Match[str]) -> FigureKind:
    before = text[: token.start()]
    lead = list(_LEAD_KIND.finditer(before))
    if lead:
        return kind_in(re.sub(r"^\w+(?=doelstelling)", "", lead[-1]["word"].lower())) or "stand"
    if _LIST_KIND.search(before) or (NORM_SUBJECT.search(before) and re.search(r"\b(?:19|20)\d\d en $|naar $", before)):
        return "norm"
    trail = re.match(r"^[^.;,\d]{0,40}?\b(gerealiseerd|behaald)\b", text[token.end() :], re.IGNORECASE)
    return "realisatie" if trail else "stand"


def _status(text: str, token: re.Match[str]) -> FigureStatus:
    """The status that stands nearest: between the number and the next one, before it, or alone in the sentence."""
    after = re.match(r"[^\d]{0,60}", text[token.end() :])
    before = re.search(r"[^\d]{0,40}$", text[: token.start()])
    near = status_in(after.group() if after else "") or status_in(before.group() if before else "")
    return near or status_in(text)


def _unit(token: re.Match[str]) -> str:
    if token["noun"]:
        return "fte" if token["noun"].lower() == "fte" else "aantal"
    return to_unit(" ".join(filter(None, (token["unit"], token["euro"])))) or "aantal"
