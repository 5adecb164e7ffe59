"""A list file: short records as entries of one YAML file, under its key `records`."""

from __future__ import annotations

import re

from reqsite.i18n import _
from reqsite.model.finding import Finding
from reqsite.model.record import Record
from reqsite.source import rules
from reqsite.source.record_file import Read
from reqsite.source.record_node import Body, Origin, record_of
from reqsite.source.refused import Refused
from reqsite.source.strict_yaml import compose_map
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence, YamlMistake

_TOP_KEY = re.compile(r"^[\"']?records[\"']?[ \t]*[:：]", re.MULTILINE)
_ENTRY_EXAMPLE = _("Write each entry as `- type: …` with its other keys indented below `type`.")


def is_list(text: str) -> bool:
    """Return True where a YAML text has the top key `records`."""
    return _TOP_KEY.search(text) is not None


def read_list(text: str, origin: Origin) -> Read:
    """Return the records of a list file, and what is wrong with it.

    Args:
        text: The file's text, with line feeds.
        origin: Where it comes from.
    """
    records: list[Record] = []
    findings: list[Finding] = []
    try:
        entries = _entries(text, findings, origin.file)
    except YamlMistake as mistake:
        return Read(findings=(Refused.by(mistake, rules.MALFORMED_LIST).finding(origin.file),))
    lines = text.split("\n")
    for entry in entries:
        try:
            if not isinstance(entry, Map):
                raise _no_entry(entry)
            record, found = _record(entry, lines, origin)
        except Refused as refused:
            findings.append(refused.finding(origin.file))
        else:
            records.append(record)
            findings += found
    return Read(tuple(records), tuple(findings))


def _entries(text: str, findings: list[Finding], file: str) -> tuple[Node, ...]:
    """Return what stands under `records`; another key at the top is a finding."""
    entries: tuple[Node, ...] = ()
    top = compose_map(text)
    for key, value in top.entries if top else ():
        if key.value != "records":
            wrong = Refused(
                rules.MALFORMED_LIST,
                _("A list file has one top key, `records`; '{key}' is not read.", key=key.value),
                _("Move it into the entries that it is about, or delete it."),
                key.line,
                key.column,
            )
            findings.append(wrong.finding(file))
        elif isinstance(value, Sequence):
            entries = value.items
        elif not (isinstance(value, Scalar) and not value.value):
            wrong = Refused(
                rules.MALFORMED_LIST, _("`records` must hold a list."), _ENTRY_EXAMPLE, value.line, value.column
            )
            findings.append(wrong.finding(file))
    return entries


def _no_entry(entry: Node) -> Refused:
    return Refused(
        rules.MALFORMED_LIST,
        _("An entry of `records` must be a mapping with the keys of a record."),
        _ENTRY_EXAMPLE,
        entry.line,
        entry.column,
    )


def _record(entry: Map, lines: list[str], origin: Origin) -> tuple[Record, list[Finding]]:
    body = entry.get("body")
    if body is None:
        return record_of(entry, Body("", entry.line), origin)
    if not isinstance(body, Scalar):
        raise Refused(
            rules.MALFORMED_VALUE,
            _("`body` must be a text; this is a list or a mapping."),
            _("Write `body: |` and the Markdown indented on the lines below."),
            body.line,
            body.column,
        )
    rest = Map(tuple((key, value) for key, value in entry.entries if key.value != "body"), entry.line, entry.column)
    return record_of(rest, _body(body, lines), origin)


def _body(text: Scalar, lines: list[str]) -> Body:
    """Return the Markdown of an entry with its place: a block (`|`, `>`) begins on the line below its mark."""
    mark = lines[text.line - 1][text.column - 1 : text.column]
    if text.plain or mark not in ("|", ">"):
        line, indent = text.line, text.column - 1 + (not text.plain)
    else:
        first = next((lines[number] for number in range(text.line, len(lines)) if lines[number].strip()), "")
        line, indent = text.line + 1, len(first) - len(first.lstrip(" "))
    return Body(text.value, line, indent, _stands_in(text.value, lines, line - 1, indent))


def _stands_in(text: str, lines: list[str], start: int, indent: int) -> bool:
    """Return True where the lines of a text are the file's from line `start` on, but for the indent."""
    own = text.rstrip("\n").split("\n")
    if start + len(own) > len(lines):
        return False
    return all(lines[number].startswith(mine, indent if mine else 0) for number, mine in enumerate(own, start))
