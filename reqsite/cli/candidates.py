"""What the shell may complete an argument with: record ids and types of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from reqsite.cli.command import session_of
from reqsite.model.schema import label_in

if TYPE_CHECKING:
    import click

    from reqsite.workspace import Workspace


def record_ids(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the ids that begin as typed, each with its title for shells that show it."""
    workspace = _workspace(ctx)
    if workspace is None:
        return []
    start = incomplete.casefold()
    return [CompletionItem(r.id, help=r.title) for r in workspace.catalog if r.id.casefold().startswith(start)]


def type_names(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the types that begin as typed."""
    workspace = _workspace(ctx)
    if workspace is None:
        return []
    language = session_of(ctx).language
    types = workspace.schema.types.values()
    return [CompletionItem(t.name, help=label_in(t.label, language)) for t in types if t.name.startswith(incomplete)]


def release_names(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the releases that begin as typed, the newest first, each with its title."""
    workspace = _workspace(ctx)
    if workspace is None:
        return []
    releases = reversed(workspace.ledger.baselines)
    return [CompletionItem(b.name, help=b.title) for b in releases if b.name.startswith(incomplete)]


def _workspace(ctx: click.Context) -> Workspace | None:
    """Return the workspace, or None where there is no project: a key press is no place for messages."""
    try:
        return session_of(ctx).workspace
    except Exception:  # noqa: BLE001 - as above
        return None
