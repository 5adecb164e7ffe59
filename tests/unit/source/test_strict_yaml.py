"""Strict YAML: reliability cases G79 to G84 as far as they concern YAML itself."""

import contextlib

import pytest
import yaml

from reqsite.source.strict_yaml import (
    MAX_DEPTH,
    Map,
    Node,
    Scalar,
    Sequence,
    YamlMistake,
    compose,
    compose_events,
    compose_map,
    refuse_bombs,
)
from tests.growth import assert_linear

LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


def mistake_in(text: str, loader: type = LOADERS[-1]) -> YamlMistake:
    with pytest.raises(YamlMistake) as caught:
        compose(text, loader=loader)
    return caught.value


def values(node: Node | None) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    return {key.value: values(value) for key, value in node.entries} if node else None


@pytest.mark.parametrize(
    "written", ["no", "1.10", "007", "12:30:45", "0x1F", "1_000", "2026-07-01", "=", "true", "null", "1e3", ".inf"]
)
def test_a_value_stays_text_as_it_was_written(written):
    assert values(compose(f"version: {written}\n")) == {"version": written}


@pytest.mark.parametrize("written", ["", "~", "   ", " # nothing"])
def test_nothing_and_a_tilde_are_the_empty_text(written):
    assert values(compose(f"owner: {written}\n")) == {"owner": ""}


def test_a_quoted_tilde_is_a_tilde():
    assert values(compose("owner: '~'\n")) == {"owner": "~"}


def test_an_empty_text_has_no_tree():
    assert compose("") is None
    assert compose("# a remark\n\n") is None


def test_every_node_knows_its_place_in_the_file():
    top = compose_map("# c\nid: REQ-1\nnfr:\n  target: 2 s\ntags: [甲, b]\nlinks:\n- X\n", first_line=2)
    assert top is not None
    assert (top.line, top.column) == (3, 1)
    assert top.get("id") == Scalar("REQ-1", 3, 5, plain=True)
    nfr, tags, links = top.get("nfr"), top.get("tags"), top.get("links")
    assert isinstance(nfr, Map)
    assert nfr.entries == ((Scalar("target", 5, 3, plain=True), Scalar("2 s", 5, 11, plain=True)),)
    assert tags == Sequence((Scalar("甲", 6, 8, plain=True), Scalar("b", 6, 11, plain=True)), 6, 7, flow=True)
    assert links == Sequence((Scalar("X", 8, 3, plain=True),), 8, 1)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("last", "column"), [("登😀: a: b", 6), ("登😀: [a, b", 5), ("登😀: @a", 5), ("登😀: *a", 5), ("id: 登", 1)]
)
def test_places_are_the_same_with_any_line_ends_and_a_byte_order_mark(line_end, mark, last, column):
    """G79: the same with CRLF, CR and BOM; columns are code points."""
    mistake = mistake_in(mark + line_end.join(["id: 登录😀", "# 注", last, ""]))
    assert (mistake.line, mistake.column) == (3, column)


