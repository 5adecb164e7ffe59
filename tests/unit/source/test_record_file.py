"""One Markdown file: a record with its places, or an ordinary page. Reliability §1.2, G79, G92."""

import pytest

from reqsite.model.finding import Place
from reqsite.model.record import Attachment, Criterion, Waiver

HEAD = "---\nid: REQ-1\ntype: functional\ntitle: Log in\n---\n"


def said(result) -> list[tuple[str, int, int]]:
    return [(f.rule.name, f.place.line, f.place.column) for f in result.findings]


def test_a_record_has_its_fields_links_text_and_places(record):
    one = record(
        "---\nid: REQ-042\ntype: functional\ntitle: 库存实时查询\nstatus: confirmed\nversion: 1.10\n"
        "derives_from: [GOAL-003, GOAL-4]\nverified_by:\n  - TC-031\nsource: mail of 2026-03-01\n"
        "nfr:\n  target: 2 s\nowner:\n---\n\nThe statement.\n\n## Acceptance criteria\n\n- It works.\n"
    )
    assert (one.id, one.type, one.kind, one.title, one.file, one.line) == (
        "REQ-042",
        "functional",
        "requirement",
        "库存实时查询",
        "docs/requirements/a.md",
        2,
    )
    assert one.fields == {
        "id": "REQ-042",
        "type": "functional",
        "title": "库存实时查询",
        "status": "confirmed",
        "version": "1.10",
        "nfr": {"target": "2 s"},
        "owner": "",
    }
    assert one.links == {
        "derives_from": ("GOAL-003", "GOAL-4"),
        "verified_by": ("TC-031",),
        "source": ("mail of 2026-03-01",),
    }
    assert one.statement == "The statement."
    assert one.criteria == (Criterion("AC-1", "It works.", 20),)
    assert one.body_line == 15
    assert one.body.startswith("\nThe statement.")
    assert one.place("status") == Place("docs/requirements/a.md", 5, 1)
    assert one.place("status=") == Place("docs/requirements/a.md", 5, 9)
    assert one.place("derives_from[1]") == Place("docs/requirements/a.md", 7, 26)
    assert one.place("nfr.target") == Place("docs/requirements/a.md", 12, 3)
    assert one.place("nfr.target=") == Place("docs/requirements/a.md", 12, 11)
    assert one.place("nothing") == Place("docs/requirements/a.md", 2, 1)


@pytest.mark.parametrize(
    "head", ["id: X\n", "type: functional\n", "type: nonsense\nstatus: draft\n", "type: nonsense\nid: X\n"]
)
def test_an_id_a_known_type_or_a_type_and_a_status_make_a_record(read, head):
    assert len(read(f"---\n{head}---\nText\n").records) == 1


def test_fields_of_the_schema_make_a_record_whose_writer_is_told_that_its_type_is_missing(read):
    result = read("---\ntitle: A\npriority: P0\nderives_from: [GOAL-1]\n---\nText\n")
    assert len(result.records) == 1
    assert said(result) == [("missing-type", 2, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Page\n",
        "---\ntitle: Page\ndescription: About us\ntags: [a]\nhide: [toc]\n---\n# Page\n",
        "---\ntitle: New\nstatus: new\n---\n# Page\n",
        "---\ntype: article\ntitle: New\n---\n# Page\n",
        "---\ntemplate: home.html\nhero: &x {a: 1}\nmore: *x\n---\n# Page\n",
        "---\n---\n# Page\n",
        "Note: this looks like a key\n\nText\n",
    ],
)
def test_any_other_file_is_an_ordinary_page(read, text):
    result = read(text)
    assert result.is_page
    assert result.records == result.findings == ()


def test_a_record_without_a_type_is_told_and_kept(read):
    result = read("---\nid: REQ-1\ntitle: Log in\n---\nText\n")
    assert said(result) == [("missing-type", 2, 1)]
    assert (result.records[0].type, result.records[0].kind) == ("", "other")


def test_a_term_is_known_by_its_title(record):
    assert record("---\ntype: term\ntitle: 清算\n---\nText\n").id == "清算"


@pytest.mark.parametrize(
    ("front", "body", "title"),
    [
        ("title: Log  in", "# Other\n", "Log in"),
        ("status: draft", "# Log *in*\n\nText", "Log in"),
        ("status: draft", "Text first.\n\n## Rationale\n\nWhy.", "Text first."),
        ("title:", "Text.\n", "Text."),
        ("status: draft", "", ""),
    ],
)
def test_the_title_is_the_field_else_the_first_heading_else_the_first_words(record, front, body, title):
    assert record(f"---\nid: REQ-1\ntype: functional\n{front}\n---\n{body}").title == title


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_the_same_with_any_line_ends_and_a_byte_order_mark(sources, line_end, mark):
    """Case 79. G79."""
    text = "---\nid: REQ-1\ntype: functional\nstatus：已确认\n---\nText\n"
    found = sources({"a.md": mark + text.replace("\n", line_end)}).findings
    assert [(f.place, f.rule.name) for f in found] == [(Place("docs/a.md", 4, 7), "unreadable-front-matter")]


