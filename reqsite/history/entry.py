"""What the ledger keeps of a record: plain data, in which what is internal stands apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from reqsite.model import fingerprint as fp
from reqsite.model.catalog import Catalog, public_fields
from reqsite.model.record import Record, Value, fold_id
from reqsite.model.redaction import MARK, Redactor, for_clients
from reqsite.model.schema import FieldType, Schema

Plain = Mapping[str, Any]
"""A record as JSON: type, kind, title, file, fields, links, sections [{key, title, text}], attachments
[[path, sha256, key of its section]], and under `internal` the fields, links, sections and attachments that no client
may see; what is empty is left out."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Names of what binds: a change of anything else is one of wording."""

    fields: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()

    @classmethod
    def of(cls, schema: Schema) -> Binding:
        """Return what a schema marks as normative."""
        return cls(
            frozenset(f.name for f in schema.fields.values() if f.normative and not f.internal),
            frozenset(link.name for link in schema.links.values() if link.normative and not link.internal),
            frozenset(s.key for s in schema.sections.values() if s.normative and not s.internal),
        )

    @classmethod
    def from_plain(cls, data: Mapping[str, list[str]]) -> Binding:
        """Return what a baseline's head says."""
        return cls(*(frozenset(data.get(name, ())) for name in ("fields", "links", "sections")))

    def plain(self) -> dict[str, list[str]]:
        """Return the names as JSON."""
        return {"fields": sorted(self.fields), "links": sorted(self.links), "sections": sorted(self.sections)}


class Entry(NamedTuple):
    """One record in one state of the project."""

    id: str
    record: Plain
    fingerprint: str
    """Of what a client may read, empty where that is nothing: for an internal record, and while the record's state is
    not yet for a release."""
    normative: str
    """Of what binds, empty where `fingerprint` is."""
    internal: str = ""
    """Fingerprint of what no client may read, empty where there is nothing of the kind."""
    live: bool = True
    """False once it no longer binds."""

    @property
    def is_hidden(self) -> bool:
        """True where no client may see the record in this state."""
        return not self.fingerprint

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.record.get("title", ""))

    @property
    def kind(self) -> str:
        """Its kind."""
        return str(self.record.get("kind", "other"))

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its public fields."""
        fields: Mapping[str, Any] = self.record.get("fields", {})
        return fields

    def links_of(self, link_type: str) -> list[str]:
        """Return the targets of a link type as written, internal ones too."""
        parts = (self.record, self.record.get("internal", {}))
        return [target for part in parts for target in part.get("links", {}).get(link_type, ())]

    def text(self, key: str) -> str:
        """Return the Markdown of the public sections with this key."""
        return "\n\n".join(s["text"].strip("\n") for s in self.record.get("sections", ()) if s["key"] == key)

    def plain(self) -> dict[str, Any]:
        """Return the entry as a line of the ledger has it, without op and id."""
        line: dict[str, Any] = {"fingerprint": self.fingerprint, "normative": self.normative}
        if self.internal:
            line["internal"] = self.internal
        if not self.live:
            line["live"] = False
        return {**line, "record": self.record}

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Entry:
        """Return the entry of a line of the ledger; the line's shape has been checked."""
        return cls(
            data["id"],
            data["record"],
            data["fingerprint"],
            data["normative"],
            data.get("internal", ""),
            data.get("live", True),
        )


@dataclass(frozen=True)
class State:
    """All records at one time: of a release, of a git revision, of the working tree."""

    name: str
    """Empty for the working tree."""
    entries: Mapping[str, Entry]
    """By id, in natural order."""
    binding: Binding = field(default_factory=Binding)

    def catalog_digest(self) -> str:
        """Return the digest of all that a client may see in a release of this state."""
        return fp.digest_of({e.id: e.fingerprint for e in self.entries.values() if not e.is_hidden})

    def redactor(self) -> Redactor | None:
        """Return what takes the ids of hidden records out of texts, None where none is hidden."""
        hidden = [(e.id, e.kind) for e in self.entries.values() if e.is_hidden]
        if not hidden:
            return None
        known = {fold_id(e.id) for e in self.entries.values() if not e.is_hidden}
        return Redactor(hidden, lambda text: fold_id(text) in known)


