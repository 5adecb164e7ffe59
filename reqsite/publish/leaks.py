"""Finding in a text what no client may know: ids of hidden records, and sentences that only they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from reqsite.history.entry import Entry, State
from reqsite.model.record import fold_id
from reqsite.model.redaction import Redactor
from reqsite.model.trie import beginning_pattern

_RUN = re.compile(r"[^\W_][\w ,.;()]{11,39}")
"""A piece of a sentence that looks the same in Markdown, HTML and JSON."""
_HAN = re.compile("[\u3400-\u9fff]")
_ENOUGH = 24
"""So many letters, a Han character counted twice, are no accident."""
_AROUND = 30


def leak_finder(state: State, hidden: Collection[str], past: Iterable[Entry] = ()) -> Callable[[str], str] | None:
    """Return what finds something internal in a text, None where there is nothing internal.

    Args:
        state: all records.
        hidden: ids of those that the readers must not know of.
        past: records of earlier releases; what was told then is told for good.
    """
    closed = set(hidden)
    secret = {run for entry in state.entries.values() for run in _runs(_secret(entry, entry.id in closed))}
    if secret:
        told = re.compile(beginning_pattern(secret))
        for entry in (*state.entries.values(), *past):
            if entry.id not in closed:
                for text in _texts({k: v for k, v in entry.record.items() if k != "internal"}):
                    secret.difference_update(" ".join(match[0].split()) for match in told.finditer(text))
    known = {fold_id(record_id) for record_id in state.entries if record_id not in closed}
    kinds = [(entry.id, entry.kind) for entry in state.entries.values() if entry.id in closed]
    redactor = Redactor(kinds, lambda text: fold_id(text) in known, "") if kinds else None
    sentences = re.compile(beginning_pattern(secret)) if secret else None
    if redactor is None and sentences is None:
        return None

    def leak(text: str) -> str:
        if sentences and (match := sentences.search(text)):
            return match[0]
        return _first_difference(text, redactor.redact(text)) if redactor else ""

    return leak


def _first_difference(text: str, redacted: str) -> str:
    if redacted == text:
        return ""
    low, high = 0, min(len(text), len(redacted))
    while low < high:
        middle = (low + high + 1) // 2
        if text[:middle] == redacted[:middle]:
            low = middle
        else:
            high = middle - 1
    return " ".join(text[max(0, low - _AROUND) : low + _AROUND].split())


def _secret(entry: Entry, is_hidden: bool) -> Any:  # noqa: ANN401 JSON of any shape
    return entry.record if is_hidden else entry.record.get("internal", {})


def _runs(data: Any) -> Iterator[str]:  # noqa: ANN401 JSON of any shape
    for text in _texts(data):
        for match in _RUN.finditer(text):
            run = " ".join(match[0].split())
            if len(run) + len(_HAN.findall(run)) >= _ENOUGH:
                yield run


def _texts(data: Any) -> Iterator[str]:  # noqa: ANN401 as above
    """Yield what a record says in words; names of fields and of its file are not among that."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, inner in data.items():
            if name not in {"key", "file", "type", "kind", "attachments"}:
                yield from _texts(inner)
    elif isinstance(data, (list, tuple)):
        for inner in data:
            yield from _texts(inner)
