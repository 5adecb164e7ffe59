"""Which commit a release was made of: a tag says so, or the one that froze it, or the records say it themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reqsite.history.git_states import UnreadableStateError
from reqsite.history.ledger import FOLDER
from reqsite.i18n import Message, _
from reqsite.publish.errors import RefusedError

if TYPE_CHECKING:
    from reqsite.history.git_states import GitStates
    from reqsite.history.ledger import Baseline

_TAGS = ("{name}", "v{name}", "release/{name}", "release/v{name}")
_FORMAT = "%(refname)%00%(tag)"
_SHALLOW = _("This clone is shallow: `git fetch --unshallow --tags` brings what is missing.")


class Commits:
    """Finds the commits of releases in one repository; every commit is read once at most.

    Args:
        states: the repository.
        tell: takes which commit is being looked at, for who waits.
    """

    def __init__(self, states: GitStates, tell: Callable[[str], None] = lambda _commit: None) -> None:
        self._states = states
        self._tell = tell
        self._digests: dict[str, str] = {}
        """Commit → catalog digest, empty for one that holds no project."""
        self._newest: dict[str, str] = {}
        """Catalog digest → the newest commit with such records, of those that were walked over."""
        self._walk = self._walked()

    def find(self, baseline: Baseline) -> str:
        """Return the full id of the commit that a release was made of.

        A tag that is called like it counts before all; then the commit that laid the release into the ledger; then the
        newest of the history that has its records.

        Raises:
            RefusedError: There is none, or the tag holds something else.
            GitError: git fails.
        """
        return self._tagged(baseline) or self._froze(baseline) or self._newest_with(baseline)

    def _tagged(self, baseline: Baseline) -> str:
        """Return the commit of the tag that is called like a release, empty where there is none."""
        bare = baseline.name.removeprefix("v")
        wanted = [f"refs/tags/{form.format(name=bare)}" for form in _TAGS]
        listed = self._states.repository.output("for-each-ref", f"--format={_FORMAT}", *wanted).split("\n")
        named = dict(line.split("\0", 1) for line in listed if line)
        ref = next((ref for ref in wanted if ref in named), "")
        return self._commit_of(ref, named[ref], baseline) if ref else ""

    def _commit_of(self, ref: str, calls_itself: str, baseline: Baseline) -> str:
        tag = ref.removeprefix("refs/tags/")
        if calls_itself not in {"", tag}:
            raise RefusedError(
                _("The tag {tag} was made as {other}, and given another name.", tag=tag, other=calls_itself),
                _from(baseline, _("It cannot be trusted.")),
            )
        commit = self._states.repository.commit(ref)
        if commit is None or self._digest(commit) != baseline.catalog_digest:
            raise RefusedError(
                _("The tag {tag} does not hold the records of release {name}.", tag=tag, name=baseline.name),
                _from(baseline, _("It was moved, or set too early or too late.")),
            )
        return commit

    def _froze(self, baseline: Baseline) -> str:
        """Return the commit that laid a release into the ledger, if its records are those of the release.

        The first commit of a shallow clone seems to have made all that it holds; nothing can be told from it.
        """
        if not self._has_history():
            return ""
        repository = self._states.repository
        file = f"{FOLDER}/{baseline.name}.jsonl"
        commit, _space, parents = (
            repository.output("log", "-1", "--format=%H %P", "--diff-filter=A", "--", file).strip().partition(" ")
        )
        if commit and not parents and repository.is_shallow:
            message = _("This clone lacks the commit that laid release {name} into the ledger.", name=baseline.name)
            raise RefusedError(message, _SHALLOW)
        return commit if commit and self._digest(commit) == baseline.catalog_digest else ""

    def _newest_with(self, baseline: Baseline) -> str:
        digest = baseline.catalog_digest
        while digest not in self._newest:
            commit = next(self._walk, "")
            if not commit:
                raise self._missing(baseline)
            self._newest.setdefault(self._digest(commit), commit)
        return self._newest[digest]

    def _missing(self, baseline: Baseline) -> RefusedError:
        message = _("No commit of this clone holds the records of release {name}.", name=baseline.name)
        if self._states.repository.is_shallow:
            return RefusedError(message, _SHALLOW)
        return RefusedError(message, _from(baseline, _("They may be on another branch.")))

    def _walked(self) -> Iterator[str]:
        """Yield the commits of the history that changed the project's folder, newest first."""
        if self._has_history():
            yield from filter(None, self._states.repository.output("rev-list", "HEAD", "--", ".").split("\n"))

    def _has_history(self) -> bool:
        return self._states.repository.commit("HEAD") is not None

    def _digest(self, commit: str) -> str:
        known = self._digests.get(commit)
        if known is None:
            self._tell(commit)
            try:
                known = self._states.read(commit, commit).state.catalog_digest()
            except UnreadableStateError:
                known = ""
            self._digests[commit] = known
        return known


def _from(baseline: Baseline, why: Message) -> Message:
    return _("{why} Name the commit: `reqsite publish --release {name} --from COMMIT`", why=why, name=baseline.name)
