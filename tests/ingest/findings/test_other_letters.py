"""Agreements and commitments in sentences of other letters than those the patterns were found in."""

from __future__ import annotations

import pytest

from ingest.findings.agreements import find_agreements
from ingest.findings.commitments import find_commitments

AGREEMENTS = [
    "De streefwaarde voor het aantal huisbezoeken is voor 2021 bepaald op 1.200.",
    "Met de zorgverzekeraars is overeenstemming bereikt over de tarieven voor de crisisopvang.",
    "De norm van 80% tijdige besluiten blijft in 2022 van kracht.",
    "Het groeipad voor de instroom van zij-instromers wordt met een jaar verlengd, zodat de norm voor 2022 op 400 blijft staan.",
    "De bestuurlijke regiegroep heeft op 4 maart 2021 besloten de doelstelling voor energiebesparing te verhogen naar 15%.",
    "Overeengekomen is dat gemeenten hun handhavingsplannen onderling afstemmen.",
    "De veiligheidsregio's voeren jaarlijks 25 oefeningen uit.",
    "Van de nieuwe woningen dient ten minste 30% sociaal te zijn.",
    "De sector streeft ernaar dat in 2025 de helft van de voertuigen elektrisch rijdt.",
    "De normen voor geluid gelden ook voor recreatieve vluchten.",
    "De afspraken met de woningcorporaties zijn vastgelegd in een convenant.",
    "Voor wachttijden in de jeugdzorg geldt een norm van zes weken.",
    "Partijen spreken af de gegevens over schoolverzuim te delen.",
    "Met de brandweer is de afspraak gemaakt dat elke kazerne twee keer per jaar oefent.",
    "De minimumnorm voor het toezicht op scholen is 350 bezoeken per jaar.",
    "Wij zijn met de banken overeengekomen dat zij fraude binnen een dag melden.",
    "Vanaf 2022 geldt voor alle eenheden een ondergrens van 50 zaken.",
    "In het bestuurlijk overleg is besloten de norm voor stikstof met 5% te verlagen.",
    "De ambitie is om in 2024 het aantal woninginbraken te halveren.",
    "De doelstelling voor 2023 luidt 1.200 plaatsingen.",
    "Het aandeel vrouwen in de top wordt vastgesteld op 40%.",
    "Afgesproken is om de cijfers elk kwartaal te delen.",
    "Elke regio levert jaarlijks ten minste 10 dossiers aan.",
]

NO_AGREEMENTS = [
    "De norm voor het aantal inspecties is in 2019 niet gehaald.",
    "Het aantal incidenten is gestegen van 30 naar 45.",
    "Het percentage ziekteverzuim is vastgesteld aan de hand van de salarisadministratie.",
    "De Inspectie vraagt aandacht voor de werkdruk in de zorg.",
    "Elk jaar overlijden 600 mensen in het verkeer.",
    "De bewoners dienen rekening te houden met overlast.",
    "Er is geen norm gesteld voor het aantal meldingen.",
    "Daarover zijn nog geen afspraken gemaakt met de gemeenten.",
    "In de vorige agenda was afgesproken dat het aantal overvallen zou dalen.",
    "De raad heeft besloten de zaak aan te houden.",
    "De norm van 120 wordt dit jaar naar verwachting gehaald.",
    "Het onderzoek richt zich op de gevolgen voor de leefbaarheid.",
    "De doelstelling is in alle jaren ruim gehaald.",
    "De commissie verzoekt om aandacht voor het lerarentekort.",
    "Het aantal agenten per inwoner is 1 op 350.",
    "Ik deel de mening dat de norm te hoog is.",
    "De Kamer heeft in 2019 gevraagd een norm vast te stellen.",
    "Onder afspraken verstaan wij schriftelijke overeenkomsten.",
    "De norm was 180 en de realisatie 151.",
    "Het streefcijfer van 90% is niet gehaald.",
]

