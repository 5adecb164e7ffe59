"""No file within the limits holds the reader up: the time grows with the text, whatever it repeats."""

from collections.abc import Callable

import pytest

from reqsite.source.limits import Limits
from reqsite.source.record_file import read_markdown
from reqsite.source.record_list import read_list
from reqsite.source.record_node import Origin
from reqsite.source.schema_file import default_schema
from tests.growth import assert_linear

LONGEST = Limits().file_bytes
ORIGIN = Origin("docs/a.md", "", default_schema(), Limits())
HEAD = "---\nid: REQ-1\ntype: functional\n---\n"
CRITERIA = HEAD + "Text.\n\n## Acceptance criteria\n\n"
REPEATED = {
    "lines of blanks": (HEAD, " " * 8_000 + "\n"),
    "lines of tabs": (HEAD, "\t" * 8_000 + "\n"),
    "short lines of blanks": (HEAD, " " * 300 + "\n"),
    "blank lines below brackets": (HEAD + "[] " * 80, "\n"),
    "lines of dashes": (HEAD, "-" * 4_000 + " " * 4_000 + "x\n"),
    "items and blanks": (HEAD, "-" + " " * 500 + "-" + " " * 500 + "\n"),
    "links": (HEAD, "[a](b) \n"),
    "definitions of links": (HEAD, "[a]: b\n"),
    "unsafe links": (HEAD, "[a](/b)\n"),
    "comments": (HEAD, "<!-- a -->\n"),
    "waivers": (HEAD, "<!-- reqsite: ok a b -->\n"),
    "waivers in one paragraph": (HEAD, "x <!-- reqsite: ok a b -->\n"),
    "waivers that stand alone": (HEAD, "<!-- reqsite: ok a b -->\n\n"),
    "waivers that say nothing": (HEAD, "<!-- reqsite: -->\n"),
    "rows of backticks": (HEAD, "` "),
    "criteria": (CRITERIA, "- a\n"),
    "criteria that go on": (CRITERIA + "- Given a\n", "- When a\n"),
    "criteria that go on with and": (CRITERIA + "- Given a\n", "- and\n"),
    "items of a list": ("---\nid: A\ntags:\n", "- a\n"),
    "keys without a fence below": ("---\nid: A\n", "a: b\n"),
}
LISTS = {
    "entries": "- {type: functional, id: A, title: Log in}\n",
    "entries with a text": "- type: functional\n  body: |\n    a\n",
    "entries with a quoted text": '- type: functional\n  body: "a"\n',
}


def markdown(text: str) -> None:
    for record in read_markdown(text, ORIGIN).records:
        list(record.criteria)
        record.place("id")


def a_list(text: str) -> None:
    read_list(text, ORIGIN)


def assert_linear_up_to_the_longest(read: Callable[[str], None], begin: str, unit: str) -> None:
    assert_linear(read, lambda length: begin + unit * ((length - len(begin)) // len(unit)), LONGEST // 8)


@pytest.mark.parametrize("name", REPEATED)
def test_a_markdown_file_is_read_in_linear_time(name):
    assert_linear_up_to_the_longest(markdown, *REPEATED[name])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_file_is_read_in_linear_time(name):
    assert_linear_up_to_the_longest(a_list, "records:\n", LISTS[name])
