"""What readers of a portal take along: there where it is published, the same bytes each time, and nothing internal."""

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from urllib.parse import unquote

import pytest

from tests.repositories import Repository

SITE = """\
site_name: 订货台 Order desk
site_url: https://example.org/desk/
docs_dir: docs_src
use_directory_urls: false
theme: {{name: material, language: {language}}}
plugins: [search, {{reqsite: {{fail_on: never, schema: schema.yml{more}}}}}]
"""
HUSH = "Margin is 40 %"
SCHEMA = "confirmation:\n  decider: {signs: true}\n"
RECORDS = {
    "schema.yml": SCHEMA,
    ".gitignore": "/public/\n/site/\n/out/\n",
    "docs_src/index.md": "# Desk\n",
    "docs_src/plan.png": "",
    "docs_src/REQ-001.md": (
        "---\nid: REQ-001\ntype: functional\ntitle: 库存实时查询\nstatus: confirmed\npriority: P0\n"
        "verified_by: [TC-001]\n---\n"
        "系统应在 2 秒内显示库存，见 REQ-009。 <!-- Margin is 40 % -->\n\n"
        "## Acceptance criteria\n- Given 12 pieces, when the clerk looks, then it says 12.\n\n"
        f"## Internal notes\n{HUSH}.\n"
    ),
    "docs_src/more.yml": (
        "records:\n"
        "  - {id: TC-001, type: test, title: Look, body: Look.}\n"
        "  - {id: REQ-002, type: functional, title: Prices, status: confirmed, priority: P1, body: It shows prices.}\n"
        f"  - {{id: REQ-009, type: functional, title: {HUSH}, status: draft, priority: P1, visibility: internal, "
        f"body: '{HUSH}.'}}\n"
        "  - {type: term, title: 库存, body: What is in the store.}\n"
    ),
}
NAMES = {
    "order-desk-1.0.0.xlsx",
    "order-desk-1.0.0-requirements.csv",
    "order-desk-1.0.0-matrix.csv",
    "order-desk-1.0.0-traceability.csv",
    "order-desk-1.0.0-glossary.csv",
    "order-desk-1.0.0-changes.csv",
    "order-desk-1.0.0-specification.docx",
    "order-desk-1.0.0-confirm-decider.docx",
}
CALLS = {
    "order-desk-{}.xlsx": ("xlsx",),
    "order-desk-{}-requirements.csv": ("csv", "requirements"),
    "order-desk-{}-matrix.csv": ("csv", "matrix"),
    "order-desk-{}-traceability.csv": ("csv", "traceability"),
    "order-desk-{}-glossary.csv": ("csv", "glossary"),
    "order-desk-{}-changes.csv": ("csv", "changes"),
    "order-desk-{}-specification.docx": ("docx",),
    "order-desk-{}-confirm-decider.docx": ("docx", "sheet", "--role", "decider"),
}
LINK = re.compile(r'href="([^"#?:]+)" download="([^"]+)"')


def write(root, more="", language="en"):
    made = Repository(root)
    made.write({**RECORDS, "mkdocs.yml": SITE.format(language=language, more=more)})
    return made


def edit(root, name, old, new):
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def build(root, more=None, *, code=0, **env):
    """Run `mkdocs build` and return the folder of the site, or what it says where it fails."""
    if more is not None:
        write(root, more)
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", **env}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stderr
    return done.stderr if code else root / "site"


def offered(site, page="downloads/index.html"):
    """Return {name of a file: where the link to it leads} of a page."""
    found = LINK.findall((site / page).read_text(encoding="utf-8"))
    return {name: (site / page).parent / unquote(href) for href, name in found}


