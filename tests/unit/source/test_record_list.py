"""List files: records as entries under `records`, with the places of the file."""

import pytest

from reqsite.model.finding import Place


def said(result) -> list[tuple[str, int, int]]:
    return [(f.rule.name, f.place.line, f.place.column) for f in result.findings]


def test_each_entry_is_a_record_with_its_places(read_yaml):
    result = read_yaml(
        "# terms\nrecords:\n- type: term\n  title: 清算\n  aliases: [结算, settle]\n  body: The payment.\n"
        "- type: term\n  id: TERM-2\n  title: Ledger\n"
        "  body: |\n\n    The **book**.\n\n    ## Example\n\n    One, see [a](a.pdf).\n"
    )
    assert result.findings == ()
    one, two = result.records
    assert (one.id, one.title, one.kind, one.line, one.file) == ("清算", "清算", "term", 3, "docs/terms.yml")
    assert one.items("aliases") == ("结算", "settle")
    assert one.place("aliases[1]") == Place("docs/terms.yml", 5, 17)
    assert (one.statement, one.body_line) == ("The payment.", 6)
    assert "body" not in one.fields
    assert (two.id, two.statement) == ("TERM-2", "The **book**.")
    assert [(s.key, s.line) for s in two.sections] == [("statement", 12), ("example", 16)]
    assert [(a.line, a.column) for a in two.attachments] == [(16, 18)]


def test_quoted_bodies_are_read_too(read_yaml):
    assert read_yaml("records:\n- {type: term, title: A, body: 'it''s'}\n").records[0].statement == "it's"


@pytest.mark.parametrize("text", ["records:\n", "records: []\n", "records: ~\n"])
def test_an_empty_list_has_no_records(read_yaml, text):
    result = read_yaml(text)
    assert result.records == result.findings == ()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("records: words\n", ("malformed-list", 1, 10)),
        ("records: {a: b}\n", ("malformed-list", 1, 10)),
        ("records:\n- Settlement\n", ("malformed-list", 2, 3)),
        ("records:\n- type: term\n  title: A\nmore: x\n", ("malformed-list", 4, 1)),
        ("records:\n- type: term\n  title：A\n  body: x\n", ("malformed-list", 3, 8)),
        ("records:\n- type: term\n  title: A\n  title: B\n", ("duplicate-key", 4, 3)),
        ("records:\n- type: term\n  title: A\n  body: [a]\n", ("malformed-value", 4, 9)),
        ("records:\n- title: A\n", ("missing-type", 2, 3)),
        (
            "records:\n- type: term\n  title: A\n  body: |\n    a\n\n    " + "[" * 19_000 + "\n",
            ("hostile-markdown", 7, 5),
        ),
    ],
)
def test_what_is_wrong_is_said_on_its_line(read_yaml, text, finding):
    assert said(read_yaml(text)) == [finding]


def test_one_broken_entry_leaves_the_others(read_yaml):
    result = read_yaml("records:\n- type: term\n  title: A\n- words\n- type: term\n  title: B\n")
    assert [r.title for r in result.records] == ["A", "B"]
