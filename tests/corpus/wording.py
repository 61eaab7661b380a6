"""What the overviews say of themselves, and the notes of the collected figures in the words of the reader.

Invariant: a note is reworded whole or kept whole; a figure's status is named only where the note names it; a note
names no other year than its figure's, so that no row seems to be about two years.
"""

from __future__ import annotations

OUTSIDE = "(geen VA-indicator)"
BEFORE, NEXT = "uit de vorige Veiligheidsagenda", "uit de volgende Veiligheidsagenda"
NOTES = {
    "Veiligheidsagenda 2015-2018": BEFORE,
    "Veiligheidsagenda 2015-2018; OM en politie samen": f"{BEFORE}; OM en politie samen",
    "minimum per jaar; Veiligheidsagenda 2015-2018": f"{BEFORE}; minimum per jaar",
    "LOVP 23-11-2020: doelen 2019 gehandhaafd voor 2021": "eerder doel, door het LOVP voor dit jaar gehandhaafd",
    "LOVP 23-11-2020: afwijkend vastgesteld op 205": "door het LOVP afwijkend van het eerdere doel vastgesteld",
    "waarvan 183,668076 mln uit transactie Telia": "waarvan 183,668076 mln euro uit de transactie met Telia",
    "in seed-brief beschreven als toegevoegd; geen latere bron gevonden die dit getal bevestigt": (
        "in de brief beschreven als toegevoegd; een latere bron die dit getal noemt, is niet aangetroffen"
    ),
    "jaarlijks bedrag, overeengekomen LOVP 23-11-2020; kolomplaatsing in opgeslagen tabel niet eenduidig": (
        "jaarlijks bedrag, overeengekomen in het LOVP; in de geraadpleegde weergave van de tabel is niet eenduidig bij "
        "welk jaar het bedrag staat"
    ),
    "Veiligheidsagenda 2023-2026": NEXT,
    "Veiligheidsagenda 2023-2026 ('waarde beslag')": (
        f"{NEXT}; in de bron ‘waarde beslag’, mogelijk een andere definitie dan ‘conservatoir beslag’"
    ),
    "geen norm": "de bron noemt geen norm",
    "geen norm; ook in MvT 2022": "de bron noemt geen norm",
    "VOORLOPIG; tabel meldt definitief cijfer CoMensha eind april 2021; later 490": (
        "volgens de tabel volgt het definitieve cijfer van CoMensha later; een latere bron noemt 490"
    ),
    "later cijfer, vervangt voorlopige 481 uit JV2020": (
        "later cijfer; vervangt voorlopige 481 uit het jaarverslag over 2020"
    ),
    "bevestigd in MvT 2022 en CKM": "",
    "Veiligheidsagenda 2023-2026; rest van tabel (alternatief, HTC, gedigitaliseerd, OSK) afgekapt in opgeslagen kopie": (
        f"{NEXT}; de verdere rijen van deze tabel waren niet leesbaar"
    ),
    "Veiligheidsagenda 2023-2026; telt VERDACHTEN, niet onderzoeken zoals in 2019-2022": (
        f"{NEXT}; telt verdachten, niet onderzoeken zoals de agenda daarvoor"
    ),
    "= 381+21+19": "som van 381 reguliere, 21 fenomeen- en 19 high tech crime-onderzoeken",
    "= 468+39+12": "som van 468 reguliere, 39 fenomeen- en 12 high tech crime-onderzoeken",
    "onderzoeken volgens jaarrapportage OM/politie; telwijze mogelijk anders dan VA-indicator": (
        "onderzoeken volgens de jaarrapportage van OM en politie; telwijze mogelijk anders dan die van de indicator van "
        "de Veiligheidsagenda"
    ),
    "Nederlandse sleutelfiguren/facilitators geidentificeerd; daarnaast 16 niet-Nederlandse (samen 31)": (
        "telt geïdentificeerde Nederlandse sleutelfiguren en facilitators; daarnaast 16 niet-Nederlandse, samen 31"
    ),
    "bij start programma; jaartal 2017 = start programma volgens dezelfde brief": (
        "stand bij de start van het programma, volgens dezelfde brief in 2017"
    ),
    "stand in brief van 30-11-2021": "stand volgens de brief van 30 november 2021",
    "uitgangssituatie volgens seed-brief, geen afgesproken norm": (
        "uitgangssituatie volgens de brief; geen afgesproken norm"
    ),
    "ongeveer; uitgangssituatie volgens seed-brief": "ongeveer; uitgangssituatie volgens de brief",
}
_PROVISIONAL = "VOORLOPIG"

FIGURES_INTRO = """\
# Cijferoverzicht Veiligheidsagenda (eigen overzicht)

Dit is een eigen overzicht, geen oorspronkelijk stuk. Het zet {count} cijfers over de onderwerpen van de Veiligheidsagenda \
bij elkaar, elk zoals één officiële bron het noemt: het ministerie, de Kamer, Rijksfinanciën of het Openbaar Ministerie. \
Elke rij noemt haar bron en vindplaats; verwijs bij gebruik naar die bron.

Cijfers uit de pers en afgeleide cijfers zijn weggelaten. Waar twee bronnen hetzelfde cijfer noemen, staan beide er. \
De jongste gebruikte bron is de begroting 2024 van 19 september 2023. Van de indicatoren van de agenda 2019-2022 \
zijn realisaties opgenomen tot en met 2020; de tabellen over latere jaren waren niet beschikbaar of niet leesbaar. \
De vorige Veiligheidsagenda is die van 2015-2018, de volgende die van 2023-2026. De doelen die het LOVP voor 2021 \
handhaafde, zijn die van 2019; dat besluit is van 23 november 2020."""

EVENTS_INTRO = """\
# Kroniek van de Veiligheidsagenda (eigen overzicht)

Dit is een eigen overzicht, geen oorspronkelijk stuk. Het noemt {count} gebeurtenissen van 14 november 2018 tot en met \
10 december 2025, in eigen woorden en elk met de bron waarin zij staat; verwijs bij gebruik naar die bron. \
De kroniek is niet volledig: wat er niet in staat, kan toch gebeurd zijn."""

COMMITMENTS_INTRO = """\
# Wat latere stukken zeggen (eigen overzicht)

Dit is een eigen overzicht, geen oorspronkelijk stuk. Het zegt bij {count} punten uit de brief van 14 november 2018, in \
eigen woorden, wat latere bronnen daarover zeggen; elke bron staat erbij, verwijs bij gebruik naar die bron.

Doorzocht is een lijst van 81 stukken en berichten, gedateerd tot en met 10 december 2025; een deel daarvan was niet of \
niet geheel leesbaar. Staat er dat iets niet is aangetroffen, dan geldt dat voor wat daarvan leesbaar was, en niet meer \
dan dat. Berichten in de pers en weergaven bij derden zijn als zodanig aangeduid."""


def note_of(collected: str, *, outside: bool) -> tuple[str, str]:
    """The status and the note of a collected figure, ``outside`` when it is no indicator of the agenda."""
    note = NOTES.get(collected, collected)
    lead = "geen indicator van de Veiligheidsagenda" if outside else ""
    status = "voorlopig" if collected.startswith(_PROVISIONAL) else ""
    return status, "; ".join(part for part in (lead, note) if part)
