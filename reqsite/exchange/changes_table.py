"""What each release changed, part by part, with the words before and after and both of them in one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reqsite.exchange.reading import readable
from reqsite.exchange.redlines import Redlines, redline_cell
from reqsite.exchange.subject import Subject
from reqsite.exchange.table import MIDDLE, NARROW, WIDE, Cell, Table
from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.portal.releases.story import Event, Step, events_of


def changes(subject: Subject) -> Table:
    """Return what each release changed, the newest first; what is not yet released comes before all."""
    say = subject.words.say
    heads = [
        say(_("Release")),
        say(_("Date")),
        say(_("ID")),
        say(_("Title")),
        say(_("What became of it")),
        say(_("What differs")),
        say(_("Before")),
        say(_("After")),
        say(_("Redline")),
    ]
    widths = [NARROW, NARROW, NARROW, MIDDLE, NARROW, MIDDLE, WIDE, WIDE, WIDE]
    rows = _Changes(subject)
    found = [row for step in reversed(subject.story.all_steps) for row in rows.of(step)]
    return Table("changes", say(_("Changes by release")), heads, widths, found)


_SHOWN = 8
"""So many digits tell two files of one name apart."""


class _Changes:
    """Makes the rows of one table."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._redlines = Redlines(subject.catalog)
        say = subject.words.say
        self._verdicts = {
            "added": say(_("New")),
            "removed": say(_("Removed")),
            True: say(_("Changed in substance")),
            False: say(_("Changed in wording")),
        }
        schema = subject.catalog.schema
        self._sections = frozenset(schema.sections)
        self._links = schema.links

    def of(self, step: Step) -> Iterator[list[Cell]]:
        """Yield a row for each record that came or went, and for each part of one that was changed."""
        name = step.name or self._subject.words.say(_("Unreleased changes"))
        date = step.baseline.date if step.baseline else ""
        for event in events_of(step):
            entry = event.entry
            verdict = self._verdicts[event.normative if event.op == "changed" else event.op]
            head = [Cell(name), Cell(date), Cell(entry.id, self._subject.link(entry.id)), Cell(entry.title)]
            for cells in self._parts(event):
                yield [*head, Cell(verdict), *cells]

    def _parts(self, event: Event) -> Iterator[tuple[Cell, Cell, Cell, Cell]]:
        old, new = event.old, event.new
        if old is None or new is None:
            before, after = (readable(entry.text("statement")) if entry else "" for entry in (old, new))
            yield Cell(""), Cell(before), Cell(after), Cell("")
            return
        for name in event.fields:
            before, after = self._said(old, name), self._said(new, name)
            if before == after:
                yield Cell(self._label(name)), Cell(""), Cell(""), Cell("")
                continue
            is_text = name in self._sections or bool(_text(old, name) or _text(new, name))
            compared = self._redlines.markdown if is_text else self._redlines.line
            redline = redline_cell(compared(before, after)) if before and after else Cell("")
            shown = [Cell(readable(text) if is_text else text) for text in (before, after)]
            yield Cell(self._label(name)), shown[0], shown[1], redline

    def _label(self, name: str) -> str:
        words, schema = self._subject.words, self._subject.catalog.schema
        if name == "title":
            return words.say(_("Title"))
        if name == "attachments":
            return words.say(_("Files and figures"))
        if section := schema.sections.get(name):
            return section.label.get(words.language) or section.label.get("en", name)
        return words.link(self._links[name]) if name in self._links else words.field(name)

    def _said(self, entry: Entry, name: str) -> str:
        """Return a part of a record in words: its text, its value, the ids that it is linked with."""
        if name == "title":
            return entry.title
        if name == "type":
            return self._subject.words.type(str(entry.record["type"]))
        if name == "status":
            status = str(entry.fields.get("status") or "")
            return self._subject.words.status_in(str(entry.record["type"]), entry.kind, status)
        if name == "attachments":
            return "\n".join(f"{path} ({digest[:_SHOWN]})" for path, digest, _key in _all(entry, "attachments"))
        internal = entry.record.get("internal", {}).get("fields", {})
        value = self._value(name, entry.fields.get(name) or internal.get(name))
        return "\n".join(filter(None, [_text(entry, name), value, ", ".join(entry.links_of(name))]))

    def _value(self, name: str, value: Any) -> str:  # noqa: ANN401 JSON
        if isinstance(value, str):
            return self._subject.words.value(name, value)
        if isinstance(value, dict):
            return "; ".join(f"{key}: {self._value('', inner)}" for key, inner in value.items() if inner)
        return ", ".join(self._value(name, member) for member in value) if value else ""


def _text(entry: Entry, name: str) -> str:
    """Return the Markdown of a section by its key, or by the heading that its writer gave it."""
    return "\n\n".join(s["text"].strip("\n") for s in _all(entry, "sections") if (s["key"] or s["title"]) == name)


def _all(entry: Entry, part: str) -> list[Any]:
    """Return the sections or attachments of an entry, internal ones last where they are there."""
    return [*entry.record.get(part, ()), *entry.record.get("internal", {}).get(part, ())]
