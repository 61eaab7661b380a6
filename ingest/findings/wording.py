"""The wording of Dutch government letters: who acts, with whom, and in what mood a sentence speaks.

Invariant: patterns are of the language, never of one letter. Standard library only.
"""

from __future__ import annotations

import re

_ORGANISATIONS = (
    r"regioburgemeesters?|burgemeesters?|gemeenten?|gezag(?:en|sdragers?)?|(?:lokale|regionale|landelijke) driehoek\w*|"
    r"driehoeken|korpschef|korpsleiding|korps|politie-?eenheden|politieliaisons?|politieorganisatie|politie|"
    r"(?:regionale |landelijke )?eenheden|eenheid|basisteams?|teams?|openbaar ministerie|parket\w*|"
    r"officier(?:en)? van justitie|"
    r"(?-i:OM|NP)|partners|ketenpartners|(?:betrokken |keten)?partijen|organisaties|instellingen|"
    r"college van procureurs-generaal|college van PG's|"
    r"minister(?:ie)? (?:van|voor) [A-Z]\w+(?: en [A-Z]\w+)?|ministeries|minister(?:s)?|"
    r"staatssecretaris(?:sen)?|kabinet|"
    r"departement(?:en)?|rijk|regering|(?-i:LOVP)|Strategisch Beraad \w+|(?-i:SBO)|CoMensha|Europol|"
    r"Interpol|FIOD|Belastingdienst|douane|DJI|CJIB|"
    r"reclassering\w*|marechaussee|KMar|RIECs?|LIEC|NCTV|NCSC|WODC|inspectie\w*|rechtspraak|raad voor de rechtspraak|"
    r"nationaal rapporteur|VNG|provincies?|waterschappen|scholen|woningcorporaties|GGD(?:'en)?|zorginstellingen|"
    r"slachtofferhulp(?: nederland)?|bedrijfsleven|banken|werkgroep|stuurgroep|regiegroep|veiligheidsregio's|"
    r"inspecteur-generaal|toezichthouders?|Algemene Rekenkamer|Autoriteit [A-Z]\w+|(?-i:RIVM|ACM|UWV|SVB|DUO|IND|COA)|"
    r"zorgverzekeraars|omgevingsdiensten|waterbeheerders|vervoerders|regio(?:'s)?|werkgevers|sociale partners|"
    r"Rijkswaterstaat|ProRail|"
    r"programma(?:team|bureau)?|landen"
)
ACTOR = re.compile(
    r"\b(?:(?:de|het|alle|onze|mijn|beide|elke|iedere)\s+)?(?:(?:betrokken|landelijke|regionale|"
    r"lokale|andere|gezamenlijke)(?: en |\s+)){0,2}"
    rf"(?:{_ORGANISATIONS})\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(zal|zullen|wordt|worden|is|zijn|heeft|hebben|heb|ben|gaat|gaan|werkt|werken|verricht|verrichten|ontwikkelt|"
    r"ontwikkelen|levert|leveren|stelt|stellen|maakt|maken|geldt|zet|zetten|richt|richten|vergroot|vergroten|"
    r"versterkt|versterken|verhoogt|verhogen|neemt|nemen|pakt|pakken|ontvangt|ontvangen|informeert|informeren|"
    r"stuurt|sturen|voert|voeren|spreken|spreekt|komt|komen|rapporteert|rapporteren|streeft|streven|"
    r"investeert|investeren)\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"\b(ik|wij|we)\b", re.IGNORECASE)
CHAMBER = re.compile(
    r"\b(uw kamer|de kamer|tweede kamer|eerste kamer|uw raad|de (?:gemeente)?raad|uw commissie|aan u|u)\b",
    re.IGNORECASE,
)
PRESENT_ACT = re.compile(
    r"\b(ontwikkel(?:t|en)|verricht(?:en)?|werk(?:t|en)|vergroot|vergroten|verhoogt|verhogen|"
    r"versterk(?:t|en)|lever(?:t|en)|"
    r"zet(?:ten)?|richt(?:en)?|draagt|dragen|zorg(?:t|en)|pakt|pakken|stel(?:t|len)|maakt|maken|neemt|"
    r"nemen|voert|voeren|"
    r"rapporteer(?:t|en)|investeer(?:t|en)|breid(?:t|en)|organiseer(?:t|en)|borg(?:t|en)|bied(?:t|en)|"
    r"onderzoek(?:t|en)|"
    r"identificeer(?:t|en)|behandel(?:t|en)|rond(?:t|en)|start(?:en)?|deelt|delen|meldt|melden|"
    r"registreer(?:t|en)|plaatst|"
    r"plaatsen|intensiveer(?:t|en)|reserveer(?:t|en)|bewaakt|bewaken|brengt|brengen|streeft|streven|"
    r"wijst|wijzen|traint|"
    r"trainen|leidt|leiden|houdt|houden|verbetert|verbeteren|vult|vullen|benut|benutten|doet|doen|geeft|geven|"
    r"stuurt|sturen|verstrek(?:t|ken)|publiceer(?:t|en)|monitor(?:t|en)|evalueer(?:t|en)|prioriteer(?:t|en))\b"
)
_PAST = re.compile(
    r"\b(was|waren|werd|werden|had|hadden|kon|konden|moest|moesten|bleek|bleken|daalde|steeg|stegen|zei|deed|"
    r"(?:heeft|hebben|heb|is|zijn) (?:\w+ ){0,6}?(?:gebleken|gestegen|gedaald|geweest|toegenomen|"
    r"afgenomen|gezonden|geïnformeerd))\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(zou|zouden|indien|mits|eventueel|wellicht|mogelijk(?:erwijs)?|misschien|kan|kunnen|wenselijk)\b", re.IGNORECASE
)
_ATTRIBUTIVE = re.compile(
    r"\b(?:de|het|een|dit|deze|die|eerder|in [\w ]{1,40}?)\s+(?:eerder |reeds |"
    r"destijds )?afgesproken\s+(?!dat\b|om\b|met\b|over\b|tussen\b|"
    r"te\b|voor\b|in\b|op\b|de\b|het\b|een\b|door\b|aan\b|bij\b|en\b|als\b|welke\b|hoe\b|wie\b|jaarlijks\b)[a-zë]",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:samen met|in (?:nauwe )?samenwerking (?:met|tussen)|onder gezag van(?: en samen met)?|"
    r"tussen|met)\s+(?P<who>[^,.;:()]{3,90})"
)


def speaks_of_past(sentence: str) -> bool:
    """Whether the sentence tells what was or has turned out, rather than what is to be done."""
    return bool(_PAST.search(sentence))


def is_unsure(sentence: str) -> bool:
    """Whether the sentence supposes (zou, indien, kan) rather than states; ``te kunnen`` is no supposition."""
    cleaned = re.sub(
        r"\b(?:te kunnen|kunnen worden gebracht|zoveel mogelijk|zo \w+ mogelijk|waar mogelijk)\b", "", sentence
    )
    return bool(_UNSURE.search(cleaned))


def without_attributive(sentence: str) -> str:
    """The sentence with adjectival ``afgesproken`` (de afgesproken uitbreiding) taken out."""
    return _ATTRIBUTIVE.sub(" ", sentence)


def actor_of(sentence: str, sender: str = "") -> str:
    """Who acts: the first person's office, the ``door`` of a passive, or the organisation nearest the finite verb."""
    by = re.search(rf"\bdoor\s+(?P<who>{ACTOR.pattern})", sentence, re.IGNORECASE)
    if by:
        return by["who"].strip()
    agreed = re.search(r"\bafgesproken,? dat\b", sentence)
    if agreed and (named := ACTOR.search(sentence, agreed.end())):
        return _clean(named.group())
    finite = _FINITE.search(sentence)
    at = finite.start() if finite else 0
    found = [m for m in ACTOR.finditer(sentence) if not _is_complement(sentence, m.start())]
    before = [m for m in found if m.end() <= at]
    first = FIRST_PERSON.search(sentence)
    if before and not (first and first.start() < before[0].start()):
        return _clean(before[0].group())
    if first:
        return sender or "de afzender"
    if found:
        return _clean(found[0].group())
    located = re.search(rf"\b(?:binnen|in|bij|van)\s+(?P<who>{ACTOR.pattern})", sentence, re.IGNORECASE)
    return _clean(located["who"]) if located else ""


def _is_complement(sentence: str, start: int) -> bool:
    """Whether the organisation at ``start`` follows a preposition and so is not who acts."""
    return bool(
        re.search(
            r"\b(aan|met|bij|van|voor|tussen|over|onder|in|binnen|naar|door|uit|tegen|op|ten behoeve van)\s+$",
            sentence[:start],
            re.IGNORECASE,
        )
    )


def _clean(name: str) -> str:
    return " ".join(name.split())


def partners_of(sentence: str) -> str:
    """With whom, as printed: the organisations after ``met``, ``samen met``, ``tussen``; empty when none is named."""
    for match in _WITH.finditer(sentence):
        who = match["who"]
        named = list(ACTOR.finditer(who))
        if named and named[0].start() <= 30:
            return _clean(who[: named[-1].end()])
    return ""


def recipient_of(sentence: str) -> str:
    """To whom something is promised, as printed: uw Kamer, u, de burgemeesters; empty when not named."""
    chamber = CHAMBER.search(sentence)
    if chamber:
        return chamber.group()
    to = re.search(
        rf"\b(?:voorleggen|voorgelegd|aanbieden|rapporteren|sturen)?\s*aan\s+(?P<who>{ACTOR.pattern})",
        sentence,
        re.IGNORECASE,
    )
    return _clean(to["who"]) if to else ""
