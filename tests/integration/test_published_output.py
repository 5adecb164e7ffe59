"""What a release tells, byte by byte, whatever its records, its pages and its surroundings hold."""

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest

from reqsite.publish.gate import Rules, look_over
from tests.repositories import Repository
from tests.sites import run_mkdocs

SITE = """\
site_name: Desk
docs_dir: docs
use_directory_urls: false
theme: {name: material, language: en}
plugins: [search, {reqsite: {fail_on: never}}]
exclude_docs: left-out.md
markdown_extensions: [attr_list, tables]
"""
HOSTILE = '"><img src=x onerror=alert(1)>&<script>alert(1)</script>'
RAW = [
    "<script>alert(1)</script>",
    '<iframe src="javascript:alert(1)"></iframe>',
    "<svg onload=alert(1)></svg>",
    "<details ontoggle=alert(1) open>x</details>",
    '<form action="https://evil.example/"><input></form>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
    "<style>@import 'https://evil.example/x.css'</style>",
    '<img src="https://evil.example/x.png">',
    "x\n{: onclick=alert(1) }",
]
LINKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,x)",
    "[x](vbscript:x)",
    "![x](javascript:alert(1))",
]
CANARIES = {
    "an internal field": "CANARY-FIELD",
    "the title of an internal record": "CANARY-TITLE",
    "the id of an internal record": "REQ-4711",
    "the body of an internal record": "CANARY-BODY",
    "internal notes": "CANARY-NOTES",
    "a comment of a record": "CANARY-COMMENT",
    "a page that is left out": "CANARY-PAGE",
    "the address of an author": "canary@author.example",
    "a variable of the caller": "CANARY-VARIABLE",
    "the token of a remote": "CANARY-TOKEN",
}
RECORD = """\
---
id: REQ-001
type: functional
title: '{hostile}'
status: confirmed
priority: P0
source: '{hostile}'
owner: '{hostile}'
tags: ['{hostile}']
---
It shall be safe. {hostile} <!-- CANARY-COMMENT -->

{vectors}

## Acceptance criteria

- Given {hostile}, when it is shown, then it is text.

## Internal notes

CANARY-NOTES is what we think of it.
"""
INTERNAL = """\
---
id: REQ-4711
type: functional
title: CANARY-TITLE of a requirement
status: confirmed
priority: P0
visibility: internal
---
CANARY-BODY is what we do not tell anybody.
"""


@pytest.fixture
def desk(tmp_path):
    made = Repository(tmp_path / "desk")
    made.git("config", "user.email", CANARIES["the address of an author"])
    made.git("remote", "add", "origin", "https://li:CANARY-TOKEN@git.example/desk.git")
    made.commit(
        {
            "mkdocs.yml": SITE,
            ".gitignore": "/public/\n",
            "docs/index.md": "# Desk\n\n<!-- CANARY-COMMENT -->\n\nSee [[REQ-001]].<!-- CANARY-COMMENT -->\n",
            "docs/note.md": "# Note\n\n<!-- CANARY-COMMENT -->\n\nShown <!-- CANARY-COMMENT --> text\n",
            "docs/left-out.md": "# CANARY-PAGE\n",
            "docs/a.md": RECORD.format(hostile=HOSTILE, vectors="\n\n".join(RAW)),
            "docs/b.md": INTERNAL,
        },
        GIT_AUTHOR_EMAIL=CANARIES["the address of an author"],
        GIT_COMMITTER_EMAIL=CANARIES["the address of an author"],
    )
    return made


def released(run_reqsite, desk):
    done = run_reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=desk.root)
    assert done.returncode == 0, done.stdout + done.stderr
    desk.commit(tag="1.0.0")
    return run_reqsite(
        "publish", "--release", "1.0.0", cwd=desk.root, env={"CI_TOKEN": CANARIES["a variable of the caller"]}
    )


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the content of all files, those that are packed unpacked as well."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield path.relative_to(folder).as_posix(), content
            if path.suffix == ".gz":
                yield f"{path.name} unpacked", gzip.decompress(content)
            elif path.suffix == ".zip":
                with zipfile.ZipFile(path) as packed:
                    for name in packed.namelist():
                        yield f"{path.name}: {name}", packed.read(name)


def test_a_release_of_hostile_records_runs_nothing_and_tells_nothing_internal(run_reqsite, desk, tmp_path):
    """Cases 95, 96 and 97."""
    done = released(run_reqsite, desk)
    assert done.returncode == 0, done.stdout + done.stderr
    store = desk.root / "public"
    for name, content in everything(store):
        for what, canary in {**CANARIES, "where it was built": str(tmp_path)}.items():
            assert canary.encode() not in content, (name, what)
        if name.endswith(".html"):
            assert list(active(content)) == [], name
    page = html5lib.parse((store / "1.0.0/requirements/REQ-001.html").read_bytes(), namespaceHTMLElements=False)
    heading = next(element for element in page.iter("h1"))
    assert HOSTILE in "".join(heading.itertext())


def active(content: bytes) -> Iterator[str]:
    """Yield what a browser would run or load of a page that is none of the theme's, as an HTML5 parser reads it."""
    tree = html5lib.parse(content, namespaceHTMLElements=False)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in {"iframe", "object", "embed", "base"} or "alert" in (element.text or "") * (
            element.tag == "script"
        ):
            yield element.tag
        for name, value in element.attrib.items():
            address = "".join(value.split()).lower()
            is_run = str(name).startswith("on") or address.startswith(("javascript:", "vbscript:", "data:text"))
            if is_run or ("evil.example" in address and name != "href"):
                yield f"{element.tag} {name}"


def test_a_record_that_links_to_what_runs_is_not_released(run_reqsite, desk):
    """Case 95: each is named with its place."""
    desk.commit({"docs/a.md": RECORD.format(hostile="x", vectors="\n\n".join(LINKS))})
    done = run_reqsite("release", "1.0.0", cwd=desk.root)
    assert done.returncode == 1
    assert done.stdout.count(" RQ611 error: ") == len(LINKS)


def test_an_ordinary_page_that_runs_something_is_refused(desk):
    """Case 95: what a page of the site itself may hold, built by MkDocs and looked over."""
    pages = {f"docs/page-{number:02}.md": f"# Page\n\n{vector}\n" for number, vector in enumerate([*RAW, *LINKS])}
    desk.write({**pages, "docs/a.md": None, "docs/b.md": None, "docs/note.md": None, "docs/index.md": "# Desk\n"})
    site = run_mkdocs(desk.root)
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*.*")]
    refused = {defect.path for defect in look_over(site, paths, Rules())}
    assert {f"page-{number:02}.html" for number in range(len(pages))} == refused


def test_settings_that_nobody_can_answer_for_stop_a_release_before_it_is_built(run_reqsite, desk):
    """Case 100."""
    desk.commit({"mkdocs.yml": f"{SITE}copyright: !ENV [CI_TOKEN, nothing]\nextra: !!python/name:os.system\n"})
    done = released(run_reqsite, desk)
    assert done.returncode == 1
    assert "mkdocs.yml:8:12: !ENV makes the release depend on who builds it" in done.stderr
    assert "mkdocs.yml:9:8: !!python/name:os.system runs something" in done.stderr
    assert not (desk.root / "public/1.0.0").exists()
