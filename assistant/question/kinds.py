"""What kind of answer a question asks for, read from its question words.

Invariant: the order of ``_PATTERNS`` is the order of trial; the first that matches decides.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Literal

from ingest.language.lemmas import infinitive
from ingest.language.terms import stop_words
from ingest.language.words import fold

Wanted = Literal[
    "number", "share", "money", "date", "duration", "person", "actor", "organisation", "document", "list",
    "definition", "expansion", "reason", "yesno", "purpose", "place", "statement",
]  # fmt: skip

_ROLES = (
    "minister", "staatssecretaris", "korpschef", "voorzitter", "directeur", "burgemeester", "officier", "hoofdofficier",
    "contactpersoon", "rapporteur", "woordvoerder", "portefeuillehouder", "bewindspersoon",
)  # fmt: skip
ROLE = re.compile(rf"\b(?:{'|'.join(_ROLES)})\b", re.IGNORECASE)
"""What a person is in an organisation."""
_ROLE = rf"(?:{'|'.join(_ROLES)}|mayor|chair(?:man|person)?|director|spokesperson)\b"
_NO_PREPOSITION = "".join(
    rf"(?<!\b{word} )" for word in ("met", "aan", "door", "van", "voor", "bij", "namens", "onder")
)

_PATTERNS: tuple[tuple[Wanted, str], ...] = (
    ("share", r"\b(welk (deel|gedeelte|percentage|aandeel)|hoeveel (procent|%)|(wat|hoe (groot|hoog)) (is|was|waren|"
              r"bedraagt|bedroeg) "
              r"(het|de|dat)? ?(aandeel|percentage|deel|gedeelte)|percentage|what (percentage|share|proportion|part)|"
              r"how many per ?cent)\b"),
    ("money", r"\b(hoeveel (geld|euro|miljoen|miljard|budget|middelen)|welk bedrag|wat kost|how much (money|funding)|"
              r"how many (million|euro)|"
              r"(hoe (groot|hoog)|wat) (is|was|waren|bedraagt|bedroeg) (het|de|dat|dit) ?(\w+ )?(budget|bedrag|"
              r"kosten|\w+bedrag|\w+budget)|"
              r"(voor hoeveel|hoeveel) (?:\w+ )?(beslag|\w+beslag)|what (amount|budget))\b"),
    ("duration", r"\b(hoe ?lang|hoe ?vaak|hoeveel (keer|maal|jaar|maanden|weken)|om de hoeveel|binnen (hoeveel|"
                 r"welke) (tijd|termijn)|"
                 r"welke (periode|termijn|looptijd|jaren)|^looptijd|"
                 r"wat is de (looptijd|periode|termijn)|how (long|often)|"
                 r"which (period|years))\b"),
    ("number", r"\b(hoeveel|hoe ?veel|welk \w*aantal|wat (is|was|waren|zijn) (het|de) (?:\w+ )?"
               r"(\w*aantal|\w*aantallen|norm|realisatie|"
               r"streefwaarde|doelstelling voor)|"
               r"hoe (hoog|groot) (is|was|waren|zijn|bedraagt|bedroeg|ligt|lag|liggen|lagen|wordt|"
               r"werd)|how many|how much|what (number|is the number|"
               r"was the number))\b"),
    ("date", r"\b(wanneer|sinds wanneer|tot wanneer|per wanneer|vanaf wanneer|hoe ?laat|(in|op|vanaf|uit|sinds|"
             r"tot) welk(e)? (jaar|maand|datum|moment|kwartaal)|"
             r"welk (?:moment|tijdstip)|"
             r"op welke (datum|dag)|welk jaar|welke datum|when|(in |since |by )?(which|what) (year|date|month))\b"),
    ("expansion", r"\b(waar staa?t?( de)?( afkorting)? .{1,40} voor|wat betekent de afkorting|waarvoor staat|"
                  r"wat is de afkorting|"
                  r"what does .{1,40} stand for|staat .{1,30} voor\?)"),
    ("person", rf"\b((?:hoe heet|hoe heten|wat is de naam van|wat zijn de namen van|what is the name of) "
               rf"(?:(?:de|het|the) )?(?:\w+ )?{_ROLE}|(?:welke?|which) (?!minister|staatssecretaris|bewinds){_ROLE}|"
               rf"{_NO_PREPOSITION}wie (?:is|was|zijn|waren) (?:de|het|een)?\s?(?:\w+e )?{_ROLE}|"
               rf"wie (?:leidt|zit\b.{{0,60}}\bvoor\b)|"
               rf"{_NO_PREPOSITION}wie is .{{0,40}}\b(?:voorzitter|directeur|leider|liaison|trekker)\b|"
               r"wie (?:heeft|hebben) .{0,60}(ondertekend|geschreven|getekend)|who (is|was) the|who (signed|wrote))\b"),
    ("reason", r"\b(waarom|waardoor|hoe komt het|wat (?:is|was|zijn|waren) de (?:reden|redenen|"
               r"oorzaak|oorzaken|aanleiding)|om welke redenen?|vanwege wat|"
               r"hoezo|why|what is the reason)\b"),
    ("document", r"\b((in|uit|naar) welke? (kamerstuk|kamerstukken|brief|document|stuk|rapport|publicatie|bron|"
                 r"bronnen|bijlage|nota|wet|artikel)|"
                 r"welk(e)? (kamerstuk|kamerstukken|rapport(en)?|publicatie(s)?|bron(nen)?|wetsartikel|artikel|wet)|"
                 r"op grond van welk|wettelijke (?:grondslag|basis)|rechtsgrond|legal basis|"
                 r"(which|what) (document|report|publication|source|act|article|law)s?|kamerstuknummer|"
                 r"welk kamerstuk\w*)\b"),
    ("list", r"\b(welke|welk|noem|som op|geef (?:me |mij )?(?:een (?:overzicht|"
             r"opsomming|lijst)|(?:de|alle) \w+(?:en|s))|wat zijn( de| die)?|list|name the|"
             r"which|what are)\b"),
    ("organisation", r"\b(hoe heet|hoe heten|wat is de naam|what is the name|welke (organisatie|instantie|partij|"
                     r"dienst)|which (organi[sz]ation|body|agency))\b"),
    ("purpose", r"\b(waarvoor|waartoe|met welk doel|wat is het doel|wat beoog\w*|waar(op|mee) .{0,40} gericht|"
                r"for what purpose|what is the (aim|goal|purpose))\b"),
    ("actor", r"\b((door|aan|met|bij|van|voor|namens|onder) wie|wie|wiens|who|whom|whose)\b"),
    ("definition", r"\b(wat (is|zijn|betekent|houdt) (?!er|de reden|het doel)|wat wordt (er )?(bedoeld|verstaan)|"
                   r"wat verstaat|wat bedoel\w*|definitie|"
                   r"what (is|does|are) .{0,60}(mean|definition)?|define|leg uit wat)\b"),
    ("place", r"\b(waar|where)\b"),
)  # fmt: skip

_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)

_BEFORE = r"^(?:en |maar |of |dus |klopt het dat |is het (?:zo|waar|juist|correct) dat |and |but )?"
_VERB_FIRST = re.compile(
    rf"{_BEFORE}(?:is|zijn|was|waren|heeft|hebben|had|hadden|wordt|worden|werd|werden|kan|kunnen|kon|zal|zullen|zou|zouden|"
    r"moet|moeten|mag|mogen|gaat|gaan|komt|komen|kwam|krijgt|krijgen|geldt|gelden|bevat|staat|staan|noemt|zegt|wil|willen|"
    r"doet|doen|blijft|blijven|bestaat|bestaan|klopt|stelt|loopt|maakt|neemt|vervangt|werkt|richt|gebruikt|betreft|"
    r"are|does|do|did|has|have|had|will|would|can|could|should|must|were)\b",
    re.IGNORECASE,
)
"""A frequent verb in front, whatever follows it."""


_LEAD = re.compile(r"^[^:?]{3,90}:\s+(?=\w)")
"""What a question may be introduced by: *Voor onze planning:*, *Ondermijning:*."""
_FINITE = re.compile(
    rf"{_BEFORE}(?!gezien\b|gelet\b)(?P<verb>[a-zé]{{2,}}(?:[td]|en(?! (?:die|dit|dat|deze)\b)))\s+(?:de|het|een|er|"
    r"die|deze|dit|dat|ze|men|we|wij|zij|hij|u|elke?|iedere?|onze|ook|alle|nog|al|"
    r"(?:in|vanaf|per|sinds) (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""Any other word in front that may be a verb, with the beginning of its subject behind it."""


