"""git, called so that it asks nobody, runs no hook of the user's, and says no secret."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reqsite.i18n import _
from reqsite.publish.errors import TargetError

SECONDS = 120
_QUIET = (
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
    *("-c", "core.bigFileThreshold=1m"),  # what is larger is streamed, and not held in memory
    *("-c", "core.fsync=committed"),
)
_KEPT = frozenset(
    (
        *("GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"),
        *("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ALLOW_PROTOCOL", "GIT_PROTOCOL"),
        *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
    )
)
"""Variables that say how git reaches others; the rest speaks of another repository, or makes git talkative."""
_KEPT_FAMILIES = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_", "GIT_SSL_", "GIT_HTTP_", "GIT_PROXY_")
_NOBODY_ASKED = {
    "LC_ALL": "C",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
}
_USER = re.compile(r"://[^/\s]{1,4096}@")
_LONGEST_WORDS = 500


@dataclass(frozen=True)
class Git:
    """git, for one repository."""

    folder: Path
    """In the repository."""
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Variables of the environment, for this one."""

    def run(
        self, *arguments: str, given: bytes = b"", seconds: float = SECONDS, kept: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git to its end.

        Args:
            arguments: of git.
            given: what it reads.
            seconds: it gets.
            kept: descriptors that it inherits.

        Raises:
            TargetError: git is not there, or takes too long.
        """
        try:
            return subprocess.run(
                ("git", *_QUIET, *arguments),
                cwd=self.folder,
                env=_environment(self.given),
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
                pass_fds=kept,
            )
        except FileNotFoundError:
            raise TargetError(_("git is not installed.")) from None
        except subprocess.TimeoutExpired:
            raise TargetError(_("git did not answer for {seconds} s.", seconds=round(seconds))) from None

    def said(self, *arguments: str, given: bytes = b"") -> str:
        """Return what git says, without blanks around it.

        Raises:
            TargetError: git cannot do it.
        """
        done = self.run(*arguments, given=given)
        if done.returncode != 0:
            raise TargetError(_("git cannot do it: {said}", said=words(done.stderr)))
        return os.fsdecode(done.stdout).strip()

    def start(self, *arguments: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Start git; what it reads and says goes through pipes."""
        try:
            return subprocess.Popen(
                ("git", *_QUIET, *arguments),
                cwd=self.folder,
                env=_environment(self.given),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
            )
        except FileNotFoundError:
            raise TargetError(_("git is not installed.")) from None


class Scratch:
    """A repository that is gone with this object, and with the process unless that is killed.

    Args:
        kind: of the names of its objects: `sha1` or `sha256`.
        given: variables of the environment for git in it.
    """

    def __init__(self, kind: str, given: Mapping[str, str]) -> None:
        folder = tempfile.mkdtemp(prefix="reqsite-git-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        alone = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": str(Path(folder, "global"))}
        new = Git(Path(folder), alone)
        new.said("init", "--quiet", "--bare", "--template=", f"--object-format={kind}", ".")
        self.git = Git(Path(folder), {**alone, **given, "GIT_DIR": folder})


def kind_of(git: Git) -> str:
    """Return how objects are named in a repository; outside of one, as in most."""
    done = git.run("rev-parse", "--show-object-format")
    return done.stdout.decode().strip() if done.returncode == 0 else "sha1"


def words(said: bytes) -> str:
    """Return what git or a server says, on one line and without secrets."""
    text = masked(said.decode("utf-8", "replace"))
    plain = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(plain.split())[:_LONGEST_WORDS]


def masked(text: str) -> str:
    """Return a text without what stands before the host in an address: a token, a password."""
    return _USER.sub("://***@", text)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_FAMILIES)
    }
    return {**kept, **_NOBODY_ASKED, **given}