@pytest.mark.parametrize(
    ("front", "rule", "line", "column"),
    [
        ("title: a: b\n", "unreadable-front-matter", 4, 9),  # 1 a syntax error
        ("x: !!python/object/apply:os.system [ls]\n", "unreadable-front-matter", 4, 4),  # 2 a tag
        ("\ttitle: a\n", "unreadable-front-matter", 4, 1),  # 4 a tab
        ("title: a\x07\n", "invalid-character", 4, 9),  # 9 a control character
        ("title: a\0\n", "invalid-character", 4, 9),  # 10 NUL
        ("x: *nowhere\n", "unreadable-front-matter", 4, 4),  # 11 an undefined alias
        ("title: a\nid: REQ-2\n", "duplicate-key", 5, 1),  # 14 a duplicate key
        ("x: !!binary aGk=\n", "unreadable-front-matter", 4, 4),  # 15 binary
        ("<<: {a: b}\n", "unreadable-front-matter", 4, 1),  # 16 a merge key
        ("x: &x [*x]\n", "unreadable-front-matter", 4, 4),  # 17 an alias of itself
        ("x: " + "[" * 100_000 + "\n", "unreadable-front-matter", 4, 67),  # 18 a hundred thousand brackets
        ("x: &a [y, y]\nz: &b [*a, *a]\n", "unreadable-front-matter", 4, 4),  # 19 a bomb of aliases
        ("[a]: b\n", "unreadable-front-matter", 4, 1),  # 20 a key that is no text
        ('x: "\\ud800"\n', "unreadable-front-matter", 4, 4),  # 21 a lone surrogate
        ("title：a\n", "unreadable-front-matter", 4, 6),  # the commonest in Chinese text
    ],
)
def test_a_record_that_cannot_be_read_is_said_so_on_its_line(read, front, rule, line, column):
    """Case 79. G79, the variants of §1.2 that are mistakes inside a block."""
    result = read(f"---\nid: REQ-1\ntype: functional\n{front}---\nText\n")
    assert said(result) == [(rule, line, column)]
    assert result.records == ()
    assert not result.is_page


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("---\n- id: A\n---\nText\n", "unreadable-front-matter", 2),  # 5 a list instead of a mapping
        ("\n---\nid: A\n---\nText\n", "misplaced-front-matter", 2),  # 7 a blank first line
        ("---\nid: A\ntype: functional\n\nText\n", "unreadable-front-matter", 1),  # 8 not closed
        ("---\nid: A\n---\n---\nid: B\n---\n", "misplaced-front-matter", 4),  # 12 a second block
        ("---\njust words\n---\nText\n", "unreadable-front-matter", 2),
        ("---\nid：A\n---\nText\n", "unreadable-front-matter", 2),
    ],
)
def test_a_block_that_is_no_front_matter_is_said_so_on_its_line(read, text, rule, line):
    """Cases 79, 86. G79, the variants of §1.2 that are mistakes of the block."""
    assert said(read(text)) == [(rule, line, 1 if "：" not in text else 3)]


@pytest.mark.parametrize(
    ("value", "kept"), [("2024-13-45", "2024-13-45"), ("=", "="), ("no", "no"), ("0123", "0123"), ("1_000", "1_000")]
)
def test_what_other_programs_make_something_else_of_stays_text(record, value, kept):
    """G79: 3 a date that does not exist, 13 the value `=`, and the scalars of §1.2."""
    assert record(f"---\nid: REQ-1\ntype: functional\ndate: {value}\n---\n").text("date") == kept


def test_a_record_may_end_right_behind_its_front_matter(record):
    """G79: 6 no line end after the closing fence; G86: nothing but front matter."""
    one = record("---\nid: REQ-1\ntype: functional\n---")
    assert (one.body, one.sections, one.statement) == ("", (), "")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("---\ntitle: a: b\n---\n# Page\n", 2, 9),
        ("---\ntitle: Page\n---", 3, 1),
        ("---\ntitle: Page\ndate: 2024-13-45\n---\n# Page\n", 3, 7),
        ("---\ntitle: !!python/name:os.system\n---\n# Page\n", 2, 8),
        ("---\nhero: &x {a: 1}\nmore: {<<: [*x, *x]}\n---\n", 3, 8),
        ("---\nhero: &x 1\nmore: " + "[" * 90_000 + "\n---\n", 3, 70),
    ],
)
def test_an_ordinary_page_that_mkdocs_would_show_wrongly_is_said_so(read, text, line, column):
    result = read(text)
    assert said(result) == [("unreadable-front-matter", line, column)]
    assert not result.is_page


