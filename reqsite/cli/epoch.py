"""SOURCE_DATE_EPOCH, the time that the caller wants everything to take for now."""

from __future__ import annotations

import os

from reqsite.cli.errors import wrong_call
from reqsite.i18n import _

EPOCH = "SOURCE_DATE_EPOCH"
_MOST_DIGITS = 11
"""Of the seconds since 1970 of any date that Python can write."""


def refuse_bad_epoch() -> None:
    """Refuse a time that is none, which MkDocs would crash at and others overlook; an empty one is as good as none.

    Raises:
        CommandError: It is none.
    """
    text = os.environ.get(EPOCH, "")
    if text and not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise wrong_call(
            _("SOURCE_DATE_EPOCH is no time: {text}", text=text[:40]),
            _("Write seconds since 1970, as in `SOURCE_DATE_EPOCH=1767225600`, or leave it out."),
        )
