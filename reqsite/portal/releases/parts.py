"""What differs in one record, part by part, as pages show it: each with its redline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.model.languages import TRANSLATED_FROM, language_of_key, language_tag, translated_key
from reqsite.model.schema import FieldType
from reqsite.portal.press import Press
from reqsite.portal.releases.redlines import Redlines
from reqsite.portal.releases.story import Event
from reqsite.portal.values import entry_label, shared_words

_FIRST = ("title", "type", "status", "priority", "moscow", "scope")
_UNTOLD = frozenset({"visibility", "waive", "sort_key", "changes", TRANSLATED_FROM})
"""Fields whose changes say nothing to a reader."""
_HEAD = frozenset({"id", "type", "title"})
"""What a record's own form has a place for, besides its fields."""
_PROSE = frozenset({"text", "list", "map"})
_SHORT = 8
"""Digits of a digest that tell one file from another."""


class Part(NamedTuple):
    """One part of a record that differs."""

    name: str
    label: str
    html: Markup

    @property
    def lang(self) -> str:
        """The tag of the language of a translation, empty for what is in that of the record."""
        return language_tag(language_of_key(self.name))


class Fact(NamedTuple):
    """What a record says in one of its fields or links, in words."""

    name: str
    said: str | tuple[str, ...]
    """The members of a list."""
    is_prose: bool = False
    """True where single words of it may change."""


@dataclass(frozen=True, slots=True)
class Words:
    """How the parts of a record are called, in the order in which pages show them."""

    labels: Mapping[str, str]
    order: Mapping[str, int]

    @classmethod
    def of(cls, press: Press) -> Words:
        """Return the words of a portal's vocabulary and language."""
        schema, language = press.site.catalog.schema, press.site.language
        labels = {"title": press.words.field("title"), "type": press.words.field("type")}
        labels |= {name: press.words.field(name) for name in _FIRST}
        for section in schema.sections.values():
            keys = (section.key, *(translated_key(section.key, spoken) for spoken in schema.languages.spoken))
            labels |= {key: schema.section_label(key, language) for key in keys}
        labels |= {name: press.words.field(name) for name in schema.fields if name not in labels}
        labels |= {link.name: press.words.link(link) for link in schema.links.values()}
        labels["attachments"] = press.words.say(_("Files and figures"))
        return cls(labels, {name: number for number, name in enumerate(labels)})

    def sorted(self, names: Iterable[str]) -> list[str]:
        """Return names in the order of the page; what the vocabulary does not know comes last."""
        order, last = self.order, len(self.order)
        return sorted(names, key=lambda name: (order.get(name, last), name))

    def label(self, name: str) -> str:
        """Return what a part is called."""
        return self.labels.get(name) or name


