"""Whether a release is out already, with the same content or with another one."""

from __future__ import annotations

from dataclasses import replace

from reqsite.i18n import _
from reqsite.publish.errors import ConflictError
from reqsite.publish.manifest import LONGEST, NAME, BadManifestError, Manifest, differences, parse_manifest
from reqsite.publish.store import Store

_SHOWN = 10
_SAID = 12


def is_published(store: Store, name: str, manifest: Manifest) -> bool:
    """Return True where a release lies in the store with just this content, False where its place is free.

    The commit and the tools that it was made with are no content: what they made is.

    Raises:
        ConflictError: Something else lies there.
    """
    if not store.has(name):
        return False
    content = store.read(f"{name}/{NAME}", LONGEST)
    hint = _("A release is never changed. Publish what has changed under the next version.")
    try:
        there = parse_manifest(content or b"")
    except BadManifestError as error:
        message = _("Something that is no release lies at {path}: {reason}", path=name, reason=error.message)
        raise ConflictError(message, hint) from None
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
    raise ConflictError(message, hint, details)


def _content(manifest: Manifest) -> Manifest:
    return replace(manifest, commit="", tools={})


def refuse_burnt(known_digest: str, manifest: Manifest) -> None:
    """Refuse a release whose name the journal knows with another site digest, though its folder is gone.

    Raises:
        ConflictError: It is so.
    """
    if known_digest not in {"", manifest.digest}:
        raise ConflictError(
            _("Release {name} was out once, with another site digest; its folder is gone.", name=manifest.version),
            _("`reqsite verify` says what is missing. Bring it back from a copy; a name is never used again."),
        )
