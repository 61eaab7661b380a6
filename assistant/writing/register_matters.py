"""Which register a question is for, and which kinds of figures it asks: read from its words alone.

Invariant: a question is a register matter only when it says so; patterns are of the language, never of one question.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.question.parts import OF_ONE
from ingest.findings.quantities import years_in
from ingest.findings.values import FigureKind

Matter = Literal[
    "agreements", "commitments", "fate", "figures", "trend", "against_norm", "contradictions", "comparison", "number"
]
Relation = Literal["boven", "onder", "gelijk", "gehaald", ""]

_AGREEMENTS = re.compile(
    r"\b(?:welke|wat voor|noem|geef|som|toon|lijst|overzicht|alle|which|what|"
    r"list)\b[^?]{0,60}\b(?:afspraken|afspraak|agreements?)\b"
    r"|\b(?:wat|welke)\b[^?]{0,30}\b(?:is|zijn|werd|heeft|hebben|heb)\b[^?]{0,60}\bafgesproken\b|"
    r"\bwat (?:sprak|spraken|spreken)\b[^?]{0,60}\baf\b|\bwhat (?:was|is|has been) agreed\b",
    re.IGNORECASE,
)
_COMMITMENTS = re.compile(
    r"\b(?:welke|wat voor|noem|geef|som|toon|lijst|overzicht|alle|which|what|"
    r"list)\b[^?]{0,60}\b(?:toezegging(?:en)?|beloften?|commitments?|promises?)\b"
    r"|\bwat\b[^?]{0,60}\b(?:toegezegd|beloofd)\b|\bwhat\b[^?]{0,40}\bpromised?\b",
    re.IGNORECASE,
)
_FATE = re.compile(
    r"\b(?:is|zijn|was|waren|zou|zouden|komt|komen|heeft|hebben)\b[^?]{0,140}\b(?:er (?:al |ooit |inmiddels |toch |"
    r"ook )?gekomen|gekomen\?|nagekomen|klaar|operationeel|"
    r"opgeleverd|gereed|doorgegaan|verschenen|doorgevoerd|ingevoerd|"
    r"uitgevoerd|gerealiseerd|ontwikkeld|afgerond|er niet (?:al )?(?:in|voor|eind|begin)[^?]{0,20}|gepubliceerd|"
    r"(?:al|ook|er|inmiddels|ooit|in)\b[^?]{0,60}\b"
    r"(?:gerapporteerd|geïnformeerd|bericht|voorgelegd|vastgesteld|gebeurd))\b"
    r"|\b(?:afspraken|afspraak|toezegging(?:en)?|doelen|plannen|voorstellen?)\b[^?]{0,60}\b(?:voorgelegd|vastgesteld|"
    r"nagekomen|uitgevoerd)\b"
    r"|\bwat is er (?:terecht ?)?gekomen van\b|\bwat is er (?:gebeurd met|geworden van)\b|\bwat (?:werd|is) er van\b|"
    r"\bhoe staat het met\b|\bwat is de stand van\b|\bis (?:dat|dit|het) (?:er )?(?:ook |wel |al |inmiddels )*"
    r"(?:gebeurd|gekomen|gelukt|gedaan)\b|"
    r"\b(?:later|daarna|nadien)\b[^?]{0,30}\b(?:nog )?(?:iets )?(?:vernomen|gehoord|"
    r"gemeld|gerapporteerd|over gezegd)\b|\bzoals beloofd\b"
    r"|\bwhat (?:became|happened) (?:of|to|with)\b|\b(?:has|have|was|"
    r"were|did)\b[^?]{0,120}\b(?:been )?(?:delivered|completed|developed|happen|materiali[sz]ed?)\b",
    re.IGNORECASE,
)
_TREND = re.compile(
    r"\b(?:ontwikkel(?:de|den|d|t|en|ing)|verloop|verliep|verlopen|trend|door de jaren|loop (?:der|"
    r"van de) jaren|per jaar|"
    r"over de jaren|jaar op jaar|veranderd(?:e)?|evolved?|steeg|daalde|stegen|daalden|stijging|daling|toegenomen|"
    r"afgenomen|gestegen|gedaald|loopt\b[^?]{0,80}\bop|liep\b[^?]{0,80}\bop|(?:nam|nemen|neemt|"
    r"namen)\b[^?]{0,140}\b(?:toe|af)\b|"
    r"develop(?:ed)?|over time|over the years|cijferreeks|reeks|van jaar tot jaar|jaarlijkse|"
    r"(?:van|tussen) 20\d\d (?:tot en met|tot|en|t/m) 20\d\d|sinds 20\d\d)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:aantal|aantallen|percentage|norm\w*|\w+norm|realisatie|waarde|cijfers?|number|target|voorraad|beslag|"
    r"\w*onderzoeken|"
    r"\w*verdachten|\w*slachtoffers|winningen|incasso\w*|csv'?s?|samenwerkingsverbanden|interventies|"
    r"\w*bedrag\w*|budget|meldingen|zaken|dossiers)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:realisaties?|resultaat|resultaten|uitkomst)\b[^?]{0,60}?\b(?P<how>boven|hoger dan|onder|"
    r"lager dan|gelijk aan)\s+(?:de |het )?(?:norm|doel\w*|streefwaarde)\b"
    r"|\b(?:norm(?:en)?|doelstelling(?:en)?|doelen|doel|"
    r"streefwaarden?)\b[^?]{0,60}?\b(?P<met>(?:niet )?(?:gehaald|bereikt|behaald))\b"
    r"|\b(?P<below>(?:niet gehaald|achtergebleven|(?:bleef|bleven|blijft)\b[^?]{0,60}\bachter|onder de norm|"
    r"boven de norm))\b"
    r"|\b(?:norm(?:en)?|doelen|streefwaarden?)\b[^?]{0,20}\b(?:haalde|haalden|haalt|bereikte|bereikten)\b"
    r"|\b(?:haalde|haalden|haalt|bereikte|bereikten)\b[^?]{0,80}\b(?:norm|doel|streefwaarde)\b"
    r"|\btargets?\b[^?]{0,40}?\b(?P<reached>(?:not )?(?:missed|exceeded|met|reached|achieved))\b",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:welke|welk|bij welke|which)\b[^?]{0,30}\b(?:indicator(?:en)?|normen|doelstellingen|doelen|"
    r"indicators?|targets?|thema's)\b",
    re.IGNORECASE,
)
_NORM = re.compile(
    r"\b(?:\w*norm(?:en)?|streefwaarden?|streefcijfers?|targets?|(?:het|welk|was|een|hun|als|in \d{4}) \w*doel|"
    r"(?:wilden?|beoogden?|streefden?)\b[^?]{0,60}\b20\d\d|goals?|"
    r"(?:doelstelling(?:en)?|taakstelling|ambitie|doel)\b[^?]{0,60}\b20\d\d|20\d\d\b[^?]{0,40}\b(?:doelstelling|"
    r"taakstelling)|"
    r"doelstelling(?:en)? (?:voor|van) (?:het aantal)|(?:moet|moest|moesten|moeten|hoorde|hoorden)\b[^?]{0,90}\b"
    r"(?:zijn|worden|hebben|krijgen|liggen|halen)|had(?:den)? (?:dat )?moeten zijn|"
    r"hoeveel\b[^?]{0,60}\b(?:moet|moest|moeten|moesten)|"
    r"(?:percentage|hoeveel|aandeel|deel|aantal)\b[^?]{0,60}\bafgesproken|"
    r"afgesproken (?:aantal|percentage|bedrag|norm)|de bedoeling|"
    r"doel en (?:resultaat|realisatie|uitkomst)|(?:onder|boven|op) de afspraak)\b",
    re.IGNORECASE,
)
_REALISED = re.compile(
    r"\b(?:realisaties?|gerealiseerd|gerealiseerde|behaald|realised|realized|uitkomst|resultaat|resultaten|results?|"
    r"outcome|achieved|gehaald|haalde|haalden|hoeveel (?:zijn|waren|werden) het er(?: geworden)?|geworden|gedaan)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:hoeveel|hoe hoog|hoe groot|welk percentage|welk deel|welk aandeel|wat (?:is|was|waren) (?:het|"
    r"de) (?:aantal|"
    r"percentage|waarde|voorraad)|wat is er\b[^?]{0,40}\b(?:begroot|geraamd|uitgetrokken)|wat (?:leverde|bracht|"
    r"kostte|bedroeg)|(?:met|welk) (?:welk )?aantal|"
    r"budget|how many|how much|what (?:percentage|share|number)|what (?:was|is) the number)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\b(?:cijfers|aantal(?:len)?|figures|numbers)\b", re.IGNORECASE)
_CONTRADICT = re.compile(
    r"\b(?:cijfers?|getallen|waarden|stukken|documenten|bronnen|papieren)\b[^?]{0,60}\b(?:tegenspreken|tegenstrijdig|"
    r"elkaar tegen|verschillen|lopen uiteen)\b",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"\b(?:te vergelijken|vergelijkbaar|afzetten tegen|comparable|be compared)\b|"
    r"\b(?:kan|kun|kunnen|mag|can)\b[^?]{0,120}"
    r"\b(?:vergelijken|vergeleken|compare)\b|\bis (?:dat|dit) (?:hetzelfde|gelijk)\b|\bgelijk gebleven\b|"
    r"\b(?:gestegen|gedaald|verhoogd|verlaagd),? van [\d.,]+\b[^?]{0,30}\bnaar [\d.,]+",
    re.IGNORECASE,
)
_NO_FATE = re.compile(
    r"^\W*(?:welke?|wie|waar|hoe(?! staat)|which|who|where)\b|\b(?:deze|de|in die|this|the) (?:brief|letter)\b",
    re.IGNORECASE,
)
"""A question for a name or a place, or for what one letter says itself, asks not what became of a promise."""
_NUMBERED = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d\b)\d[\d.,]*\b")
_WHY = re.compile(
    r"^\W*(?:waarom|waardoor|hoe komt het|wat is de (?:reden|oorzaak)|why|wanneer|when|wie|who)\b", re.IGNORECASE
)


def matter_of(text: str) -> Matter | None:
    """The register matter of a question, or None when it is none. A question for a reason or a day is none."""
    if _COMPARE.search(text):
        return "comparison"
    if asks_otherwise(text):
        return None
    if _CONTRADICT.search(text):
        return "contradictions"
    if _EVERY.search(text) and _AGAINST.search(text):
        return "against_norm"
    for matter, pattern in (("commitments", _COMMITMENTS), ("agreements", _AGREEMENTS)):
        if pattern.search(text):
            return matter  # type: ignore[return-value]
    if _TREND.search(text) and _MEASURED.search(text):
        return "trend"
    if _FATE.search(text) and not (_HOW_MANY.search(text) or _STATUS.search(text) or _NO_FATE.search(text)):
        return "fate"
    if _STATUS.search(text) and _NUMBERED.search(text):
        return "number"
    asks = _NORM.search(text) or _REALISED.search(text) or (_LISTED.search(text) and years_in(text))
    if asks or ((_HOW_MANY.search(text) or _STATUS.search(text)) and years_in(text)):
        return "figures"
    return "number" if _NUMBERED.search(text) else None


_SET_AGAINST = re.compile(
    r"\b(?:onder|boven|ten opzichte van|tegenover|verhoudt)\b[^?]{0,40}\b(?:norm|doel|afspraak)\b"
    r"|\b(?:haalde|haalden|haalt)\b[^?]{0,80}\b(?:afgesproken|afspraak)\b|\b(?:norm|doel|afspraak)\b[^?]{0,80}\b(?:haalde|haalden)\b"
    r"|\b(?:hoeveel|welk percentage)\b[^?]*(?:\ben (?:wat|hoeveel|welke?|hoe)|\btegenover)\b[^?]*\b"
    r"(?:norm|doel|moest\w*|moet\w*)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b(?:cijfer|aantal|getal)\b[^?]*\b(?:definitief|voorlopig|provisional|final)\b", re.IGNORECASE)


_FREELY_AGREED = re.compile(
    r"\b(?:doel(?:en|stelling\w*)?|\w*norm(?:en)?|streef\w*|lat|afgesproken|afspraak|ambitie|beoogd\w*|gepland\w*|"
    r"moet(?:en)?|moest(?:en)?|hadden (?:het )?er moeten|had moeten|zou(?:den)? moeten|de bedoeling|target|goal)\b",
    re.IGNORECASE,
)
_FREELY_DONE = re.compile(
    r"\b(?:resulta\w+|realis\w+|gerealiseerd|gehaald|haalden?|geworden|gedaan|deed|deden|bereikt|behaald|geleverd|"
    r"daadwerkelijk|werkelijk|uitkomst|onder of boven|boven of onder|hoeveel (?:waren|zijn) (?:het|er)|achieved)\b",
    re.IGNORECASE,
)


def asks_otherwise(text: str) -> bool:
    """Whether a question asks for a reason, a day, a person or a meaning, and so for no figure."""
    return bool(_WHY.search(text))


def kinds_of(text: str, *, freely: bool = False) -> tuple[FigureKind, ...]:
    """The kinds of figures that a question asks; none when it leaves that open.

    ``freely`` is for a question that is known to mean an indicator: then *afspraak*, *lat* or *deed* say it too.
    """
    norm = bool(_NORM.search(text) or (freely and _FREELY_AGREED.search(text)))
    realised = bool(_REALISED.search(text) or (freely and norm and _FREELY_DONE.search(text)))
    if _AGAINST.search(text) or _SET_AGAINST.search(text) or (norm and OF_ONE.search(text)):
        return ("norm", "realisatie")
    if norm or realised:
        return tuple(kind for kind, asked in (("norm", norm), ("realisatie", realised)) if asked)  # type: ignore[misc]
    return ()


def relation_of(text: str) -> Relation:
    """How realisatie and norm are to lie: boven, onder, gelijk, gehaald; empty when the question does not say."""
    match = _AGAINST.search(text)
    if match is None:
        return ""
    words = (match["how"] or match["met"] or match["below"] or match["reached"] or "").lower()
    named = match["how"] or match["below"]
    if any(w in words for w in ("onder", "lager", "achter", "niet", "missed")) or (not named and _DENIED.search(text)):
        return "onder"
    if "gelijk" in words:
        return "gelijk"
    return "boven" if any(w in words for w in ("boven", "hoger", "exceeded")) else "gehaald"


_DENIED = re.compile(r"\b(?:niet|geen|not|no)\b", re.IGNORECASE)
