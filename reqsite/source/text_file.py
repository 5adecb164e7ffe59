"""A file's bytes, and the text in them: UTF-8 with any line ends, within the limits, without control characters."""

from __future__ import annotations

import os
import re
import stat
from io import FileIO

from reqsite.i18n import Message, _
from reqsite.source import rules
from reqsite.source.limits import Limits
from reqsite.source.refused import Refused

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""What is no text: control characters but tab and line ends, and code points that are no characters."""

_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])

# A file may have been put in the place of another one since its folder was read: a pipe must not hold the reader up.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_text(path: str | os.PathLike[str], limits: Limits) -> str:
    """Return the text of a file, line ends as line feeds, without a byte order mark.

    Raises:
        Refused: Where the file cannot be opened, is no regular file, breaks a limit, or is no text in UTF-8.
    """
    return decode(read_bytes(path, limits), limits)


def read_bytes(path: str | os.PathLike[str], limits: Limits) -> bytes:
    """Return the bytes of a regular file within the limit of size.

    Raises:
        Refused: Where it is none, or cannot be opened.
    """
    try:
        descriptor, size = _open(path)
        try:
            data = _up_to(descriptor, size, limits.file_bytes + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise unreadable(error) from None
    if len(data) > limits.file_bytes:
        raise Refused(
            rules.FILE_TOO_LARGE,
            _("The file has more than {limit} bytes, which is the limit.", limit=limits.file_bytes),
            _("Split it, or raise `limits.file_bytes` of the reqsite plugin in mkdocs.yml."),
        )
    return data


def open_regular(path: str | os.PathLike[str]) -> FileIO:
    """Open a regular file for reading; a pipe does not hold up.

    Raises:
        Refused: Where it is none, or cannot be opened.
    """
    try:
        return FileIO(_open(path)[0], closefd=True)
    except OSError as error:
        raise unreadable(error) from None


def _open(path: str | os.PathLike[str]) -> tuple[int, int]:
    """Return a descriptor of a regular file, and the file's size in bytes."""
    descriptor = os.open(path, _OPEN_FLAGS)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise special_file()
    return descriptor, status.st_size


def _up_to(descriptor: int, size: int, most: int) -> bytes:
    """Return the bytes of a file, no more than `most`; room is made for as much as the file is said to have."""
    data = os.read(descriptor, min(size + 1, most))
    if len(data) == size:
        return data
    while len(data) < most and (more := os.read(descriptor, most - len(data))):  # it has grown, or is read in parts
        data += more
    return data


def decode(data: bytes, limits: Limits) -> str:
    """Return the text that bytes hold, line ends as line feeds, without a byte order mark.

    Raises:
        Refused: At the first byte that is no UTF-8, the first control character, the first line over the limit.
    """
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    match = CONTROL.search(text) if _may_hold_control(data) else None
    if match:
        line, column = position(text, match.start())
        code = f"U+{ord(match[0]):04X}"
        raise Refused(
            rules.INVALID_CHARACTER,
            _("The control character {code} stands in the text.", code=code),
            _("Delete it; it cannot be seen in most editors."),
            line,
            column,
        )
    _refuse_long_line(text, limits)
    return text


def _may_hold_control(data: bytes) -> bool:
    """Return False where the bytes show at once that no control character is among them, as they nearly always do."""
    return len(data.translate(None, _CONTROL_BYTES)) < len(data) or b"\xc2" in data or b"\xef\xbf" in data


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset in a text with line feeds."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def special_file() -> Refused:
    """Return the refusal of a pipe, a socket or a device."""
    return Refused(
        rules.SPECIAL_FILE,
        _("This is no regular file but a pipe, a socket or a device."),
        _("Delete it, or keep it outside the folder of documents."),
    )


def unreadable(error: OSError) -> Refused:
    """Return the refusal of what the system would not open."""
    reason: Message | str = error.strerror or type(error).__name__
    if isinstance(error, PermissionError):
        reason = _("permission denied")
    elif isinstance(error, FileNotFoundError):
        reason = _("it is not there")
    return Refused(
        rules.UNREADABLE_FILE,
        _("It cannot be opened: {reason}.", reason=reason),
        _("See that you may read it, and that no other program moves it meanwhile."),
    )


def _refuse_long_line(text: str, limits: Limits) -> None:
    if len(text) <= limits.line_characters:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > limits.line_characters:
            raise Refused(
                rules.LINE_TOO_LONG,
                _(
                    "The line has {length} characters; the limit is {limit}.",
                    length=len(line),
                    limit=limits.line_characters,
                ),
                _("Break it, or raise `limits.line_characters` of the reqsite plugin in mkdocs.yml."),
                number,
                limits.line_characters + 1,
            )


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Refused:
    before = data[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    hint = _("Save the file as UTF-8.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = _("This looks like UTF-16. Save the file as UTF-8.")
    elif _is_gbk(data):
        hint = _("This looks like GBK (GB 18030). Save the file as UTF-8.")
    line, column = position(before, len(before))
    return Refused(
        rules.INVALID_ENCODING,
        _("Invalid UTF-8: byte 0x{byte} at byte offset {offset}.", byte=f"{data[error.start]:02X}", offset=error.start),
        hint,
        line,
        column,
    )


def _is_gbk(data: bytes) -> bool:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return han * 2 > sum(not character.isascii() for character in text)