class Parts:
    """Makes the parts; one for a portal."""

    def __init__(self, press: Press, redlines: Redlines) -> None:
        self._press = press
        self._redlines = redlines
        self.blocks = redlines.blocks
        self._order: dict[frozenset[str], list[str]] = {}
        self._told: dict[tuple[str, ...], list[str]] = {}
        self.words = Words.of(press)

    def names(self, event: Event) -> list[str]:
        """Return what differs, in words."""
        return [self.words.label(name) for name in self._names(event)]

    def of(self, event: Event) -> list[Part]:
        """Return what differs in a record that was changed; nothing for one that came or went."""
        if event.old is None or event.new is None:
            return []
        names = self._names(event)
        if {"title", "statement"} <= set(names) and all(map(_is_titled_by_its_text, (event.old, event.new))):
            names = [name for name in names if name != "title"]
        return [
            Part(name, self.words.label(name), html)
            for name in names
            for html in self._parts(name, event.old, event.new)
        ]

    def _names(self, event: Event) -> list[str]:
        """Return the names of what is told, in the order of the page; few events differ in it."""
        if event.fields not in self._told:
            self._told[event.fields] = self.words.sorted(set(event.fields) - _UNTOLD)
        return self._told[event.fields]

    def redline(self, event: Event) -> Markup:
        """Return what differs in a record that was changed as HTML; empty where nothing is told."""
        lines = [
            f'<div class="rs-redline-part" data-part="{escape(part.name)}"><dt>{escape(part.label)}</dt>'
            f"<dd{_lang(part.lang)}>{part.html}</dd></div>\n"
            for part in self.of(event)
        ]
        return Markup(f'<dl class="rs-redline">\n{"".join(lines)}</dl>\n' if lines else "")  # noqa: S704 escaped

    def whole(self, entry: Entry, beside: Entry | None = None) -> Markup:
        """Return all that a record says, without a redline: its sections under their headings.

        Args:
            entry: the record.
            beside: the record at another time; sections that it has in the same words are left out.
        """
        found = []
        known = {section["text"] for section in _all(beside, "sections")} if beside else frozenset()
        for title, text in self.sections(entry):
            if text in known:
                continue
            if title:
                found.append(f'<p class="rs-part-name">{escape(title)}</p>')
            found.append(self._redlines.whole(text))
        return Markup("\n".join(found))  # noqa: S704 its parts are escaped

    def text(self, markdown: str) -> Markup:
        """Return a text as it was, without any change."""
        return self._redlines.whole(markdown)

    def sections(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Yield heading and Markdown of each section; the statement has no heading."""
        for section in _all(entry, "sections"):
            key, title = section["key"], section["title"]
            if key == "statement":
                title = ""
            elif not title or "@" in key:
                title = self.words.labels.get(key) or title or key
            yield title, section["text"]

    def named_sections(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Yield name, as `Words` knows it, and Markdown of each section; a heading of the writer's own is its name."""
        for section in _all(entry, "sections"):
            yield section["key"] or section["title"], section["text"]

    def facts(self, entry: Entry, names: frozenset[str] | None = None) -> Iterator[Fact]:
        """Yield what a record says outside its sections, in the order of the page: all of it, or what is named."""
        if names is None or "type" in names:
            yield Fact("type", self._press.words.type(str(entry.record["type"])))
        fields = {**entry.fields, **entry.record.get("internal", {}).get("fields", {})}
        links = {**entry.record.get("links", {}), **entry.record.get("internal", {}).get("links", {})}
        there = frozenset((*fields, *links))
        for name in self._in_order(there if names is None else there & names):
            if name == "status":
                yield Fact(name, status_words(self._press, entry))
            elif value := fields.get(name):
                yield self._fact(name, value)
            if targets := links.get(name):
                yield Fact(name, tuple(targets))
        attached = _all(entry, "attachments") if names is None or "attachments" in names else ()
        if attached:
            yield Fact("attachments", tuple(f"{path} ({digest[:_SHORT]})" for path, digest, _key in attached))

    def _in_order(self, names: frozenset[str]) -> list[str]:
        """Return the names of fields and links that are told, in the order of the page; few records differ in them."""
        order = self._order.get(names)
        if order is None:
            order = self._order[names] = self.words.sorted(names - _UNTOLD - _HEAD)
        return order

    def _fact(self, name: str, value: Any) -> Fact:  # noqa: ANN401 JSON
        if isinstance(value, list):
            return Fact(name, tuple(self._said(name, member) for member in value))
        field = self._press.site.catalog.schema.fields.get(name)
        return Fact(name, self._said(name, value), field is None or field.kind in _PROSE)

    def _parts(self, name: str, old: Entry, new: Entry) -> Iterator[Markup]:
        """Yield the parts of this name, since it may be that of a field and of a section (`impact`)."""
        if name == "title":
            yield self._redlines.line(old.title, new.title)
            return
        if name == "type":
            types = (self._press.words.type(entry.record["type"]) for entry in (old, new))
            yield self._redlines.replaced(*types)
            return
        if name == "attachments":
            yield self._attachments(old, new)
            return
        before, after = _text(old, name), _text(new, name)
        if before != after:
            yield self._redlines.markdown(before, after)
        values = _value(old, "fields", name), _value(new, "fields", name)
        if values[0] != values[1]:
            yield self._field(name, *values, (old, new))
        links = _value(old, "links", name) or (), _value(new, "links", name) or ()
        if set(links[0]) != set(links[1]):
            yield self._listed(links[0], links[1])

    def _field(self, name: str, old: Any, new: Any, entries: tuple[Entry, Entry]) -> Markup:  # noqa: ANN401 JSON
        if name == "status":
            return self._redlines.replaced(*(status_words(self._press, entry) for entry in entries))
        field = self._press.site.catalog.schema.fields.get(name)
        if isinstance(old, list) or isinstance(new, list):
            lists = [value if isinstance(value, list) else [value] if value else [] for value in (old, new)]
            return self._listed(*([self._said(name, member) for member in members] for members in lists))
        before, after = self._said(name, old), self._said(name, new)
        is_prose = field is None or field.kind in _PROSE
        return (
            self._redlines.line(before, after)
            if is_prose and before and after
            else self._redlines.replaced(before, after)
        )

    def _said(self, name: str, value: Any) -> str:  # noqa: ANN401
        """Return a value as one line of plain text."""
        if isinstance(value, str):
            return self._press.words.value(name, value)
        if isinstance(value, Mapping):
            field = self._press.site.catalog.schema.fields.get(name)
            inside = field.fields if field and field.fields else shared_words(self._press, value)
            place = {key: number for number, key in enumerate(inside)}
            # The ledger sorts the keys of a mapping and a file does not: an order of their own makes both say the same.
            order = sorted(value, key=lambda key: (place.get(key, len(place)), key))
            colon = self._press.templates.marks.colon
            parts = [
                f"{entry_label(self._press, inside, key)}{colon}{self._entry(inside.get(key), value[key])}"
                for key in order
                if value[key]
            ]
            return "; ".join(parts)
        return ", ".join(self._said(name, member) for member in value) if value else ""

    def _entry(self, field: FieldType | None, value: Any) -> str:  # noqa: ANN401
        if field is not None and isinstance(value, str):
            return self._press.words.value_of(field, value)
        return self._said("", value)

    def _listed(self, old: Iterable[str], new: Iterable[str]) -> Markup:
        """Return what left a list and what came into it; all of it where only the order changed."""
        before, after = dict.fromkeys(old), dict.fromkeys(new)
        lines = [self._redlines.gone(member) for member in before if member not in after]
        lines += [self._redlines.come(member) for member in after if member not in before]
        items = "".join([f"<li>{escape(line)}</li>" for line in lines or after])
        return Markup(f"<ul>{items}</ul>")  # noqa: S704 its parts are escaped

    def _attachments(self, old: Entry, new: Entry) -> Markup:
        before = {path: digest for path, digest, _key in _all(old, "attachments")}
        after = {path: digest for path, digest, _key in _all(new, "attachments")}
        say = self._press.words.say
        other = say(_("another file"))
        lines = [
            Markup("<li>{} ({})</li>").format(path, other)
            for path in after
            if path in before and before[path] != after[path]
        ]
        came = self._listed([p for p in before if p not in after], [p for p in after if p not in before])
        return Markup("{}{}").format(Markup("<ul>{}</ul>").format(Markup("").join(lines)) if lines else "", came)


def status_words(press: Press, entry: Entry) -> str:
    """Return the status of an entry in words, empty where it has none."""
    return press.words.status_in(str(entry.record["type"]), entry.kind, str(entry.fields.get("status") or ""))


def _is_titled_by_its_text(entry: Entry) -> bool:
    """Return True where the title is but the beginning of the text."""
    title = "".join(entry.title.rstrip(" .…").split())
    return bool(title) and "".join(entry.text("statement").split()).startswith(title)


def _all(entry: Entry, part: str) -> list[Any]:
    """Return the sections or attachments of an entry, internal ones last where they are there."""
    return [*entry.record.get(part, ()), *entry.record.get("internal", {}).get(part, ())]


def _text(entry: Entry, key: str) -> str:
    return "\n\n".join(s["text"] for s in _all(entry, "sections") if (s["key"] or s["title"]) == key)


def _value(entry: Entry, part: str, name: str) -> Any:  # noqa: ANN401
    public = entry.record.get(part, {}).get(name)
    return public if public is not None else entry.record.get("internal", {}).get(part, {}).get(name)


def _lang(tag: str) -> str:
    return f' lang="{escape(tag)}"' if tag else ""
