"""Sentences that count."""

import pytest

from reqsite.i18n import Message, _, plural


def records(count: int) -> Message:
    return plural("{count} record of {name}", "{count} records of {name}", count, name="A")


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0 records of A"), (1, "1 record of A"), (2, "2 records of A"), (11, "11 records of A")]
)
def test_one_thing_has_a_form_of_its_own(count, shown):
    assert records(count).to("en") == shown


def test_a_language_without_a_translation_gets_the_english_form():
    assert records(1).to("de") == "1 record of A"


def test_a_count_stands_inside_another_sentence():
    assert str(_("There is {what}.", what=records(1))) == "There is 1 record of A."


def test_chinese_has_one_form_for_every_count():
    def shown(count: int) -> str:
        return plural("{count} record", "{count} records", count).to("zh").replace(str(count), "#")

    assert shown(1) == shown(2)
    assert "record" not in shown(1)
