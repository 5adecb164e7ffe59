"""A finding as running text."""

import pytest

from reqsite.i18n import Message
from reqsite.model.finding import Finding, Place, Rule, Severity

RULE = Rule("RQ000", "a-rule", Severity.ERROR, Message("t"), Message("w"))


@pytest.mark.parametrize(
    ("message", "hint", "shown"),
    [
        ("It is wrong.", "Mend it.", "It is wrong. Mend it."),
        ("这是错的。", "请改正。", "这是错的。请改正。"),
        ("It is wrong.", None, "It is wrong."),
    ],
)
def test_message_and_hint_are_joined_as_their_language_joins_sentences(message, hint, shown):
    finding = Finding.of(RULE, Place("a.md"), Message(message), Message(hint) if hint else None)
    assert finding.sentences("en") == shown
