"""A ledger made of the tags of a git repository, for a project that had releases before it had reqsite."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reqsite.history.freeze import Tip, change_set_after
from reqsite.history.git_states import GitState, GitStates, UnreadableStateError
from reqsite.history.ledger import Ledger
from reqsite.history.tags import Tag
from reqsite.i18n import Message, MessageError, _, plural

_NAMED = 3


class OtherContentError(MessageError):
    """A release of the ledger is not the tag that should be in its place."""


@dataclass(frozen=True, slots=True)
class NewBaseline:
    """A file of the ledger that is not written yet."""

    name: str
    date: str
    title: str
    counts: Mapping[str, int]
    """`records` in all, and how many were `added`, `changed` and `removed`."""
    content: bytes


def baselines_of(
    states: GitStates, tags: Sequence[Tag], ledger: Ledger, tell: Callable[[Message], None]
) -> Iterator[NewBaseline]:
    """Yield a baseline a tag, but for those that begin the ledger already.

    A tag that holds no project is left out, and files that cannot be read are left out of its state: history is what
    it was.

    Args:
        states: The repository.
        tags: In their order.
        ledger: What there is, in good order.
        tell: Takes what is odd.

    Raises:
        OtherContentError: The ledger begins with something else.
    """
    there = list(zip(ledger.baselines, ledger.states(), strict=True))
    tip = Tip.of(ledger)
    for tag in tags:
        try:
            read = states.read(tag.commit, tag.name)
        except UnreadableStateError as error:
            place = f"{tag.name}:{error.place}" if error.place else tag.name
            tell(_("{place}: {message} This tag is left out.", place=place, message=error.message))
            continue
        for note in _oddities(tag, read):
            tell(note)
        if there:
            baseline, state = there.pop(0)
            if baseline.name != tag.name or state.entries != read.state.entries:
                raise OtherContentError(_not_the_same(baseline.file, baseline.name, tag))
            continue
        content = change_set_after(tip, read.state, tag.date, tag.title)
        tip = tip.followed_by(read.state, content)
        yield NewBaseline(tag.name, tag.date, tag.title, _counts(content), content)
    if there:
        baseline = there[0][0]
        raise OtherContentError(_("{file}: there is no such tag among those named.", file=baseline.file))


def _not_the_same(file: str, name: str, tag: Tag) -> Message:
    if name == tag.name:
        return _("{file}: the tag {tag} holds something else.", file=file, tag=tag.name)
    return _("{file}: in its place the tags have {tag}.", file=file, tag=tag.name)


def _counts(content: bytes) -> Mapping[str, int]:
    head: Mapping[str, Mapping[str, int]] = json.loads(content.partition(b"\n")[0])
    return head["counts"]


def _oddities(tag: Tag, read: GitState) -> Iterator[Message]:
    if read.doubles:
        pairs = [f"{r.id} ({r.file}:{r.line}, {one.file}:{one.line})" for one, r in read.doubles]
        yield plural(
            "{tag}: an id is there twice, and the first record counts: {pairs}",
            "{tag}: {count} ids are there twice, and the first record counts: {pairs}",
            len(pairs),
            tag=tag.name,
            pairs=_few(pairs),
        )
    if read.findings:
        places = [f"{f.place.file}:{f.place.line}" for f in read.findings]
        yield plural(
            "{tag}: one mistake kept something from being read: {places}",
            "{tag}: {count} mistakes kept something from being read: {places}",
            len(places),
            tag=tag.name,
            places=_few(places),
        )


def _few(words: Iterable[str]) -> str:
    found = list(words)
    return ", ".join(found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
