"""What the names on the command line of `diff` mean: a release, the working tree, or whatever git knows."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.history.git import GitError
from reqsite.history.git_states import GitStates, UnreadableStateError, open_states
from reqsite.i18n import Message, _
from reqsite.model.nearest import nearest_word

if TYPE_CHECKING:
    from types import TracebackType

    from reqsite.cli.session import Session
    from reqsite.history.entry import State

WORKTREE = "worktree"
HEAD = "HEAD"


@dataclass(frozen=True, slots=True)
class Range:
    """The two states that a call names."""

    old: str
    new: str
    from_fork: bool = False
    """True where the old one is the commit at which the two parted."""

    @classmethod
    def of(cls, one: str, other: str, last: str) -> Range:
        """Return the states of a call.

        Args:
            one: The first argument: a name, `A..B`, `A...B`, or empty.
            other: The second one, or empty.
            last: The last release, or empty.
        """
        if ".." not in one:
            if not (one or last):
                raise wrong_call(
                    _("There is no release yet that could be compared."),
                    _("Name what to compare with: `reqsite diff HEAD`, or make one: `reqsite release 1.0.0`"),
                )
            return cls(one or last, other or WORKTREE)
        if other:
            raise wrong_call(
                _("{range} names two states already.", range=one),
                _("Write `reqsite diff {range}`, or two names.", range=one),
            )
        joint = "..." if "..." in one else ".."
        old, _joint, new = one.partition(joint)
        return cls(old or HEAD, new or HEAD, joint == "...")


class StateFinder:
    """Finds states by name; git is asked only for what is no release."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ledger = session.workspace.ledger
        self._stack = ExitStack()
        self._git: GitStates | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stack.close()

    def pair(self, wanted: Range) -> tuple[State, State]:
        """Return both states of a call."""
        if not wanted.from_fork:
            return self.find(wanted.old), self.find(wanted.new)
        git = self._opened(wanted.old)
        old, new = (self._commit(git, HEAD if name == WORKTREE else name) for name in (wanted.old, wanted.new))
        fork = git.repository.merge_base(old, new)
        if fork is None:
            message = _("{old} and {new} have no commit in common.", old=wanted.old, new=wanted.new)
            raise wrong_call(message, self._shallow_hint(git))
        return self._read(git, fork, fork[:12]), self.find(wanted.new)

    def find(self, name: str) -> State:
        """Return the state of a name; a release comes before a branch or tag that is called the same."""
        if name == WORKTREE:
            return replace(self._session.workspace.state, name=WORKTREE)
        release = self._ledger.find(name)
        if release is not None:
            return self._ledger.state(release.name)
        git = self._opened(name)
        return self._read(git, self._commit(git, name), name)

    def _opened(self, name: str) -> GitStates:
        if self._git is None:
            try:
                self._git = self._stack.enter_context(open_states(self._session.project))
            except GitError as error:
                if error.is_tool:
                    raise CommandError(error.message, Exit.CRASH, error.hint) from None
                raise self._unknown(name, error.message) from None
        return self._git

    def _commit(self, git: GitStates, name: str) -> str:
        commit = git.repository.commit(name)
        if commit is None:
            raise self._unknown(name)
        return commit

    def _read(self, git: GitStates, commit: str, name: str) -> State:
        try:
            read = git.read(commit, name)
        except UnreadableStateError as error:
            place = f"{name}:{error.place}" if error.place else name
            raise CommandError(_("{place}: {message}", place=place, message=error.message), Exit.FINDINGS) from None
        except GitError as error:
            raise CommandError(error.message, Exit.CRASH if error.is_tool else Exit.USAGE, error.hint) from None
        if read.findings:
            first = read.findings[0].place
            self._session.warn(
                _(
                    "{name}: mistakes there ({count}) keep something from being read, first at {place}.",
                    name=name,
                    count=len(read.findings),
                    place=f"{first.file}:{first.line}",
                )
            )
        return read.state

    def _unknown(self, name: str, reason: Message | None = None) -> CommandError:
        message = _("There is no release, branch, tag or commit {name}.", name=name)
        if self._ledger.findings:
            return wrong_call(message, _("Releases are damaged: `reqsite baseline verify` says which."))
        if self._git is not None and (hint := self._shallow_hint(self._git)) is not None:
            return wrong_call(message, hint)
        known = [*(baseline.name for baseline in self._ledger.baselines), WORKTREE]
        if self._git is not None:
            known += [HEAD, *self._git.repository.names()]
        if near := nearest_word(name, known):
            return wrong_call(message, _("Did you mean {id}?", id=near))
        return wrong_call(message, reason or _("There are: {names}", names=", ".join(known[-12:])))

    @staticmethod
    def _shallow_hint(git: GitStates) -> Message | None:
        if not git.repository.is_shallow:
            return None
        return _("This clone is shallow: `git fetch --unshallow --tags` brings what is missing.")