COMMITMENTS = [
    "De inspecteur-generaal zal de uitkomsten in 2022 beoordelen.",
    "Het RIVM brengt vóór 1 oktober 2021 een advies uit.",
    "De gemeenten leveren hun plannen uiterlijk 1 maart 2021 aan.",
    "De toezichthouder rapporteert elk kwartaal over de wachttijden.",
    "Over de voortgang wordt jaarlijks gerapporteerd.",
    "De aangekondigde handreiking verschijnt uiterlijk in het tweede kwartaal van 2021.",
    "In 2023 vindt een tussentijdse evaluatie van het programma plaats.",
    "Ik neem de aanbeveling over en zal vanaf 2022 de kosten per project vermelden.",
    "Met de vervoerders is afgesproken dat alle stations vóór eind 2023 toegankelijk zijn.",
    "De beheerder past de software per 1 april 2021 aan.",
    "De provincies wijzen vóór 2025 extra gebieden aan.",
    "De nieuwe website is in het najaar van 2021 gereed.",
    "De staatssecretaris van BZK zal in december 2021 een besluit nemen over de subsidie.",
    "Ik stuur uw Kamer vóór het zomerreces een reactie.",
    "De werkgroep legt uiterlijk 15 juni 2021 een voorstel aan de stuurgroep voor.",
    "Ik kom hier in het voorjaar van 2022 op terug.",
    "Het kabinet komt vóór de zomer met een wetsvoorstel.",
    "De Kamer wordt hierover in juni 2021 geïnformeerd.",
    "De nulmeting wordt uiterlijk in maart 2021 afgerond.",
    "Ik verwacht u hierover in het najaar te kunnen berichten.",
    "De korpschef zal vóór 1 mei 2021 een plan van aanpak vaststellen.",
    "In 2022 laat ik de effecten onderzoeken door het WODC.",
    "De Inspectie publiceert haar rapport in het voorjaar van 2021.",
    "Tweemaal per jaar ontvangt uw Kamer een voortgangsbrief.",
    "De pilot start op 1 februari 2021 in drie gemeenten.",
]

NO_COMMITMENTS = [
    "Het contract loopt tot 1 januari 2023.",
    "De regeling treedt per 1 juli 2021 in werking.",
    "Voor 2022 is 12 miljoen euro beschikbaar.",
    "De website is in het voorjaar niet opgeleverd.",
    "Naar verwachting stijgt het aantal aanvragen in 2022.",
    "De gemeente rapporteerde in 2020 dat 300 mensen zijn geholpen.",
    "De politie heeft de werkzaamheden per 1 juli 2020 hervat.",
    "Uw Kamer heeft gevraagd om een overzicht vóór 1 mei.",
    "In 2020 werden jaarlijks gemiddeld 40 zaken gemeld.",
    "Het is onzeker of de norm in 2021 wordt gehaald.",
    "De norm is voor 2021 gesteld op 300.",
    "De commissie vergadert op 22 februari 2022 in Utrecht.",
    "De vacature is per 1 september 2020 vervuld.",
    "Ik kan niet toezeggen dat de wet voor 2022 gereed is.",
    "Hierbij zend ik u de antwoorden op de vragen.",
    "Bedrijven melden jaarlijks ongeveer 500 datalekken.",
    "Het rapport is op 3 juni 2020 aan uw Kamer gezonden.",
    "De pilot is in 2019 gestart in drie gemeenten.",
    "Het ziekteverzuim bedroeg in 2020 gemiddeld 7%.",
    "De wet geldt vanaf 1 januari 2022 voor alle gemeenten.",
    "Kan de minister toezeggen dat het rapport vóór 1 mei verschijnt?",
    "Slachtoffers wachten soms tot december op een uitspraak.",
    "De vergadering vindt plaats op 4 maart 2021.",
    "Na 2022 nemen de kosten af.",
    "Jaarlijks worden 5.000 boetes opgelegd.",
    "De leden van de fractie vragen wanneer het voorstel gereed is.",
]


def _paper(paper, sentence: str):
    return paper(f"# Brief\n\n## Voortgang\n\n{sentence}\n", date="2020-12-01")


@pytest.mark.parametrize("sentence", AGREEMENTS)
def test_what_was_agreed_elsewhere_is_found(paper, sentence: str) -> None:
    assert [a.text for a in find_agreements(_paper(paper, sentence))] == [sentence]


@pytest.mark.parametrize("sentence", NO_AGREEMENTS)
def test_what_only_sounds_like_an_agreement_is_left(paper, sentence: str) -> None:
    assert find_agreements(_paper(paper, sentence)) == ()


@pytest.mark.parametrize("sentence", COMMITMENTS)
def test_what_was_promised_elsewhere_is_found(paper, sentence: str) -> None:
    assert [c.text for c in find_commitments(_paper(paper, sentence))] == [sentence]


@pytest.mark.parametrize("sentence", NO_COMMITMENTS)
def test_what_only_sounds_like_a_promise_is_left(paper, sentence: str) -> None:
    assert find_commitments(_paper(paper, sentence)) == ()


def test_a_lead_in_before_a_table_is_the_agreement_and_announces_no_other(paper) -> None:
    text = (
        "# Brief\n\n## Fraude\n\nVoor het aantal zaken is het volgende groeipad afgesproken:\n\n"
        "| Jaar | 2021 | 2022 |\n|---|---|---|\n| Norm | 10 | 20 |\n\nDe politie pakt in 2020 elf zaken op.\n"
    )
    assert [a.text for a in find_agreements(paper(text))] == [
        "Voor het aantal zaken is het volgende groeipad afgesproken:"
    ]
