"""A difference as text for a CHANGELOG in the form of Keep a Changelog."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reqsite.history.difference import Difference
from reqsite.history.entry import Entry

_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


def changelog(difference: Difference, date: str = "") -> str:
    """Return Markdown with the groups Added, Changed, Deprecated and Removed, as far as they have entries.

    The headings are English, as tools that read a changelog expect them.
    """
    old, new = difference.old.entries, difference.new.entries
    withdrawn = set(difference.withdrawn)
    changed = [c for c in difference.changed if c.id not in withdrawn]
    groups = {
        "Added": [_line(new[i]) for i in difference.added],
        "Changed": [_line(c.new, "" if c.normative else " (wording)", ", ".join(c.fields)) for c in changed],
        "Deprecated": [_line(new[i]) for i in difference.withdrawn],
        "Removed": [_line(old[i]) for i in difference.removed],
    }
    head = f"## [{difference.new.name or 'Unreleased'}]{f' - {date}' if date else ''}"
    parts = [head, *(_group(name, lines) for name, lines in groups.items() if lines)]
    return "\n\n".join(parts) + "\n"


def _group(name: str, lines: Iterable[str]) -> str:
    return f"### {name}\n\n" + "\n".join(lines)


def _line(entry: Entry, after: str = "", fields: str = "") -> str:
    title = "" if entry.title == entry.id else f" {_plain(entry.title)}"
    return f"- {_plain(entry.id)}{title}{after}{f': {fields}' if fields else ''}"


def _plain(text: str) -> str:
    """Return a text in which nothing is Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
