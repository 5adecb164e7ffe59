import pytest

from tests.unit.checks.checked import check_project, named

SCHEMA = "checks:\n  empty-chapter:\n    chapters: [one.md, parts, lists.yml]\n"
GOAL = "---\nid: GOAL-001\ntype: goal\ntitle: G\n---\nFewer calls.\n"
LIST = "records:\n  - {id: GOAL-002, type: goal, title: H, body: More orders.}\n"
FULL = {"one.md": "# One\n\nA word.\n", "parts/GOAL-001.md": GOAL, "lists.yml": LIST}


def told(root, files, schema=SCHEMA):
    return [(f.place.file, str(f.message)) for f in named(check_project(root, files, schema), "empty-chapter")]


def test_chapters_that_say_something_are_no_finding(tmp_path):
    assert told(tmp_path, FULL) == []


def test_a_folder_may_hold_a_page_in_the_place_of_records(tmp_path):
    assert told(tmp_path, {**FULL, "parts/GOAL-001.md": "# Parts\n\nThere are none.\n"}) == []


@pytest.mark.parametrize(
    "text", ["", "# One\n", "One\n===\n", "# One\n\n<!-- later -->\n", "---\ntitle: x\n---\n# One\n"]
)
def test_a_page_of_headings_alone_says_nothing(tmp_path, text):
    assert told(tmp_path, {**FULL, "one.md": text}) == [
        ("docs_src/one.md", "The chapter docs_src/one.md says nothing.")
    ]


def test_a_list_without_records_says_nothing(tmp_path):
    assert told(tmp_path, {**FULL, "lists.yml": "records: []\n"}) == [
        ("docs_src/lists.yml", "The chapter docs_src/lists.yml says nothing.")
    ]


def test_what_is_missing_is_told_where_the_project_asks_for_it(tmp_path):
    files = {"one.md": FULL["one.md"], "parts/picture.txt": "x"}
    assert told(tmp_path, files) == [
        ("schema.yml", "The chapter docs_src/parts holds no record, and no page that says anything."),
        ("schema.yml", "There is no chapter docs_src/lists.yml."),
    ]


def test_a_folder_may_end_with_a_slash_and_one_name_is_a_list(tmp_path):
    assert told(tmp_path, FULL, "checks:\n  RQ866: {chapters: parts/}\n") == []


def test_a_project_that_names_no_chapters_is_asked_for_none(tmp_path):
    assert told(tmp_path, {"a.md": ""}, "checks: {}\n") == []
