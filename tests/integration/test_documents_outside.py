"""A folder of documents beside the project's own folder: `docs_dir: ../docs`."""

import json

SITE = "site_name: Desk\ndocs_dir: ../docs\nuse_directory_urls: false\nplugins: [reqsite]\n"
GOAL = "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\nstatus: draft\nparent: GOAL-9\n---\nClients look stock up.\n"
BROKEN = "---\nid: A: b\n---\n"
FILES = {"site/mkdocs.yml": SITE, "docs/index.md": "# Desk\n", "docs/goals/a.md": GOAL, "docs/b.md": BROKEN}


def test_findings_name_its_files_relative_to_the_project(run_reqsite, project):
    done = run_reqsite("check", "--format", "json", cwd=project(FILES) / "site")
    places = {(f["name"], f["file"], f["line"]) for f in json.loads(done.stdout)["findings"]}
    assert {("unreadable-front-matter", "../docs/b.md", 2), ("dangling-link", "../docs/goals/a.md", 6)} <= places
    assert "Traceback" not in done.stderr


def test_a_portal_comes_out_of_it(run_reqsite, project):
    folder = project(FILES) / "site"
    done = run_reqsite("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    page = next((folder / "site").rglob("GOAL-001.html")).read_text(encoding="utf-8")
    assert "Fewer calls" in page
    assert "Traceback" not in done.stderr
