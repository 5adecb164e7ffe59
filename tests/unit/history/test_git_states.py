import subprocess

import pytest

from reqsite.history.difference import compare
from reqsite.history.entry import state_of
from reqsite.history.git import GitError, is_inside
from reqsite.history.git_states import UnreadableStateError, open_states
from reqsite.model.catalog import Catalog
from reqsite.source.load import load
from reqsite.source.project import Project
from reqsite.source.schema_file import default_schema
from tests.repositories import Repository

SITE = "site_name: Desk\ndocs_dir: docs\n"


def record(record_id, text="It is shown.", type_="functional"):
    return f"---\nid: {record_id}\ntype: {type_}\ntitle: {record_id}\nstatus: draft\npriority: P1\n---\n{text}\n"


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "desk")


def read(repository, *revisions, folder=""):
    """Read states one after the other through the same folder, as an import does."""
    with open_states(Project.find(repository.root / folder)) as states:
        found = []
        for revision in revisions:
            commit = states.repository.commit(revision)
            assert commit is not None
            found.append(states.read(commit, revision))
        return found


def ids(read_state):
    return list(read_state.state.entries)


def test_each_state_is_as_it_was(repository):
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001"), "docs/b.md": record("REQ-002")}, "1")
    repository.commit({"docs/a.md": record("REQ-001", "It is hide."), "docs/b.md": None}, "2")
    repository.commit({"docs/c/d.md": record("REQ-003")}, "3")
    one, two, three, again = read(repository, "1", "2", "3", "1")
    assert [ids(s) for s in (one, two, three)] == [["REQ-001", "REQ-002"], ["REQ-001"], ["REQ-001", "REQ-003"]]
    assert two.state.entries["REQ-001"].text("statement") == "It is hide."
    assert again.state.entries == one.state.entries


def test_two_texts_of_the_same_length_are_not_taken_for_one(repository):
    for digit in "123":
        repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001", f"In {digit} s.")}, digit)
    texts = [s.state.entries["REQ-001"].text("statement") for s in read(repository, "1", "2", "3", "1")]
    assert texts == ["In 1 s.", "In 2 s.", "In 3 s.", "In 1 s."]


def test_a_clean_working_tree_is_what_git_has(repository):
    files = {"mkdocs.yml": SITE, "docs/a.md": record("REQ-001", "![x](a.png)"), "docs/real.md": record("REQ-002")}
    repository.write(files)
    (repository.root / "docs/a.png").write_bytes(bytes(range(256)) * 5000)
    (repository.root / "docs/link.md").symlink_to("real.md")
    (repository.root / "docs/out.md").symlink_to("../outside.md")
    repository.write({"outside.md": record("REQ-009")})
    repository.commit()
    project = Project.find(repository.root)
    here = state_of(Catalog(load(project, default_schema()).records, default_schema()))
    assert compare(read(repository, "HEAD")[0].state, here, exact=True).is_empty
    assert list(here.entries) == ["REQ-001", "REQ-002"]


def test_each_state_has_the_schema_and_the_folder_that_it_had(repository):
    schema = "types:\n  wish: {kind: requirement}\n"
    site = "site_name: Desk\ndocs_dir: docs\nplugins: [{reqsite: {schema: schema.yml}}]\n"
    repository.commit({"mkdocs.yml": site, "schema.yml": schema, "docs/a.md": record("W-1", type_="wish")}, "1")
    repository.commit(
        {
            "mkdocs.yml": site.replace(" docs", " manual").replace("schema.yml", "manual/words.yml"),
            "schema.yml": None,
            "docs/a.md": None,
            "manual/words.yml": "types:\n  wish: {kind: goal}\n",
            "manual/a.md": record("W-1", type_="wish"),
        },
        "2",
    )
    kinds = [s.state.entries["W-1"].kind for s in read(repository, "1", "2", "1")]
    assert kinds == ["requirement", "goal", "requirement"]


def test_a_site_that_inherits_its_settings_is_read_with_those_of_its_time(repository):
    repository.commit(
        {
            "base.yml": "docs_dir: docs\n",
            "mkdocs.yml": "INHERIT: base.yml\nsite_name: D\n",
            "docs/a.md": record("REQ-1"),
        },
        "1",
    )
    repository.commit({"base.yml": "docs_dir: manual\n", "manual/b.md": record("REQ-2")}, "2")
    assert [ids(s) for s in read(repository, "1", "2", "1")] == [["REQ-1"], ["REQ-2"], ["REQ-1"]]


def test_a_project_in_a_folder_of_the_repository(repository):
    repository.commit({"README.md": "# All\n", "spec/mkdocs.yml": SITE, "spec/docs/a.md": record("REQ-001")}, "1")
    assert ids(read(repository, "1", folder="spec")[0]) == ["REQ-001"]


def test_documents_beside_the_folder_of_the_project(repository):
    site = "site_name: Desk\ndocs_dir: ../docs\n"
    repository.commit({"site/mkdocs.yml": site, "docs/a.md": record("REQ-001")}, "1")
    found = read(repository, "1", folder="site")[0].state.entries["REQ-001"]
    assert found.record["file"] == "../docs/a.md"


