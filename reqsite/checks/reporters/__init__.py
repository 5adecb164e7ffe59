"""What a run found, for people and for machines: one module a format, each with `render(report, language)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reqsite.checks.reporters import github, json, sarif, text
from reqsite.checks.run import Report

Renderer = Callable[[Report, str], str]

REPORTERS: Mapping[str, Renderer] = {
    "text": text.render,
    "json": json.render,
    "sarif": sarif.render,
    "github": github.render,
}
"""Format → its renderer."""


def render(report: Report, style: str, language: str = "en") -> str:
    """Return a report in one of the formats of `REPORTERS`, its sentences in `language`.

    Raises:
        KeyError: there is no such format.
    """
    return REPORTERS[style](report, language)