_STATE = re.compile(r"\W*(?:(?:en|maar)\s+)?(?:hoe ?ver|hoe staa[nt]|how far)\b", re.IGNORECASE)
"""A question after how far something is, whatever else it names."""


def _opens_with_verb(text: str) -> bool:
    """Whether a question opens with its verb, so that yes or no answers it; an imperative (*noem de*) does not."""
    if _VERB_FIRST.match(text):
        return True
    finite = _FINITE.match(text)
    return finite is not None and fold(finite["verb"]) not in stop_words() and bool(infinitive(fold(finite["verb"])))


_WHICH_BODY = re.compile(r"\bwelke (organisatie|instantie|partij|dienst)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"(?:(?:en|maar|of|dus|and|but|so)\s+)?(?:(?:op|in|om|aan|bij|van|voor|met|door|tot|sinds|vanaf|uit|naar|onder|"
    r"tegen|rond|over|per|binnen|by|in|on|for|since|until|to|with|from|under)\s+)?",
    re.IGNORECASE,
)
"""What may stand before the question word that a question opens with; that word decides before any later one."""
_LOOSE: frozenset[Wanted] = frozenset(["definition", "place"])
"""Kinds whose question words (*wat is*, *waar*) say little when another stands behind them."""


_LED = re.compile(r"\b(?:what|how|wat|hoe) (?!is\b|are\b|was\b|were\b|zijn\b|waren\b)", re.IGNORECASE)
"""What asks before a *when* that then only says under which circumstances."""


def wanted_kind(question: str) -> Wanted:
    """The kind of answer asked for; ``statement`` when the question only names a subject."""
    text = _LEAD.sub("", " ".join(question.split())) or question
    if _opens_with_verb(text):
        return "yesno"
    if _STATE.match(text):
        return "statement"
    tried = [(kind, pattern) for kind, pattern in _COMPILED if kind != "list" or not _WHICH_BODY.search(text)]
    ahead = _AHEAD.match(text).end()  # type: ignore[union-attr]  # it matches nothing at all as well
    kinds = (k for k, p in tried if k not in _LOOSE and (found := p.search(text)) and found.start() <= ahead)
    anywhere = (
        k for k, p in tried if (found := p.search(text)) and not (k == "date" and _LED.search(text, 0, found.start()))
    )
    return _refine(next(chain(kinds, anywhere), "statement"), text)


def _refine(kind: Wanted, text: str) -> Wanted:
    lowered = text.lower()
    single = re.match(r"(?:\w+ )?(welk|welke|which|what) ([a-z'’-]{3,})", lowered)
    if kind == "list" and single and (single[1] == "welk" or not re.search(r"(?:en|s|'s|[^n]ia)$", single[2])):
        return "organisation" if not re.search(r"\b(en|of) welke|ën\b", lowered) else kind
    if kind == "date" and re.search(
        r"\b(wanneer|when) (geldt|gelden|telt|tellen|is er sprake|spreek\w*|heet|heten|noem\w*|zeg\w*|ben|bent|"
        r"is (?:het|iets|iemand|something|someone) een? |is .{3,60}\bconsidered|hoort .{3,60} bij\b|"
        r"(?:heeft|hebben) een .{3,60}|wordt .{3,40} (?:als|beschouwd)|"
        r"(?:komt|komen) .{3,80} in aanmerking|(?:wordt|worden) .{3,80} (?:meegeteld|in behandeling genomen))\b",
        lowered,
    ):
        return "definition"
    if kind == "definition" and re.search(
        r"\bwat (is|zijn) (er |(?:daar|hier)\w+ |er\w+ )?"
        r"(afgesproken|gezegd|toegezegd|bekend|gebeurd|gedaan|veranderd|besloten|bepaald|vastgesteld)",
        lowered,
    ):
        return "statement"
    if kind == "definition" and re.search(
        r"\b(wat (is|was) (de|het) (rol|taak|stand|status|inzet|ambitie|afspraak))", lowered
    ):
        return "statement"
    return kind
