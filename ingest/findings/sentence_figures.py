"""Figures from sentences: a number with what it is a number of, and the year that the sentence ties to it.

Invariant: a number without its own year in a sentence of several years stays without year; years, dates, numbers
of papers and articles, and lengths of time are never figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.findings.indicators import COUNTED, key_of
from ingest.findings.quantities import NUMBER, kind_in, status_in, to_decimal, to_unit, years_in
from ingest.findings.statements import Statement
from ingest.findings.values import Figure, FigureKind

_COUNTED = "|".join(sorted(COUNTED, key=len, reverse=True))
_NOUN = rf"(?:[a-zà-ÿ-]*(?:{_COUNTED})(?:en|n|s|es|'s)?)"
_SCALE = r"(?:miljoen|mln\.?|miljard|mld\.?)(?:\s+euro)?"
_TOKEN = re.compile(
    rf"(?<![\w.,/-])(?P<euro>€\s*)?(?P<number>{NUMBER})\s*"
    rf"(?P<unit>%|procent\b|{_SCALE}|euro\b|fte\b|(?P<lead>(?:[a-zà-ÿ-]+\s+){{0,3}}?)(?P<noun>{_NOUN})\b)?",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:(?:het|de)\s+)?(?P<name>(?:aantal(?:len)?|percentage|aandeel|waarde|voorraad|"
    r"totale?\s+\w+)\s+(?:(?:van\s+)?(?:de|het)\s+)?[^,.;:()\d]{4,110}?)"
    r"\s*(?=\b(?:is|was|zijn|waren|bedroeg|bedraagt|daalde|daalt|steeg|stijgt|nam|neemt|kwam|komt|"
    r"liep|ging|gaat|groeide|groeit|werd|wordt|"
    r"bleef|blijft|lag|ligt|zal|in (?:19|20)\d\d|van \d|tot \d|met \d|op \d|uit op)\b|[,.;:(]|\d|$)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*(?:van\s+)?(?:(?:de|het)\s+)?(?P<name>[^,.;:()\d]*(?:\d+\s(?:maanden|jaar|weken|uur)[^,.;:()\d]*)?)"
)
_NAME_END = re.compile(
    r"\s+(?:is|was|zijn|waren|werd|werden|wordt|worden|heeft|hebben|bedroeg|daalde|steeg|die|dat|"
    r"waarvan|terwijl|tegenover|tegen|bij|in|en|of)\b.*$",
    re.IGNORECASE,
)  # fmt: skip
_NOT_FIGURE = re.compile(
    r"\b(?:artikel|art\.|kamerstuk(?:ken)?|nr\.?|nummer|paragraaf|par\.|hoofdstuk|bijlage|pagina|p\.|"
    r"lid|kst|dossier|postbus|kenmerk|versie)\s*$",

                         re.IGNORECASE)  # fmt: skip
_OWN_YEAR = re.compile(
    r"^\s*(?:\(\s*(?:in\s+)?|(?:[a-zà-ÿ-]+\s+){0,3}?in\s+|over\s+)(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_LEAD_KIND = re.compile(
    r"\b(?P<word>norm|streefwaarde|streefcijfer|doelstelling|doel|realisatie|resultaat)\b(?:[^.;\d]|"
    r"(?:19|20)\d\d\b){0,45}$",
    re.IGNORECASE,
)


def sentence_figures(said: Iterable[Statement]) -> Iterator[Figure]:
    """The figures that stand in running text, place by place."""
    for statement in said:
        if any(c.isdigit() for c in statement.text):
            yield from _figures_of(statement)


def _figures_of(statement: Statement) -> Iterator[Figure]:
    text = statement.text
    tokens = [m for m in _TOKEN.finditer(text) if _is_figure(text, m)]
    years = years_in(text)
    for token in tokens:
        value = to_decimal(token["number"])
        name = _name(text, token)
        if value is None or not name:
            continue
        yield Figure(
            place=statement.place,
            indicator=name,
            key=key_of(name),
            theme=statement.theme,
            year=_year(text, token, years, len(tokens)),
            kind=_kind(text, token),
            value=value,
            printed=token["number"],
            unit=_unit(token),
            status=status_in(text),
        )


def _is_figure(text: str, token: re.Match[str]) -> bool:
    """Whether a number is one of something: not a year, a date, a reference or a length of time."""
    number, unit = token["number"], token["unit"]
    if _NOT_FIGURE.search(text[: token.start()]):
        return False
    if years_in(number) and not (token["noun"] or unit in ("%", "fte")):
        return False
    if unit or token["euro"]:
        return not (years_in(number) and token["lead"])
    return bool(_in_change(text, token))


def _in_change(text: str, token: re.Match[str]) -> bool:
    """A bare number counts only within ``van 39 in 2019 naar 7 in 2020``, or after a subject and its verb."""
    before, after = text[: token.start()], text[token.end() :]
    if re.match(
        r"\s*(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
        r"december|maanden|jaar|weken|dagen|uur)\b",
        after,
    ):
        return False
    if not _SUBJECT.search(before):
        return False
    return bool(
        re.search(
            r"\b(?:van|naar|tot|op|met|was|is|bedroeg|bedraagt|kwam|norm van|norm|realisatie|"
            r"realisatie van|uit op|nog|slechts)\s+(?:€\s*)?$",
            before,
            re.IGNORECASE,
        )
    )


def _name(text: str, token: re.Match[str]) -> str:
    """What the number is a number of, as printed: the subject before it, else the words that follow it."""
    subjects = list(_SUBJECT.finditer(text[: token.start()]))
    if subjects and not token["noun"]:
        return _trim(subjects[-1]["name"])
    if token["noun"]:
        start = token.start("lead") if token["lead"] else token.start("noun")
        rest = _AFTER.match(text[token.end() :])
        tail = _trim(rest["name"]) if rest else ""
        head = text[start : token.end("noun")]
        return _shorten(f"{head} {tail}" if tail and not re.match(r"^(?:in|op|naar \d)\b", tail) else head)
    after = _AFTER.match(text[token.end() :])
    words = after["name"].strip() if after else ""
    return _shorten(f"{token['unit'] if token['unit'] == 'fte' else ''} {words}".strip()) if len(words) > 3 else ""


def _trim(name: str) -> str:
    return " ".join(_NAME_END.sub("", f" {name}").split())


def _shorten(name: str, most: int = 24) -> str:
    words = name.split()
    return " ".join(words[:most])


def _year(text: str, token: re.Match[str], years: tuple[int, ...], numbers: int) -> int | None:
    """The year right after the number, else the only year of the sentence; several years and none beside it: None."""
    own = _OWN_YEAR.match(text[token.end() :])
    if own:
        return int(own["year"])
    before = re.search(r"\bin ((?:19|20)\d\d)[^.;,\d]{0,40}$", text[: token.start()], re.IGNORECASE)
    if before and len(years) > 1 and numbers == len(years):
        return int(before[1])
    only = [
        y
        for y in years
        if not re.search(
            rf"\b(?:sinds|vanaf|tot|begroting|jaarverslag|wet|agenda|{y}\s*-|-\s*{y})\s*(?:\w+\s)?{y}?",
            _around(text, y),
        )
    ]
    return only[0] if len(years) == 1 and only else None


def _around(text: str, year: int) -> str:
    at = text.find(str(year))
    return text[max(0, at - 22) : at + 7].lower()


def _kind(text: str, token: re.Match[str]) -> FigureKind:
    lead = list(_LEAD_KIND.finditer(text[: token.start()]))
    if lead:
        return kind_in(lead[-1]["word"]) or "stand"
    trail = re.match(r"^[^.;,\d]{0,40}?\b(gerealiseerd|behaald)\b", text[token.end() :], re.IGNORECASE)
    return "realisatie" if trail else "stand"


def _unit(token: re.Match[str]) -> str:
    if token["noun"]:
        return "fte" if token["noun"].lower() == "fte" else "aantal"
    return to_unit(" ".join(filter(None, (token["unit"], token["euro"])))) or "aantal"
