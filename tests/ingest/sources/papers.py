"""Papers of our own writing in the forms in which the official sources give them."""

from __future__ import annotations

from html import escape

BODY = (
    "In 2030 heeft de politie 187 zaken over ondermijning opgepakt; de norm voor dat jaar was 190 zaken.",
    "De aanpak van mensenhandel krijgt een eigen indicator, waarover twee keer per jaar wordt gerapporteerd.",
)


def paper_xml(
    identity: str = "kst-99684-1", *, body: tuple[str, ...] = BODY, told: str = "", date: str = "2030-03-04"
) -> bytes:
    """An official paper in XML; ``told`` is the id that it says it has."""
    dossier, number = identity.split("-")[1], identity.rpartition("-")[2]
    paragraphs = "".join(f"<al>{escape(text)}</al>" for text in body)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<officiele-publicatie><metadata><meta name="DC.identifier" scheme="OVERHEIDop.ParlID" content="{told or identity}"/>
<meta name="OVERHEIDop.documenttitel" scheme="" content="Brief over de agenda"/></metadata>
<kamerstuk><kamerstukkop><tekstregel inhoud="vergaderjaar">Vergaderjaar 2029-2030</tekstregel></kamerstukkop>
<dossier><dossiernummer><dossiernr>{dossier[:2]} {dossier[2:]}</dossiernr></dossiernummer><titel>Veiliger</titel></dossier>
<stuk><stuknr>Nr. <ondernummer kamer="2">{number}</ondernummer></stuknr><titel>BRIEF VAN DE MINISTER</titel>
<datumtekst>Den Haag, <datum isodatum="{date}">een dag</datum></datumtekst>
<algemeen><vrije-tekst><tekst status="goed"><tussenkop kopopmaak="vet">Inleiding</tussenkop>{paragraphs}</tekst></vrije-tekst>
</algemeen></stuk></kamerstuk></officiele-publicatie>""".encode()


def paper_html(identity: str = "kst-99684-1", *, body: tuple[str, ...] = BODY) -> bytes:
    """An official paper as a web page."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in body)
    return (
        f'<!DOCTYPE html><html><head><title>x</title><meta name="DC.identifier" content="{identity}">'
        f'<meta name="DCTERMS.issued" content="2030-03-04"><meta name="OVERHEIDop.documenttitel" content="Brief">'
        f"</head><body><nav>Home</nav><article><h1>Brief over de agenda</h1>{paragraphs}</article></body></html>"
    ).encode()


def paper_pdf(body: tuple[str, ...] = BODY) -> bytes:
    """A paper as a PDF."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    for text in body:
        pdf.multi_cell(0, 6, text)
        pdf.ln(4)
    return bytes(pdf.output())


def metadata_xml(identity: str = "kst-99684-1", attachments: tuple[str, ...] = ()) -> bytes:
    """The metadata of a paper, in the form with names."""
    told = {
        "DC.title": "Lange titel",
        "DC.identifier": identity,
        "DCTERMS.issued": "2030-03-11",
        "OVERHEIDop.documenttitel": "Brief over de agenda",
        "OVERHEIDop.dossiernummer": "99684",
        "OVERHEIDop.ondernummer": "1",
        "OVERHEIDop.vergaderjaar": "2029-2030",
        "OVERHEIDop.indiener": "minister van Veiligheid",
    }
    rows = [*told.items(), *(("OVERHEIDop.bijlage", name) for name in attachments)]
    items = "".join(f'<metadata name="{name}" scheme="" content="{value}"/>' for name, value in rows)
    return f'<?xml version="1.0"?><metadata_gegevens>{items}</metadata_gegevens>'.encode()


def metadata_owms(identity: str = "kst-99684-1") -> bytes:
    """The metadata of a paper, in the form with elements."""
    return f"""<owms-metadata xmlns:dcterms="http://purl.org/dc/terms/" xmlns:o="http://standaarden.overheid.nl/op/terms/">
<owmskern><dcterms:identifier>{identity}</dcterms:identifier><dcterms:title>Lange titel</dcterms:title></owmskern>
<owmsmantel><dcterms:issued>2030-03-11</dcterms:issued></owmsmantel><tpmeta><o:dossiernummer>99684</o:dossiernummer>
<o:ondernummer>1</o:ondernummer><o:vergaderjaar>2029-2030</o:vergaderjaar></tpmeta></owms-metadata>""".encode()


def sru_page(ids: list[str], total: int, following: int = 0, *, old: bool = False) -> bytes:
    """A page of search results; ``old`` gives it the namespace and the prefixes of SRU 1.2."""
    space = "http://www.loc.gov/zing/srw/" if old else "http://docs.oasis-open.org/ns/search-ws/sruResponse"
    prefix = "srw" if old else "sru"
    records = "".join(_record(identity, at, prefix) for at, identity in enumerate(ids, 1))
    more = f"<{prefix}:nextRecordPosition>{following}</{prefix}:nextRecordPosition>" if following else ""
    return f"""<?xml version="1.0"?><{prefix}:searchRetrieveResponse xmlns:{prefix}="{space}"
 xmlns:gzd="http://standaarden.overheid.nl/sru" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:w="http://standaarden.overheid.nl/wetgeving/"><{prefix}:version>2.0</{prefix}:version>
<{prefix}:numberOfRecords>{total}</{prefix}:numberOfRecords><{prefix}:records>{records}</{prefix}:records>{more}
</{prefix}:searchRetrieveResponse>""".encode()


def _record(identity: str, at: int, prefix: str) -> str:
    return f"""<{prefix}:record><{prefix}:recordPosition>{at}</{prefix}:recordPosition><{prefix}:recordData><gzd:gzd>
<gzd:originalData><meta><owmskern><dcterms:identifier>{identity}</dcterms:identifier>
<dcterms:title>Veiliger; Brief; Titel van {identity}</dcterms:title>
<dcterms:type scheme="OVERHEIDop.Parlementair">Kamerstuk</dcterms:type>
<dcterms:type scheme="OVERHEIDop.KamerstukTypen">Brief regering</dcterms:type>
<dcterms:creator scheme="OVERHEID.StatenGeneraal">Tweede Kamer</dcterms:creator></owmskern>
<owmsmantel><dcterms:date>2030-03-04</dcterms:date></owmsmantel>
<tpmeta><w:vergaderjaar>2029-2030</w:vergaderjaar><w:dossiernummer>99684</w:dossiernummer>
<w:dossiernummer>99628</w:dossiernummer><w:ondernummer>1</w:ondernummer><w:indiener>minister</w:indiener></tpmeta></meta>
</gzd:originalData><gzd:enrichedData><gzd:preferredUrl>https://zoek.officielebekendmakingen.nl/{identity}.html
</gzd:preferredUrl></gzd:enrichedData></gzd:gzd></{prefix}:recordData></{prefix}:record>"""