@pytest.mark.parametrize(
    "front", ["id: [A]\n", "id: A\ntitle: {a: b}\n", "id: A\nstatus:\n  - draft\n", "id: A\nderives_from: {a: b}\n"]
)
def test_a_value_of_the_wrong_shape_is_said_so_and_the_record_kept(read, front):
    result = read(f"---\ntype: functional\n{front}---\nText\n")
    assert [f.rule.name for f in result.findings] == ["malformed-value"]
    assert len(result.records) == 1


def test_items_that_are_no_texts_are_left_out_of_links(read):
    result = read("---\nid: A\ntype: functional\nderives_from:\n  - GOAL-1\n  - {a: b}\n  -\n---\n")
    assert said(result) == [("malformed-value", 6, 5)]
    assert result.records[0].links == {"derives_from": ("GOAL-1",)}
    assert result.findings[0].record == "A"


@pytest.mark.parametrize(
    ("front", "column"),
    [("tags: [功能，性能]", 10), ("derives_from: [GOAL-1、GOAL-2]", 22), ("derives_from: GOAL-1，GOAL-2", 21)],
)
def test_a_full_width_comma_inside_a_list_is_said_so(read, front, column):
    result = read(f"---\nid: A\ntype: functional\n{front}\n---\n")
    assert said(result) == [("full-width-comma", 4, column)]


@pytest.mark.parametrize(
    "front", ["tags: ['功能，性能']", "title: 功能，性能", "source: 邮件，三月", "tags:\n  - 功能，性能"]
)
def test_a_full_width_comma_that_is_meant_is_left_alone(record, front):
    record(f"---\nid: A\ntype: functional\n{front}\n---\n")


def test_waivers_stand_in_front_matter_or_in_comments(record):
    one = record(
        "---\nid: REQ-1\ntype: functional\nwaive:\n  - {rule: RQ401, reason: a word of the law}\n"
        "  - 'RQ302: agreed'\n  - RQ303: agreed too\n---\n"
        "The portal shows it 实时. <!-- reqsite: ok 实时 理由 客户原话 -->\n\nNext.\n"
        "<!-- reqsite: ok dangling-link because it comes later -->\n"
    )
    assert one.waivers == (
        Waiver("RQ401", "a word of the law", 5),
        Waiver("RQ302", "agreed", 6),
        Waiver("RQ303", "agreed too", 7),
        Waiver("", "客户原话", 9, (9, 9), "实时"),
        Waiver("dangling-link", "it comes later", 12, (11, 12)),
    )


def test_a_comment_that_nothing_closes_is_said_so_and_hides_the_rest(read):
    result = read(HEAD + "Shown.\n\n<!-- ask\n\nHidden.\n")
    assert said(result) == [("unclosed-comment", 8, 1)]
    assert result.records[0].statement == "Shown."


def test_links_to_files_are_attachments_with_their_places(record):
    one = record(
        HEAD + 'See [mail](../mail%20a.pdf#p2) and ![pic](img/库存.png "x").\n'
        "`[no](no.pdf)` [web](https://example.org) [up](#up) [page](other.md)\n\n[ref]: data.csv\n"
    )
    assert one.attachments == (
        Attachment("../mail a.pdf", "mail a.pdf", "", 6, 12, image=False),
        Attachment("img/库存.png", "requirements/img/库存.png", "", 6, 43, image=True),
        Attachment("other.md", "requirements/other.md", "", 7, 60, image=False),
        Attachment("data.csv", "requirements/data.csv", "", 9, 8, image=False),
    )


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("..\\img\\a.png", "Windows"),
        ("C:/img/a.png", "Windows"),
        ("/etc/passwd", "absolute"),
        ("../../secret.pdf", "leads out"),
        ("%2e%2e/%2e%2e/secret.pdf", "leads out"),
    ],
)
def test_paths_that_leave_the_documents_are_refused_at_their_place(read, target, says):
    """Case 92. G92."""
    result = read(HEAD + f"Text [a]({target}).\n")
    assert said(result) == [("unsafe-link", 6, 10)]
    assert says in str(result.findings[0].message)
    assert result.records[0].attachments == ()


def test_hostile_text_is_refused_on_its_line(read):
    result = read(HEAD + "Text.\n\n" + "[" * 19_000 + "\n")
    assert said(result) == [("hostile-markdown", 8, 1)]
    assert not read("# Page\n\n" + "[" * 19_000).is_page


def test_no_message_repeats_a_secret(read):
    """Case 79. G79: a secret is not echoed."""
    for front in ("token: hunter2: x", "token：hunter2", "token: '[hunter2", "token: [hunter2", "hunter2"):
        result = read(f"---\nid: REQ-1\ntype: functional\n{front}\n---\nText\n")
        assert len(result.findings) == 1
        assert "hunter2" not in f"{result.findings[0].message} {result.findings[0].hint}"
