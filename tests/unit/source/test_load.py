"""The whole folder, with what lies about in real ones: reliability cases G85, G86, G91."""

import hashlib
import os
from pathlib import Path

import pytest

from reqsite.source.limits import Limits
from reqsite.source.load import Cache, load
from reqsite.source.project import Project
from reqsite.source.schema_file import default_schema

RECORD = "---\nid: {id}\ntype: functional\ntitle: Log in\n---\nThe system shall ask.\n"

needs_permissions = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")


def said(sources) -> list[tuple[str, str]]:
    return [(str(f.place), f.rule.name) for f in sources.findings]


def test_a_folder_is_read_in_the_order_of_its_files(sources):
    found = sources(
        {
            "b/REQ-2.md": RECORD.format(id="REQ-2"),
            "a/REQ-1.md": RECORD.format(id="REQ-1"),
            "index.md": "# Home\n",
            "terms.yml": "records:\n- {type: term, title: A}\n",
            "other.yml": "a: [not, ours\n",
            "a/pic.png": b"\x89PNG",
            ".git/REQ-9.md": RECORD.format(id="REQ-9"),
            ".hidden.md": RECORD.format(id="REQ-8"),
            "templates/REQ-7.md": RECORD.format(id="REQ-7"),
        }
    )
    assert [r.id for r in found.records] == ["REQ-1", "REQ-2", "A"]
    assert [r.file for r in found.records] == ["docs/a/REQ-1.md", "docs/b/REQ-2.md", "docs/terms.yml"]
    assert found.record_files == ("a/REQ-1.md", "b/REQ-2.md")
    assert found.pages == ("index.md",)
    assert found.lists == ("terms.yml",)
    assert found.files == ("a/pic.png", "other.yml")
    assert found.findings == ()
    assert found.refused == ()


def test_all_mistakes_of_all_files_are_said_in_one_run(sources):
    found = sources(
        {
            "a.md": "---\nid: A\nstatus：x\n---\n",
            "b.md": b"id\xff",
            "c.md": "---\nid: C\ntitle: x\ntitle: y\n---\n",
            "d.yml": "records:\n- x\n",
            "e.md": RECORD.format(id="E"),
        }
    )
    assert said(found) == [
        ("docs/a.md:3:7", "unreadable-front-matter"),
        ("docs/b.md:1:3", "invalid-encoding"),
        ("docs/c.md:4:1", "duplicate-key"),
        ("docs/d.yml:2:3", "malformed-list"),
    ]
    assert [r.id for r in found.records] == ["E"]
    assert found.refused == ("a.md", "b.md", "c.md")


@pytest.mark.parametrize(("docs_dir", "shown"), [("../docs", "../docs/"), (".", ""), ("a/b", "a/b/")])
def test_files_are_named_relative_to_the_project_wherever_the_documents_are(tmp_path: Path, docs_dir, shown):
    root = tmp_path / "site"
    docs = Path(os.path.normpath(root / docs_dir))
    for folder in (root, docs):
        folder.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(f"site_name: x\ndocs_dir: {docs_dir}\n")
    (docs / "a.md").write_text(RECORD.format(id="A"))
    (docs / "b.md").write_bytes(b"\xff")
    found = load(Project.find(root), default_schema())
    assert [r.file for r in found.records] == [f"{shown}a.md"]
    assert said(found) == [(f"{shown}b.md:1:1", "invalid-encoding")]


def test_two_records_with_one_id_are_both_here(sources):
    found = sources({"a.md": RECORD.format(id="A"), "b.md": RECORD.format(id="A")})
    assert [r.file for r in found.records] == ["docs/a.md", "docs/b.md"]


def test_empty_files_and_files_with_front_matter_only_are_read(sources):
    """Case 86. G86."""
    found = sources(
        {"empty.md": "", "bare.md": "---\nid: A\ntype: functional\n---", "fence.md": "---", "empty.yml": ""}
    )
    assert found.pages == ("empty.md",)
    assert found.record_files == ("bare.md",)
    assert found.files == ("empty.yml",)
    assert said(found) == [("docs/fence.md:1:1", "unreadable-front-matter")]


def test_attachments_get_the_digest_of_their_bytes(sources):
    found = sources(
        {
            "r/a.md": RECORD.format(id="A")
            + "![p](img/p.png) [q](../q.pdf) [gone](gone.pdf) [page](b.md) [no](no.md)\n",
            "r/b.md": "# Page\n",
            "r/img/p.png": b"picture",
            "q.pdf": b"paper",
        }
    )
    assert [(a.path, a.file, a.digest) for a in found.records[0].attachments] == [
        ("img/p.png", "r/img/p.png", hashlib.sha256(b"picture").hexdigest()),
        ("../q.pdf", "q.pdf", hashlib.sha256(b"paper").hexdigest()),
        ("gone.pdf", "", ""),
        ("b.md", "r/b.md", ""),
        ("no.md", "", ""),
    ]
    assert found.findings == ()


def test_a_limit_that_is_broken_is_named_with_its_option(sources):
    """G85."""
    found = sources(
        {
            "big.md": "x " * 100,
            "big.yml": "x: " + "y" * 300,
            "list.yml": "records:\n" + "- {type: term, title: A}\n" * 9,
        },
        Limits(file_bytes=150),
    )
    assert said(found) == [("docs/big.md:1:1", "file-too-large"), ("docs/list.yml:1:1", "file-too-large")]
    assert "limits.file_bytes" in str(found.findings[0].hint)
    assert found.files == ("big.yml",)


