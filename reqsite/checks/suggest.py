"""The question for a word that is not known, where a known one is near."""

from __future__ import annotations

from collections.abc import Iterable

from reqsite.i18n import Message, _
from reqsite.model.nearest import nearest_word


def did_you_mean(word: str, known: Iterable[str]) -> Message | None:
    """Return the question for a word of the schema: a field, a type, a value; None where nothing is near."""
    return question(nearest_word(word, known))


def question(near: str) -> Message | None:
    """Return "Did you mean …?", or None where nothing is near."""
    return _("Did you mean {near}?", near=near) if near else None
