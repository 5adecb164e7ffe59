"""git repositories for tests: real ones, with commits whose dates the test says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_IDENTITY = {
    "GIT_AUTHOR_NAME": "Li Si",
    "GIT_AUTHOR_EMAIL": "li@example.org",
    "GIT_COMMITTER_NAME": "Li Si",
    "GIT_COMMITTER_EMAIL": "li@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class Repository:
    """A working tree in a folder; each commit is a day later than the one before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._day = 0
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, **environment: str) -> str:
        """Run git and return what it prints."""
        env = {**os.environ, **_IDENTITY, **environment}
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=env, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files, given as {path: text}; None takes one away."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="")

    def commit(
        self, files: Mapping[str, str | None] | None = None, tag: str = "", message: str = "", **env: str
    ) -> str:
        """Write files and commit all there is; a tag with a message is an annotated one. Return the commit's id."""
        self.write(files or {})
        self._day += 1
        date = f"2026-03-{self._day:02d}T12:00:00+0000"
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, **env}
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"Day {self._day}", **dates)
        if tag:
            self.git("tag", *(["-a", "-m", message] if message else []), tag, **dates)
        return self.git("rev-parse", "HEAD")
