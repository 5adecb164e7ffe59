"""A difference as a person reads it: groups of records, and of each the redline of what changed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reqsite.history.blocks import blocks
from reqsite.history.difference import ATTACHMENTS, Changed, Difference, aspects
from reqsite.history.redline import Redline, redline, redline_items, redline_text
from reqsite.history.tokens import Tokeniser
from reqsite.i18n import Message, _, plural
from reqsite.model.catalog import term_names
from reqsite.model.schema import label_in

if TYPE_CHECKING:
    from reqsite.model.catalog import Catalog

SHORT = 8
"""Digits of a file's digest that are shown."""

_SAID_ABOVE = frozenset({("field", "id"), ("field", "type"), ("field", "title")})
"""Front matter has them too."""
_GROUPS: Mapping[str, Message] = {
    "added": _("New"),
    "normative": _("Changed in substance"),
    "editorial": _("Changed in wording"),
    "withdrawn": _("Withdrawn"),
    "revived": _("Binding again"),
    "removed": _("Removed"),
    "renamed": _("Probably renamed"),
    "moved": _("In another file"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a record says, before and after."""

    label: str
    redline: Redline
    is_line: bool = False
    """True for a value of one line."""

    @property
    def note(self) -> Message | None:
        """What to say of a change that cannot be seen in the words."""
        if not self.redline.has_changes:
            return _("Nothing but white space differs.")
        return _("Only the formatting differs.") if self.redline.only_formatting else None


@dataclass(frozen=True, slots=True)
class Item:
    """A record in a group."""

    id: str
    title: str
    note: str = ""
    """What else there is to say in one line: the new id, the other file."""
    changed: Changed | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Records with which the same has happened."""

    key: str
    title: Message
    items: tuple[Item, ...]


def groups_of(difference: Difference) -> list[Group]:
    """Return the groups that have records, in the order in which people ask.

    A record is in one of them, but that a renamed one is among the new and the removed ones too, and a moved one may
    have changed.
    """
    old, new = difference.old.entries, difference.new.entries
    found: dict[str, list[Item]] = {key: [] for key in _GROUPS}
    found["added"] = [Item(i, new[i].title) for i in difference.added]
    for changed in difference.changed:
        found[_group_of(changed)].append(Item(changed.id, changed.new.title, changed=changed))
    found["removed"] = [Item(i, old[i].title) for i in difference.removed]
    found["renamed"] = [Item(one, new[other].title, f"{one} → {other}") for one, other in difference.renamed]
    found["moved"] = [Item(m.id, new[m.id].title, f"{m.old} → {m.new}") for m in difference.moved]
    return [Group(key, _GROUPS[key], tuple(items)) for key, items in found.items() if items]


def numbers(difference: Difference) -> Message:
    """Return how many records there are, and what became of how many; each is counted once."""
    changed = [_group_of(c) for c in difference.changed]
    parts = {
        "records": plural("{count} record", "{count} records", len(difference.new.entries)),
        "added": len(difference.added),
        "normative": changed.count("normative"),
        "editorial": changed.count("editorial"),
        "withdrawn": changed.count("withdrawn"),
        "removed": len(difference.removed),
        "unchanged": difference.counts["unchanged"],
    }
    if not changed.count("revived"):
        return _(
            "{records}: {added} new, {normative} changed in substance, {editorial} in wording, "
            "{withdrawn} withdrawn, {removed} removed, {unchanged} the same",
            **parts,
        )
    return _(
        "{records}: {added} new, {normative} changed in substance, {editorial} in wording, "
        "{withdrawn} withdrawn, {revived} binding again, {removed} removed, {unchanged} the same",
        **parts,
        revived=changed.count("revived"),
    )


def _group_of(changed: Changed) -> str:
    if changed.old.live != changed.new.live:
        return "revived" if changed.new.live else "withdrawn"
    return "normative" if changed.normative else "editorial"


class Redlines:
    """Makes redlines with the words of one project.

    Args:
        catalog: The project as it is now, for labels and terms.
        language: Of labels.
    """

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._catalog = catalog
        self._language = language

    def parts(self, changed: Changed) -> Iterator[Part]:
        """Yield what of a record has changed, the text first."""
        old, new = aspects(changed.old), aspects(changed.new)
        names = [name for name in (*new, *(n for n in old if n not in new)) if name[1] in changed.fields]
        order = {"section": 0, "head": 1, "field": 2, "link": 3}
        for what, key in sorted(names, key=lambda name: order[name[0]]):
            before, after = old.get((what, key)), new.get((what, key))
            if before != after and (what, key) not in _SAID_ABOVE:
                is_line = what != "section" and all(isinstance(value or "", str) for value in (before, after))
                yield Part(self.label(what, key), self._redline(what, key, before, after, is_line), is_line)

    def label(self, what: str, key: str) -> str:
        """Return what people call a field, link or section."""
        schema = self._catalog.schema
        if (what, key) == ("head", ATTACHMENTS):
            return _("Files").to(self._language)
        if what == "section":
            return schema.section_label(key, self._language) or key
        known: Any = {"link": schema.links}.get(what, schema.fields).get(key)
        return label_in(known.label, self._language) if known else key

    def _redline(self, what: str, key: str, old: Any, new: Any, is_line: bool) -> Redline:  # noqa: ANN401 JSON
        if what == "section":
            return redline(blocks(old or ""), blocks(new or ""), self._tokeniser)
        if (what, key) == ("head", ATTACHMENTS):
            files = [[f"{path} ({digest[:SHORT]})" for path, digest, _section in value or ()] for value in (old, new)]
            return redline_items(files[0], files[1], self._tokeniser)
        if is_line:
            return redline_text(old or "", new or "", self._tokeniser)
        return redline_items(list(_lines(old)), list(_lines(new)), self._tokeniser)

    @functools.cached_property
    def _tokeniser(self) -> Tokeniser:
        """Dear to make, and needed only where something has changed."""
        return Tokeniser(name for term in self._catalog.of("term") for name in term_names(term))


def _lines(value: Any) -> Iterator[str]:  # noqa: ANN401 as above
    """Yield a list or mapping as lines; what is within is written on the line, keys in the order of the ledger."""
    if isinstance(value, Mapping):
        yield from (f"{name}: {_in_line(inner)}" for name, inner in sorted(value.items()))
    elif isinstance(value, (list, tuple)):
        yield from map(_in_line, value)
    elif value:
        yield str(value)


def _in_line(value: Any) -> str:  # noqa: ANN401 as above
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_in_line(inner)}" for name, inner in sorted(value.items()))
    return ", ".join(map(_in_line, value)) if isinstance(value, (list, tuple)) else str(value)
