"""What a run found, for people and for machines: one module a format, each with `render(report, language)`."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from reqsite.checks.run import Report

REPORTERS = ("text", "json", "sarif", "github")
"""The formats; each has the module of its name, which is loaded when it is asked for."""


def render(report: Report, style: str, language: str = "en") -> str:
    """Return a report in one of the formats of `REPORTERS`, its sentences in `language`.

    Raises:
        KeyError: there is no such format.
    """
    if style not in REPORTERS:
        raise KeyError(style)
    renderer: Callable[[Report, str], str] = importlib.import_module(f"{__name__}.{style}").render
    return renderer(report, language)
