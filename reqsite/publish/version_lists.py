"""The lists of releases for programs: the version menu's, in two forms, and where each alias leads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from reqsite.publish.heads import Head
from reqsite.publish.holdings import Holdings
from reqsite.publish.names import is_final

VERSIONS, VERSIONS_JS, ALIASES = "versions.json", "versions.js", "aliases.json"
LISTED = 50
"""So many releases stand in the version menu; the first page of the store has all of them."""
_FORMAT = 1


def version_lists(held: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the lists: path in the store → content."""
    shown = _shown(held)
    led: dict[str, list[str]] = {}
    for alias, head in held.aliases.items():
        led.setdefault(head.folder, []).append(alias)
    after = _successors(held)
    menu = [
        {
            "version": head.folder,
            "title": head.frame.version,
            "aliases": led.get(head.folder, []),
            "properties": _properties(head, after.get(head.folder)),
        }
        for head in shown
    ]
    yield VERSIONS, f"{json.dumps(menu, indent=1)}\n".encode()
    yield VERSIONS_JS, _script(held, shown)
    aliases = {alias: {"version": head.folder, "site_digest": head.digest} for alias, head in held.aliases.items()}
    yield ALIASES, f"{json.dumps(aliases, indent=1)}\n".encode()


def _shown(held: Holdings) -> list[Head]:
    """Return the releases of the menu: the newest, and those to which an alias leads."""
    shown = list(held.current[:LISTED])
    folders = {head.folder for head in shown}
    led = {head.folder: head for head in held.aliases.values() if head.folder not in folders}
    return [*shown, *led.values()]


def _successors(held: Holdings) -> Mapping[str, Head]:
    """Return folder → the release that came after it, for those before the one that `latest` leads to."""
    found: dict[str, Head] = {}
    newer: Head | None = None
    for head in held.current:
        if newer:
            found[head.folder] = newer
        if head is held.latest or (newer and is_final(head.folder)):
            newer = head
    return found


def _properties(head: Head, successor: Head | None) -> Mapping[str, str]:
    """Return since when a release holds, and until when; the menu passes it by."""
    until = {"valid_until": head.frame.valid_until} if head.frame.valid_until else {}
    over = {"superseded_by": successor.folder, "superseded": successor.frame.date} if successor else {}
    return {"date": head.frame.date, **until, **over}


def _script(held: Holdings, shown: list[Head]) -> bytes:
    """Return what portals read to know what became of them, over http and from a folder alike."""
    releases = [
        {
            "folder": head.folder,
            "version": head.frame.version,
            "edition": head.frame.edition,
            "title": head.frame.title,
            "date": head.frame.date,
            "final": is_final(head.folder),
        }
        for head in shown
    ]
    there = {head.folder: head for head in held.releases}
    data = {
        "format": _FORMAT,
        "latest": held.latest.folder if held.latest else "",
        "releases": releases,
        "withdrawn": {
            folder: {"date": event.at[:10], "reason": event.reason}
            for folder, event in sorted(held.withdrawn.items())
            if folder in there
        },
        "until": {folder: head.frame.valid_until for folder, head in there.items() if head.frame.valid_until},
        "replaced": {folder: head.folder for folder, head in held.replaced.items()},
        "draft": held.draft is not None,
    }
    # JSON in a script that may one day stand in a page; what is not ASCII is written as \u…, line separators too.
    text = json.dumps(data, indent=1).replace("<", "\\u003c")
    return f"window.REQSITE_VERSIONS = {text};\n".encode()
