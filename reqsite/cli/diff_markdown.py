"""A difference for a comment on a pull request: a table of numbers, and each change folded away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reqsite.cli.diff_items import Item, Redlines, groups_of
from reqsite.history.redline_text import literal, redline_markdown
from reqsite.i18n import Message, _, plural

if TYPE_CHECKING:
    from reqsite.history.difference import Difference

MOST_CHARACTERS = 60_000
"""GitHub takes 65,536 in a comment."""
_ROOM_FOR_THE_END = 300
_LONGEST_TITLE = 200


def difference_markdown(difference: Difference, redlines: Redlines, say: Callable[[Message], str]) -> str:
    """Return Markdown that is short enough for a comment; what finds no room is counted."""
    groups = groups_of(difference)
    parts = [f"### {literal(difference.old.name)} → {literal(difference.new.name)}\n\n"]
    if difference.is_empty:
        parts.append(say(_("Nothing differs.")) + "\n")
    else:
        heads = [say(group.title) for group in groups] + [say(_("The same")), say(_("All records"))]
        counted = [*(len(group.items) for group in groups), difference.counts["unchanged"], len(difference.new.entries)]
        parts.append(f"| {' | '.join(heads)} |\n|{' --: |' * len(heads)}\n| {' | '.join(map(str, counted))} |\n")
    left = MOST_CHARACTERS - _ROOM_FOR_THE_END - sum(map(len, parts))
    every = [(say(group.title), item) for group in groups for item in group.items]
    heading = ""
    for number, (title, item) in enumerate(every):
        text = "".join(_item(item, redlines, say))
        if title != heading:
            text = f"\n#### {title}\n\n{text}"
            heading = title
        left -= len(text)
        if left < 0:
            more = plural("… and {count} more record.", "… and {count} more records.", len(every) - number)
            parts.append(f"\n{say(more)}\n")
            break
        parts.append(text)
    return "".join(parts)


def _item(item: Item, redlines: Redlines, say: Callable[[Message], str]) -> Iterator[str]:
    name = f"<b>{literal(item.note or item.id)}</b> {literal(item.title[:_LONGEST_TITLE])}"
    if item.changed is None:
        yield f"- {name}\n"
        return
    found = list(redlines.parts(item.changed))
    labels = ", ".join(literal(part.label) for part in found)
    yield f"<details><summary>{name}: {labels}</summary>\n\n"
    for part in found:
        text = redline_markdown(part.redline, say) if part.redline.has_changes else ""
        if part.is_line:
            text = text.replace("\n\n", " → ")
        note = f"<i>{literal(say(part.note))}</i>" if part.note else ""
        yield f"**{literal(part.label)}**\n\n" + "".join(f"{said}\n\n" for said in (text, note) if said)
    yield "</details>\n"
