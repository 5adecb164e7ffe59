"""The gate of a release: nothing in it may hang on what is not yet for a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.terminal import write_data
from reqsite.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reqsite.cli.session import Session
    from reqsite.i18n import Message
    from reqsite.model.catalog import Catalog


def refuse_links_to_unreleased(session: Session) -> None:
    """Refuse to go on while a record of the release links to one whose state the schema marks `released: false`."""
    lines = list(_torn_links(session.workspace.catalog))
    if not lines:
        return
    write_data("".join(f"{session.words(line)}\n" for line in lines))
    message = plural(
        "Nothing was released: {count} link would lead to what is not in the release.",
        "Nothing was released: {count} links would lead to what is not in the release.",
        len(lines),
    )
    hint = _("Take the link out, or bring the record that it leads to into a state that is for a release.")
    raise CommandError(message, Exit.FINDINGS, hint)


def _torn_links(catalog: Catalog) -> Iterator[Message]:
    """Yield a line for each link that a client would find cut off; what no client sees hangs on what it likes."""
    for record in catalog:
        if record.is_internal or not catalog.is_live(record) or not catalog.is_released(record):
            continue
        for link in catalog.outgoing(record.id):
            target = catalog.records[link.target]
            if link.type.internal or target.is_internal or catalog.is_released(target):
                continue
            yield _(
                "{place}: {id} has {target} under '{field}', which is '{status}': not yet for a release.",
                place=record.place(link.type.name, "id"),
                id=record.id,
                target=target.id,
                field=link.type.name,
                status=target.text("status"),
            )
