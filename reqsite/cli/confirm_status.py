"""Who has agreed to the records as they stand now, role by role."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reqsite.cli.columns import table
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.terminal import printable_json, write_data
from reqsite.confirm.receipt import WHOLE
from reqsite.confirm.standing import Item, Standing
from reqsite.confirm.words import STANDINGS, not_checked
from reqsite.i18n import _

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.confirm.standing import Confirmations


def status(session: Session, role: str | None, style: str) -> Exit:
    """Print how the roles stand; with a role, item by item."""
    confirmations = session.workspace.confirmations
    roles = confirmations.roles
    unchecked = not_checked(session.workspace.receipts)
    if role is not None and role not in roles:
        known = ", ".join(roles)
        hint = _("The roles of this project are {names}.", names=known) if known else _NOBODY_HINT
        raise wrong_call(_("{role} has nothing to confirm.", role=role), hint)
    shown = (role,) if role is not None else roles
    if unchecked is not None:
        session.warn(unchecked)
    if style == "json":
        data = {**_plain(confirmations, shown), "signatures_checked": unchecked is None}
        write_data(printable_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n")
    elif not roles:
        session.say(_("Nobody has to confirm anything in this project."))
        session.say(_NOBODY_HINT)
    elif role is None:
        session.print("\n".join(_overview(session, confirmations)) + "\n")
    else:
        session.print("\n".join(_items(session, confirmations, role)) + "\n")
    return Exit.FINE


_NOBODY_HINT = _("`confirmation:` in schema.yml says which role confirms what.")


def _overview(session: Session, confirmations: Confirmations) -> Iterable[str]:
    words, schema = session.words, confirmations.schema
    signed = {item.role: item for item in confirmations.signatures}
    heads = [_("Role"), _("Asked"), *STANDINGS.values(), _("Release signed")]
    rows = [[words(head) for head in heads]]
    for role in confirmations.roles:
        counts = confirmations.counts(role)
        signature = words(STANDINGS[signed[role].standing]) if role in signed else ""
        numbers = [str(counts.get(standing, 0)) for standing in STANDINGS]
        asked = str(sum(counts.values()))
        rows.append([f"{schema.role_label(role, session.language)} ({role})", asked, *numbers, signature])
    return table(rows, right=frozenset(range(1, len(STANDINGS) + 2)))


def _items(session: Session, confirmations: Confirmations, role: str) -> Iterable[str]:
    """Return a line an item, what is asked of somebody first."""
    order = {standing: number for number, standing in enumerate(_URGENCY)}
    rows = []
    for item in sorted(_of(confirmations, role), key=lambda item: order[item.standing]):
        given = item.given
        entry = confirmations.state.entries.get(item.id)
        said = f"{given.name}, {given.date}" if given else ""
        if given and given.key:
            signed = _("signed: {by}", by=" ".join(part for part in (given.signer, given.key) if part))
            said += f" ({session.words(signed)})"
        reworded = _("Please note: the wording has changed since.") if item.is_reworded else None
        comment = given.comment if given else ""
        rows.append(
            [
                item.id or "*",
                session.words(STANDINGS[item.standing]),
                said,
                entry.title if entry else session.words(_("the whole release")),
                session.words(reworded) if reworded else comment,
            ]
        )
    return table(rows)


_URGENCY = (
    Standing.OBJECTED,
    Standing.DISCUSSED,
    Standing.AGAIN,
    Standing.UNPROVEN,
    Standing.OPEN,
    Standing.AGREED,
)


def _of(confirmations: Confirmations, role: str) -> Iterator[Item]:
    yield from (item for item in confirmations.signatures if item.role == role)
    yield from confirmations.by_role.get(role, ())


def _plain(confirmations: Confirmations, roles: Iterable[str]) -> dict[str, object]:
    """Return the state of some roles as machines read it."""
    return {
        "roles": [
            {
                "role": role,
                "counts": {standing.value: confirmations.counts(role).get(standing, 0) for standing in STANDINGS},
                "waits_for": list(confirmations.waits_for(role)),
                "items": [_item(item) for item in confirmations.by_role.get(role, ())],
                "release": next((_item(i) for i in confirmations.signatures if i.role == role), None),
            }
            for role in roles
        ]
    }


def _item(item: Item) -> dict[str, object]:
    given = item.given
    plain: dict[str, object] = {} if item.id == WHOLE else {"id": item.id}
    plain |= {"standing": item.standing.value, "reworded": item.is_reworded}
    if given:
        plain |= {
            "answer": given.answer,
            "by": given.name,
            "at": given.moment,
            "release": given.release,
            "comment": given.comment,
            "evidence": list(given.evidence),
            "receipt": given.file,
            "signature": {"key": given.key, "signer": given.signer} if given.key else None,
        }
    return plain
