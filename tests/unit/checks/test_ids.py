import pytest

from tests.unit.checks.checked import check_project, named, places, requirement


def with_id(root, record_id):
    return check_project(root, {"a.md": requirement("It shall.", record_id=record_id)})


def test_a_record_without_an_id_is_told_what_to_write(tmp_path):
    text = requirement("It shall.").replace("id: REQ-001\n", "")
    [finding] = named(check_project(tmp_path, {"a.md": text}), "missing-id")
    assert "id: REQ-" in str(finding.hint)


def test_an_id_of_another_shape_than_its_type_wants_is_malformed(tmp_path):
    assert places(with_id(tmp_path, "RQ1"), "malformed-id") == ["a.md:2:5"]


def test_two_equal_ids_name_both_places(tmp_path):
    """Case 87."""
    report = check_project(tmp_path, {"a.md": requirement("One."), "b.md": requirement("Two.")})
    [finding] = named(report, "duplicate-id")
    assert str(finding.place) == "docs_src/b.md:2:5"
    assert "docs_src/a.md:2:5" in str(finding.message)


@pytest.mark.parametrize("other", ["req-001", "ＲＥＱ-001", "REQ–001"])
def test_ids_that_differ_only_by_case_width_or_dash_are_the_same(tmp_path, other):
    """Case 87."""
    report = check_project(tmp_path, {"a.md": requirement("One."), "b.md": requirement("Two.", record_id=other)})
    [finding] = named(report, "duplicate-id")
    assert "differs only by case or width" in str(finding.message)
    assert "docs_src/a.md:2:5" in str(finding.message)


def test_three_equal_ids_are_two_findings(tmp_path):
    files = {f"{name}.md": requirement("It shall.") for name in "abc"}
    assert places(check_project(tmp_path, files), "duplicate-id") == ["b.md:2:5", "c.md:2:5"]


@pytest.mark.parametrize(
    ("record_id", "words"),
    [
        ("REQ-\u202e001", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("REQ\u200b-001", "U+200B ZERO WIDTH SPACE"),
        ("RЕQ-001", "U+0415 CYRILLIC CAPITAL LETTER IE"),
        ("../REQ-001", "'/'"),
        ("REQ..001", "path"),
        ("con", "reserved"),
        ("REQ-" + "1" * 120, "124 characters"),
    ],
)
def test_an_unsafe_id_is_refused_with_the_reason(tmp_path, record_id, words):
    """Cases 89, 90."""
    [finding] = named(with_id(tmp_path, record_id), "unsafe-id")
    assert words in str(finding.message)
    assert finding.place.line == 2


def test_an_id_in_chinese_is_safe(tmp_path):
    schema = "types:\n  functional: {id: '需求-\\d+'}\n"
    report = check_project(tmp_path, {"a.md": requirement("应提示。", record_id="需求-001")}, schema)
    assert named(report, "unsafe-id", "malformed-id", "full-width-id") == []


def test_a_full_width_id_is_taken_with_a_warning(tmp_path):
    report = with_id(tmp_path, "ＲＥＱ－００１")
    [finding] = named(report, "full-width-id")
    assert str(finding.hint) == "Write REQ-001."
    assert named(report, "malformed-id") == []


def test_a_term_may_have_any_title(tmp_path):
    text = "records:\n  - {type: term, title: 'I/O: in and out', body: What goes in and comes out.}\n"
    assert named(check_project(tmp_path, {"t.yml": text}), "unsafe-id", "malformed-id", "missing-id") == []


def test_a_term_with_an_invisible_character_is_unsafe(tmp_path):
    text = "records:\n  - {type: term, title: 'clear\u200bing', body: What is owed.}\n"
    assert len(named(check_project(tmp_path, {"t.yml": text}), "unsafe-id")) == 1
