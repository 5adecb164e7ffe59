"""Commits that change requirements and do not say which: no ticket leads from the words to their reason.

A merge counts where it holds words that none of its parents has. A revert and a fixup say what the commit says that
they take back or mend.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reqsite.history.git import Blob, Blobs, GitError, Repository
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import fold_id, normal_id
from reqsite.model.schema import Schema

COMMIT_WITHOUT_RECORD = Rule(
    "RQ870",
    "commit-without-record",
    Severity.ERROR,
    _("A commit that changes a requirement, and whose message names no record"),
    _(
        "Who asks in two years why a sentence reads as it does finds the commit first. `reqsite check --git RANGE` "
        "looks; settings are `records` (whose files, else requirement), `names` (whose ids will do, else requirement "
        "and change) and `pattern` (what else will do)."
    ),
    bad="fix wording",
    good="REQ-001: fix wording",
)
RULES = (COMMIT_WITHOUT_RECORD,)
SETTINGS = ("records", "names", "pattern")
"""Of the rule, under `checks:` in schema.yml."""

_DEEPER = _("It is a shallow clone: `git fetch --unshallow`, or `fetch-depth: 0` in CI.")
_ENDINGS = (".md", ".yml", ".yaml")
_LARGEST = 4 * 1024 * 1024
_LONGEST_MESSAGE = 20_000
_SHOWN = 60
_SHORT = 10
_MOST_PARTS = 8
_TYPE = re.compile(r"""(?:^|[{,\s-])type:[ \t]{0,9}["']?([\w.-]{1,100})""", re.MULTILINE)
_LIST = re.compile(r"^records:", re.MULTILINE)
_PIECE = re.compile(r"[A-Za-z0-9]+|[^\W_A-Za-z0-9]+")
_REVERTED = re.compile(r"This reverts commit ([0-9a-f]{7,64})")
_MENDED = re.compile(r"(?:fixup|squash|amend)! ")


@dataclass(frozen=True, slots=True)
class Range:
    """What is new on one side."""

    old: str
    new: str
    is_from_fork: bool
    """True for `A...B`: since the two parted."""

    @classmethod
    def of(cls, text: str) -> Range | None:
        """Return the range `A..B` or `A...B`; an empty side is HEAD. None for anything else."""
        joint = "..." if "..." in text else ".."
        old, joined, new = text.partition(joint)
        return cls(old or "HEAD", new or "HEAD", joint == "...") if joined else None


@dataclass(frozen=True)
class Naming:
    """Which commits have to name something, and what will do."""

    schema: Schema
    ids: Collection[str]
    """Folded ids, with hyphens, of the records that will do, of those too that are gone."""
    kinds: frozenset[str]
    """Kinds or types of the records whose files are looked at."""
    pattern: re.Pattern[str] | None = None
    """What else will do."""
    shapes: tuple[re.Pattern[str], ...] = ()
    """What ids that will do look like."""

    def named_in(self, message: str) -> bool:
        """Return True where a message names a record, or what stands for one."""
        text = message[:_LONGEST_MESSAGE]
        if self.pattern is not None and self.pattern.search(text):
            return True
        return any(fold_id(word) in self.ids for word in _words(text))

    def gone(self, message: str) -> list[str]:
        """Return the words of a message that look like an id, and are none of a record that is known."""
        return [w for w in _words(message[:_LONGEST_MESSAGE]) if any(s.fullmatch(w.upper()) for s in self.shapes)]

    def holds(self, name: str, text: str) -> bool:
        """Return True where a file holds a record of the wanted kinds."""
        if name.endswith(".md"):
            if not text.startswith("---"):
                return False
            text = text.split("\n---", 1)[0]
        elif not _LIST.search(text):
            return False
        types = set(_TYPE.findall(text))
        return any(type_ in self.kinds or self.schema.kind_of(type_) in self.kinds for type_ in types)


def unnamed(repository: Repository, wanted: Range, folder: str, naming: Naming) -> Iterator[Finding]:
    """Yield a finding for each commit and requirement file that it touches without naming a record.

    Args:
        repository: The project's.
        wanted: Which commits.
        folder: Of the documents, from the root of the repository.
        naming: What counts.

    Raises:
        GitError: The clone does not have these commits.
    """
    commits = _commits(repository, wanted, folder)
    if not commits:
        return
    messages = _messages(repository, commits)
    touched = _touched(repository, commits, folder)
    with repository.blobs() as blobs:
        for commit in commits:
            said = _said(repository, commit, messages)
            if naming.named_in(said):
                continue
            files = [f for f in touched.get(commit, ()) if _is_requirement(blobs, commit, f, naming)]
            if files and not _names_what_it_removes(repository, commit, files, naming.gone(said)):
                for file in files:
                    yield _finding(repository, commit, messages[commit], file)


def _commits(repository: Repository, wanted: Range, folder: str) -> list[str]:
    old, new = (_commit(repository, name) for name in (wanted.old, wanted.new))
    base = repository.merge_base(old, new)
    if base is None and repository.is_shallow:
        raise GitError(
            _("The clone does not reach back to where {old} and {new} parted.", old=wanted.old, new=wanted.new), _DEEPER
        )
    since = (base or old) if wanted.is_from_fork else old
    found = repository.output("rev-list", "--reverse", "--topo-order", f"{since}..{new}", "--", f":(top){folder}")
    commits = found.split()
    if repository.is_shallow:
        # The last commit that a shallow clone has looks as if it had written every file.
        path = repository.output("rev-parse", "--git-path", "shallow").strip()
        ends = set(_read(repository, path).split())
        if ends.intersection(commits):
            raise GitError(
                _("The clone does not hold all commits of {old}..{new}.", old=wanted.old, new=wanted.new), _DEEPER
            )
    return commits


def _read(repository: Repository, path: str) -> str:
    for start in (repository.root / repository.prefix, repository.root):
        if (start / path).is_file():
            return (start / path).read_text(encoding="ascii", errors="replace")
    return ""


def _commit(repository: Repository, name: str) -> str:
    found = repository.commit(name)
    if found is not None:
        return found
    hint = _DEEPER if repository.is_shallow else _("A branch of a remote is called like this: origin/main")
    raise GitError(_("git knows no commit {name}.", name=name), hint)


def _messages(repository: Repository, commits: list[str]) -> dict[str, str]:
    given = "".join(f"{commit}\n" for commit in commits)
    listed = repository.told(given, "log", "--no-walk=unsorted", "-z", "--format=%H%n%B", "--stdin")
    return dict(entry.partition("\n")[::2] for entry in listed.split("\0") if entry)


def _touched(repository: Repository, commits: list[str], folder: str) -> Mapping[str, list[str]]:
    """Return commit → the files that it changes; of a merge those that differ from every parent's."""
    given = "".join(f"{commit}\n" for commit in commits)
    arguments = ("diff-tree", "--stdin", "-c", "-r", "--root", "--no-renames", "--name-only", "-z", "--", folder)
    known = set(commits)
    found: dict[str, list[str]] = {}
    files: list[str] = []
    for entry in repository.told(given, *arguments, at_root=True).split("\0"):
        name = entry.strip("\n")
        if name in known:
            files = found.setdefault(name, [])
        elif name.endswith(_ENDINGS) and "\n" not in name:
            files.append(name)
    return found


def _said(repository: Repository, commit: str, messages: Mapping[str, str]) -> str:
    """Return a commit's message, with that of the commit which it takes back or mends."""
    message = messages[commit]
    if (reverted := _REVERTED.search(message)) and (other := repository.commit(reverted[1])):
        return f"{message}\n{messages.get(other) or repository.output('log', '-1', '--format=%B', other)}"
    subject, mends = message.partition("\n")[0], False
    while match := _MENDED.match(subject):
        subject, mends = subject[match.end() :], True
    if mends:
        others = (m for c, m in messages.items() if c != commit and m.partition("\n")[0] == subject)
        return f"{message}\n{next(others, '')}"
    return message


def _is_requirement(blobs: Blobs, commit: str, file: str, naming: Naming) -> bool:
    """Return True for a file that holds requirements, or held them before it was deleted."""
    for state in (commit, f"{commit}^"):
        try:
            content = blobs.read(Blob(f"{state}:{file}"), _LARGEST)
        except GitError:
            continue
        if naming.holds(file, content.decode("utf-8-sig", "replace").replace("\r\n", "\n")):
            return True
    return False


def _names_what_it_removes(repository: Repository, commit: str, files: list[str], ids: list[str]) -> bool:
    """Return True where a commit names a record that nobody knows any more, and that it changes."""
    if not ids:
        return False
    paths = [f":(top,literal){file}" for file in files]
    changes = repository.output("diff-tree", "-p", "--root", "--no-ext-diff", "--no-textconv", commit, "--", *paths)
    words = {fold_id(word) for word in _words(changes)}
    return any(fold_id(record_id) in words for record_id in ids)


def _words(text: str) -> Iterator[str]:
    """Yield what may be an id: words, and words that hyphens join, also within a longer row and beside Chinese."""
    text = normal_id(text)
    pieces = list(_PIECE.finditer(text))
    for first, piece in enumerate(pieces):
        end = piece.end()
        for number in range(first, min(first + _MOST_PARTS, len(pieces))):
            if number > first and (pieces[number].start() != end + 1 or text[end] not in "-_"):
                break
            end = pieces[number].end()
            yield text[piece.start() : end].replace("_", "-")


def _finding(repository: Repository, commit: str, message: str, file: str) -> Finding:
    subject = " ".join(message.partition("\n")[0].split())
    shown = subject if len(subject) <= _SHOWN else f"{subject[: _SHOWN - 1]}…"
    told = _(
        "Commit {commit} ('{subject}') changes this file and names no record.", commit=commit[:_SHORT], subject=shown
    )
    hint = _("Write the id of the requirement or the change request into the message: `git rebase -i`.")
    return Finding.of(COMMIT_WITHOUT_RECORD, Place(file.removeprefix(repository.prefix), 1), told, hint)


def folder_in(repository: Repository, docs_dir: Path) -> str:
    """Return the folder of documents, from the root of the repository.

    Raises:
        GitError: It lies elsewhere.
    """
    try:
        return docs_dir.resolve().relative_to(repository.root.resolve()).as_posix()
    except ValueError:
        raise GitError(_("The folder of documents lies outside of the repository.")) from None