def test_more_files_than_the_limit_stop_the_reading(sources):
    """Case 85. G85."""
    found = sources({f"d{n}/a.md": "x" for n in range(9)}, Limits(files=5))
    assert [f.rule.name for f in found.findings] == ["too-many-files"]
    assert "limits.files" in str(found.findings[0].hint)


def test_links_that_leave_the_documents_are_refused_and_named(sources, tmp_path: Path):
    """Case 91. G91: a symbolic link out, to nothing, to itself, to a folder."""
    sources({"a.md": RECORD.format(id="A"), "sub/b.md": "# Page\n"})
    (tmp_path / "outside.md").write_text(RECORD.format(id="X"))
    (tmp_path / "docs/out.md").symlink_to(tmp_path / "outside.md")
    (tmp_path / "docs/gone.md").symlink_to("nowhere.md")
    (tmp_path / "docs/loop.md").symlink_to("loop.md")
    (tmp_path / "docs/up").symlink_to(".")
    (tmp_path / "docs/passwd").symlink_to("/etc/passwd")
    found = sources({})
    assert said(found) == [
        (f"docs/{name}:1:1", "symbolic-link") for name in ("gone.md", "loop.md", "out.md", "passwd", "up")
    ]
    assert found.refused == ("gone.md", "loop.md", "out.md", "passwd", "up")
    assert [r.id for r in found.records] == ["A"]


def test_a_link_to_a_file_among_the_documents_is_followed(sources, tmp_path: Path):
    sources({"sub/b.md": "# Page\n"})
    (tmp_path / "docs/c.md").symlink_to("sub/b.md")
    found = sources({})
    assert found.pages == ("c.md", "sub/b.md")
    assert found.findings == ()


def test_a_pipe_does_not_hold_the_reader_up(sources, tmp_path: Path):
    """Case 91. G91."""
    sources({"a.md": "# Page\n"})
    os.mkfifo(tmp_path / "docs/pipe.md")
    (tmp_path / "docs/link.md").symlink_to("pipe.md")
    found = sources({})  # who opens a pipe waits for ever
    assert said(found) == [("docs/link.md:1:1", "special-file"), ("docs/pipe.md:1:1", "special-file")]


@needs_permissions
def test_what_may_not_be_read_is_named(sources, tmp_path: Path):
    """Case 91. G91: unreadable file and folder."""
    sources({"a.md": "# A\n", "sub/b.md": "# B\n"})
    (tmp_path / "docs/a.md").chmod(0)
    (tmp_path / "docs/sub").chmod(0)
    try:
        found = sources({})
    finally:
        (tmp_path / "docs/sub").chmod(0o755)
    assert said(found) == [("docs/a.md:1:1", "unreadable-file"), ("docs/sub/:1:1", "unreadable-file")]


def test_a_folder_that_is_not_there_is_named(sources, tmp_path: Path):
    found = sources({})
    assert not (tmp_path / "docs").exists()
    assert said(found) == [("docs/:1:1", "unreadable-file")]


@pytest.mark.parametrize(
    ("name", "shown"), [(b"caf\xe9.md", "caf\\xe9.md"), (b"a\nb.md", "a\\x0Ab.md"), (b"a\x1b[2Jb.md", "a\\x1B[2Jb.md")]
)
def test_names_that_cannot_be_published_are_named_safely(sources, tmp_path: Path, name, shown):
    """Case 90."""
    sources({"a.md": "# Page\n"})
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "docs") + b"/" + name)).write_text("# x\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    found = sources({})
    assert said(found) == [(f"docs/{shown}:1:1", "unsafe-path")]
    assert found.pages == ("a.md",)


def test_names_in_any_script_are_fine(sources):
    assert sources({"需求/登录　页.md": "# x\n"}).pages == ("需求/登录　页.md",)


def test_with_a_cache_only_what_changed_is_read_again(sources, tmp_path: Path):
    files = {"a.md": RECORD.format(id="A") + "![p](p.png)\n", "b.md": RECORD.format(id="B"), "p.png": b"one"}
    cache: Cache = {}
    first = sources(files, cache=cache)
    second = sources({}, cache=cache)
    assert second == first
    assert second.records[1] is first.records[1]
    (tmp_path / "docs/b.md").write_text(RECORD.format(id="B2"))
    (tmp_path / "docs/p.png").write_bytes(b"other")
    third = sources({}, cache=cache)
    assert [r.id for r in third.records] == ["A", "B2"]
    assert third.records[0].attachments[0].digest == hashlib.sha256(b"other").hexdigest()
    (tmp_path / "docs/b.md").unlink()
    assert [r.id for r in sources({}, cache=cache).records] == ["A"]
    assert not any("b.md" in key for key in cache)
    assert sources({}) == sources({}, cache=cache)


def test_a_cache_for_other_limits_is_not_used(sources):
    cache: Cache = {}
    sources({"a.md": RECORD.format(id="A")}, cache=cache)
    assert said(sources({}, Limits(file_bytes=9), cache=cache)) == [("docs/a.md:1:1", "file-too-large")]
