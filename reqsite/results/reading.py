"""A file of results, whatever wrote it."""

from __future__ import annotations

from pathlib import Path

from reqsite.i18n import _
from reqsite.results.case import LARGEST, BadResultsError, Reported
from reqsite.results.ctrf import read_ctrf
from reqsite.results.junit import read_junit

_JSON = (b"{", b"\xef\xbb\xbf{")


def content_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        BadResultsError: It cannot be read, or is too large.
    """
    try:
        if not path.is_file():
            raise BadResultsError(_("There is no such file."))
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BadResultsError(_("The file cannot be read: {reason}", reason=error.strerror or "")) from None
    if len(content) > LARGEST:
        raise BadResultsError(_("It has more than {limit} MB.", limit=LARGEST // 1024**2))
    return content


def read_reported(content: bytes) -> Reported:
    """Return the tests that a file names: CTRF where it is JSON, else JUnit XML.

    Raises:
        BadResultsError: It is neither.
    """
    if not content.strip():
        raise BadResultsError(_("It is empty."))
    is_json = content.lstrip().startswith(_JSON)
    return read_ctrf(content) if is_json else read_junit(content)
