"""What no client may read is in no client's portal, in whichever language it was written."""

import json
import os

import pytest

from tests.releases import release
from tests.sites import run_mkdocs

SITE = """\
site_name: Desk
docs_dir: docs_src
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search, {reqsite: {schema: schema.yml, fail_on: never}}]
"""
SCHEMA = "languages: {binding: zh, others: [en]}\nconfirmation: {decider: {}}\n"
HIDDEN = (
    "---\nid: REQ-999\ntype: functional\ntitle: Hidden\nstatus: draft\npriority: P0\nvisibility: internal\n---\nNo.\n"
)
OPEN = """\
---
id: REQ-001
type: functional
title: 查询库存
title_en: Look up stock, see REQ-999
status: reviewed
priority: P0
restatement: 甲
restatement_en: As in REQ-999.
internal_note: 密
internal_note_en: for our eyes only
---
系统应显示库存。

## Statement {lang=en}

The system shall show the stock, see REQ-999.

## Open with REQ-999 {lang=en}

Nothing.

## Internal notes {lang=en}

Margin of nine percent.
"""


@pytest.mark.skipif(os.name == "nt", reason="reads every file as text")
def test_no_translation_tells_what_is_hidden(project, run_reqsite):
    root = project(
        {
            "mkdocs.yml": SITE,
            "schema.yml": SCHEMA,
            "docs_src/index.md": "# Desk\n",
            "docs_src/open.md": OPEN,
            "docs_src/secret.md": HIDDEN,
        }
    )
    assert run_reqsite("review", "--translations", "--all", cwd=root).returncode == 0
    release(root, "1.0.0")
    folder = run_mkdocs(root)
    files = [path for path in folder.rglob("*.*") if path.is_file()]
    pages = {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8", errors="replace") for p in files}
    for hidden in ("REQ-999", "req-999", "our eyes only", "Margin of nine", "internal_note"):
        assert [name for name, text in pages.items() if hidden in text] == [], hidden
    assert "The system shall show the stock" in pages["requirements/REQ-001.html"]
    held = json.loads(pages["requirements.json"])
    assert held["catalog_digest"] in (root / "baselines" / "1.0.0.jsonl").read_text(encoding="utf-8")
    for arguments in (("csv", "requirements"), ("gherkin",)):
        done = run_reqsite("export", *arguments, "-o", str(root / f"out-{arguments[0]}"), cwd=root)
        assert done.returncode == 0, done.stderr
    assert "REQ-999" not in (root / "out-csv").read_text(encoding="utf-8")


def test_a_project_without_languages_freezes_what_it_always_froze(project):
    text = OPEN.replace("restatement_en: As in REQ-999.\n", "")
    root = project(
        {"mkdocs.yml": SITE, "schema.yml": "extends: default\n", "docs_src/index.md": "# D\n", "docs_src/a.md": text}
    )
    release(root, "1.0.0")
    frozen = (root / "baselines" / "1.0.0.jsonl").read_text(encoding="utf-8")
    assert '"key":"","text":"The system shall show the stock, see REQ-999.","title":"Statement {lang=en}"' in frozen
