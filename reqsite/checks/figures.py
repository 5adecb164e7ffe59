"""Figures: whether each leads somewhere, and says in words what it shows."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.i18n import _
from reqsite.model.figures import FIELD, KEYS, Figure, figures_of
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record

_SHOWN = (
    "records:\n"
    "  - id: REQ-001\n    type: functional\n    title: Log in\n    status: draft\n    priority: P1\n"
    "    body: The system shall ask for a password.\n    figures:\n      - %s\n"
)
_GOOD = "{type: prototype, caption: The form to log in, url: 'https://example.org/form'}"
FIGURE_WITHOUT_WORDS = Rule(
    "RQ864",
    "figure-without-words",
    Severity.WARNING,
    _("A figure without a caption or a description"),
    _("Who cannot see it, or reads on paper, learns nothing from it; and nobody finds it in the gallery."),
    _SHOWN % "{type: prototype, url: 'https://example.org/form'}",
    _SHOWN % _GOOD,
)
BAD_FIGURE = Rule(
    "RQ865",
    "bad-figure",
    Severity.ERROR,
    _("A figure that leads nowhere"),
    _("A figure has a file beside the record, or an address that begins with http:// or https://."),
    _SHOWN % "{type: prototype, caption: The form to log in, url: 'javascript:alert(1)'}",
    _SHOWN % _GOOD,
)
RULES = (FIGURE_WITHOUT_WORDS, BAD_FIGURE)


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with the figures of records."""
    for record in context.records:
        value = record.fields.get(FIELD)
        if not value:
            continue
        for figure in figures_of(value):
            yield from _look_at(record, figure)
        for number, member in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(member, Mapping):
                yield from _unknown(record, number, member)
            elif not isinstance(member, str):
                yield _nowhere(record, Figure(number))


def _look_at(record: Record, figure: Figure) -> Iterator[Finding]:
    if not figure.file and not figure.host:
        yield _nowhere(record, figure)
    if not figure.words:
        message = _("The figure has no caption.")
        hint = _("Write what it shows: `caption: …`; and `alt: …` where the caption does not say it.")
        yield Finding.of(FIGURE_WITHOUT_WORDS, record.place(*_paths(figure.number)), message, hint, record.id)


def _nowhere(record: Record, figure: Figure) -> Finding:
    if figure.url:
        message = _("'{url}' is no address that a page can lead to.", url=figure.url[:200])
    else:
        message = _("The figure has neither a file nor an address.")
    hint = _("Write `file: form.png`, or `url: https://…`.")
    return Finding.of(BAD_FIGURE, record.place(*_paths(figure.number, "url")), message, hint, record.id)


def _unknown(record: Record, number: int, member: Mapping[str, object]) -> Iterator[Finding]:
    for name in member:
        if name not in KEYS:
            near = difflib.get_close_matches(name, KEYS, 1)
            message = _("A figure has no '{name}'.", name=name)
            hint = (
                _("Did you mean {near}?", near=near[0]) if near else _("It may have: {names}.", names=", ".join(KEYS))
            )
            yield Finding.of(BAD_FIGURE, record.place(*_paths(number, name)), message, hint, record.id)


def _paths(number: int, name: str = "") -> tuple[str, ...]:
    inner = (f"{FIELD}[{number}].{name}=", f"{FIELD}[{number}].{name}") if name else ()
    return (*inner, f"{FIELD}[{number}]", f"{FIELD}=", FIELD)
