"""What a number in running text is a number of: the words that name it, as printed.

Invariant: a name has a noun of its own; a bare verb, a preposition or a word that fits any number (verdachten) is no
name, and a number without a name is no figure. Standard library only.
"""

from __future__ import annotations

import re

from ingest.findings.indicators import COUNTED, counted_in
from ingest.language.themes import load_themes, theme_of

_COUNTED = "|".join(sorted(COUNTED, key=len, reverse=True))
NOUN = rf"(?:[a-zà-ÿ-]*(?:{_COUNTED})(?:en|n|s|es|'s|’s)?)"
_ENDS = (
    r"is|was|zijn|waren|bedroeg|bedraagt|daalde|daalt|steeg|stijgt|nam|neemt|kwam|komt|liep|loopt|ging|gaat|groeide|"
    r"groeit|werd|wordt|bleef|blijft|lag|ligt|zal|geldt|gelden|over (?:19|20)\d\d|in (?:19|20)\d\d|voor (?:19|20)\d\d|"
    r"vanaf (?:19|20)\d\d|vastgesteld|gesteld|van \d|tot \d|met \d|op \d|uit op"
)
SUBJECT = re.compile(
    r"\b(?:(?:het|de)\s+)?(?P<name>(?:aantal(?:len)?|percentage|aandeel|waarde|voorraad|"
    r"totale?\s+\w+)\s+(?:(?:van\s+)?(?:de|het)\s+)?[^,.;:()\d]{4,110}?)"
    rf"\s*(?=\b(?:{_ENDS})\b|[,.;:(]|\d|$)",
    re.IGNORECASE,
)
_TARGET = r"(?:norm(?:en)?|streefwaarden?|streefcijfers?|\w*doelstelling(?:en)?|minimum|ondergrens)"
NORM_SUBJECT = re.compile(
    rf"\b{_TARGET}\s+voor\s+(?:(?:het|de)\s+)?(?P<of>[^,.;:\d]{{4,90}}?)\s*(?=\b(?:{_ENDS})\b|[,.;:]|\d|$)"
    rf"|\bvoor\s+(?:(?:het|de)\s+)?(?P<name>[^,.;:\d]{{4,90}}?)\s+(?=(?:geldt|gelden|is|wordt|blijft|"
    rf"vanaf (?:19|20)\d\d|in (?:19|20)\d\d|een|de)\b[^,.;]*\b{_TARGET}\b)"
    rf"|\bvoor\s+(?:(?:het|de)\s+)?(?P<short>[^,.;:\d]{{4,60}}?)\s+(?=een\s+{_TARGET}\b)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*(?P<van>van\s+)?(?:(?:de|het)\s+)?(?P<name>[^,.;:()\d]*(?:\d+\s(?:maanden|jaar|weken|uur)[^,.;:()\d]*)?)"
)
_NAME_END = re.compile(
    r"\s+(?:is|was|zijn|waren|werd|werden|wordt|worden|heeft|hebben|bedroeg|bedraagt|daalde|steeg|die|dat|geldt|gelden|"
    r"waarvan|terwijl|tegenover|tegen|bij|in|of|per|blijft|bleef|er|meer|over|vanaf|met ingang|te|ten opzichte|"
    r"en (?:\w+[dt]e|is|zijn|was|loopt|wordt|kwam|gaat|heeft|hebben|naar|de|het)|op (?=\d)|als|om|zodat|gaat|"
    r"ging|betreft|"
    r"doordat|omdat|voor (?=\d))\b.*$",
    re.IGNORECASE,
)  # fmt: skip
_OF_SHARE = re.compile(r"\bvan (?:ongeveer |circa |ruim |bijna )?$", re.IGNORECASE)
_FTE_END = re.compile(
    r"\s+(?:is|was|zijn|waren|werd|wordt|worden|werden|heeft|hebben|kan|kunnen|die|dat|dan)\b.*$", re.IGNORECASE
)
_NO_START = re.compile(
    r"^\W*(?:per|te|ten|wordt|worden|werd|werden|is|was|zijn|waren|die|dat|in|op|vanaf|bij|niet|nog|extra|doordat|omdat|"
    r"meer|minder|hoger|lager|jonger|ouder|zich|voor|naar|tot|kunnen|kan|zal|zullen|besteed|beschikbaar|bestemd|betreft|"
    r"kwam|komt|geldt|toeneemt|afneemt|en|of|als|uit|aan|boven|onder|binnen|dan|tegen|waarvan|daarvan|heeft|hebben|had|totaal|"
    r"vermoedelijk|een|er|gehaald|behaald|afgedaan|zo|ook|al|maar)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"\b(?:aantal(?:len)?|percentage|aandeel|waarde|totale?|totaal|van|de|het|een|en|of|in|op|bij|over|fte|euro|ruim|"
    r"circa|nog|jaar|cijfers?|norm|dit|deze|die|hetzelfde)\b",
    re.IGNORECASE,
)


def name_of(text: str, start: int, end: int, noun: tuple[int, int] | None, unit: str, *, is_norm: bool) -> str:
    """What the number ``text[start:end]`` is a number of, as printed; empty when the sentence names nothing.

    ``noun`` is where the counted noun that follows the number stands, with the words that lead to it.
    """
    before, after = text[:start], text[end:]
    subject = _subject(before, unit)
    if noun:
        own = _noun_name(text, noun)
        if not is_bare(own) or not is_norm:
            return _checked(own)
        about = _norm_subject(before)
        return _checked(about if about and counted_in(about) == counted_in(own) else f"{own} {about}".strip())
    if is_norm and (about := _norm_subject(before)):
        return _checked(about)
    if subject:
        return _checked(subject)
    if unit == "fte":
        return _checked(_fte_name(after))
    rest = _AFTER.match(after)
    if rest is None or (unit == "%" and not rest["van"] and not _OF_SHARE.search(before)):
        return ""
    said = _trim(rest["name"])
    return _checked(said) if len(said) > 3 and not _NO_START.match(said) else ""


def _fte_name(after: str) -> str:
    """What a number of fte is for: the words after it, up to its verb."""
    said = re.match(r"\s*(?:(?:die|dat|voor|aan|bij|extra)\s+){0,2}(?:(?:de|het)\s+)?(?P<for>[^,.;:()\d]*)", after)
    words = _FTE_END.sub("", f" {said['for']}").strip() if said else ""
    words = re.sub(r"\s+(?:en|of)$", "", words)
    return f"fte {words}" if len(words) > 3 and not _NO_START.match(words) else ""


def _subject(before: str, unit: str) -> str:
    """The last subject that opens with ``aantal``, ``percentage``; a percentage is no number of things, nor reverse."""
    found = list(SUBJECT.finditer(before))
    if not found:
        return ""
    name = _trim(found[-1]["name"])
    share = bool(re.match(r"(?:percentage|aandeel)\b", name, re.IGNORECASE))
    return "" if unit and (unit == "%") != share and not name.lower().startswith("waarde") else name


def _norm_subject(before: str) -> str:
    found = list(NORM_SUBJECT.finditer(before))
    if not found:
        return ""
    last = found[-1]
    return _trim(last["of"] or last["name"] or last["short"] or "")


def _noun_name(text: str, noun: tuple[int, int]) -> str:
    rest = _AFTER.match(text[noun[1] :])
    tail = _trim(rest["name"]) if rest else ""
    head = text[noun[0] : noun[1]]
    return f"{head} {tail}" if tail and not re.match(r"^(?:in|op|naar \d|geldt|gelden)\b", tail) else head


def _trim(name: str) -> str:
    return re.sub(r"(?:\s+(?:en|of|met|van|voor))+$", "", " ".join(_NAME_END.sub("", f" {name}").split()))


def _checked(name: str, most: int = 24) -> str:
    """The name, or nothing when it has no noun of its own."""
    cleaned = " ".join(name.split()[:most])
    content = re.findall(r"[a-zà-ÿ]{3,}", _EMPTY.sub(" ", cleaned), re.IGNORECASE)
    return cleaned if content and not _NO_START.match(cleaned) else ""


def is_bare(name: str) -> bool:
    """Whether a name says only what is counted (verdachten), which fits any indicator."""
    content = re.findall(r"[a-zà-ÿ'’-]{3,}", _EMPTY.sub(" ", name), re.IGNORECASE)
    return (
        len(content) <= 1
        and bool(re.fullmatch(NOUN, content[0] if content else "", re.IGNORECASE))
        and any(re.fullmatch(rf"(?:{c})(?:en|n|s|es|'s|’s)?", content[0], re.IGNORECASE) for c in COUNTED)
    )


def with_theme(name: str, section: tuple[str, ...], text: str) -> str:
    """A bare name with the theme that its headings or sentence name (verdachten mensenhandel); empty without one."""
    slug = theme_of(section, text)
    theme = next((t.name for t in load_themes() if t.slug == slug), "")
    return f"{name} {theme.lower()}" if theme else ""
