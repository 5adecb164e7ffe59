"""A mapping of strict YAML and a Markdown text, made into a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reqsite.i18n import _
from reqsite.model.figures import FIELD as FIGURES
from reqsite.model.figures import figures_of
from reqsite.model.finding import Finding
from reqsite.model.languages import BINDING_LANGUAGE
from reqsite.model.record import Attachment, Record, Value, Waiver
from reqsite.model.schema import Schema
from reqsite.source import rules, waivers
from reqsite.source.limits import Limits, refuse_hostile
from reqsite.source.local_links import local_links, resolve
from reqsite.source.markdown_scan import Scan, scan
from reqsite.source.plain_yaml import PlainMap
from reqsite.source.positions import Positions
from reqsite.source.refused import Refused
from reqsite.source.sections import first_words, sections
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence

_TEXTS = ("id", "type", "title", "status")
_WIDE_COMMAS = "，、"


class Origin(NamedTuple):
    """Where records come from, and what they are read with."""

    file: str
    """Relative to the project's root, with `/`."""
    folder: str
    """The file's folder relative to the folder of documents, with `/`; empty for that folder itself."""
    schema: Schema
    limits: Limits


class Body(NamedTuple):
    """The Markdown of a record."""

    text: str
    line: int = 1
    """The line of the file on which it begins."""
    indent: int = 0
    """By how many columns the file has it further to the right."""
    as_in_file: bool = True
    """False where its lines are not the file's: a folded or quoted text in a list file."""


def record_of(node: Map, body: Body, origin: Origin) -> tuple[Record, list[Finding]]:
    """Return the record that a mapping and its text make, and what is wrong with them.

    Raises:
        Refused: Where the text is one that no page can be made of.
    """
    found: list[Refused] = []
    schema = origin.schema
    scanned = scan(body.text)
    masked = scanned.masked(body.text)
    try:
        refuse_hostile(body.text, masked, origin.limits)
    except Refused as refused:
        refused.line += body.line - 1
        refused.column += body.indent
        raise
    fields, links = _fields_and_links(node, schema, found)
    type_name = _text(fields, "type")
    kind = schema.kind_of(type_name)
    binding = schema.languages.binding_in(_text(fields, BINDING_LANGUAGE)) if schema.languages.binding else ""
    text = sections(body.text, body.line, schema, scanned, _text(fields, "title"), binding)
    title = _text(fields, "title") or text.heading or first_words(text.sections[0].text if text.sections else "")
    record_id = _text(fields, "id") or (title if kind == "term" else "")
    if not type_name:
        found.append(_missing_type(node))
    record = Record(
        id=record_id,
        type=type_name,
        kind=kind,
        title=title,
        file=origin.file,
        line=node.line,
        fields=fields,
        links=links,
        sections=text.sections,
        criteria=text.criteria,
        attachments=(*_figures(node, fields, origin, found), *_attachments(masked, body, origin, found)),
        waivers=_waivers(node, body, scanned, found),
        positions=Positions(node),
        body=body.text,
        body_line=body.line,
        body_indent=body.indent if body.as_in_file else -1,
    )
    return record, [finding_about(refused, origin.file, record_id) for refused in found]


def finding_about(refused: Refused, file: str, record_id: str) -> Finding:
    """Return the finding about a record."""
    found = refused.finding(file)
    return Finding(found.rule, found.place, found.message, found.hint, record_id, found.severity)


def _fields_and_links(
    node: Map, schema: Schema, found: list[Refused]
) -> tuple[dict[str, Value], dict[str, tuple[str, ...]]]:
    fields: dict[str, Value] = {}
    links: dict[str, tuple[str, ...]] = {}
    if isinstance(node, PlainMap) and _sort_plain(node.values, schema, fields, links):
        return fields, links
    fields.clear()
    links.clear()
    for key, value in node.entries:
        name = key.value
        if name in schema.links:
            if targets := _targets(name, value, found, free_text=schema.links[name].free_text):
                links[name] = targets
        elif isinstance(value, Scalar):
            fields[name] = value.value
        elif name in _TEXTS:
            found.append(_no_text(name, value))
        else:
            fields[name] = _value(value)
            if isinstance(value, Sequence):
                _look_for_wide_commas(name, value, found)
    return fields, links


def _sort_plain(
    values: Mapping[str, str | tuple[str, ...]],
    schema: Schema,
    fields: dict[str, Value],
    links: dict[str, tuple[str, ...]],
) -> bool:
    """Sort values into fields and links; return False where something may be wrong with one, and its place is asked."""
    for name, value in values.items():
        texts = (value,) if isinstance(value, str) else value
        if name in schema.links:
            if targets := tuple([target for text in texts if (target := text.strip())]):
                links[name] = targets
        elif texts is not value:
            fields[name] = value
            continue
        elif name in _TEXTS:
            return False
        else:
            fields[name] = value
        for text in texts:
            if not text.isascii() and any(comma in text for comma in _WIDE_COMMAS):
                return False
    return True


