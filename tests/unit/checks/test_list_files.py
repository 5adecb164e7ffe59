"""Findings in the texts of list files stand where the words stand in the file."""

import pytest

from tests.unit.checks.checked import check_project, places

FRONT = "records:\n  - id: REQ-001\n    type: functional\n    title: T\n    status: draft\n    priority: P0\n"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("    body: It shall be fast.\n", "r.yml:7:23"),
        ("    body: 'It shall be fast.'\n", "r.yml:7:24"),
        ("    body: |\n      It shall.\n\n      It shall be fast.\n", "r.yml:10:19"),
        ("    body: |-\n      It shall be fast.", "r.yml:8:19"),
        ("    body: >\n      It shall\n      be fast.\n", "r.yml:8:1"),
        ('    body: "It shall.\\n\\n\\nIt shall be fast."\n', "r.yml:7:1"),
        ("    body: It shall\n      be fast.\n", "r.yml:7:1"),
    ],
)
def test_the_place_is_the_files_or_where_that_cannot_be_told_the_line_of_the_text(tmp_path, body, where):
    assert places(check_project(tmp_path, {"r.yml": FRONT + body}), "vague-word") == [where]
