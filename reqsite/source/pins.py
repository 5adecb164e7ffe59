"""Writing pins into links: `derives_from: [REQ-003]` becomes `derives_from: [REQ-003@1.1.0]`, and nothing else changes.

Each pin is put right behind what stands there, so that quotes, comments, line ends and a byte order mark stay.  The
result is read again: where it would say anything else than before but for the pins, the file is left alone.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reqsite.i18n import Message, _
from reqsite.source.front_matter import split
from reqsite.source.local_links import PAGE_ENDINGS
from reqsite.source.refused import Refused
from reqsite.source.strict_yaml import compose
from reqsite.source.whole_file import write_whole
from reqsite.source.yaml_nodes import Node, Scalar, Sequence, YamlMistake

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_QUOTED = {"'": re.compile(r"'((?:[^']|'')*)'"), '"': re.compile(r'"((?:[^"\\]|\\.)*)"')}
_PINNED = re.compile(r"@[^@#]{0,200}(?=#|\Z)")
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Pin:
    """A pin that a link should have."""

    line: int
    """Where the link's target begins, from 1."""
    column: int
    """In code points, from 1."""
    target: str
    """As it was read, perhaps with a pin."""
    has_pin: bool
    """True where what follows the last `@` of the target is a pin."""
    pin: str

    @property
    def new(self) -> str:
        """The target with the new pin."""
        if self.has_pin:
            start = self.target.rindex("@")
            return self.target[:start] + _PINNED.sub(f"@{self.pin}", self.target[start:], count=1)
        return f"{self.target}@{self.pin}"


class PinError(Exception):
    """A link that no pin can be written into.

    Attributes:
        line: Where it stands.
        column: Where it stands.
        message: Why not, and what to do.
    """

    def __init__(self, line: int, column: int, message: Message) -> None:
        super().__init__(f"{line}:{column}: {message}")
        self.line = line
        self.column = column
        self.message = message


def with_pins(text: str, pins: Iterable[Pin], *, is_list: bool) -> str:
    """Return a file's text with pins in its links.

    Args:
        text: All of the file, with its own line ends and byte order mark.
        pins: At most one for each place.
        is_list: True for a YAML file with a list of records, False for a Markdown file.

    Raises:
        PinError: Where a link does not stand where it was read, or not on one line.
    """
    mark = BOM if text.startswith(BOM) else ""
    lines = LINE.findall(text.removeprefix(BOM))
    wanted = sorted(pins, key=lambda pin: (pin.line, pin.column), reverse=True)  # from the end, so that places hold
    for pin in wanted:
        if pin.line > len(lines):
            raise _moved(pin)
        lines[pin.line - 1] = _line_with(lines[pin.line - 1], pin)
    new = mark + "".join(lines)
    before, after = nodes_of(text, is_list=is_list), nodes_of(new, is_list=is_list)
    left = {(pin.line, pin.column): pin for pin in wanted}
    if before is None or after is None or _meaning(before, left) != _meaning(after, {}) or left:
        first = wanted[-1]
        raise PinError(first.line, first.column, _("A pin would change more than this link here. Write it by hand."))
    return new


def _line_with(line: str, pin: Pin) -> str:
    start = pin.column - 1
    quoted = _QUOTED.get(line[start : start + 1])
    if quoted is None:
        end = start + len(pin.target)
        if line[start:end] != pin.target:
            raise _moved(pin)
        return line[:start] + pin.new + line[end:]
    match = quoted.match(line, start)
    if match is None or match[1].strip() != pin.target:
        raise _moved(pin)
    begin = match.start(1) + len(match[1]) - len(match[1].lstrip())
    return line[:begin] + pin.new + line[begin + len(pin.target) :]


def _moved(pin: Pin) -> PinError:
    message = _("The link to {target} is not written on one line as it reads. Write it so.", target=pin.target)
    return PinError(pin.line, pin.column, message)


def nodes_of(text: str, *, is_list: bool) -> Node | None:
    """Return the YAML of a file as a tree, with places in the file; None where it cannot be read."""
    plain = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    try:
        if is_list:
            return compose(plain)
        parts = split(plain)
        return compose(parts.front, first_line=parts.front_line) if parts.front is not None else None
    except (Refused, YamlMistake):
        return None


def _meaning(node: Node, pins: dict[tuple[int, int], Pin]) -> object:
    """Return what a tree says with pins put in at their places; those that were put in are taken out of `pins`."""
    if isinstance(node, Scalar):
        pin = pins.pop((node.line, node.column), None)
        return node.value.replace(pin.target, pin.new) if pin else node.value
    if isinstance(node, Sequence):
        return [_meaning(item, pins) for item in node.items]
    return {key.value: _meaning(value, pins) for key, value in node.entries}


def holds_a_list(path: str) -> bool:
    """Return True for the name of a file that holds a list of records, False for that of a Markdown file."""
    return not path.lower().endswith(PAGE_ENDINGS)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Put bytes in the place of the contents of files, in all of them or in none.

    Raises:
        OSError: Where that is impossible; the files are then as they were.
    """
    drafts: dict[Path, Path] = {}
    old: dict[Path, bytes] = {}
    try:
        for path, data in contents.items():
            target = path.resolve()
            old[target] = target.read_bytes()
            drafts[target] = _draft(target, data)
        _put(drafts, old)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _draft(target: Path, data: bytes) -> Path:
    """Write bytes into a new file beside another one, and return its path."""
    descriptor, name = tempfile.mkstemp(prefix=".reqsite-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, name)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _put(drafts: Mapping[Path, Path], old: Mapping[Path, bytes]) -> None:
    done: list[Path] = []
    try:
        for target, draft in drafts.items():
            draft.replace(target)
            done.append(target)
    except BaseException:
        for target in done:
            with contextlib.suppress(OSError):
                write_whole(target, old[target])
        raise
