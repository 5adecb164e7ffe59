"""The tags of a repository that are its releases, in the order in which they were made."""

from __future__ import annotations

import fnmatch
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from reqsite.history.git import GitError, Repository
from reqsite.history.versions import Version, is_name
from reqsite.i18n import Message, _
from reqsite.model.catalog import natural_key
from reqsite.model.nearest import nearest_word

_LONGEST_TITLE = 200
_SAYS_NOTHING = re.compile(r"\b(?:release|version|tag|baseline|bump|to)\b|版本|发布|[\W_]", re.IGNORECASE)
_FORMAT = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objectname)%00%(contents:subject)"


@dataclass(frozen=True, slots=True)
class Tag:
    """A release as git has it."""

    name: str
    commit: str
    date: str
    """Of the commit, `YYYY-MM-DD`, UTC."""
    title: str
    """What an annotated tag says beyond its name, empty where that is nothing."""


def tags_in_order(repository: Repository, pattern: str) -> tuple[tuple[Tag, ...], tuple[Message, ...]]:
    """Return the tags whose names match, each behind those whose commits its own descends from, and what is odd.

    Tags on different branches go by the date of their commits.  Of several tags on one commit the one that looks most
    like a version counts.

    Args:
        repository: Where they are.
        pattern: As in a shell: `v*`, `release-[0-9]*`.

    Raises:
        GitError: The clone is shallow, or no tag matches.
    """
    if repository.is_shallow:
        raise GitError(
            _("This clone is shallow: commits that tags lead to, and tags, are missing."),
            _("`git fetch --unshallow --tags` brings them."),
        )
    found = list(_matching(repository, pattern))
    if not found:
        raise _none_matches(repository, pattern)
    notes: list[Message] = []
    usable = [tag for tag in found if is_name(tag[0])]
    if unfit := [name for name, _commit, _title in found if not is_name(name)]:
        notes.append(_("Left out, since no file can be called so: {names}", names=", ".join(unfit)))
    by_commit: dict[str, list[tuple[str, str, str]]] = {}
    for tag in usable:
        by_commit.setdefault(tag[1], []).append(tag)
    dates = _dates(repository, list(by_commit))
    ordered = []
    for commit in repository.in_order(by_commit):
        (name, _commit, title), *others = sorted(by_commit[commit], key=_likeness_to_a_version)
        if others:
            names = ", ".join(other[0] for other in others)
            notes.append(_("{names}: the same commit as {name}, which counts.", names=names, name=name))
        ordered.append(Tag(name, commit, dates[commit], _title(title, name)))
    for one, other in itertools.pairwise(ordered):
        if not repository.is_ancestor(one.commit, other.commit):
            notes.append(
                _("{other} does not descend from {one}: they are ordered by date.", one=one.name, other=other.name)
            )
    return tuple(ordered), tuple(notes)


def _matching(repository: Repository, pattern: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, commit and subject of each matching tag that leads to a commit."""
    for line in repository.output("for-each-ref", f"--format={_FORMAT}", "refs/tags").split("\n"):
        name, kind, own, target, subject = [*line.split("\0"), "", "", "", ""][:5]
        if not name or not fnmatch.fnmatchcase(name, pattern):
            continue
        commit = own if kind == "commit" else repository.commit(f"refs/tags/{name}")
        if commit:
            yield name, commit, subject if target else ""


def _none_matches(repository: Repository, pattern: str) -> GitError:
    listed = repository.output("for-each-ref", "--format=%(refname:strip=2)", "refs/tags")
    names = sorted(filter(None, listed.split("\n")), key=natural_key)
    if not names:
        return GitError(_("The repository has no tags."), _("`git fetch --tags` brings those of the server."))
    near = nearest_word(pattern, names)
    hint = _("Did you mean {id}?", id=near) if near else _("There are: {names}", names=", ".join(names[-12:]))
    return GitError(_("No tag matches {pattern}.", pattern=pattern), hint)


def _dates(repository: Repository, commits: list[str]) -> dict[str, str]:
    lines = repository.output("log", "--no-walk=unsorted", "--format=%H %ct", *commits).split("\n") if commits else []
    pairs = (line.split(" ") for line in lines if line)
    return {commit: datetime.fromtimestamp(int(seconds), UTC).date().isoformat() for commit, seconds in pairs}


def _likeness_to_a_version(tag: tuple[str, str, str]) -> tuple[bool, bool, object]:
    name, _commit, title = tag
    return Version.parse(name) is None, not title, natural_key(name)


def _title(subject: str, name: str) -> str:
    """Return what the subject of a tag says, empty where that is no more than its name."""
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in subject).split())[:_LONGEST_TITLE]
    return text if _SAYS_NOTHING.sub("", text.replace(name.removeprefix("v"), " ")).strip("v") else ""
