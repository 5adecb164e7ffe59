"""What a record says, as one number: two records with the same fingerprint say the same.

A fingerprint is the sha256, in hex, over the canonical JSON of a record's content: keys sorted, no spaces, UTF-8, text
in NFC with white space folded, so that wrapping a line anew changes nothing; a line break between two Chinese
characters is no space at all.  Comments are not part of a section's text, and so of no fingerprint.  Neither are the
pins of links and the marks of translations, which say what was looked at.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from reqsite.model.catalog import Catalog, public_fields
from reqsite.model.han import CJK
from reqsite.model.languages import TRANSLATED_FROM, holds_marks
from reqsite.model.record import Record, Value, normal_id
from reqsite.model.redaction import for_clients
from reqsite.model.schema import Schema

_PIN = re.compile(r"\s{0,9}@(?![\w.-]{0,99}\.[A-Za-z]{2,20}\s{0,9}(?:#|\Z))[A-Za-z0-9._+-]{1,100}(?=\s{0,9}(?:#|\Z))")
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_SOFT_BREAK = re.compile(f"(?<=[{CJK}])[ \t]*\r?\n[ \t]*(?=[{CJK}])")


@dataclass(frozen=True, slots=True)
class Content:
    """What a fingerprint is made of, in plain data that `requirements.json` holds too."""

    type: str
    title: str
    fields: Mapping[str, object]
    sections: Sequence[tuple[str, str, str]]
    """(key, heading, Markdown), in the order of the text."""
    links: Mapping[str, Sequence[str]]
    """Link type → targets as written; their order does not count."""
    attachments: Sequence[tuple[str, str]]
    """(path as written, sha256 of the file); their order does not count."""

    def digest(self) -> str:
        """Return the fingerprint of this content, 64 hex digits."""
        return _sha256(
            {
                "type": self.type,
                "title": folded(self.title),
                "fields": folded(
                    {
                        name: value
                        for name, value in self.fields.items()
                        if value and not (name == TRANSLATED_FROM and holds_marks(value))
                    }
                ),
                "sections": [[key, folded(title), folded(text)] for key, title, text in self.sections],
                "links": {
                    name: sorted({_target(t) for t in written}) for name, written in self.links.items() if written
                },
                "attachments": sorted({(path, digest) for path, digest in self.attachments}),
            }
        )


def fingerprint(record: Record, schema: Schema) -> str:
    """Return the fingerprint of all that a client may read in a record; its place in the files does not matter.

    Internal fields, sections and links are left out.  Links to internal records are so too if the record comes from
    `Catalog.public()`, which alone knows them.
    """
    secret = schema.secret_sections
    return _content(
        record,
        fields=public_fields(record.fields, schema.fields),
        links=schema.public_links,
        is_kept=lambda key: key not in secret,
    ).digest()


def normative(record: Record, schema: Schema) -> str:
    """Return the fingerprint of what binds: the type, and the fields, sections and links that are normative.

    The title binds as little as the wording of headings does.
    """
    binding = schema.binding_sections
    binds = {name: v for name, v in record.fields.items() if name in schema.fields and schema.fields[name].normative}
    content = _content(
        record,
        fields=public_fields(binds, schema.fields),
        links=schema.binding_links,
        is_kept=lambda key: key in binding,
    )
    texts = [(key, "", text) for key, _title, text in content.sections]
    return replace(content, title="", sections=texts).digest()


def internal(record: Record, schema: Schema) -> str:
    """Return the fingerprint of what no client may read, empty for a record that has nothing of the kind.

    Of an internal record that is all of it.
    """
    if record.is_internal:
        return _content(record, record.fields, frozenset(record.links), is_kept=lambda _key: True).digest()
    secret = schema.secret_sections
    public = public_fields(record.fields, schema.fields)
    content = _content(
        record,
        fields={name: value for name, value in record.fields.items() if public.get(name) != value},
        links=schema.links.keys() - schema.public_links,
        is_kept=lambda key: key in secret,
    )
    return content.digest() if content.fields or content.links or content.sections else ""


def catalog_digest(catalog: Catalog) -> str:
    """Return the digest of all that a client may see: of the sorted (id, fingerprint) of the public records."""
    return digest_of({r.id: fingerprint(r, catalog.schema) for r in for_clients(catalog).values()})


def digest_of(fingerprints: Mapping[str, str]) -> str:
    """Return the digest of a catalog given by id → fingerprint, as `requirements.json` publishes them."""
    return _sha256(sorted(fingerprints.items()))


def _content(
    record: Record, fields: Mapping[str, Value], links: Collection[str], is_kept: Callable[[str], bool]
) -> Content:
    """Return the given fields, the named links, and the sections whose key `is_kept`, with their attachments."""

    def is_attached(line: int) -> bool:
        section = record.section_at(line)
        return is_kept(section.key if section else "")

    return Content(
        type=record.type,
        title=record.title,
        fields=fields,
        sections=[(s.key, s.title, s.text) for s in record.sections if is_kept(s.key)],
        links={name: targets for name, targets in record.links.items() if name in links},
        attachments=[(a.path, a.digest) for a in record.attachments if is_attached(a.line)],
    )


def folded(value: object) -> object:
    """Return a value with its texts normalised, lists and mappings included."""
    if isinstance(value, str):
        if value.isascii():
            return " ".join(value.split())
        text = unicodedata.normalize("NFC", value)
        return " ".join((_SOFT_BREAK.sub("", text) if "\n" in text else text).split())
    if isinstance(value, Mapping):
        return {str(name): folded(inner) for name, inner in value.items()}
    return [folded(member) for member in value] if isinstance(value, (list, tuple)) else value


def without_pin(target: str) -> str:
    """Return a link's target as written, without the release or digest that it is pinned to.

    A pin says what was looked at, not what must hold.  A mail address is no pin: what follows its `@` ends in letters.
    """
    return _PIN.sub("", target)


def _target(written: str) -> str:
    return " ".join(without_pin(normal_id(written)).split())


def _sha256(data: object) -> str:
    return hashlib.sha256(_canonical(data).encode("utf-8", "surrogatepass")).hexdigest()
