"""What kind of answer a question asks for: a table of wordings, Dutch and English."""

from __future__ import annotations

import pytest

from assistant.question.kinds import Wanted, wanted_kind

CASES: tuple[tuple[str, Wanted], ...] = (
    ("Hoeveel wijkagenten kwamen erbij?", "number"),
    ("Wat was het aantal aangiften in Leiden?", "number"),
    ("Hoe hoog was de norm voor fietsdiefstal?", "number"),
    ("How many officers were trained?", "number"),
    ("Welk percentage van de zaken liep vast?", "share"),
    ("Hoeveel procent van de fietsen kwam terug?", "share"),
    ("What share of the cases was closed?", "share"),
    ("Hoeveel geld gaat er naar de havens?", "money"),
    ("Welk bedrag is uitgetrokken voor camera's?", "money"),
    ("Hoe groot is het budget?", "money"),
    ("Hoe vaak overlegt de stuurgroep?", "duration"),
    ("Om de hoeveel jaar wordt de agenda vastgesteld?", "duration"),
    ("Wanneer start de proef?", "date"),
    ("In welk jaar kwam de eerste monitor uit?", "date"),
    ("When will the minister report?", "date"),
    ("Waar staat de afkorting RIEC voor?", "expansion"),
    ("What does NCTV stand for?", "expansion"),
    ("Waarom is gekozen voor vier regio's?", "reason"),
    ("Wat is de aanleiding voor het programma?", "reason"),
    ("In welk Kamerstuk staat het besluit?", "document"),
    ("Welk wetsartikel geeft de grondslag?", "document"),
    ("Which report describes the pilot?", "document"),
    ("Welke partners doen mee?", "list"),
    ("Hoe groot is het deel van de zaken dat vastliep?", "share"),
    ("Welk gedeelte van de zaken liep vast?", "share"),
    ("By when must they have built how many bridges?", "date"),
    ("Which groups are missed when cases are counted?", "list"),
    ("Waarom is het percentage zo laag?", "reason"),
    ("Wie tekende het stuk en hoeveel bijlagen telt het?", "actor"),
    ("Noem de vier doelen.", "list"),
    ("Welke organisatie leidt het overleg?", "organisation"),
    ("Welk programma loopt af?", "organisation"),
    ("Waarvoor dient de monitor?", "purpose"),
    ("Wie is de voorzitter van de stuurgroep?", "person"),
    ("Wie heeft het convenant ondertekend?", "person"),
    ("Door wie wordt de norm vastgesteld?", "actor"),
    ("Who pays for the cameras?", "actor"),
    ("Wat is een buitmonitor?", "definition"),
    ("Wat wordt verstaan onder straatroof?", "definition"),
    ("Wanneer is er sprake van een fenomeenonderzoek?", "definition"),
    ("Wanneer noemt de politie een zaak een cold case?", "definition"),
    ("Wanneer hoort een zaak bij de werkvoorraad?", "definition"),
    ("Wanneer hoort de Kamer daarvan?", "date"),
    ("When is an investigation considered serious?", "definition"),
    ("Besides bikes, what matters most when results are measured?", "statement"),
    ("Wat is er afgesproken met de gemeenten?", "statement"),
    ("Wat is de rol van de burgemeester?", "statement"),
    ("Fietsdiefstal in Leiden", "statement"),
    ("Waar is de proef gehouden?", "place"),
    ("Is de monitor al klaar?", "yesno"),
    ("Klopt het dat de norm is verlaagd?", "yesno"),
    ("Did the police reach the target?", "yesno"),
    ("Telt een gestolen step ook mee?", "yesno"),
    ("En telt een gestolen step dan ook mee?", "yesno"),
    ("Vervalt in 2019 de afspraak over fietsen?", "yesno"),
    ("Hoe ver is men met de teller die laat zien hoeveel fietsen er zijn?", "statement"),
    ("Hoe staat het met het aantal fietsen?", "statement"),
    ("Wanneer komt een fietser in aanmerking voor een vergoeding?", "definition"),
    ("Wanneer moet de stalling klaar zijn?", "date"),
    ("Hangt de uitkomst af van partners?", "yesno"),
    ("Voor onze planning: is er vastgelegd hoeveel fietsen er komen?", "yesno"),
    ("Fietsdiefstal: hoe wordt de buit gemeten?", "statement"),
    ("Onderzoeken die lopen", "statement"),
    ("Gezien de cijfers, waarom is dat zo?", "reason"),
    ("Geef de onderwerpen van de agenda.", "list"),
    ("Aan welke criteria moet een steunpunt voldoen?", "list"),
    ("Hoe heet de korpschef?", "person"),
    ("Wie is de nieuwe korpschef na Jan Jansen?", "person"),
    ("Welke burgemeester was tegen?", "person"),
    ("Welke minister gaat over havens?", "organisation"),
    ("Met wie is de minister tot afspraken gekomen?", "actor"),
    ("Wat is het afgesproken basisaantal dossiers?", "number"),
    ("Hoe hoog lag het verzuim?", "number"),
    ("Wat is daarover afgesproken?", "statement"),
    ("Wat waren de redenen voor de proef?", "reason"),
    ("Op welk moment hoort de Kamer daarvan?", "date"),
)


@pytest.mark.parametrize(("question", "wanted"), CASES)
def test_the_kind_of_answer_is_read_from_the_question_words(question: str, wanted: Wanted) -> None:
    assert wanted_kind(question) == wanted


def test_capitals_and_line_breaks_do_not_matter() -> None:
    assert wanted_kind("WANNEER\n  komt de brief?") == wanted_kind("wanneer komt de brief?") == "date"