def unpacked(path):
    """Return all that a file says, archives unpacked."""
    if path.suffix not in {".xlsx", ".docx"}:
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The project, and the folder of its store with the release 1.0.0 and the draft."""
    root = tmp_path_factory.mktemp("published")
    made = write(root)
    env = {**os.environ, "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "1770000000"}

    def run(*arguments):
        command = [sys.executable, "-m", "reqsite", *arguments]
        done = subprocess.run(command, cwd=root, env=env, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr

    run("release", "1.0.0")
    made.commit(tag="1.0.0")
    run("publish", "--release", "1.0.0")
    return root


def test_a_published_release_has_a_file_for_everything(published):
    site = published / "public/1.0.0"
    assert {path.name for path in (site / "downloads").iterdir()} == NAMES | {"index.html"}
    found = offered(site)
    assert set(found) == NAMES | {"order-desk-1.0.0-requirements.json"}
    assert not [path for path in found.values() if not path.is_file()]
    assert found["order-desk-1.0.0-requirements.json"].resolve() == (site / "requirements.json").resolve()


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("requirements/index", "-requirements.csv"),
        ("registers/matrix", "-matrix.csv"),
        ("glossary", "-glossary.csv"),
        ("traceability/index", "-traceability.csv"),
        ("traceability/requirement-test", "-traceability.csv"),
        ("releases/index", "-changes.csv"),
        ("releases/1.0.0", "-changes.csv"),
        ("releases/compare", "-changes.csv"),
        ("document/all", "-specification.docx"),
        ("document/index", "-specification.docx"),
        ("confirm/decider", "-confirm-decider.docx"),
    ],
)
def test_beside_what_a_page_shows_lies_the_file_that_holds_it(published, page, name):
    found = offered(published / "public/1.0.0", f"{page}.html")
    assert f"order-desk-1.0.0{name}" in found
    assert name.endswith(".docx") or "order-desk-1.0.0.xlsx" in found
    assert not [path for path in found.values() if not path.is_file()]


def test_home_and_navigation_lead_to_the_downloads(published):
    html = (published / "public/1.0.0/index.html").read_text(encoding="utf-8")
    assert html.count('href="downloads/index.html"') >= 2


def test_nothing_internal_is_in_any_file_for_clients(published):
    for path in (published / "public/1.0.0/downloads").iterdir():
        said = unpacked(path)
        assert b"40 %" not in said, path.name
        assert b"REQ-009" not in said, path.name
    sheet = unpacked(published / "public/1.0.0/downloads/order-desk-1.0.0.xlsx")
    assert "系统应在 2 秒内显示库存，见 ▇▇▇。".encode() in sheet


@pytest.mark.parametrize("name", CALLS)
def test_the_command_line_writes_the_same_bytes_for_the_release(run_reqsite, published, name):
    done = run_reqsite("export", *CALLS[name], "--release", "1.0.0", "-o", "out/file", cwd=published)
    assert done.returncode == 0, done.stderr
    there = published / "public/1.0.0/downloads" / name.format("1.0.0")
    assert (published / "out/file").read_bytes() == there.read_bytes()


def test_links_of_a_workbook_lead_to_the_release_on_the_web(published):
    said = unpacked(published / "public/1.0.0/downloads/order-desk-1.0.0.xlsx")
    assert b"https://example.org/desk/1.0.0/requirements/REQ-001.html" in said


def test_the_files_are_verified_and_packed_like_any_other(run_reqsite, published):
    assert run_reqsite("verify", "public", cwd=published).returncode == 0
    (packed,) = (published / "public/1.0.0").glob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        names = {name.rpartition("/")[2] for name in archive.namelist() if "/downloads/" in name}
    assert names >= NAMES
    path = published / "public/1.0.0/downloads/order-desk-1.0.0-matrix.csv"
    before = path.read_bytes()
    path.write_bytes(before + b"x")
    done = run_reqsite("verify", "public", cwd=published)
    path.write_bytes(before)
    assert done.returncode != 0
    assert "order-desk-1.0.0-matrix.csv" in done.stdout + done.stderr


def test_other_records_than_those_of_the_release_are_refused(run_reqsite, tmp_path):
    write(tmp_path)
    assert run_reqsite("release", "1.0.0", cwd=tmp_path).returncode == 0
    edit(tmp_path, "docs_src/REQ-001.md", "2 秒", "3 秒")
    done = run_reqsite("export", "xlsx", "--release", "1.0.0", cwd=tmp_path)
    assert done.returncode == 1
    assert "The records are not those that release 1.0.0 froze." in done.stderr
    assert not list(tmp_path.glob("*.xlsx"))
    assert "There is no release 9.0" in run_reqsite("export", "xlsx", "--release", "9.0", cwd=tmp_path).stderr


def test_other_builds_have_none_unless_mkdocs_yml_says_so(tmp_path):
    site = build(tmp_path, "")
    assert not (site / "downloads").exists()
    assert "rs-takealong" not in (site / "requirements/index.html").read_text(encoding="utf-8")
    assert len(offered(build(tmp_path, ", downloads: true"))) == len(NAMES)  # nothing changed yet, and there are data


def test_only_the_formats_that_are_asked_for_are_made(tmp_path):
    site = build(tmp_path, ", downloads: [csv, xlsx]")
    assert {path.suffix for path in (site / "downloads").iterdir()} == {".csv", ".xlsx", ".html"}
    assert "rs-takealong" not in (site / "document/all.html").read_text(encoding="utf-8")


def test_a_format_that_nobody_knows_is_told(tmp_path):
    said = build(tmp_path, ", downloads: [csv, pdf]", code=1)
    assert "mkdocs.yml: 'downloads' knows no format pdf. Write `true`, `false`, or a list of xlsx, csv" in said


def test_a_package_that_is_missing_is_named_and_not_passed_over(tmp_path):
    (tmp_path / "lost").mkdir()
    (tmp_path / "lost/xlsxwriter.py").write_text("raise ImportError", encoding="utf-8")
    said = build(tmp_path, ", downloads: true", code=1, PYTHONPATH=str(tmp_path / "lost"))
    assert "XlsxWriter is not installed: `python -m pip install XlsxWriter`" in said
    assert build(tmp_path, ", downloads: [csv]", PYTHONPATH=str(tmp_path / "lost")).is_dir()


def test_two_builds_of_the_same_records_make_the_same_bytes(tmp_path_factory):
    made = []
    for epoch in ({}, {}, {"SOURCE_DATE_EPOCH": "1770000000"}):
        root = tmp_path_factory.mktemp("again")
        site = build(root, ", downloads: true", **epoch)
        made.append({p.name: p.read_bytes() for p in (site / "downloads").iterdir() if p.suffix != ".html"})
    assert made[0] == made[1]
    assert made[0].keys() == made[2].keys()


def test_the_next_build_takes_the_files_from_the_one_before(tmp_path):
    files = []
    for _time in range(2):
        site = build(tmp_path, ", downloads: true", XDG_CACHE_HOME=str(tmp_path / "cache"))
        files.append({p.name: p.read_bytes() for p in (site / "downloads").iterdir()})
    assert files[0] == files[1]
    assert any(b"order-desk-draft" in path.read_bytes() for path in (tmp_path / "cache/reqsite").glob("*.pages"))


def test_a_draft_says_so_and_has_a_name_of_its_own(run_reqsite, tmp_path):
    site = build(tmp_path, ", downloads: true")
    name = "order-desk-draft-specification.docx"
    assert b"Draft" in unpacked(offered(site)[name])
    assert run_reqsite("export", "docx", cwd=tmp_path).returncode == 0
    assert (tmp_path / "specification.docx").read_bytes() == (site / "downloads" / name).read_bytes()


def test_chinese_words_stand_in_the_files_and_not_in_their_names(tmp_path):
    write(tmp_path, ", downloads: true", "zh")
    edit(tmp_path, "mkdocs.yml", "订货台 Order desk", "订货台")
    site = build(tmp_path)
    names = set(offered(site))
    assert "desk-draft.xlsx" in names  # as the address of the portal has it
    assert all(name.isascii() for name in names)
    with (site / "downloads/desk-draft-requirements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][:2] == ["REQ-001", "库存实时查询"]


def test_a_portal_for_the_house_has_the_internal_records(tmp_path):
    site = build(tmp_path, ", downloads: true, audience: internal")
    text = (site / "downloads/order-desk-draft-requirements.csv").read_text(encoding="utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))] == ["ID", "REQ-001", "REQ-002", "REQ-009"]