def test_a_byte_order_mark_takes_no_column():
    assert (mistake_in("\ufeff登: @a").line, mistake_in("\ufeff登: @a").column) == (1, 4)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "place", "says", "hint"),
    [
        ("id: A\nstatus：confirmed\ntitle: B\n", (2, 7), "full-width colon", "`status: …`"),
        ("id: A\ntitle：登录: 说明\n", (2, 6), "full-width colon", "`title: …`"),
        ("title ： {a: 1}\n", (1, 7), "full-width colon", "`title: …`"),
        ("id: A\nstatus ： confirmed\n", (2, 8), "full-width colon", "`status: …`"),
        ("id: A\n\ttitle: B\n", (2, 1), "tab", "spaces"),
        ("id: A\nnfr:\n\ttarget: 2\n", (3, 1), "tab", "spaces"),
        ("id: A\nnfr:\n　target: 2\nb: c\n", (3, 1), "no ordinary one", "Delete that space"),
        ("id: A\ntitle: Note: it\n", (2, 12), "colon followed by a space", "double quotes"),
        ("title: @home\n", (1, 8), "must not begin with @", 'title: "…"'),
        ("title: `code` first\n", (1, 8), "must not begin with `", 'title: "…"'),
        ("title: %d items\n", (1, 8), "must not begin with %", 'title: "…"'),
        ("title: “Note: it”\n", (1, 8), "Full-width quotes", 'title: "…"'),
        ("title: 'it\nid: A\n", (1, 8), "not closed", "'"),
        ("title: 'it\nid: 'A'\n", (1, 8), "not closed", "'"),
        ('title: "it”\nid: A\n', (1, 11), "full-width", '"'),
        ("title: 'it's'\n", (1, 11), "the text goes on", "''"),
        ('title: "it" is\n', (1, 11), "the text goes on", '\\"'),
        ("tags: [a, b\nid: A\n", (1, 7), "not closed", "[a, b]"),
        ("tags: [a, b］\nid: A\n", (1, 12), "full-width bracket", "`tags: [a, b]`"),
        ("tags: ［a，b］\nid: A\n", (1, 7), "full-width brackets", "[a, b]"),
        ("tags: {a: 1\nid: A\n", (1, 7), "braces", "{a: 1, b: 2}"),
        ("title: [Draft] it\n", (1, 15), "the text goes on", "double quotes"),
        ("id:A\ntitle: B\n", (1, 4), "space is missing behind 'id:'", "`id: …`"),
        ("id: A\ntitle:　B\nx: y\n", (2, 7), "no ordinary one", "`title: …`"),
        ("id: A\ntitle B\n", (2, 1), "no colon", "`key: value`"),
        ("title B\nid: A\n", (1, 1), "no colon", "`key: value`"),
        ("id: A\n  title: B\n", (2, 3), "indented further", "same column"),
        ("tags: - a\n", (1, 7), "behind its key", "line of its own"),
        ("title: > 5 items\n", (1, 8), "> or |", "double quotes"),
        ("title: **bold**\n", (1, 8), "must not begin with", "double quotes"),
        ("tags:\n  - a\n b: c\n", (3, 2), "neighbours", "same number of spaces"),
        ('path: "C:\\dir"\n', (1, 7), "backslash", "single quotes"),
        ("id: A\n...\nid: B\n", (3, 1), "follows the end", "..."),
    ],
)
def test_a_mistake_is_named_where_it_is_and_how_to_mend_it(loader, text, place, says, hint):
    """G79: a message names the mistake, not what the parser stumbles over."""
    mistake = mistake_in(text, loader)
    assert (mistake.line, mistake.column) == place
    assert says in str(mistake.message)
    assert hint in str(mistake.hint)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: 1\nb: &x 2\n", (2, 4), "anchor"),
        ("a: 1\nb: *x\n", (2, 4), "alias"),
        ("a: &x [*x]\n", (1, 4), "anchor"),
        ("a: !!python/object/apply:os.system [ls]\n", (1, 4), "tag"),
        ("a: !!binary aGk=\n", (1, 4), "tag"),
        ("a: !custom x\n", (1, 4), "tag"),
        ("a: 1\n<<: {b: 2}\n", (2, 1), "Merge keys"),
        ("[a]: 1\n", (1, 1), "must be a text"),
        ("a: {{ name }}\n", (1, 5), "must be a text"),
        ("? [a]\n: 1\n", (1, 3), "must be a text"),
        ("'': 1\n", (1, 1), "missing"),
        ("a: 1\n---\nb: 2\n", (2, 1), "second YAML document"),
        ("%YAML 1.1\n---\na: 1\n", (1, 1), "directive"),
    ],
)
def test_what_yaml_has_beyond_plain_data_is_refused_at_its_place(text, place, says):
    """Case 81. G81: alias, anchor, merge key, tag."""
    mistake = mistake_in(text)
    assert (mistake.line, mistake.column) == place
    assert says in str(mistake.message)


@pytest.mark.parametrize("text", ["id: A\ntitle: B\nid: C\n", "id: A\n# c\n'id': C\n"])
def test_a_key_given_twice_is_refused_with_both_places(text):
    """Case 80. G80."""
    mistake = mistake_in(text)
    assert mistake.kind == "duplicate-key"
    assert (mistake.line, mistake.column) == (3, 1)
    assert "the first one is at 1:1" in str(mistake.message)


def test_equal_keys_in_different_mappings_are_fine():
    assert values(compose("a: {x: 1}\nb: {x: 2}\n")) == {"a": {"x": "1"}, "b": {"x": "2"}}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "a: [", "[{"])
def test_deep_nesting_is_stopped_at_once(loader, opening):
    """Case 82. G82: 100,000 levels, no crash, no long work."""

    def nested(levels):
        return "x: " * opening.startswith("[") + opening * levels

    assert mistake_in(nested(100_000), loader).line == 1
    assert_linear(lambda text: mistake_in(text, loader), nested, 12_500)