def state_of(catalog: Catalog, name: str = "", like: State | None = None) -> State:
    """Return a catalog as the ledger would keep it.

    Args:
        catalog: The records.
        name: Of the state.
        like: An earlier state. Records that are as they were there are its own entries, which spares their digests.
    """
    schema = catalog.schema
    binding = Binding.of(schema)
    hidden = {r.id: r.kind for r in catalog if r.is_internal or not catalog.is_released(r)}
    shown = for_clients(catalog, release=True) if hidden else {}
    plain = {record.id: _plain(record, schema, shown.get(record.id)) for record in catalog}
    kept = _kept(catalog, plain, like) if like and like.binding == binding and _hides(like, hidden, plain) else {}
    if len(kept) < len(plain):
        shown = shown or for_clients(catalog, release=True, ids=plain.keys() - kept.keys())
    entries = {}
    for record in catalog:
        if (known := kept.get(record.id)) is not None:
            entries[record.id] = known
            continue
        public = shown.get(record.id)
        entries[record.id] = Entry(
            record.id,
            plain[record.id],
            fp.fingerprint(public, schema) if public else "",
            fp.normative(public, schema) if public else "",
            fp.internal(record, schema),
            catalog.is_live(record),
        )
    return State(name, entries, binding)


def _hides(state: State, hidden: Mapping[str, str], ids: Mapping[str, Plain]) -> bool:
    """Return True where a state hides just these records (id → kind), and redacts texts as one with `ids` would."""
    if hidden != {e.id: e.kind for e in state.entries.values() if e.is_hidden}:
        return False
    redactor = Redactor(hidden.items(), lambda _text: False)
    others = (ids.keys() ^ state.entries.keys()) - hidden.keys()
    return not any(redactor.redact(other) != other for other in others)  # a longer id may hold a hidden one


def _kept(catalog: Catalog, plain: Mapping[str, Plain], like: State) -> dict[str, Entry]:
    """Return the entries of an earlier state that a record of now says word for word."""
    kept = {}
    live: dict[tuple[str, str], bool] = {}
    for record in catalog:
        old = like.entries.get(record.id)
        if old is None or old.record != plain[record.id]:
            continue
        standing = record.type, record.text("status")
        if standing not in live:
            live[standing] = catalog.is_live(record)
        if old.live == live[standing]:
            kept[record.id] = old
    return kept


def public_entry(entry: Entry, redactor: Redactor | None = None) -> Entry:
    """Return an entry without its internal part and place, and without ids that its readers must not know."""
    record = dict(entry.record)
    record.pop("internal", None)
    record.pop("file", None)
    if redactor is not None:
        record = _redacted(record, redactor)
    return Entry(entry.id, record, entry.fingerprint, entry.normative, "", entry.live)


def fingerprints(entry: Entry, binding: Binding, redactor: Redactor | None = None) -> tuple[str, str]:
    """Return the fingerprints (of all, of what binds) that the words of an entry have.

    Args:
        entry: one that a client may see.
        binding: what binds in its state.
        redactor: of its state.
    """
    record = public_entry(entry, redactor).record
    content = fp.Content(
        record["type"],
        record.get("title", ""),
        record.get("fields", {}),
        [(s["key"], s["title"], s["text"]) for s in record.get("sections", ())],
        record.get("links", {}),
        [(path, digest) for path, digest, _key in record.get("attachments", ())],
    )
    binds = replace(
        content,
        title="",
        fields={name: value for name, value in content.fields.items() if name in binding.fields},
        sections=[(key, "", text) for key, _title, text in content.sections if key in binding.sections],
        links={name: targets for name, targets in content.links.items() if name in binding.links},
        attachments=[(p, digest) for p, digest, key in record.get("attachments", ()) if key in binding.sections],
    )
    return content.digest(), binds.digest()


