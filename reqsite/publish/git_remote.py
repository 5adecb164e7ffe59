"""A branch of another repository: what is there is fetched to a repository of this process alone, and pushed from it.

Of the user's repository only settings and contents are read.  The server moves branch and tag in one step, and only
where both are still what they were.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from reqsite.i18n import Message, _
from reqsite.publish.errors import TargetError
from reqsite.publish.git_branch import HEADS, Refs, read_refs, refuse_bad_name, tags_of
from reqsite.publish.git_calls import Git, Scratch, kind_of, masked, words

_NAME = "store"
"""Of the remote, for git: so that its address is no argument that everybody on this computer could read."""
_TIP, _TAGS = "refs/reqsite/tip", "refs/reqsite/tags/"
_ASK_SECONDS, _MOVE_SECONDS = 60.0, 1800.0
_SETTINGS = ("http.", "https.", "credential.", "ssh.", "protocol.", "safe.", "core.gitproxy", "core.sshcommand")
"""What of the user's settings has to do with reaching a server."""
_OF_REMOTE = ("proxy", "proxyauthmethod", "receivepack", "uploadpack", "serveroption")
_OWN_SETTINGS = (("http.lowspeedlimit", "1"), ("http.lowspeedtime", "60"))
"""A server that says nothing for a minute will say nothing at all."""
_BATCH = "-o BatchMode=yes -o ConnectTimeout=20"
_SCP = re.compile(r"[^/:]+:")
_LOCKED = re.compile(rb"cannot lock ref|Unable to create '[^']{1,4000}\.lock'|failed to update ref")
_PATIENCE = 10
"""So often another one's lock is in the way of a push, and nothing moves, before it is no race any more."""
_CREDENTIALS = re.compile(
    rb"could not read (?:Username|Password)|Authentication failed|Permission denied|terminal prompts disabled"
    rb"|Host key verification failed|returned error: 40[13]"
)

Setting = tuple[str, str]


