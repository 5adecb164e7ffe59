"""What differs between two states of a project, record by record: exact, and in linear time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reqsite.history.entry import Binding, Entry, State
from reqsite.model.fingerprint import folded, without_pin
from reqsite.model.languages import TRANSLATED_FROM, holds_marks

TITLE, TYPE, ATTACHMENTS = "title", "type", "attachments"
"""Names of what changed that are neither fields nor links nor sections."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that is in both states and says something else."""

    id: str
    fields: tuple[str, ...]
    """What differs: names of fields and link types, keys of sections (`statement` …; a heading of the writer's own as
    it stands), `title`, `type`, `attachments`; sorted."""
    normative: bool
    """True where something that binds differs."""
    old: Entry
    new: Entry


@dataclass(frozen=True, slots=True)
class Moved:
    """A record whose file lies elsewhere; that changes nothing that it says."""

    id: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """What makes one state another. Ids are in natural order, each record in one of added, removed and changed."""

    old: State
    new: State
    added: tuple[str, ...]
    removed: tuple[str, ...]
    """No longer there at all."""
    changed: tuple[Changed, ...]
    moved: tuple[Moved, ...]
    renamed: tuple[tuple[str, str], ...]
    """(id before, id after) of records that say the same under another id: likely, never sure. Both ids are among the
    removed and the added, too."""

    @property
    def is_empty(self) -> bool:
        """True where nothing differs but perhaps where files lie."""
        return not (self.added or self.removed or self.changed)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Ids of the records that no longer bind; they are among the changed."""
        return tuple(c.id for c in self.changed if c.old.live and not c.new.live)

    @property
    def revived(self) -> tuple[str, ...]:
        """Ids of the records that bind again; they are among the changed."""
        return tuple(c.id for c in self.changed if c.new.live and not c.old.live)

    @property
    def counts(self) -> dict[str, int]:
        """How many records: in all, added, removed, changed (in substance, in wording, withdrawn), the same.

        A withdrawn record is among the changed, and neither one of substance nor one of wording.
        """
        withdrawn = set(self.withdrawn)
        normative = sum(c.normative for c in self.changed if c.id not in withdrawn)
        return {
            "records": len(self.new.entries),
            "added": len(self.added),
            "removed": len(self.removed),
            "changed": len(self.changed),
            "normative": normative,
            "editorial": len(self.changed) - normative - len(withdrawn),
            "withdrawn": len(withdrawn),
            "renamed": len(self.renamed),
            "moved": len(self.moved),
            "unchanged": len(self.new.entries) - len(self.added) - len(self.changed),
        }

    def plain(self) -> dict[str, Any]:
        """Return the difference as `reqsite diff --format json` has it."""
        return {
            "from": self.old.name,
            "to": self.new.name,
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": [{"id": c.id, "fields": list(c.fields), "normative": c.normative} for c in self.changed],
            "withdrawn": list(self.withdrawn),
            "renamed": [{"from": old, "to": new} for old, new in self.renamed],
            "moved": [{"id": m.id, "from": m.old, "to": m.new} for m in self.moved],
            "counts": self.counts,
        }


def compare(old: State, new: State, *, exact: bool = False) -> Difference:
    """Return what differs.

    Args:
        old: the state before.
        new: the state after.
        exact: white space counts too; otherwise it is folded, as in fingerprints.
    """
    changed, moved = [], []
    then = old.entries.get
    for record_id in [i for i, entry in new.entries.items() if then(i) is not entry]:
        before, entry = then(record_id), new.entries[record_id]
        if before is None or before == entry:
            continue
        fields, normative = _changes(before, entry, new.binding, exact)
        if fields:
            changed.append(Changed(record_id, fields, normative, before, entry))
        files = before.record.get("file", ""), entry.record.get("file", "")
        if files[0] != files[1] and all(files):
            moved.append(Moved(record_id, *files))
    come_or_gone = new.entries.keys() ^ old.entries.keys()
    added = tuple(i for i in new.entries if i in come_or_gone) if come_or_gone else ()
    removed = tuple(i for i in old.entries if i in come_or_gone) if come_or_gone else ()
    return Difference(old, new, added, removed, tuple(changed), tuple(moved), _renamed(old, new, added, removed))


def _changes(old: Entry, new: Entry, binding: Binding, exact: bool) -> tuple[tuple[str, ...], bool]:
    """Return the names of what differs between two forms of a record, and whether something of it binds."""
    parts = _otherwise(old, new)
    before, after = aspects(old, parts), aspects(new, parts)
    names = [
        name
        for name in before.keys() | after.keys()
        if (a := before.get(name)) != (b := after.get(name)) and (exact or _folded(name, a) != _folded(name, b))
    ]
    binds = {"field": binding.fields, "link": binding.links, "section": binding.sections}
    normative = any(what in binds and key in binds[what] for what, key in names)
    normative = normative or ("head", TYPE) in names
    if ("head", ATTACHMENTS) in names:
        normative = normative or _bound(before, binding) != _bound(after, binding)
    return tuple(sorted({key for _what, key in names})), normative


def reviewable(old: Entry, new: Entry, binding: Binding) -> tuple[bool, tuple[str, ...]]:
    """Return whether two forms of a record say something else, and the names of what differs and binds.

    Pins of links (`REQ-003@1.1.0`) count as nothing: they say what was looked at, not what must hold.  What bound when
    either form was frozen does not matter, so that a change of the schema alone changes nothing here.
    """
    if old is new or (old.fingerprint and (old.fingerprint, old.internal) == (new.fingerprint, new.internal)):
        return False, ()
    parts = _otherwise(old, new)
    before, after = aspects(old, parts), aspects(new, parts)
    differing = [
        (what, key)
        for what, key in before.keys() | after.keys()
        if (a := before.get((what, key))) != (b := after.get((what, key)))
        and _folded((what, key), a) != _folded((what, key), b)
    ]
    binds = {"field": binding.fields, "link": binding.links, "section": binding.sections, "head": frozenset({TYPE})}
    names = {key for what, key in differing if key in binds[what]}
    if ("head", ATTACHMENTS) in differing and _bound(before, binding) != _bound(after, binding):
        names.add(ATTACHMENTS)
    return bool(differing), tuple(sorted(names))


_PARTS = frozenset({"fields", "links", "sections", "attachments"})


def _otherwise(old: Entry, new: Entry) -> frozenset[str]:
    """Return the parts of two forms of a record that are not the very same: the quick way to what differs."""
    if "internal" in old.record or "internal" in new.record:
        return _PARTS
    return frozenset([part for part in _PARTS if old.record.get(part) != new.record.get(part)])


def aspects(entry: Entry, parts: frozenset[str] = _PARTS) -> dict[tuple[str, str], Any]:
    """Return everything that a record says in some of its parts, and its title and type.

    It stands under (what it is, its name); what is internal is among it.
    """
    record = entry.record
    found: dict[tuple[str, str], Any] = {
        ("head", TYPE): record["type"],
        ("head", TITLE): record.get("title", ""),
    }
    for part in (record, record.get("internal", {})):
        for name, value in part.get("fields", {}).items() if "fields" in parts else ():
            if value:
                found["field", name] = [found["field", name], value] if ("field", name) in found else value
        for name, targets in part.get("links", {}).items() if "links" in parts else ():
            found["link", name] = [*found.get(("link", name), ()), *targets]
        for section in part.get("sections", ()) if "sections" in parts else ():
            key = ("section", section["key"] or section["title"])
            found[key] = f"{found[key]}\n\n{section['text']}" if key in found else section["text"]
        if "attachments" in parts and (attached := part.get("attachments")):
            found["head", ATTACHMENTS] = [*found.get(("head", ATTACHMENTS), ()), *attached]
    return found


def _folded(name: tuple[str, str], value: Any) -> Any:  # noqa: ANN401 JSON of any shape
    """Return a value without white space that does not count, and links without order and pins; None for nothing.

    The marks of translations are nothing, as pins are.
    """
    if name[0] == "link" and value:
        return sorted({without_pin(" ".join(target.split())) for target in value})
    if name == ("field", TRANSLATED_FROM) and holds_marks(value):
        return None
    return folded(value) or None


def _bound(said: Mapping[tuple[str, str], Any], binding: Binding) -> list[Any]:
    return [a for a in said.get(("head", ATTACHMENTS), ()) if a[2] in binding.sections]


def _renamed(old: State, new: State, added: tuple[str, ...], removed: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return pairs of a removed and an added record that say the same; texts that several have prove nothing."""
    if not (added and removed):
        return ()
    gone, come = _by_text(old, removed), _by_text(new, added)
    pairs = ((ids[0], come[text][0]) for text, ids in gone.items() if len(ids) == 1 and len(come.get(text, ())) == 1)
    order = {record_id: number for number, record_id in enumerate(removed)}
    return tuple(sorted(pairs, key=lambda pair: order[pair[0]]))


def _by_text(state: State, ids: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record_id in ids:
        for text in _texts(state.entries[record_id]):
            found.setdefault(text, []).append(record_id)
    return found


def _texts(entry: Entry) -> Iterator[str]:
    record = {**entry.record, **entry.record.get("internal", {})}
    text = "\n".join(str(folded(s["text"])) for s in record.get("sections", ()))
    if text.strip():
        yield text
