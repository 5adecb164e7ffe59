"""How large a store has become, while there is still room where it is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsite.i18n import _

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.publish.manifest import Manifest
    from reqsite.publish.store import Store

_MEGABYTE = 1_000_000
_PAGES_MEGABYTES = 1000
"""What GitHub Pages serves of one site."""
_FULL = 0.8


def tell_size(session: Session, store: Store, manifest: Manifest) -> None:
    """Say how large a release is that is new in a store, and that store; warn where it outgrows its host."""
    from reqsite.publish.pointers import read_holdings  # noqa: PLC0415 - `--help` needs none of it

    held = read_holdings(store)
    taken = held.journal.redacted
    heads = [head for head in (*held.releases, held.draft) if head and head.folder not in taken]
    whole = sum(head.size for head in heads) / _MEGABYTE
    sizes = {"size": f"{manifest.size / _MEGABYTE:.1f}", "whole": f"{whole:.1f}"}
    session.say(_("Size: {size} MB; the store holds {whole} MB.", **sizes))
    if whole > _FULL * _PAGES_MEGABYTES:
        session.warn(
            _(
                "GitHub Pages serves {limit} MB at most, and the store holds {whole} MB.",
                limit=_PAGES_MEGABYTES,
                whole=round(whole),
            )
        )
