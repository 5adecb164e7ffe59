"""Taking the ids of hidden records out of what a client gets to see."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote

from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, Value, address, fold_id
from reqsite.model.trie import trie_pattern

MARK = "▇▇▇"
"""What stands in data for an id that its readers must not know: the same in every language, so that digests are too."""

_TOKEN_LEFT = re.compile(r"[A-Za-z0-9_.-]{0,100}\Z")
_TOKEN_RIGHT = re.compile(r"[A-Za-z0-9_.-]{0,100}")
_LAST_JOINT = re.compile(r"[-._][^-._]*\Z")


class Redactor:
    """Replaces every writing of a hidden record's id, in text and HTML alike: prose, code, attributes, addresses.

    A term that has no id but its name is no id: its name is an ordinary word, which texts may go on using.

    Args:
        hidden: (id, kind) of the records that must not be known of.
        is_visible: whether a text is the id of a record that may be.
        marker: what takes the place of an id.
    """

    def __init__(
        self, hidden: Iterable[tuple[str, str]], is_visible: Callable[[str], bool], marker: str = MARK
    ) -> None:
        self._is_visible = is_visible
        self._marker = html.escape(marker)
        writings = {w for id_, kind in hidden if not _is_named_by_its_title(id_, kind) for w in _writings(id_)}
        self._pattern = re.compile(f"(?i:{trie_pattern(sorted(writings))})") if writings else None

    def redact(self, text: str) -> str:
        """Return the text or HTML with the neutral marker in place of each hidden id."""
        return self._pattern.sub(self._replace, text) if self._pattern else text

    def _replace(self, match: re.Match[str]) -> str:
        return match[0] if self._is_in_a_visible_id(match) else self._marker

    def _is_in_a_visible_id(self, match: re.Match[str]) -> bool:
        """Return True where the match is but a part of a longer id that may be seen: REQ-1 in REQ-1-A."""
        text = match.string
        left = _TOKEN_LEFT.search(text[max(0, match.start() - 100) : match.start()])
        right = _TOKEN_RIGHT.match(text, match.end())
        before, after = left[0] if left else "", right[0] if right else ""
        for prefix in {before, ""}:
            rest = after
            while len(prefix) + len(rest) > 0:
                if self._is_visible(prefix + match[0] + rest):
                    return True
                if not rest:
                    break
                rest = _LAST_JOINT.sub("", rest) if _LAST_JOINT.search(rest) else ""
        return False


def for_clients(catalog: Catalog, *, release: bool = False, ids: Collection[str] | None = None) -> dict[str, Record]:
    """Return what a client may read, by id: without what is internal, and without ids of what is.

    Args:
        catalog: all records.
        release: leave out, too, the records in a state that is not yet for a release.
        ids: the records that are wanted; all where it is None.
    """
    shown = {r.id: r for r in catalog if not r.is_internal and (not release or catalog.is_released(r))}
    wanted = shown.keys() if ids is None else shown.keys() & set(ids)
    public = {record.id: record for record in catalog.public_records(wanted)}
    hidden = [(record.id, record.kind) for record in catalog if record.id not in shown]
    if not hidden:
        return public
    known = {fold_id(record_id) for record_id in shown}
    redactor = Redactor(hidden, lambda text: fold_id(text) in known)
    return {record.id: redacted(record, redactor.redact) for record in public.values()}


def redacted(record: Record, redact: Callable[[str], str]) -> Record:
    """Return a record none of whose texts says what its readers must not know."""
    return replace(
        record,
        title=redact(record.title),
        fields={name: _redacted_value(value, redact) for name, value in record.fields.items()},
        links={name: tuple(map(redact, targets)) for name, targets in record.links.items()},
        # A translation has its heading in its key where the schema does not know it.
        sections=tuple(
            replace(s, key=redact(s.key) if "@" in s.key else s.key, title=redact(s.title), text=redact(s.text))
            for s in record.sections
        ),
        criteria=tuple(
            replace(c, text=redact(c.text), steps=tuple((step, redact(text)) for step, text in c.steps))
            for c in record.criteria
        ),
        attachments=tuple(replace(a, path=redact(a.path)) for a in record.attachments),
    )


def _redacted_value(value: Value, redact: Callable[[str], str]) -> Value:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {redact(name): _redacted_value(inner, redact) for name, inner in value.items()}
    return tuple(_redacted_value(member, redact) for member in value)


def _is_named_by_its_title(record_id: str, kind: str) -> bool:
    return kind == "term" and not any(letter.isdigit() for letter in record_id)


def _writings(record_id: str) -> set[str]:
    """Return the forms that an id takes in a page: as it is, escaped, in a URL, as the name of its page."""
    return {record_id, html.escape(record_id), quote(record_id), address(record_id)}