class RemoteBranch:
    """A branch of a repository somewhere else.

    Args:
        folder: where the user is, in a repository or not.
        branch: its name, without `refs/heads/`.
        remote: the name of a remote of the user's repository, an address, or a folder.
    """

    def __init__(self, folder: Path, branch: str, remote: str) -> None:
        self._here = Git(folder)
        self._branch = branch
        self._ref = f"{HEADS}{branch}"
        self._tags = tags_of(branch)
        self._remote = remote
        self._fetched = ""
        self._locked_out = 0

    @property
    def place(self) -> str:
        """The branch and where it is."""
        return f"{self._branch}@{masked(self._remote)}"

    @property
    def reading(self) -> Git:
        """Git for what was fetched."""
        return self._scratch.git

    @property
    def writing(self) -> Git:
        """Git for what is pushed."""
        return self._scratch.git

    def check(self) -> None:
        """Look whether the branch can be reached; whether it may be written to, only a push can tell."""
        refuse_bad_name(self._here, self._branch)
        self.look()

    def look(self) -> Refs:
        """Ask where it is now, and fetch what is there."""
        seen = self._ask()
        if seen.tip in {"", self._fetched}:
            return seen
        self._fetch(f"+{self._ref}:{_TIP}")
        self._fetched = self.reading.said("rev-parse", "--verify", _TIP)
        return Refs(self._fetched, seen.tags)

    def fetch_tags(self) -> None:
        """Fetch what the tags of all releases hold: as a rule, what the branch holds, too."""
        self._fetch(f"+{self._tags}*:{_TAGS}*")

    def move(self, seen: Refs, new: str, tags: Mapping[str, str]) -> bool:
        """Push a new commit, and new tags, all or none."""
        leases = [f"--force-with-lease={self._ref}:{seen.tip}"]
        pushed = [f"{new}:{self._ref}"]
        for name, commit in tags.items():
            leases.append(f"--force-with-lease={self._tags}{name}:")
            pushed.append(f"{commit}:{self._tags}{name}")
        done = self.writing.run(
            *("push", "--porcelain", "--atomic", "--no-verify", "--no-signed", "--no-follow-tags"),
            *("--recurse-submodules=no", *leases, _NAME, *pushed),
            seconds=_MOVE_SECONDS,
        )
        # What the server says of itself decides, not what git says of the push: an answer may get lost on the way.
        now = self._ask()
        is_refused = any(line.startswith(b"!") for line in done.stdout.splitlines())
        is_there = now.tip == new or (not is_refused and self._is_behind(new, now))
        if is_there and tags.items() <= now.tags.items():
            self._fetched = new if now.tip == new else self._fetched
            return True
        said = done.stdout + done.stderr
        if done.returncode == 0:
            raise TargetError(
                _("The server says that it took the branch {branch}, and does not have it.", branch=self.place)
            )
        self._locked_out += 1
        if now.tip != seen.tip or tags.keys() & now.tags.keys():
            self._locked_out = 0
            return False
        if _LOCKED.search(said) and self._locked_out <= _PATIENCE:
            return False
        raise TargetError(
            _("The branch {branch} was refused: {said}", branch=self.place, said=_reason(said)), _hint(said)
        )

    def _is_behind(self, new: str, now: Refs) -> bool:
        """Return True where the branch has come from a commit to where it is now."""
        if (
            not now.tip
            or self.reading.run("fetch", *_FETCH, _NAME, f"+{self._ref}:{_TIP}", seconds=_MOVE_SECONDS).returncode != 0
        ):
            return False
        return self.reading.run("merge-base", "--is-ancestor", new, _TIP).returncode == 0

    def _ask(self) -> Refs:
        done = self.reading.run("ls-remote", "--refs", _NAME, self._ref, f"{self._tags}*", seconds=_ASK_SECONDS)
        if done.returncode != 0:
            raise self._unreachable(done.stderr)
        return read_refs(os.fsdecode(done.stdout), self._branch)

    def _fetch(self, what: str) -> None:
        done = self.reading.run("fetch", "--depth=1", *_FETCH, _NAME, what, seconds=_MOVE_SECONDS)
        if done.returncode != 0:
            raise self._unreachable(done.stderr)

    def _unreachable(self, said: bytes) -> TargetError:
        return TargetError(_("git cannot reach {place}: {said}", place=self.place, said=words(said)), _hint(said))

    @cached_property
    def _scratch(self) -> Scratch:
        settings = self._settings()
        scratch = Scratch(kind_of(self._here), self._environment(settings))
        for name, folder in settings:
            if name == "safe.directory":  # git believes it in a file alone
                scratch.git.said("config", "--global", "--add", name, folder)
        self._borrow(scratch.git)
        return scratch

    def _settings(self) -> list[Setting]:
        """Return what git needs to know to reach the server: where it is, and the user's settings that lead there."""
        listed = os.fsdecode(self._here.run("config", "--list", "-z").stdout).split("\0")
        settings = [(name, value) for name, _line, value in (entry.partition("\n") for entry in listed) if name]
        own = f"remote.{self._remote}."
        of_remote = {name.removeprefix(own): value for name, value in settings if name.startswith(own)}
        kept = [(name, value) for name, value in settings if name.startswith(_SETTINGS)]
        kept += [(f"remote.{_NAME}.{name}", of_remote[name]) for name in _OF_REMOTE if name in of_remote]
        if of_remote.keys() & {"url", "pushurl"}:
            # What is read must be what is written.
            address = self._beside(self._here.said("remote", "get-url", "--push", self._remote), self._top())
        else:
            kept += [(name, value) for name, value in settings if name.startswith("url.")]
            address = self._beside(self._remote, self._here.folder)
            if not _is_elsewhere(self._remote) and not Path(address).is_dir():
                hint = _(
                    "`git remote` names those there are; an address or a folder will do, too: `git:pages@../desk.git`"
                )
                raise TargetError(_("There is no remote {name}.", name=self._remote), hint)
        return [*_OWN_SETTINGS, *kept, (f"remote.{_NAME}.url", address)]

    def _beside(self, address: str, folder: Path) -> str:
        """Return where a repository is, from wherever one looks."""
        return address if _is_elsewhere(address) else str(Path(folder, address).resolve())

    def _top(self) -> Path:
        done = self._here.run("rev-parse", "--show-toplevel")
        return Path(os.fsdecode(done.stdout).strip()) if done.returncode == 0 else self._here.folder

    def _environment(self, settings: list[Setting]) -> dict[str, str]:
        """Return the variables by which git learns settings: no other process of this computer sees them."""
        given = {"GIT_CONFIG_COUNT": str(len(settings))}
        for number, (name, value) in enumerate(settings):
            given |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        told = dict(settings)
        command = os.environ.get("GIT_SSH_COMMAND") or told.get("core.sshcommand")
        variant = os.environ.get("GIT_SSH_VARIANT") or told.get("ssh.variant", "auto")
        if variant in {"auto", "ssh"} and (command or "GIT_SSH" not in os.environ):
            given["GIT_SSH_COMMAND"] = f"{command or 'ssh'} {_BATCH}"
        return given

    def _borrow(self, git: Git) -> None:
        """Let contents of the user's repository be used, lest they are fetched, where it has all that it knows of."""
        whole = self._here.run("rev-parse", "--is-shallow-repository").stdout.strip() == b"false"
        if whole and self._here.run("config", "--get-regexp", r"^remote\..*\.promisor$").returncode != 0:
            objects = Path(self._here.folder, self._here.said("rev-parse", "--git-path", "objects")).resolve()
            (git.folder / "objects/info/alternates").write_text(f"{objects}\n", encoding="utf-8")


_FETCH = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")


def _is_elsewhere(address: str) -> bool:
    """Return False for the path of a folder."""
    return "://" in address or (_SCP.match(address) is not None and not Path(address).is_absolute())


def _reason(said: bytes) -> str:
    """Return what a server says, without what git says of it; where it says nothing, what git says."""
    lines = said.splitlines()
    of_server = [line.removeprefix(b"remote:") for line in lines if line.startswith((b"remote:", b"!"))]
    return words(b"\n".join(of_server) or said)


def _hint(said: bytes) -> Message | None:
    if _CREDENTIALS.search(said):
        return _(
            "Nobody is asked for a password. A credential helper of git, a key of ssh, or what the checkout of the CI "
            "has left must know it, and allow it to write."
        )
    return None
