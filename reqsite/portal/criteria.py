"""Acceptance criteria as a page shows them: Given, When and Then stand out, the tests stand beside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqsite.model.record import Criterion

_WORD = re.compile(
    r"<code\b[^<>]{0,500}>[^<>]{0,20000}</code>|<[^<>]{0,5000}>"  # no word of a tag or of code is a step
    r"|(?:(?<=[\n,，;；。.:：>])|(?<=[\n,，;；。.:：>] ))"
    r"(?P<word>(?:[Gg]iven|GIVEN|[Ww]hen|WHEN|[Tt]hen|THEN|And|AND|But|BUT)(?![A-Za-z'’-])"
    r"|假如|假设|给定|当(?![前天日月年地中作成事初然且下])(?!时(?!间|长|段|刻))|那么|则|并且|而且|但是)"
    r"|(?<=[ \t])(?P<capital>(?:Given|GIVEN|When|WHEN|Then|THEN|And|AND|But|BUT)(?![A-Za-z'’-]))"
)
_NAME = '<span class="rs-ac"'


def with_steps(html: str, criteria: Sequence[Criterion]) -> str:
    """Return the HTML of a section of criteria in which the words that begin a step are marked.

    Only criteria that have been read as Given/When/Then have steps: elsewhere `when` is a word like any other.
    """
    if not any(criterion.steps for criterion in criteria):
        return html
    stepped = {criterion.id for criterion in criteria if criterion.steps}
    before, *parts = html.split(_NAME)
    for number, part in enumerate(parts):
        name = part.partition(">")[2].partition("<")[0]
        if name in stepped:
            head, close, rest = part.partition("</span>")
            parts[number] = f"{head}{close}{_WORD.sub(_marked, f'>{rest}')[1:]}"
    return _NAME.join([before, *parts])


def _marked(match: re.Match[str]) -> str:
    word = match["word"] or match["capital"]
    return f'<span class="rs-step">{word}</span>' if word else match[0]
