"""The ``sync`` command: the documents that a manifest names from the official sources, and a search for more.

Invariant: this is the only command that reaches the network, and with ``--dry-run`` it does not either.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.commands.options import AsJson, Data, settings_for

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingest.manifest import Entry
    from ingest.report import Refused
    from ingest.sources.searching import Proposal
    from ingest.sync import Step, SyncReport


class Place(enum.StrEnum):
    """The sources that can be searched."""

    KOOP = "koop"
    TWEEDEKAMER = "tweedekamer"
    RIJKSOVERHEID = "rijksoverheid"


_ACTIONS = {
    "fetch": "Op te halen",
    "check": "Na te gaan op wijzigingen",
    "present": "Al in de bibliotheek",
    "shipped": "Meegeleverd (opdracht ingest)",
    "nowhere": "Bij geen van de bronnen te halen",
}
_LISTS = {"fetched": "Opgehaald", "unchanged": "Ongewijzigd", "present": "Al in de bibliotheek"}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("sync")(synchronise)


def synchronise(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Alleen deze documenten.")] = None,
    manifest: Annotated[Path | None, typer.Option(help="Een ander manifest dan het meegeleverde.")] = None,
    search: Annotated[str, typer.Option(help="Zoek meer documenten en stel regels voor het manifest voor.")] = "",
    dossier: Annotated[str, typer.Option(help="Stel alle stukken van dit dossier voor, zoals 28684.")] = "",
    since: Annotated[datetime.datetime | None, typer.Option(help="Vanaf deze datum.", formats=["%Y-%m-%d"])] = None,
    source: Annotated[list[Place] | None, typer.Option(help="Zoek alleen bij deze bron (mag vaker).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Zeg alleen wat er zou gebeuren.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Haal documenten op bij de officiële bronnen en lees ze in."""
    if not search.strip() and (since or source):
        raise typer.BadParameter("--since en --source horen bij --search")
    if (search.strip() or dossier.strip()) and dry_run:
        raise typer.BadParameter("zoeken haalt niets op; --dry-run is daarbij niet nodig")
    if search.strip() and dossier.strip():
        raise typer.BadParameter("kies --search of --dossier")
    settings, entries = settings_for(data), _rows(manifest, ids or [])
    if search.strip() or dossier.strip():
        wanted = _Wanted(
            search.strip(), dossier.strip(), since.date().isoformat() if since else "", tuple(source or ())
        )
        failed = _search(settings, entries, wanted, as_json=as_json)
    elif dry_run:
        failed = _plan(settings, entries, as_json=as_json)
    else:
        failed = _sync(settings, entries, as_json=as_json)
    if failed:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for: words, or else a dossier."""

    text: str
    dossier: str
    since: str
    names: tuple[str, ...]


def _rows(manifest: Path | None, ids: Sequence[str]) -> list[Entry]:
    """The rows of the manifest, or of them those asked for, by id or by an address of theirs."""
    from ingest.errors import UnknownDocument
    from ingest.manifest import known_documents
    from ingest.sources.koop import canonical_id

    entries = {entry.publication.id.lower(): entry for entry in known_documents(manifest)}
    if not ids:
        return list(entries.values())
    wanted = [(canonical_id(name) or name).lower() for name in ids]
    if unknown := [name for name in wanted if name not in entries]:
        raise UnknownDocument(
            f"niet in het manifest: {', '.join(unknown)}",
            remedy="Neem het op in een eigen manifest (--manifest) of zoek ernaar met --search.",
        )
    return [entries[name] for name in dict.fromkeys(wanted)]


def _sync(settings: Settings, entries: list[Entry], *, as_json: bool) -> bool:
    from assistant.commands.terminal import emit_json, telling
    from ingest.sources.web import Web
    from ingest.sync import Target, sync

    target = Target(settings.data, model=settings.model, chroma_url=settings.chroma_url)
    with Web(settings.sources) as web, telling("Ophalen") as tell:
        report = sync(entries, target, web, progress=tell)
    if as_json:
        emit_json(_as_json(report))
    else:
        _show(report)
    refused = report.ingested.refused if report.ingested else ()
    return bool(report.failed) or any(item.error != "DuplicateDocument" for item in refused)


def _show(report: SyncReport) -> None:
    from assistant.commands.terminal import readable, screen

    with screen() as console:
        for name, title in _LISTS.items():
            ids = getattr(report, name)
            console.print(f"{title}: {len(ids)}")
            for each in ids if name == "fetched" else ():
                console.print(f"  {each}")
        if report.shipped:
            console.print(f"{_ACTIONS['shipped']}: {len(report.shipped)}")
        refused = report.ingested.refused if report.ingested else ()
        console.print(f"Mislukt: {len(report.failed) + len(refused)}")
        for line in _failures((*report.failed, *refused)):
            console.print(f"  {readable(line)}")
        if report.attachments:
            console.print(f"Bijlagen die niet in het manifest staan: {readable(', '.join(report.attachments))}")


def _failures(items: Sequence[Refused]) -> Iterator[str]:
    """A line for each reason, with the documents that failed for it where the reason does not name them."""
    reasons: dict[str, list[str]] = {}
    for item in items:
        reasons.setdefault(item.message, []).append(item.file)
    for reason, files in reasons.items():
        more = f" en {len(files) - 3} andere" if len(files) > 3 else ""
        told = len(files) == 1 and files[0] in reason
        yield reason if told else f"{', '.join(files[:3])}{more}: {reason}"


def _plan(settings: Settings, entries: list[Entry], *, as_json: bool) -> bool:
    from assistant.commands.terminal import emit_json, screen
    from ingest.sources.web import Web
    from ingest.sync import Target, plan

    with Web(settings.sources) as web:
        steps = plan(entries, Target(settings.data, chroma_url=settings.chroma_url), web)
    if as_json:
        emit_json({"steps": _as_json(steps)})
        return False
    with screen() as console:
        for action, title in _ACTIONS.items():
            _print_steps(console, title, [step for step in steps if step.action == action])
    return False


def _print_steps(console: Any, title: str, steps: Sequence[Step]) -> None:
    if steps:
        console.print(f"{title}: {len(steps)}")
        for step in steps:
            console.print(f"  {step.id}")


def _search(settings: Settings, entries: list[Entry], wanted: _Wanted, *, as_json: bool) -> bool:
    from assistant.commands.terminal import emit, emit_json, remark
    from ingest.sources.searching import NAMES, propose, propose_dossier
    from ingest.sources.web import Web

    known = {entry.publication.id for entry in entries}
    with Web(settings.sources) as web:
        if wanted.text:
            proposal = propose(web, wanted.text, wanted.since, names=wanted.names or NAMES, known=known)
        else:
            proposal = propose_dossier(web, wanted.dossier, known=known)
    for error in proposal.failed:
        remark(str(error))
    if as_json:
        emit_json({"documents": _as_json(proposal.entries), "commitments": _as_json(proposal.pledges)})
    else:
        emit(_as_toml(proposal))
    return bool(proposal.failed)


def _as_toml(proposal: Proposal) -> str:
    """The proposed rows, with the commitments as remarks: they are no documents."""
    from assistant.commands.terminal import readable
    from ingest.sources.proposing import to_toml

    lines = [
        f"# Toezegging {pledge.number} ({pledge.made}, {pledge.status}), {pledge.by}: {pledge.text}"
        for pledge in proposal.pledges
    ]
    remarks = "".join(readable(" ".join(line.split())) + "\n" for line in lines)
    return remarks + ("\n" if lines and proposal.entries else "") + to_toml(proposal.entries)


def _as_json(value: Any) -> Any:
    from dataclasses import asdict

    return asdict(value) if hasattr(value, "__dataclass_fields__") else [asdict(each) for each in value]