def test_documents_outside_of_the_repository_are_refused(repository):
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")}, "1")
    repository.commit({"mkdocs.yml": SITE.replace("docs_dir: docs", "docs_dir: ../../etc")}, "2")
    repository.write({"mkdocs.yml": SITE})
    with pytest.raises(UnreadableStateError, match="outside of the repository"):
        read(repository, "2")


def test_a_commit_without_a_site_is_no_state(repository):
    repository.commit({"docs/a.md": record("REQ-001")}, "1")
    repository.commit({"mkdocs.yml": SITE}, "2")
    with pytest.raises(UnreadableStateError, match=r"mkdocs\.yml"):
        read(repository, "1")
    assert ids(read(repository, "2")[0]) == ["REQ-001"]


@pytest.mark.parametrize("broken", ["site_name: [", "- a list\n", "docs_dir: nowhere\n"])
def test_a_site_that_cannot_be_read_is_named_with_its_line(repository, broken):
    repository.commit({"mkdocs.yml": broken, "docs/a.md": record("REQ-001")}, "1")
    repository.commit({"mkdocs.yml": SITE}, "2")
    with pytest.raises(UnreadableStateError) as caught:
        read(repository, "1")
    assert caught.value.place.startswith("mkdocs.yml:")


def test_files_that_cannot_be_read_are_named_and_the_others_are_there(repository):
    repository.commit(
        {"mkdocs.yml": SITE, "docs/a.md": record("REQ-001"), "docs/b.md": "---\nid: REQ-002\n  title: x\n---\nText\n"},
        "1",
    )
    found = read(repository, "1")[0]
    assert ids(found) == ["REQ-001"]
    assert [f.place.file for f in found.findings] == ["docs/b.md"]


def test_of_two_records_with_one_id_the_first_counts(repository):
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001", "One."), "docs/b.md": record("req-001")}, "1")
    found = read(repository, "1")[0]
    assert found.state.entries["REQ-001"].text("statement") == "One."
    assert [(one.file, other.file) for one, other in found.doubles] == [("docs/a.md", "docs/b.md")]


def test_a_submodule_and_what_begins_with_a_dot_are_left_out(repository):
    repository.write({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001"), "docs/.hidden/b.md": record("REQ-002")})
    head = repository.commit()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},docs/module")
    repository.git("commit", "-q", "-m", "module")
    assert ids(read(repository, "HEAD")[0]) == ["REQ-001"]


def test_names_of_any_letters_are_read(repository):
    files = {'docs/需求 一/库存"x".md': record("REQ-001"), "docs/é/b.md": record("REQ-002")}
    repository.commit({"mkdocs.yml": SITE, **files}, "1")
    assert ids(read(repository, "1")[0]) == ["REQ-001", "REQ-002"]


@pytest.mark.parametrize(
    "path", ["../x", "a/../../x", "/etc/passwd", ".git/config", "a/.GIT/hooks", "a//b", "", "a\\b"]
)
def test_a_path_that_leads_out_of_a_folder_is_never_written(path):
    assert not is_inside(path)


def test_a_tree_with_a_path_that_leads_out_writes_nothing_there(repository):
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")})
    blob = repository.git("hash-object", "-w", "docs/a.md")
    inner = _tree(repository, f"100644 blob {blob}\tevil.md")
    docs = _tree(repository, f"040000 tree {inner}\t..\n100644 blob {blob}\ta.md")
    site = repository.git("rev-parse", "HEAD:mkdocs.yml")
    top = _tree(repository, f"040000 tree {docs}\tdocs\n100644 blob {site}\tmkdocs.yml")
    commit = repository.git("commit-tree", "-m", "evil", top)
    repository.git("tag", "evil", commit)
    assert ids(read(repository, "evil")[0]) == ["REQ-001"]


def _tree(repository, listing):
    done = subprocess.run(
        ["git", "mktree"], cwd=repository.root, input=f"{listing}\n".encode(), capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def test_a_content_that_is_missing_is_said_with_what_to_do(repository):
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")}, "1")
    blob = repository.git("rev-parse", "HEAD:docs/a.md")
    (repository.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(GitError) as caught:
        read(repository, "1")
    assert "fetch" in str(caught.value.hint)


def test_a_project_without_git_is_said(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    with pytest.raises(GitError) as caught, open_states(Project.find(tmp_path)):
        pass
    assert not caught.value.is_tool


def test_a_revision_that_looks_like_an_option_is_none(repository):
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")}, "1")
    with open_states(Project.find(repository.root)) as states:
        for revision in ("--output=/tmp/x", "-1", "", "no-such", "HEAD:docs", "1\n2"):
            assert states.repository.commit(revision) is None


def test_what_did_not_change_is_not_written_again(repository):
    repository.commit({"mkdocs.yml": SITE, **{f"docs/{n}.md": record(f"REQ-{n}") for n in range(1, 6)}}, "1")
    repository.commit({"docs/1.md": record("REQ-1", "Another.")}, "2")
    with open_states(Project.find(repository.root)) as states:
        folder = states.folder
        stamps = []
        for tag in "12":
            states.read(states.repository.commit(tag) or "", tag)
            stamps.append({p.name: p.stat().st_mtime_ns for p in (folder / "docs").iterdir()})
    assert {name for name in stamps[0] if stamps[0][name] != stamps[1][name]} == {"1.md"}
    assert not folder.exists()