def _redacted(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 JSON of any shape
    if isinstance(value, str):
        return redactor.redact(value)
    if isinstance(value, Mapping):
        return {redactor.redact(name): _redacted(inner, redactor) for name, inner in value.items()}
    return [_redacted(member, redactor) for member in value] if isinstance(value, (list, tuple)) else value


def _plain(record: Record, schema: Schema, shown: Record | None) -> dict[str, Any]:
    """Return a record as plain data; what is empty is left out.

    Args:
        record: All of it.
        schema: Says what of it is internal.
        shown: What a client may read of it: links to internal records are not among that.
    """
    if record.is_internal:
        return {**_head(record), "internal": _parts(record, record.fields, lambda _: True, lambda _: True)}
    secret_sections = schema.secret_sections
    secret_links = schema.links.keys() - schema.public_links
    public = public_fields(record.fields, schema.fields)
    plain = {
        **_head(record),
        **_parts(record, public, lambda name: name not in secret_links, lambda key: key not in secret_sections),
    }
    secret = _secret_fields(record.fields, schema.fields)
    internal: dict[str, Any] = {}
    if secret or not secret_links.isdisjoint(record.links) or any(s.key in secret_sections for s in record.sections):
        internal = _parts(record, secret, secret_links.__contains__, secret_sections.__contains__)
    if shown is not None and "links" in plain:
        public_links, hidden = _parted(plain["links"], shown.links)
        if hidden:
            plain["links"] = public_links
            internal["links"] = {**internal.get("links", {}), **hidden}
        if not public_links:
            del plain["links"]
    if internal:
        plain["internal"] = internal
    return plain


def _parted(
    links: Mapping[str, Sequence[str]], shown: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the targets that a client may know of, if only as a mark, and those that nobody tells him of."""
    public: dict[str, list[str]] = {}
    hidden: dict[str, list[str]] = {}
    for name, targets in links.items():
        left = list(reversed(shown.get(name, ())))
        for target in targets:
            if left and _is_shown_as(target, left[-1]):
                left.pop()
                public.setdefault(name, []).append(target)
            else:
                hidden.setdefault(name, []).append(target)
    return public, hidden


def _is_shown_as(target: str, shown: str) -> bool:
    """Return True where a client reads `shown` for a target: itself, or what is left of it around hidden ids."""
    if MARK not in shown:
        return target == shown
    first, *others = shown.split(MARK)
    at = len(first)
    if not target.startswith(first) or not target.endswith(others[-1]) or len(target) < len(shown) - len(MARK):
        return False
    for piece in others[:-1]:
        at = target.find(piece, at) + len(piece)
        if at < len(piece):
            return False
    return True


def _head(record: Record) -> dict[str, Any]:
    return {"type": record.type, "kind": record.kind, "title": record.title, "file": record.file}


def _parts(record: Record, fields: Mapping[str, Value], has_link: Any, has_section: Any) -> dict[str, Any]:  # noqa: ANN401
    parts = {
        "fields": _as_json(fields),
        "links": {name: list(targets) for name, targets in record.links.items() if targets and has_link(name)},
        "sections": [{"key": s.key, "title": s.title, "text": s.text} for s in record.sections if has_section(s.key)],
        "attachments": [list(attached) for attached in _attachments(record) if has_section(attached[2])],
    }
    return {name: value for name, value in parts.items() if value}


def _attachments(record: Record) -> list[tuple[str, str, str]]:
    if not record.attachments:
        return []
    sections = ((a, record.section_at(a.line)) for a in record.attachments)
    return sorted({(a.path, a.digest, section.key if section else "") for a, section in sections})


def _as_json(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):  # most are
        return value
    if isinstance(value, Mapping):
        return {name: _as_json(inner) for name, inner in value.items()}
    return [_as_json(member) for member in value] if isinstance(value, (list, tuple)) else value


def _secret_fields(values: Mapping[str, Value], known: Mapping[str, FieldType]) -> dict[str, Value]:
    """Return what `public_fields` leaves out: inside mappings too, and whole lists in which something is left out."""
    kept: dict[str, Value] = {}
    for name, value in values.items():
        field_type = known.get(name)
        if field_type is None:
            continue
        if field_type.internal:
            kept[name] = value
        elif field_type.fields and isinstance(value, Mapping):
            if inner := _secret_fields(value, field_type.fields):
                kept[name] = inner
        elif field_type.fields and public_fields({name: value}, known)[name] != value:
            kept[name] = value
    return kept
