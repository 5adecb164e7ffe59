"""A crash file: what a maintainer needs to know of an unexpected error, and nothing of the project's content."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback

import reqsite


def write_crash_file(error: BaseException) -> str:
    """Write the traceback of `error` into the temp folder and return the file's path, empty where that fails.

    Neither the environment nor the words of the exception go into it, as they may quote a record.
    """
    text = f"reqsite {reqsite.__version__}, Python {platform.python_version()}, {platform.system()}\n" + _frames(error)
    try:
        descriptor, path = tempfile.mkstemp(prefix="reqsite-crash-", suffix=".txt", text=True)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except Exception:  # noqa: BLE001 - a second crash here would hide the first one
        return ""
    return path


def _frames(error: BaseException) -> str:
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(parts) < 10:  # noqa: PLR2004 - a chain longer than this says nothing new
        kind = type(cause)
        parts.append(
            "Traceback (most recent call last):\n"
            + "".join(traceback.format_tb(cause.__traceback__, limit=-50))
            + f"{kind.__module__}.{kind.__qualname__}\n"
        )
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\nwhich came after:\n".join(parts)