def _targets(name: str, value: Node, found: list[Refused], *, free_text: bool) -> tuple[str, ...]:
    """Return the targets of a link field; what is no text is left out, with a finding."""
    if isinstance(value, Scalar):
        if value.plain and not free_text:
            _look_for_wide_comma(name, value, found)
        return (value.value.strip(),) if value.value.strip() else ()
    if isinstance(value, Map):
        found.append(_no_links(name, value))
        return ()
    _look_for_wide_commas(name, value, found)
    targets = []
    for item in value.items:
        if not isinstance(item, Scalar):
            found.append(_no_links(name, item))
        elif item.value.strip():
            targets.append(item.value.strip())
    return tuple(targets)


def _look_for_wide_commas(name: str, value: Sequence, found: list[Refused]) -> None:
    if value.flow:
        for item in value.items:
            if isinstance(item, Scalar) and item.plain:
                _look_for_wide_comma(name, item, found)


def _look_for_wide_comma(name: str, item: Scalar, found: list[Refused]) -> None:
    if item.value.isascii():
        return
    place = next((n for n, character in enumerate(item.value) if character in _WIDE_COMMAS), -1)
    if place >= 0:
        found.append(
            Refused(
                rules.FULL_WIDTH_COMMA,
                _(
                    "'{key}' has an item with a full-width comma ({comma}) in it, so it counts as one.",
                    key=name,
                    comma=item.value[place],
                ),
                _("Write `{key}: [a, b]` with half-width commas, or put the item in quotes if it is one.", key=name),
                item.line,
                item.column + place,
            )
        )


def _value(node: Node) -> Value:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return tuple(_value(item) for item in node.items)
    return {key.value: _value(value) for key, value in node.entries}


def _text(fields: Mapping[str, Value], name: str) -> str:
    value = fields.get(name, "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _waivers(node: Map, body: Body, scanned: Scan, found: list[Refused]) -> tuple[Waiver, ...]:
    kept: list[Waiver] = []
    asked = node.get("waive")
    said = list(waivers.in_front_matter(asked)) if asked else []
    if scanned.comments:
        text, _fences = scanned.cut(body.text)
        said += waivers.in_comments(body.text, text, scanned.comments, body.line)
        last = scanned.comments[-1]
        if not last.closed:
            found.append(_unclosed(body, last.start))
    for one in said:
        if isinstance(one, Waiver):
            kept.append(one)
        else:
            found.append(one)
    return tuple(kept)


def _figures(node: Map, fields: Mapping[str, Value], origin: Origin, found: list[Refused]) -> Iterator[Attachment]:
    """Yield the files of the figures that the front matter names; they stand before the text, whatever its line."""
    if FIGURES not in fields:
        return
    known = origin.schema.fields.get(FIGURES)
    positions = Positions(node)
    for figure in figures_of(fields[FIGURES]):
        if not figure.file or (known is not None and known.internal):
            continue
        paths = (f"{FIGURES}[{figure.number}].file=", f"{FIGURES}[{figure.number}].file", f"{FIGURES}[{figure.number}]")
        line, column = next((positions[path] for path in paths if path in positions), (node.line, node.column))
        try:
            file = resolve(figure.file, origin.folder)
        except Refused as refused:
            refused.line, refused.column = line, column
            found.append(refused)
        else:
            yield Attachment(figure.file, file, "", node.line, node.column, figure.is_image)


def _attachments(masked: str, body: Body, origin: Origin, found: list[Refused]) -> tuple[Attachment, ...]:
    """Return the files that the text links to; whether they exist is found out later, when all files are known."""
    kept = []
    line, counted = body.line, 0
    for link in local_links(masked):
        line += body.text.count("\n", counted, link.offset)
        counted = link.offset
        column = link.offset - body.text.rfind("\n", 0, link.offset) + body.indent
        try:
            file = resolve(link.path, origin.folder)
        except Refused as refused:
            refused.line, refused.column = line, column
            found.append(refused)
        else:
            kept.append(Attachment(link.path, file, "", line, column, link.image))
    return tuple(kept)


def _place(body: Body, offset: int) -> tuple[int, int]:
    start = body.text.rfind("\n", 0, offset)
    return body.line + body.text.count("\n", 0, offset), offset - start + body.indent


def _missing_type(node: Map) -> Refused:
    return Refused(
        rules.MISSING_TYPE,
        _("The record has no type."),
        _("Write `type: functional`, or another type of the schema."),
        node.line,
        node.column,
    )


def _no_text(name: str, value: Node) -> Refused:
    return Refused(
        rules.MALFORMED_VALUE,
        _("'{key}' must be a single text; this is a list or a mapping.", key=name),
        _("Write `{key}: …`; put the text in double quotes if the brackets belong to it.", key=name),
        value.line,
        value.column,
    )


def _no_links(name: str, value: Node) -> Refused:
    return Refused(
        rules.MALFORMED_VALUE,
        _("'{key}' holds links: the ids of records, one text or a list of texts.", key=name),
        _("Write `{key}: [REQ-001, REQ-002]`.", key=name),
        value.line,
        value.column,
    )


def _unclosed(body: Body, offset: int) -> Refused:
    line, column = _place(body, offset)
    return Refused(
        rules.UNCLOSED_COMMENT,
        _("The comment that begins here is not closed."),
        _("Write `-->` where it ends."),
        line,
        column,
    )
