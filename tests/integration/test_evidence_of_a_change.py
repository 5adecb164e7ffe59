"""What a change rests on: links that lead somewhere, files that are there, and in the portal with it."""

import pytest

from tests.integration.test_rows_in_the_portal import article
from tests.sites import run_mkdocs
from tests.unit.checks.checked import check_project, named
from tests.unit.portal.portals import words

SITE = """\
site_name: Desk
docs_dir: docs_src
use_directory_urls: false
theme: {name: material}
plugins: [search, {reqsite: {fail_on: never}}]
"""
CHANGE = """\
---
id: CR-001
type: change
title: Quicker
status: applied
reason: Clients leave.
proposer: Wang
evidence:
%s---
The search takes 1 s.
"""
DOCUMENT = "---\nid: DOC-003\ntype: document\ntitle: Survey\n---\nA survey.\n"


def change(*proofs):
    return CHANGE % "".join(f"  - {proof}\n" for proof in proofs)


def test_files_records_and_addresses_are_links_and_the_file_lies_in_the_portal(project):
    desk = project(
        {
            "mkdocs.yml": SITE,
            "docs_src/index.md": "# Desk\n",
            "docs_src/changes/files/the survey.pdf": "%PDF",
            "docs_src/changes/files/secret.pdf": "%PDF",
            "docs_src/changes/CR-001.md": change(
                "files/the survey.pdf", "DOC-003", '"https://example.org/a?b=1&c=2"', "a mail of 2026-03-01"
            ),
            "docs_src/DOC-003.md": DOCUMENT,
        }
    )
    site = run_mkdocs(desk)
    page = article(site, "changes/CR-001.html")
    (field,) = [e for e in page.iter() if e.get("data-field") == "evidence"]
    assert [(a.get("href"), words(a)) for a in field.iter("a")] == [
        ("files/the%20survey.pdf", "files/the survey.pdf"),
        ("../documents/DOC-003.html", "DOC-003"),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
    ]
    assert "a mail of 2026-03-01" in words(field)
    assert (site / "changes" / "files" / "the survey.pdf").is_file()
    assert not (site / "changes" / "files" / "secret.pdf").exists()


def test_a_missing_file_is_told_at_its_line(tmp_path):
    files = {"files/survey.pdf": "x", "changes/CR-001.md": change("files/survey.pdf", "files/survay.pdf", "DOC-009")}
    (finding,) = named(check_project(tmp_path, files), "missing-evidence")
    assert str(finding.place) == "docs_src/changes/CR-001.md:10:5"
    assert (str(finding.message), str(finding.hint)) == (
        "There is no file 'files/survay.pdf'.",
        "Did you mean files/survey.pdf?",
    )


@pytest.mark.parametrize(
    "proof", ["a mail of 2026-03-01", "DOC-009", '"https://example.org/x.pdf"', "Survey, page 3", "v1.2"]
)
def test_what_is_no_name_of_a_file_is_left_alone(tmp_path, proof):
    assert named(check_project(tmp_path, {"CR-001.md": change(proof)}), "missing-evidence") == []


@pytest.mark.parametrize("proof", ["../../secret.pdf", "/etc/passwd.txt", "files/../../../x.docx"])
def test_a_file_outside_of_the_documents_is_not_there(tmp_path, proof):
    (tmp_path / "secret.pdf").write_text("x", encoding="utf-8")
    assert len(named(check_project(tmp_path, {"changes/CR-001.md": change(proof)}), "missing-evidence")) == 1


@pytest.mark.parametrize("proof", ['"javascript:alert(1)"', '"https://user:pw@example.org/"', '"//example.org/x.pdf"'])
def test_an_address_that_is_none_is_no_link(project, proof):
    desk = project({"mkdocs.yml": SITE, "docs_src/index.md": "# Desk\n", "docs_src/CR-001.md": change(proof)})
    (field,) = [e for e in article(run_mkdocs(desk), "changes/CR-001.html").iter() if e.get("data-field") == "evidence"]
    assert list(field.iter("a")) == []
