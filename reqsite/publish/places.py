"""Where a store may be: beside what a project is made of, never among it or around it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reqsite.i18n import _
from reqsite.publish.errors import MisplacedError


def refuse_place(store: Path, root: Path, folders: Iterable[Path]) -> None:
    """Refuse a folder in which a store would take the place of something else, or become a part of the next build.

    Args:
        store: the folder.
        root: of the project.
        folders: those that a build reads or empties: documents, the ledger, the site.

    Raises:
        MisplacedError: It is such a one.
    """
    place = store.resolve()
    hint = _("Take a folder of its own: `--store public`")
    home = Path.home().resolve()
    if any(place == other or place in other.parents for other in (root.resolve(), home)):
        raise MisplacedError(_("{path} cannot be a store: other things lie in it.", path=store), hint)
    for folder in folders:
        taken = folder.resolve()
        if place == taken or taken in place.parents or place in taken.parents:
            raise MisplacedError(
                _("{path} cannot be a store: {folder} is in its way.", path=store, folder=folder), hint
            )
