import concurrent.futures
import multiprocessing
import shutil

import pytest

from reqsite.publish.errors import ConflictError, TargetError
from reqsite.publish.git_store import GitStore
from reqsite.publish.pointers import listed_versions, make_pointers
from reqsite.publish.verify import verify_store
from tests.repositories import Repository
from tests.unit.publish.sites import NOW, publish, site

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def repository(tmp_path):
    made = Repository(tmp_path / "repository")
    made.commit({"a.txt": "a\n"}, tag="1.0.0")
    made.write({"a.txt": "changed\n", "new.txt": "x"})
    made.git("add", "new.txt")
    return made


def seen(repository):
    index = (repository.root / ".git/index").read_bytes()
    refs = repository.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
    return (
        index,
        [line for line in refs if "heads/pages" not in line and "release-site/" not in line],
        repository.git("status", "--porcelain"),
    )


def test_nothing_of_the_user_is_touched(repository, tmp_path):
    """Case 60."""
    before = seen(repository)
    publish(GitStore(repository.root, "pages"), tmp_path, "1.0.0")
    assert seen(repository) == before


def test_a_commit_holds_plain_files_and_nothing_else(repository, tmp_path):
    """Case 58."""
    publish(GitStore(repository.root, "pages"), tmp_path, "1.0.0")
    listed = repository.git("ls-tree", "-r", "pages").splitlines()
    assert listed
    assert {line.split(" ")[0] for line in listed} == {"100644"}
    repository.git("fsck", "--strict")


def test_each_commit_follows_the_one_before(repository, tmp_path):
    store = GitStore(repository.root, "pages")
    publish(store, tmp_path, "1.0.0")
    first = repository.git("rev-parse", "pages")
    publish(store, tmp_path, "1.1.0")
    repository.git("merge-base", "--is-ancestor", first, "pages")
    assert repository.git("rev-list", "--count", "--max-parents=0", "pages") == "1"


def test_a_tag_of_the_same_name_is_not_in_the_way(repository, tmp_path):
    """Case 65."""
    repository.git("tag", "pages")
    publish(GitStore(repository.root, "pages"), tmp_path, "1.0.0")
    assert verify_store(GitStore(repository.root, "pages")).is_fine


def test_a_bare_repository_will_do(repository, tmp_path):
    """Case 63."""
    bare = tmp_path / "bare.git"
    repository.git("clone", "-q", "--bare", ".", str(bare))
    publish(GitStore(bare, "pages"), tmp_path, "1.0.0")
    assert verify_store(GitStore(bare, "pages")).is_fine


@pytest.mark.parametrize("branch", ["main", "a..b", "x.lock", ""])
def test_a_branch_that_is_checked_out_or_has_no_name_is_refused(branch, repository):
    with pytest.raises(TargetError):
        GitStore(repository.root, branch).check()


def test_what_is_no_repository_is_told(tmp_path):
    (tmp_path / "nothing").mkdir()
    with pytest.raises(TargetError):
        GitStore(tmp_path / "nothing", "pages").check()


def test_a_release_that_was_edited_on_the_branch_is_found(repository, tmp_path):
    """Case 69."""
    publish(GitStore(repository.root, "pages"), tmp_path, "1.0.0")
    tree = tmp_path / "tree"
    repository.git("worktree", "add", "-q", str(tree), "pages")
    (tree / "1.0.0/index.html").write_text("other")
    shutil.copy(tree / "index.html", tree / "1.0.0/new.html")
    repository.git("-C", str(tree), "add", "-A")
    repository.git("-C", str(tree), "commit", "-q", "-m", "x")
    found = verify_store(GitStore(repository.root, "pages")).verdicts[0].problems
    assert [problem.path for problem in found] == ["1.0.0/index.html", "1.0.0/new.html"]


def test_lists_that_were_edited_are_made_anew(repository, tmp_path):
    """Case 68."""
    store = GitStore(repository.root, "pages")
    publish(store, tmp_path, "1.0.0")
    tree = tmp_path / "tree"
    repository.git("worktree", "add", "-q", str(tree), "pages")
    (tree / "versions.json").write_text("[")
    repository.git("-C", str(tree), "commit", "-q", "-a", "-m", "x")
    repository.git("worktree", "remove", str(tree))
    store = GitStore(repository.root, "pages")
    assert store.update(make_pointers(NOW)) == ("versions.json",)
    assert listed_versions(store) == ["1.0.0"]


def publish_one(arguments):
    root, work, name, body = arguments
    folder, manifest = site(work, name, **{"index.html": body})
    store = GitStore(root, "pages")
    try:
        store.commit_release(name, folder, manifest)
    except ConflictError:
        return "refused"
    store.update(make_pointers(NOW))
    return "written"


@pytest.mark.slow
def test_of_nine_publishers_to_one_branch_eight_land_and_the_conflicting_one_is_refused(repository, tmp_path):
    """Case 20, within one repository."""
    jobs = [(repository.root, tmp_path / f"w{n}", f"1.{n}.0", "x") for n in range(8)]
    jobs.append((repository.root, tmp_path / "w8", "1.0.0", "other"))
    with concurrent.futures.ProcessPoolExecutor(9, mp_context=SPAWN) as pool:
        done = list(pool.map(publish_one, jobs))
    assert sorted(done) == ["refused"] + ["written"] * 8
    store = GitStore(repository.root, "pages")
    assert len(listed_versions(store) or []) == 8
    assert verify_store(store).is_fine
    assert repository.git("for-each-ref", "refs/reqsite") == ""
