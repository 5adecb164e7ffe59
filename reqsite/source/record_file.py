"""A Markdown file: a record, or an ordinary page that MkDocs takes care of.

A file is a record where its front matter has

- an `id`, or
- a `type` that the schema knows, or
- a `type` and one more key that means something to the schema and nothing to MkDocs or Material, or
- two keys of the latter sort (a record whose writer forgot id and type, and who is told so).

Any other file is an ordinary page.  Its front matter still has to be readable, by strict YAML but for anchors, aliases
and tags, and by MkDocs, which would otherwise show it as text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from reqsite.i18n import _
from reqsite.model.finding import Finding
from reqsite.model.record import Record
from reqsite.model.schema import Schema
from reqsite.source import rules
from reqsite.source.front_matter import Split, split
from reqsite.source.limits import refuse_hostile
from reqsite.source.markdown_scan import scan
from reqsite.source.record_node import Body, Origin, record_of
from reqsite.source.refused import Refused
from reqsite.source.strict_yaml import FASTEST_LOADER, compose_map, refuse_bombs
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence, YamlMistake

_MKDOCS_KEYS = ("author", "authors", "date", "description", "exclude", "generate", "title")
_MATERIAL_KEYS = ("boost", "categories", "comments", "draft", "hide", "icon", "links", "pin", "readtime", "search")
_MATERIAL_KEYS_TOO = ("slug", "social", "status", "subtitle", "tags", "template")
PAGE_KEYS = frozenset((*_MKDOCS_KEYS, *_MATERIAL_KEYS, *_MATERIAL_KEYS_TOO))
"""What front matter of ordinary pages may hold for MkDocs, Material and their plugins."""

_RECORD_LINE = re.compile(r"^(?:id|type)[ \t]*[:：]", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].{0,40})?")
_ENOUGH_KEYS = 2


class Read(NamedTuple):
    """What a file held."""

    records: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_page: bool = False
    """True for an ordinary page that nothing is wrong with."""


def read_markdown(text: str, origin: Origin) -> Read:
    """Return what a Markdown file holds: one record, or none and whatever is wrong with it.

    Args:
        text: The file's text, with line feeds.
        origin: Where it comes from.
    """
    try:
        parts = split(text)
        node = _front(parts)
        if node is not None and is_record(node, origin.schema):
            record, findings = record_of(node, Body(parts.body, parts.body_line), origin)
            return Read((record,), tuple(findings))
        _refuse_page(parts, node, origin)
    except Refused as refused:
        return Read(findings=(refused.finding(origin.file),))
    return Read(is_page=True)


def _front(parts: Split) -> Map | None:
    if parts.front is None:
        return None
    try:
        try:
            return compose_map(parts.front, first_line=parts.front_line)
        except YamlMistake as mistake:
            if mistake.kind != "not-strict" or _RECORD_LINE.search(parts.front):
                raise
            refuse_bombs(parts.front, first_line=parts.front_line)
            return None  # an ordinary page may use what else YAML has
    except YamlMistake as mistake:
        raise Refused.by(mistake) from None


def is_record(node: Map, schema: Schema) -> bool:
    """Return True where front matter is a record's."""
    keys = node.keys()
    if "id" in keys:
        return True
    own = sum(1 for key in keys if (key in schema.fields or key in schema.links) and key not in PAGE_KEYS)
    if "type" not in keys:
        return own >= _ENOUGH_KEYS
    name = node.get("type")
    known = isinstance(name, Scalar) and name.value in schema.types
    return known or own >= _ENOUGH_KEYS or "status" in keys  # `type` itself is one of the schema's keys


def _refuse_page(parts: Split, node: Map | None, origin: Origin) -> None:
    """Refuse an ordinary page that MkDocs would show wrongly, or never finish."""
    try:
        refuse_hostile(parts.body, scan(parts.body).masked(parts.body), origin.limits)
    except Refused as refused:
        refused.line += parts.body_line - 1
        raise
    if parts.front is None or not parts.front.strip():
        return
    if not parts.closed_by_a_line:
        raise Refused(
            rules.UNREADABLE_FRONT_MATTER,
            _("The file ends right behind the front matter, and MkDocs then shows it as text."),
            _("Write a line end behind the last `---`."),
            parts.body_line - 1,
        )
    try:
        yaml.load(parts.front, Loader=FASTEST_LOADER)  # noqa: S506 a safe loader; MkDocs does the same
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise _not_for_mkdocs(error, parts, node) from None


def _not_for_mkdocs(error: Exception, parts: Split, node: Map | None) -> Refused:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + parts.front_line, mark.column + 1) if mark else (parts.front_line, 1)
    dates = [value for value in _scalars(node) if value.plain and _DATE.fullmatch(value.value)] if node else []
    for value in () if mark else dates:
        try:
            yaml.load(value.value, Loader=FASTEST_LOADER)  # noqa: S506
        except ValueError:
            line, column = value.line, value.column
            break
    return Refused(
        rules.UNREADABLE_FRONT_MATTER,
        _("MkDocs cannot read this value, and would show the whole front matter as text."),
        _("Put the value in quotes, or write a date that exists."),
        line,
        column,
    )


def _scalars(node: Node) -> list[Scalar]:
    found: list[Scalar] = []
    waiting: list[Node] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Scalar):
            found.append(here)
        elif isinstance(here, Sequence):
            waiting += here.items
        else:
            waiting += [value for _key, value in here.entries]
    return sorted(found, key=lambda scalar: (scalar.line, scalar.column))
