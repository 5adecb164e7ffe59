"""`reqsite rebuild`: whether a published release comes out the same when it is built again from its commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reqsite.cli.build import host_option, timeout_option
from reqsite.cli.command import Option, verb
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.publication import Publication, session_at
from reqsite.cli.publish_frames import epoch, find_baseline, release_frame, rules, sound_ledger
from reqsite.cli.publishing import explained, folder_of, open_store, store_option
from reqsite.cli.site_builder import choose_host
from reqsite.i18n import Message, _, plural

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.history.git_states import GitStates
    from reqsite.history.ledger import Baseline
    from reqsite.publish.manifest import Manifest
    from reqsite.publish.store import Store

_SHOWN = 50


@verb(
    "rebuild",
    _(
        "Builds a published release again from the commit that its manifest names, and compares the digests of all "
        "files: whoever has the repository can prove that the portal was made of it, and of nothing else. The store is "
        "only read, and the working tree is left alone. Where other tools are installed than those that the manifest "
        "names, that is said first."
    ),
    [
        ("reqsite rebuild --check 1.2.0", _("a release of the project's store")),
        ("reqsite rebuild --check 1.2.0 --store git:pages", _("of a branch")),
    ],
    [
        Option("--check", "version", required=True, metavar="VERSION", help=_("The release to build again.")),
        store_option(),
        host_option(),
        timeout_option(),
    ],
)
def command(session: Session, *, version: str, store: str, host: str, timeout: float) -> Exit:
    """Build a release again, and compare."""
    name = choose_host(host)
    with explained(session):
        from reqsite.history.git_states import open_states  # noqa: PLC0415 - `--help` needs none of it

        publication = Publication(open_store(session, store), folder_of(session, store), name, timeout)
        there = _published(publication.store, version)
        baseline = find_baseline(sound_ledger(session, session.ledger), there.version)
        with open_states(session.project) as states:
            built = _built_again(session, publication, states, there, baseline)
    return _compare(session, there, built)


def _published(store: Store, version: str) -> Manifest:
    """Return the manifest of a release of a store, which may be called with a `v` or without."""
    from reqsite.publish.names import why_not  # noqa: PLC0415 - as above
    from reqsite.publish.pointers import read_manifest  # noqa: PLC0415

    if (reason := why_not(version)) is not None:
        raise wrong_call(_("{name} is no release: {reason}", name=version, reason=reason))
    for name in (version, version.removeprefix("v"), f"v{version}"):
        if (manifest := read_manifest(store, name)) is not None:
            return manifest
    message = _("There is no release {name} in {place}.", name=version, place=store.place)
    raise CommandError(message, Exit.TARGET, _("`reqsite verify` names those there are."))


def _built_again(
    session: Session, publication: Publication, states: GitStates, there: Manifest, baseline: Baseline
) -> Manifest:
    commit = _commit(states, there, baseline)
    with session_at(session, states, commit, baseline) as then:
        frame = replace(release_frame(then, baseline.name, publication.folder, commit), edition=there.edition)
        publisher = publication.publisher(then, strictly=False)
        return publisher.describe(frame, epoch(frame), rules(then, frame))


def _commit(states: GitStates, there: Manifest, baseline: Baseline) -> str:
    """Return the commit that a manifest names; the one that the release was made of where it names none."""
    from reqsite.publish.commits import Commits  # noqa: PLC0415 - as above

    if not there.commit:
        return Commits(states).find(baseline)
    if states.repository.commit(there.commit) == there.commit:
        return there.commit
    hint = _("`git fetch --unshallow --tags` brings what is missing.") if states.repository.is_shallow else None
    raise CommandError(_("This clone lacks the commit {commit}.", commit=there.commit[:12]), Exit.FINDINGS, hint)


def _compare(session: Session, there: Manifest, built: Manifest) -> Exit:
    """Say what differs, the tools first, and return the exit code."""
    if tools := list(_other_tools(there.tools, built.tools)):
        session.print(session.words(_("The tools differ: {tools}", tools=", ".join(tools))) + "\n")
    differing = list(_differing(there, built))
    if not differing:
        session.print(
            session.words(
                _(
                    "{name}: built again from commit {commit}, and every file is the same: site digest {digest}",
                    name=there.folder,
                    commit=built.commit[:7],
                    digest=there.digest,
                )
            )
            + "\n"
        )
        return Exit.FINE
    for line in differing[:_SHOWN]:
        session.print(session.words(line) + "\n")
    if len(differing) > _SHOWN:
        session.print(session.words(_("… and {count} more.", count=len(differing) - _SHOWN)) + "\n")
    message = plural(
        "{name}, built again from commit {commit}, is not what was published: {count} difference.",
        "{name}, built again from commit {commit}, is not what was published: {count} differences.",
        len(differing),
        name=there.folder,
        commit=built.commit[:7],
    )
    hint = _("Install the tools that the manifest names, and build it once more.") if tools else None
    raise CommandError(message, Exit.UNVERIFIED, hint)


def _other_tools(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield f"{name} {old.get(name, '–')} → {new.get(name, '–')}"


def _differing(there: Manifest, built: Manifest) -> Iterator[Message]:
    """Yield the files that differ, and where none does, what else the manifests say otherwise."""
    from reqsite.publish.manifest import differences  # noqa: PLC0415 - as above

    old, new = there.by_path, built.by_path
    for path in differences(there, built):
        if path not in new:
            yield _("no longer there: {path}", path=path)
        elif path not in old:
            yield _("new: {path}", path=path)
        else:
            yield _("differs: {path}", path=path)
    if there.files == built.files and replace(built, tools=there.tools, commit=there.commit).digest != there.digest:
        yield _("The files are the same; what the manifests say besides differs: its date or title, say.")
