"""`reqsite diff`: what differs between two states of the project."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from reqsite.cli.candidates import record_ids, release_names
from reqsite.cli.command import Option, verb
from reqsite.cli.diff_states import WORKTREE, Range, StateFinder
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.terminal import may_color, printable, printable_json, write_data
from reqsite.history.difference import Difference, compare
from reqsite.history.public import public_state
from reqsite.i18n import _
from reqsite.model.nearest import Suggestions
from reqsite.model.record import fold_id

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.history.entry import State

FORMATS = ("text", "json", "md", "html", "changelog")


@verb(
    "diff",
    _(
        "Compares two states: releases, branches, tags, commits, HEAD, or `worktree`, which is what you have now. "
        "A release goes before a branch or tag of the same name. Left out, A is the last release and B the worktree. "
        "`A..B` is the same as A B; `A...B` compares B with the commit at which it left A."
    ),
    [
        ("reqsite diff", _("what the next release would change")),
        ("reqsite diff 1.1.0 1.2.0", _("two releases")),
        ("reqsite diff main...HEAD --format md", _("a comment for a pull request")),
        ("reqsite diff --format changelog", _("lines for CHANGELOG.md")),
        ("reqsite diff --public --format html > changes.html", _("a page for a client")),
    ],
    [
        click.Argument(["old"], metavar="[A]", required=False, default="", shell_complete=release_names),
        click.Argument(["new"], metavar="[B]", required=False, default="", shell_complete=release_names),
        Option(
            "--format",
            "style",
            type=click.Choice(FORMATS),
            default="text",
            show_default=True,
            help=_("Text, JSON, Markdown of at most 60,000 characters, one HTML page, or Keep-a-Changelog text."),
        ),
        Option("--exact", is_flag=True, help=_("White space counts too.")),
        Option(
            "--only",
            multiple=True,
            metavar="ID",
            shell_complete=record_ids,
            help=_("Only this record; may be given several times."),
        ),
        Option("--public", is_flag=True, help=_("Only what a client may see; else all is shown.")),
        Option("--exit-code", is_flag=True, help=_("Exit with 1 where something differs.")),
    ],
)
def command(
    session: Session,
    *,
    old: str,
    new: str,
    style: str,
    exact: bool,
    only: tuple[str, ...],
    public: bool,
    exit_code: bool,
) -> Exit:
    """Print the difference."""
    workspace = session.workspace
    last = workspace.ledger.latest
    wanted = Range.of(old, new, last.name if last else "")
    with StateFinder(session) as finder:
        before, after = finder.pair(wanted)
    if public:
        hidden = _hidden(before, after, workspace.state)
        before, after = public_state(before, hidden), public_state(after, hidden)
    if only:
        before, after = _limited(before, after, only)
    difference = compare(before, after, exact=exact)
    write_data(_rendered(session, difference, style))
    return Exit.FINDINGS if exit_code and not difference.is_empty else Exit.FINE


def _hidden(before: State, after: State, now: State) -> set[str]:
    """Return the ids that no client may see now, or might not when they were there last."""
    ids = {entry.id for state in (now, after) for entry in state.entries.values() if entry.is_hidden}
    return ids | {e.id for e in before.entries.values() if e.is_hidden and e.id not in after.entries}


def _limited(before: State, after: State, only: Collection[str]) -> tuple[State, State]:
    """Return both states with these records alone."""
    by_fold = {fold_id(record_id): record_id for state in (before, after) for record_id in state.entries}
    wanted = set()
    for written in only:
        record_id = by_fold.get(fold_id(written))
        if record_id is None:
            near = Suggestions(by_fold.values()).nearest(written)
            hint = _("Did you mean {id}?", id=near) if near else None
            raise wrong_call(_("There is no record {id} in either state.", id=written), hint)
        wanted.add(record_id)
    one, other = (
        replace(state, entries={i: e for i, e in state.entries.items() if i in wanted}) for state in (before, after)
    )
    return one, other


def _rendered(session: Session, difference: Difference, style: str) -> str:
    """Return the difference in the form that was asked for."""
    if style == "json":
        return printable_json(json.dumps(difference.plain(), ensure_ascii=False, indent=2)) + "\n"
    if style == "changelog":
        return printable(_changelog(session, difference))
    from reqsite.cli.diff_items import Redlines  # noqa: PLC0415 - JSON needs no redline

    redlines = Redlines(session.workspace.catalog, session.language)
    if style == "md":
        from reqsite.cli.diff_markdown import difference_markdown  # noqa: PLC0415 - as above

        return printable(difference_markdown(difference, redlines, session.words))
    if style == "html":
        from reqsite.cli.diff_html import difference_html  # noqa: PLC0415 - as above

        project = session.project
        return difference_html(difference, redlines, session.words, session.language, project.site_name)
    from reqsite.cli.diff_text import TextPrinter  # noqa: PLC0415 - as above

    printer = TextPrinter(redlines, session.words, color=may_color(sys.stdout))
    return "\n".join(printer.difference(difference)) + "\n"


def _changelog(session: Session, difference: Difference) -> str:
    from reqsite.history.changelog import changelog  # noqa: PLC0415 - as above

    release = session.workspace.ledger.find(difference.new.name)
    if difference.new.name == WORKTREE:
        difference = replace(difference, new=replace(difference.new, name=""))
    return changelog(difference, release.date if release else "")
