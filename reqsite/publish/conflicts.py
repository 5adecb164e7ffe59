"""Whether a release may go out: whether it is out already, with the same content or another one, or never may again."""

from __future__ import annotations

from dataclasses import replace

from reqsite.i18n import Message, _
from reqsite.publish.errors import ConflictError, RefusedError
from reqsite.publish.heads import Head, copy_name
from reqsite.publish.holdings import Holdings
from reqsite.publish.journal import Event
from reqsite.publish.manifest import LONGEST, NAME, BadManifestError, Manifest, differences, parse_manifest
from reqsite.publish.names import edition_folder
from reqsite.publish.pointers import read_journal, read_manifest
from reqsite.publish.store import Store

_SHOWN = 10
_SAID = 12


def refuse_taken(held: Holdings, frame: Manifest) -> None:
    """Refuse a release before it is built: its name stands for something else, or is never used again.

    Args:
        held: what the store holds.
        frame: of the release; its files are not looked at.

    Raises:
        ConflictError: An alias has its name, or it was withdrawn.
        RefusedError: It is an edition, and the one before is not there, is withdrawn, or has other records.
    """
    refuse_name(held, frame.folder)
    if frame.edition > 1:
        _refuse_edition(held, frame)


def refuse_name(held: Holdings, folder: str) -> None:
    """Refuse a name that stands for something else, or is never used again.

    Raises:
        ConflictError: An alias has it, or a release that was withdrawn.
    """
    if (event := held.withdrawn.get(folder)) is not None:
        raise _burnt(event)
    if folder in held.aliases:
        raise ConflictError(_("{name} is an alias in this store; no release can have its name.", name=folder))


def is_published(store: Store, name: str, manifest: Manifest) -> bool:
    """Return True where a release lies in the store with just this content, False where its place is free.

    The commit and the tools that it was made with are no content: what they made is.

    Raises:
        ConflictError: Something else lies there, or it was withdrawn.
    """
    if (event := read_journal(store).withdrawn.get(name)) is not None:
        raise _burnt(event)
    return store.has(name) and is_same(store.read(f"{name}/{NAME}", LONGEST), name, manifest)


def is_same(content: bytes | None, name: str, manifest: Manifest) -> bool:
    """Return True where what was published, as its manifest says, is just this content.

    Raises:
        ConflictError: It is something else.
    """
    try:
        there = parse_manifest(content or b"")
    except BadManifestError as error:
        message = _("Something that is no release lies at {path}: {reason}", path=name, reason=error.message)
        raise ConflictError(message, _NEXT) from None
    if _content(there) == _content(manifest):
        return True
    message = _(
        "Release {name} is out, with other content: its site digest is {old}…, this one's {new}….",
        name=name,
        old=there.digest[:_SAID],
        new=manifest.digest[:_SAID],
    )
    paths = differences(there, manifest)
    details = [_("differs: {path}", path=path) for path in paths[:_SHOWN]] or [
        _("The files are the same; what the manifests say besides differs: its date or title, say.")
    ]
    if len(paths) > _SHOWN:
        details.append(_("… and {count} more.", count=len(paths) - _SHOWN))
    raise ConflictError(message, _what_to_do(there, manifest), details)


def same_edition(store: Store, manifest: Manifest) -> Manifest | None:
    """Return the edition before one that would be new, where it has just the same content; else None."""
    if manifest.edition == 1 or store.has(manifest.folder):
        return None
    before = read_manifest(store, edition_folder(manifest.version, manifest.edition - 1))
    return before if before and _content(before) == replace(_content(manifest), edition=before.edition) else None


def refuse_burnt(known_digest: str, manifest: Manifest) -> None:
    """Refuse a release whose name the journal knows with another site digest, though its folder is gone.

    Raises:
        ConflictError: It is so.
    """
    if known_digest not in {"", manifest.digest}:
        raise ConflictError(
            _("Release {name} was out once, with another site digest; its folder is gone.", name=manifest.folder),
            _("`reqsite verify` says what is missing. Bring it back from a copy; a name is never used again."),
        )


_NEXT = _("A release is never changed. Publish what has changed under the next version.")


def _refuse_edition(held: Holdings, frame: Manifest) -> None:
    """Refuse an edition that does not follow another one with the same records."""
    name = edition_folder(frame.version, frame.edition - 1)
    before: Head | None = held.find(name)
    if before is None:
        earlier = f" --edition {frame.edition - 1}" if frame.edition > 2 else ""  # noqa: PLR2004 the second follows
        hint = _("`{line}` publishes it.", line=f"reqsite publish --release {frame.version}{earlier}")
        raise RefusedError(
            _("Edition {number} follows {before}, which is not in the store.", number=frame.edition, before=name), hint
        )
    if (event := held.withdrawn.get(name)) is not None:
        raise RefusedError(
            _("{before} is withdrawn: {reason}", before=name, reason=event.reason),
            _("An edition takes the place of one that holds. Publish what has changed under the next version."),
        )
    if before.frame.catalog_digest != frame.catalog_digest:
        raise RefusedError(
            _(
                "{before} has other records: its catalog digest is {old}…, this one's {new}….",
                before=name,
                old=before.frame.catalog_digest[:_SAID],
                new=frame.catalog_digest[:_SAID],
            ),
            _NEXT,
        )


def _what_to_do(there: Manifest, manifest: Manifest) -> Message:
    if there.catalog_digest != manifest.catalog_digest or there.status != "release":
        return _NEXT
    return _(
        "A release is never changed. The records are the same: where its pages have a fault, "
        "`reqsite publish --release {version} --edition {number}` publishes them anew beside it.",
        version=there.version,
        number=there.edition + 1,
    )


def _burnt(event: Event) -> ConflictError:
    return ConflictError(
        _(
            "Release {name} is withdrawn since {date}: {reason}",
            name=event.version,
            date=event.at[:10],
            reason=event.reason,
        ),
        _("Its name is never used again. Publish what has changed under the next version."),
    )


def _content(manifest: Manifest) -> Manifest:
    copy = copy_name(manifest.version)  # of the other files, as another zlib packs them
    return replace(manifest, commit="", tools={}, files=tuple(file for file in manifest.files if file.path != copy))
