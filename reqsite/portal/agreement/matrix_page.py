"""The requirement matrix: one row a requirement, one column a role.

A script makes the table from the list of requirements and from a file beside it, so that a portal with thousands of
them costs no more to build; few rows stand in the page as well, for whoever has no script.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from reqsite.confirm.matrix import HELD_BY, MatrixRow, matrix_rows
from reqsite.confirm.words import SIGNS
from reqsite.i18n import _
from reqsite.portal import document_pages, list_data
from reqsite.portal.addresses import relative
from reqsite.portal.agreement import addresses
from reqsite.portal.agreement.standings import ShownStanding, said_by, shown
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment
from reqsite.portal.table_words import browse_words

DATA = "data/matrix.js"
"""Sets `REQSITE_MATRIX`: `said`, `releases`: texts; `records`: [id, address from the root] of goals and tests; `rows`,
in the order of the list of requirements: [for each role the place in `said`, changes, place in `releases`, [places of
goals in `records`], [of tests]]; -1 where there is nothing."""
AT_ONCE = 200
"""So many rows stand in the page as well."""
_FIELDS = ("proposer", "priority", "status")


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement, for readers without a script."""

    link: Link
    values: tuple[str, ...]
    standings: tuple[ShownStanding | None, ...]
    changes: str
    last: str
    goals: tuple[Link, ...]
    tests: tuple[Link, ...]


def fragment(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the content of the page."""
    here = press.site.addresses.url(addresses.MATRIX)
    records = press.by_kind[HELD_BY]
    say, schema = press.words.say, press.site.catalog.schema
    used = [name for name in _FIELDS if any(name in record.fields for record in records)]
    roles = _roles(press)
    labels = {role: schema.role_label(role, press.site.language) for role in roles}
    html = press.templates.render(
        "confirm_matrix",
        title=title,
        count=len(records),
        heads=[press.words.field(name) for name in used],
        roles=list(labels.values()),
        rows=[_row(press, row, used, roles, here) for row in _rows(press)] if len(records) <= AT_ONCE else [],
        list_url=press.href(press.site.addresses.list_source(HELD_BY), here),
        list_title=press.words.list_title(HELD_BY),
        document=press.href(document_pages.CONTENTS, here),
        status=press.href(addresses.STATUS, here) if roles else "",
        root=relative("", here),
        settings={
            "fields": used,
            "roles": [[list_data.role_facet(role), label] for role, label in labels.items()],
            "signs": {standing.value: sign for standing, sign in SIGNS.items()},
        },
        words={
            **browse_words(press),
            "changes": say(_("Changes so far")),
            "last": say(_("Last changed in")),
            "goals": say(_("Goals")),
            "tests": say(_("Tests")),
        },
        scripts=[relative(path, here) for path in (list_data.list_script(HELD_BY), DATA, addresses.MATRIX_SCRIPT)],
    )
    return Fragment(html)


def script(press: Press) -> dict[str, tuple[str, dict[str, object]]]:
    """Return what the table is made of besides the list: path → (name of the variable, what it holds)."""
    if HELD_BY not in press.by_kind:
        return {}
    said, releases, records = _Places(), _Places(), _Places()
    roles, catalog, redact = _roles(press), press.site.catalog, press.site.redact
    rows = []
    for row in _rows(press):
        answers = [said.of(redact(said_by(press, row.items[role])) if role in row.items else "") for role in roles]
        last = releases.of(f"{row.last.name} ({row.last.date})" if row.last else "")
        linked = [[records.of(record_id) for record_id in ids] for ids in (row.goals, row.tests)]
        rows.append([*answers, -1 if row.changes is None else row.changes, last, *linked])
    addresses_of = [[i, press.site.addresses.record_url(catalog.records[i])] for i in records.texts]
    data = {"said": said.texts, "releases": releases.texts, "records": addresses_of, "rows": rows}
    return {DATA: ("REQSITE_MATRIX", data)}


class _Places:
    """Texts, each kept once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    @property
    def texts(self) -> list[str]:
        return list(self._places)

    def of(self, text: str) -> int:
        """Return the place of a text, -1 for an empty one."""
        return self._places.setdefault(text, len(self._places)) if text else -1


def _rows(press: Press) -> Iterable[MatrixRow]:
    return matrix_rows(press.site.catalog, press.site.story.ledger, press.site.agreement.confirmations)


def _roles(press: Press) -> tuple[str, ...]:
    confirmations = press.site.agreement.confirmations
    return confirmations.roles if confirmations else ()


def _row(press: Press, row: MatrixRow, fields: Iterable[str], roles: Iterable[str], here: str) -> Row:
    record, words = row.record, press.words
    return Row(
        press.link(record.id, here),
        tuple(
            words.status(record) if name == "status" else ", ".join(words.value(name, v) for v in record.items(name))
            for name in fields
        ),
        tuple(shown(press, row.items[role]) if role in row.items else None for role in roles),
        "" if row.changes is None else str(row.changes),
        f"{row.last.name} ({row.last.date})" if row.last else "",
        tuple(press.link(i, here) for i in row.goals),
        tuple(press.link(i, here) for i in row.tests),
    )
