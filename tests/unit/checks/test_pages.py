"""Ordinary pages: their references are followed like those of records, and looked at nowhere else."""

import pytest

from reqsite.workspace import open_workspace
from tests.unit.checks.checked import check_project, named, places, project_in, requirement

INTERNAL = requirement("It shall.", "visibility: internal\n", record_id="REQ-002")


def check_page(tmp_path, text, **records):
    files = {"REQ-001.md": requirement("It shall."), "index.md": text}
    return check_project(tmp_path, files | {f"{name}.md": record for name, record in records.items()})


def about_pages(report):
    return [f"{f.place}: {f.rule.name}" for f in report.findings if f.place.file == "docs_src/index.md"]


def test_a_reference_to_nothing_is_found_where_it_stands_with_what_was_meant(tmp_path):
    [finding] = named(check_page(tmp_path, "# Start\n\nSee [[REQ-01]] first.\n"), "dangling-link")
    assert str(finding.place) == "docs_src/index.md:3:5"
    assert str(finding.message) == "The text names REQ-01, which does not exist."
    assert str(finding.hint) == "Did you mean REQ-001?"
    assert finding.record == ""


def test_bare_ids_and_ranges_are_followed_too(tmp_path):
    report = check_page(tmp_path, "REQ-001, REQ-099 and\nREQ-001～REQ-003.\n")
    assert places(report, "dangling-link") == ["index.md:1:10", "index.md:2:1"]


def test_front_matter_is_no_text_and_counts_as_lines(tmp_path):
    report = check_page(tmp_path, "---\ntitle: REQ-098\n---\n\nSee REQ-099.\n")
    assert places(report, "dangling-link") == ["index.md:5:5"]


@pytest.mark.parametrize(
    "text",
    [
        "See REQ-001.",
        "`[[REQ-099]]`",
        "```\nREQ-099\n```\n",
        "<!-- REQ-099 -->",
        "https://example.org/REQ-099",
        "RFC 9",
    ],
)
def test_what_is_right_or_no_reference_is_passed_over(tmp_path, text):
    assert about_pages(check_page(tmp_path, text + "\n")) == []


def test_a_page_that_names_an_internal_record_is_told_since_every_reader_sees_it(tmp_path):
    report = check_page(tmp_path, "See [[REQ-002]] and REQ-002.\n", a=INTERNAL)
    assert about_pages(report) == [
        "docs_src/index.md:1:5: internal-reference",
        "docs_src/index.md:1:21: internal-reference",
    ]


def test_a_waiver_in_a_comment_covers_its_paragraph(tmp_path):
    text = "An example: REQ-099. <!-- reqsite: ok RQ301 because it is an example -->\n\nREQ-098.\n"
    report = check_page(tmp_path, text)
    assert places(report, "dangling-link") == ["index.md:3:1"]
    assert [f.waived for f in report.waived] == ["it is an example"]


def test_a_waiver_of_a_page_that_covers_nothing_or_cannot_be_read_is_told(tmp_path):
    report = check_page(
        tmp_path, "Text. <!-- reqsite: ok RQ301 because of it -->\n\nText. <!-- reqsite: ok RQ301 -->\n"
    )
    assert about_pages(report) == [
        "docs_src/index.md:1:1: unused-waiver",
        "docs_src/index.md:3:7: waiver-without-reason",
    ]


def test_a_page_that_went_away_since_the_folder_was_read_is_passed_over(tmp_path):
    check_page(tmp_path, "REQ-099\n")
    workspace = open_workspace(project_in(tmp_path))
    (tmp_path / "docs_src" / "index.md").unlink()
    assert about_pages(workspace.report()) == []