def test_the_deepest_nesting_allowed_is_read():
    depth = MAX_DEPTH - 1
    assert compose("a: " + "[" * depth + "]" * depth + "\n") is not None
    assert "deeper" in str(mistake_in("a: " + "[" * (depth + 1) + "]" * (depth + 1) + "\n").message)


def test_a_bomb_of_aliases_is_stopped_at_its_first_anchor():
    """Case 83. G83."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert (mistake_in(bomb).line, mistake_in(bomb).column) == (1, 4)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ud800", "\ufeff"])
def test_control_characters_are_refused_at_their_place(character):
    """Case 84. G84."""
    mistake = mistake_in(f"id: A\ntitle: 登{character}\n")
    assert mistake.kind == "invalid-character"
    assert (mistake.line, mistake.column) == (2, 9)
    assert f"U+{ord(character):04X}" in str(mistake.message)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("escape", [r"\ud800", r"\0", r"\x1b", r"\u2028"])
def test_control_characters_and_lone_surrogates_written_as_escapes_are_refused(loader, escape):
    """Case 84. G84: a lone surrogate escape."""
    assert (mistake_in(f'id: A\ntitle: "{escape}"\n', loader).line) == 2


@pytest.mark.parametrize(
    "text",
    [
        "token: hunter2: x\n",
        "token：hunter2\nid: A\n",
        "token: @hunter2\n",
        "token: 'hunter2\nid: A\n",
        "token: [hunter2\nid: A\n",
        "id: A\nhunter2\n",
        "token: *hunter2\n",
        "token: &hunter2 a\n",
        "token: !hunter2 a\n",
        "token: hunter2\ntoken: hunter2\n",
        "token: {hunter2: hunter2\n",
        "token: hunter2\0\n",
        'token: "hunter2\\q"\n',
        "- hunter2\n",
        "hunter2",
    ],
)
def test_a_value_is_never_repeated_in_a_message(text):
    """Case 79. G79: it may be a secret."""
    with pytest.raises(YamlMistake) as caught:
        compose_map(text)
    assert "hunter2" not in f"{caught.value} {caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a\n- b\n", "A list stands here"),
        ("just words\n", "no colon"),
        ("id：A\n", "full-width colon"),
        ("id:A\n", "space is missing"),
    ],
)
def test_anything_but_a_mapping_is_refused_where_keys_belong(text, says):
    with pytest.raises(YamlMistake, match=says):
        compose_map(text)


@pytest.mark.parametrize(
    ("begin", "unit", "end", "count"),
    [
        ("", "k{n}: v\n", "", 20_000),
        ("a: [", "b, ", "]", 60_000),
        ("a: '", "''", "", 60_000),
        ('a: "', "\\", "", 99_999),
        ("a: b\n", " c\n", "", 60_000),
        ("{", "a: [b, ", "", 30_000),
        ("a:", " ", "\n b", 200_000),
        ("", "k{n}: v\n", "x：y\nz: a", 20_000),
        ("a: |\n", "  x\n", " b: c: d", 60_000),
        ("a: [", "'x' ", "", 50_000),
        ("", "a:a:", "\nb: c", 50_000),
        ("", "\n- a", "\nb: c", 50_000),
        ("", "%", "", 200_000),
        ("", "\n", "x: y: z", 250_000),
    ],
)
def test_long_texts_take_no_longer_than_their_length(begin, unit, end, count):
    def long(units):
        return begin + "".join(unit.replace("{n}", str(n)) for n in range(units)) + end

    def read(text: str) -> None:
        with contextlib.suppress(YamlMistake):
            compose(text)

    assert_linear(read, long, count // 8)


def test_merged_aliases_are_refused_for_programs_that_would_make_mappings_of_them():
    refuse_bombs("a: &x 1\nb: *x\n")
    refuse_bombs("<<: {a: b}\n", merges=False)
    with pytest.raises(YamlMistake, match="Merge"):
        refuse_bombs("a: &x {b: c}\nd: {<<: [*x, *x]}\n")
    with pytest.raises(YamlMistake, match="nested"):
        refuse_bombs("a: &x 1\nb: " + "[" * 1000)


def test_the_long_way_reads_the_same_as_the_whole():
    text = "id: A\ntags: [a, b]\nverified_by:\n  - T-1\n  - T-2\nowner:\ntitle: 'x: y'\n"
    assert compose(text, first_line=3) == compose_events(text, 3)
