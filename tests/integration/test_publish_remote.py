"""A branch of another repository as a store: real servers, refusals, races, and checkouts of every kind."""

import base64
import concurrent.futures
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reqsite.publish.errors import ConflictError, RaceError, TargetError
from reqsite.publish.git_store import GitStore
from reqsite.publish.life import Steward
from reqsite.publish.pointers import listed_versions, make_pointers, read_aliases, read_journal
from reqsite.publish.verify import verify_store
from tests.git_server import GitServer
from tests.integration.test_guide import GUIDE, blocks_of
from tests.repositories import Repository
from tests.unit.publish.sites import NOW, publish, site, write


def clone(server, folder, *options):
    subprocess.run(["git", "clone", "-q", *options, server.root.as_uri(), str(folder)], check=True)
    return folder


class Server:
    """A bare repository with a branch `main`, to which others push."""

    def __init__(self, folder: Path) -> None:
        self.work = Repository(folder / "origin")
        self.work.commit({"a.txt": "a\n", ".gitattributes": "* text eol=crlf\n"}, tag="1.0.0")
        self.work.commit({"a.txt": "b\n"})
        self.root = folder / "server.git"
        self.work.git("clone", "-q", "--bare", ".", str(self.root))
        self.git("config", "uploadpack.allowFilter", "true")

    def git(self, *arguments: str) -> str:
        return self.work.git("-C", str(self.root), *arguments)

    def hook(self, name: str, text: str) -> None:
        file = self.root / "hooks" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
        file.chmod(0o755)

    def refs(self) -> dict[str, str]:
        lines = self.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(line.split(" ") for line in lines)

    @property
    def store(self) -> GitStore:
        return GitStore(self.root, "pages")


@pytest.fixture
def server(tmp_path):
    return Server(tmp_path)


@pytest.fixture
def desk(server, tmp_path):
    """Return a clone of the server, in which something is under way."""
    root = clone(server, tmp_path / "desk")
    (root / "a.txt").write_text("changed\n")
    (root / "new.txt").write_text("x")
    subprocess.run(["git", "add", "new.txt"], cwd=root, check=True)
    return root


def seen(root):
    """Everything of a repository that a publication must leave alone: refs, index, settings, work tree, shallowness."""

    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True).stdout

    folder = Path(root, os.fsdecode(git("rev-parse", "--git-dir").strip()))
    common = Path(root, os.fsdecode(git("rev-parse", "--git-common-dir").strip()))
    bare = git("rev-parse", "--is-bare-repository") == b"true\n"
    return {
        "refs": git("for-each-ref"),
        "head": (folder / "HEAD").read_bytes(),
        "index": (folder / "index").read_bytes() if (folder / "index").exists() else b"",
        "status": b"" if bare else git("--no-optional-locks", "status", "--porcelain", "-z"),
        "stash": git("stash", "list") if not bare else b"",
        "settings": (common / "config").read_bytes(),
        "shallow": git("rev-parse", "--is-shallow-repository"),
        "files": sorted(path.name for path in Path(root).iterdir()),
        "odd": sorted(path.name for path in common.iterdir()),
    }


def test_a_release_and_its_tag_go_to_the_server_and_nothing_stays_here(server, desk, tmp_path):
    """Cases 58, 59 and 60."""
    before = seen(desk)
    heads = server.refs()["refs/heads/main"]
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.0.0")
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.1.0")
    assert seen(desk) == before
    refs = server.refs()
    assert sorted(refs) == [
        "refs/heads/main",
        "refs/heads/pages",
        "refs/tags/1.0.0",
        "refs/tags/release-site/pages/1.0.0",
        "refs/tags/release-site/pages/1.1.0",
    ]
    assert refs["refs/heads/main"] == heads
    listed = server.git("ls-tree", "-r", "pages").splitlines()
    assert {line.split(" ")[0] for line in listed} == {"100644"}
    server.git("fsck", "--strict", "--full")
    assert server.git("rev-parse", "release-site/pages/1.0.0^{tree}") == server.git("rev-parse", "pages:1.0.0")
    assert verify_store(GitStore(desk, "pages", "origin")).is_fine
    assert verify_store(server.store).is_fine


def checkouts(server, folder):
    """Yield checkouts of every kind, by their name."""
    yield "shallow", clone(server, folder / "shallow", "--depth=1")
    yield "single branch", clone(server, folder / "single", "--single-branch")
    yield "partial", clone(server, folder / "partial", "--filter=blob:none")
    detached = clone(server, folder / "detached")
    subprocess.run(["git", "checkout", "-q", "--detach"], cwd=detached, check=True)
    yield "detached", detached
    unborn = clone(server, folder / "unborn")
    subprocess.run(["git", "switch", "-q", "--orphan", "fresh"], cwd=unborn, check=True)
    yield "unborn", unborn
    tree = folder / "tree"
    subprocess.run(["git", "worktree", "add", "-q", "--detach", str(tree)], cwd=detached, check=True)
    yield "worktree", tree
    yield "bare", clone(server, folder / "bare.git", "--bare")
    outer = Repository(folder / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", server.root.as_uri(), "inner")
    yield "submodule", outer.root / "inner"


def test_every_kind_of_checkout_publishes(server, tmp_path):
    """Case 63: to the server, and to a branch of its own."""
    done = []
    for number, (kind, root) in enumerate(checkouts(server, tmp_path / "checkouts")):
        before = seen(root)
        publish(GitStore(root, "pages", "origin"), tmp_path / kind, f"1.{number}.0")
        assert seen(root) == before, kind
        publish(GitStore(root, "own"), tmp_path / kind / "own", "1.0.0")
        assert verify_store(GitStore(root, "own")).is_fine, kind
        assert seen(root)["shallow"] == before["shallow"], kind
        done.append(f"1.{number}.0")
    assert GitStore(tmp_path, "pages", str(server.root)).releases() == done
    assert verify_store(GitStore(tmp_path, "pages", server.root.as_uri())).is_fine
    server.git("fsck", "--strict", "--full")


@pytest.mark.parametrize("remote", ["origin", "../server.git", "URL", "pages"])
def test_a_remote_is_a_name_an_address_or_a_folder(remote, server, desk, tmp_path):
    """Case 65: whatever else is called like the branch."""
    for name in ("pages", "origin"):
        server.git("tag", name)
    subprocess.run(["git", "remote", "add", "pages", "../server.git"], cwd=desk, check=True)
    subprocess.run(["git", "branch", "-q", "pages"], cwd=desk, check=True)
    before = seen(desk)
    remote = server.root.as_uri() if remote == "URL" else remote
    publish(GitStore(desk, "pages", remote), tmp_path, "1.0.0")
    assert verify_store(server.store).is_fine
    assert server.store.releases() == ["1.0.0"]
    assert seen(desk) == before


def test_odd_settings_of_the_user_change_no_byte(server, desk, tmp_path, monkeypatch):
    """Case 59: line ends, filters, signatures, hooks, a push that follows tags."""
    settings = tmp_path / "gitconfig"
    settings.write_text(
        "[core]\nautocrlf = true\nhooksPath = /hooks\nquotePath = true\n[commit]\ngpgSign = true\n"
        "[tag]\ngpgSign = true\n"
        '[push]\ngpgSign = true\nfollowTags = true\n[filter "f"]\nclean = false\nsmudge = false\nrequired = true\n'
        "[fetch]\nprune = true\npruneTags = true\n[transfer]\nfsckObjects = true\n[init]\ntemplateDir = /nowhere\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    (desk / ".gitattributes").write_text("* filter=f text=auto\n")
    odd: dict[str, str | bytes] = {"crlf.txt": b"a\r\nb\n\xef\xbb\xbf\x00", ".gitattributes": "* text eol=crlf\n"}
    for number, remote in enumerate(("origin", "")):
        store = GitStore(desk, "pages", remote)
        folder, manifest = site(tmp_path / str(number), "1.0.0", **odd)
        store.commit_release("1.0.0", folder, manifest)
        store.update(make_pointers(NOW))
        assert store.read("1.0.0/crlf.txt", 100) == odd["crlf.txt"]
        assert verify_store(store).is_fine
    assert "refs/tags/1.0.0" in server.refs()


def test_a_tag_that_is_there_already_stops_both(server, desk, tmp_path):
    """Case 64."""
    store = GitStore(desk, "pages", "origin")
    first = publish(store, tmp_path, "1.0.0")
    old = server.git("rev-parse", "pages")
    publish(store, tmp_path, "1.1.0")
    server.git("update-ref", "refs/heads/pages", old)  # and 1.1.0 is gone, but for its tag
    before = server.refs()
    other, different = site(tmp_path / "other", "1.1.0", **{"index.html": "other"})
    with pytest.raises(ConflictError) as refused:
        GitStore(desk, "pages", "origin").commit_release("1.1.0", other, different)
    assert [str(line) for line in refused.value.details] == ["differs: index.html"]
    assert server.refs() == before
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.1.0")
    assert verify_store(server.store).is_fine
    tags = {name: commit for name, commit in server.refs().items() if "tags" in name}
    assert tags == {name: commit for name, commit in before.items() if "tags" in name}
    assert GitStore(desk, "pages", "origin").commit_release("1.0.0", tmp_path / "1.0.0", first) is False


@pytest.mark.parametrize("remote", ["origin", ""])
def test_a_release_without_a_tag_gets_one_when_it_is_published_again(remote, server, desk, tmp_path):
    """Case 64: and only if it is, byte for byte, what was published."""
    root = desk if remote else server.root
    manifest = publish(GitStore(root, "pages", remote), tmp_path, "1.0.0")
    before = server.refs()
    server.git("tag", "-d", "release-site/pages/1.0.0")
    assert not GitStore(root, "pages", remote).commit_release("1.0.0", tmp_path / "1.0.0", manifest)
    assert server.refs().keys() == before.keys()
    assert server.refs()["refs/heads/pages"] == before["refs/heads/pages"]
    assert verify_store(server.store).is_fine
    server.git("tag", "-d", "release-site/pages/1.0.0")
    edit(server, tmp_path, "1.0.0/index.html", "other")
    assert not GitStore(root, "pages", remote).commit_release("1.0.0", tmp_path / "1.0.0", manifest)
    assert "refs/tags/release-site/pages/1.0.0" not in server.refs()


def test_a_tag_of_somebody_else_stops_a_release(server, desk, tmp_path):
    """Case 64."""
    server.git("update-ref", "refs/tags/release-site/pages/1.0.0", "refs/heads/main")
    folder, manifest = site(tmp_path / "site", "1.0.0")
    for store in (GitStore(desk, "pages", "origin"), server.store):
        with pytest.raises(ConflictError):
            store.commit_release("1.0.0", folder, manifest)
    assert "refs/heads/pages" not in server.refs()


def test_who_loses_a_race_starts_from_what_the_winner_left_and_reads_nothing_again(server, desk, tmp_path):
    """Case 61: a hook puts the release of a rival onto the branch, in between, and takes our site away."""
    publish(GitStore(server.root, "pages"), tmp_path, "1.0.0")
    server.git("branch", "rival", "pages")
    publish(GitStore(server.root, "rival"), tmp_path, "1.1.0")
    folder, manifest = site(tmp_path / "mine", "2.0.0")
    server.hook(
        "pre-receive",
        f"test -e '{folder}' || exit 0\nrm -r '{folder}'\n"
        "unset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/pages refs/heads/rival\n",
    )
    store = GitStore(desk, "pages", "origin")
    assert store.commit_release("2.0.0", folder, manifest)
    store.update(make_pointers(NOW))
    assert not folder.exists()
    assert server.store.releases() == ["1.0.0", "1.1.0", "2.0.0"]
    assert verify_store(server.store).is_fine


def test_who_loses_every_race_gives_up_and_may_try_again(server, desk, tmp_path):
    """Case 61: a rival, whom a hook plays, is faster each time."""
    publish(server.store, tmp_path, "1.0.0")
    server.hook(
        "pre-receive",
        "unset GIT_QUARANTINE_PATH\ntip=$(git rev-parse refs/heads/pages)\n"
        "git update-ref refs/heads/pages "
        "$(git -c user.name=x -c user.email=x@example.org commit-tree -p $tip -m x $tip^{tree})\n",
    )
    folder, manifest = site(tmp_path / "mine", "2.0.0")
    with pytest.raises(RaceError):
        GitStore(desk, "pages", "origin", attempts=3).commit_release("2.0.0", folder, manifest)
    assert server.store.releases() == ["1.0.0"]
    assert server.git("rev-list", "--count", "pages") == str(2 + 3)
    (server.root / "hooks/pre-receive").unlink()
    assert GitStore(desk, "pages", "origin").commit_release("2.0.0", folder, manifest)


def test_a_server_that_refuses_is_quoted_and_nothing_is_said_to_be_published(server, desk, tmp_path):
    """Cases 62 and 66: and the same call, once the server does not refuse any more, really publishes."""
    server.hook("pre-receive", "echo 'Branch pages is protected:' 'ask Li Si.' >&2\nexit 1\n")
    folder, manifest = site(tmp_path / "mine", "1.0.0")
    before = server.refs()
    with pytest.raises(TargetError, match=r"Branch pages is protected: ask Li Si\."):
        GitStore(desk, "pages", "origin").commit_release("1.0.0", folder, manifest)
    assert server.refs() == before
    (server.root / "hooks/pre-receive").unlink()
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.0.0")
    assert verify_store(server.store).is_fine


def test_a_server_that_takes_a_push_and_drops_it_is_not_believed(server, desk, tmp_path):
    """Case 62."""
    server.hook("post-receive", "git update-ref -d refs/heads/pages\n")
    folder, manifest = site(tmp_path / "mine", "1.0.0")
    with pytest.raises(TargetError, match="does not have it"):
        GitStore(desk, "pages", "origin").commit_release("1.0.0", folder, manifest)


def test_a_branch_that_moved_on_right_after_a_push_holds_what_was_pushed(server, desk, tmp_path):
    """Case 62: a hook lays a commit on top, as a rival would."""
    server.hook(
        "post-receive",
        "tip=$(git rev-parse refs/heads/pages)\n"
        "new=$(git -c user.name=x -c user.email=x@example.org commit-tree -p $tip -m x $tip^{tree})\n"
        "git update-ref refs/heads/pages $new\n",
    )
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.0.0")
    assert verify_store(GitStore(desk, "pages", "origin")).is_fine


def test_lists_that_were_edited_on_the_server_are_made_anew(server, desk, tmp_path):
    """Case 68."""
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.0.0")
    edit(server, tmp_path, "versions.json", "[")
    store = GitStore(desk, "pages", "origin")
    assert [problem.path for problem in verify_store(store).problems] == ["versions.json"]
    assert store.update(make_pointers(NOW)) == ("versions.json",)
    assert verify_store(server.store).is_fine


def test_the_hook_of_the_guide_refuses_what_changes_a_release(server, desk, tmp_path):
    """Case 69: a change, a new file, one less, and the whole branch; publishing goes on."""
    blocks = blocks_of(GUIDE / "how-to/publish.md")
    hook = next(block for block in blocks if block.title.endswith("hooks/pre-receive"))
    server.hook("pre-receive", "\n".join(hook.lines[1:]) + "\n")
    for name in ("1.0.0", "1.1.0"):
        publish(GitStore(desk, "pages", "origin"), tmp_path, name)
    folder, manifest = site(tmp_path / "draft", "next")
    GitStore(desk, "pages", "origin").replace_draft(folder, manifest)
    other = clone(server, tmp_path / "other", "--branch", "pages")

    def pushed(*command):
        subprocess.run(["git", "reset", "-q", "--hard", "origin/pages"], cwd=other, check=True)
        subprocess.run(["sh", "-ec", *command], cwd=other, check=True)
        subprocess.run(["git", "add", "-A"], cwd=other, check=True)
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(["git", *identity, "commit", "-q", "-m", "x"], cwd=other, check=True)
        return subprocess.run(["git", "push", "-q", "origin", "pages"], cwd=other, capture_output=True, check=False)

    for change in ("echo x > 1.0.0/index.html", "echo x > 1.0.0/new.html", "rm 1.1.0/index.html", "rm -r 1.0.0"):
        refused = pushed(change)
        assert b"is published, and is never changed." in refused.stderr, change
    assert pushed("echo x > next/index.html; echo x > versions.json").returncode == 0
    assert subprocess.run(["git", "push", "-q", "origin", ":pages"], cwd=other, check=False).returncode != 0


@pytest.mark.parametrize("remote", ["origin", ""])
def test_a_release_that_is_not_what_its_tag_holds_is_found(remote, server, desk, tmp_path):
    """Case 69: a release exchanged with its manifest and its lists, and one that was taken away."""
    root = desk if remote else server.root
    for name in ("1.0.0", "1.1.0"):
        publish(GitStore(root, "pages", remote), tmp_path, name)
    assert verify_store(GitStore(root, "pages", remote)).is_fine
    forged = Repository(tmp_path / "forged")
    write(tmp_path / "other/1.0.0", {"more.html": "x"})
    publish(GitStore(forged.root, "pages"), tmp_path / "other", "1.0.0")
    server.git("fetch", "-q", "--no-tags", str(forged.root), "+pages:pages")
    found = verify_store(GitStore(root, "pages", remote))
    assert all(not verdict.problems for verdict in found.verdicts)
    assert [problem.path for problem in found.problems] == ["1.0.0", "1.1.0"]


def test_a_squashed_branch_is_as_good_as_before(server, desk, tmp_path):
    """Case 69: trees are compared, and not the history."""
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.0.0")
    tree = server.git("rev-parse", "pages^{tree}")
    server.git("update-ref", "refs/heads/pages", server.git("commit-tree", "-m", "squashed", tree))
    assert verify_store(GitStore(desk, "pages", "origin")).is_fine


def edit(server, folder, path, text):
    tree = folder / "edited"
    server.git("worktree", "add", "-q", str(tree), "pages")
    (tree / path).write_text(text)
    server.work.git("-C", str(tree), "commit", "-q", "-a", "-m", "x")
    server.git("worktree", "remove", str(tree))


TOKEN = base64.b64encode(b"x-access-token:s3cr3t").decode()


@pytest.fixture
def web(server):
    served = GitServer(server.root.parent, f"basic {TOKEN}")
    yield served
    served.stop()


def test_the_token_that_the_checkout_of_a_ci_left_is_used(server, desk, web, tmp_path):
    """Case 67: it stands in the settings of the repository, as a header, and nowhere else."""
    subprocess.run(["git", "remote", "set-url", "origin", f"{web.address}/server.git"], cwd=desk, check=True)
    header = [f"http.{web.address}/.extraheader", f"AUTHORIZATION: basic {TOKEN}"]
    subprocess.run(["git", "config", "--local", *header], cwd=desk, check=True)
    before = seen(desk)
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.0.0")
    publish(GitStore(desk, "pages", "origin"), tmp_path, "1.1.0")
    assert verify_store(GitStore(desk, "pages", "origin")).is_fine
    assert server.store.releases() == ["1.0.0", "1.1.0"]
    assert seen(desk) == before


FEW = 10
"""So many requests may a call make before it says that nobody lets it in."""


def test_who_has_no_credentials_is_told_at_once_and_no_token_is_printed(run_reqsite, desk, web, tmp_path):
    """Case 67: nobody is asked, neither on the terminal nor by a window."""
    asked = tmp_path / "asked"
    window = tmp_path / "window"
    window.write_text(f"#!/bin/sh\ntouch '{asked}'\necho x\n")
    window.chmod(0o755)
    env = {"GIT_ASKPASS": str(window), "SSH_ASKPASS": str(window), "DISPLAY": ":0", "GIT_TRACE_CURL": "1"}
    (desk / "mkdocs.yml").write_text("site_name: Desk\nplugins: [reqsite]\n")
    (desk / "docs").mkdir()
    address = web.address.replace("http://", "http://li:hunter2@")
    for remote in (f"{web.address}/server.git", f"{address}/server.git"):
        for call in (["publish", "--draft", "--store", f"git:pages@{remote}"], ["verify", f"git:pages@{remote}"]):
            done = run_reqsite(*call, cwd=desk, env=env)
            assert (done.returncode, done.stdout) == (5, ""), done.stderr
            assert "Nobody is asked for a password." in done.stderr
            assert "hunter2" not in done.stderr
            assert "Traceback" not in done.stderr
            assert 1 <= len(web.turned_away) <= FEW
            web.turned_away.clear()
    assert not asked.exists()


def test_a_key_that_nobody_has_is_no_question_either(desk, tmp_path, monkeypatch):
    """Case 67: over ssh."""
    ssh = tmp_path / "ssh"
    ssh.write_text(
        f"#!/bin/sh\necho \"$@\" >> '{tmp_path}/called'\necho 'git@example.org: Permission denied (publickey).' >&2\n"
        "exit 255\n"
    )
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    with pytest.raises(TargetError, match="Permission denied") as refused:
        GitStore(desk, "pages", "git@example.org:desk/desk.git").check()
    assert "Nobody is asked" in str(refused.value.hint)
    assert "-o BatchMode=yes" in (tmp_path / "called").read_text()


def test_what_is_no_remote_is_told(run_reqsite, desk):
    """Case 105."""
    (desk / "mkdocs.yml").write_text("site_name: Desk\nplugins: [reqsite]\n")
    (desk / "docs").mkdir()
    for store, code in (("git:pages@nowhere", 5), ("git:pages@", 2), ("git:a..b@origin", 5), ("git:@origin", 5)):
        done = run_reqsite("publish", "--draft", "--store", store, cwd=desk)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert "error: " in done.stderr


def publish_one(arguments):
    root, work, name, body = arguments
    folder, manifest = site(work, name, **{"index.html": body})
    store = GitStore(root, "pages", "origin")
    try:
        written = store.commit_release(name, folder, manifest)
    except ConflictError:
        return "refused"
    store.update(make_pointers(NOW))
    return "written" if written else "there"


def race(jobs):
    # What races are the processes of git; threads start them as well as processes would.
    with concurrent.futures.ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(publish_one, jobs))


@pytest.mark.slow
def test_of_nine_clones_eight_land_and_the_conflicting_one_is_refused(server, tmp_path):
    """Case 20."""
    clones = [clone(server, tmp_path / f"clone{n}") for n in range(9)]
    jobs = [(root, tmp_path / f"w{n}", f"1.{n % 8}.0", f"x{n}") for n, root in enumerate(clones)]
    done = race(jobs)
    assert sorted(done) == ["refused"] + ["written"] * 8
    assert {done[0], done[8]} == {"refused", "written"}
    assert len(server.store.releases()) == 8
    assert verify_store(server.store).is_fine
    server.git("fsck", "--strict", "--full")


@pytest.mark.slow
@pytest.mark.parametrize("bodies", ["same", "different"])
def test_of_ten_clones_that_publish_one_release_one_wins(bodies, server, tmp_path):
    """Cases 21 and 22."""
    clones = [clone(server, tmp_path / f"clone{n}") for n in range(10)]
    jobs = [(root, tmp_path / f"w{n}", "1.0.0", "x" if bodies == "same" else f"x{n}") for n, root in enumerate(clones)]
    done = race(jobs)
    if bodies == "same":  # two that make the very same commit, in the same second, have both written it
        assert set(done) <= {"written", "there"}
        assert "written" in done
    else:
        assert sorted(done) == ["refused"] * 9 + ["written"]
    assert verify_store(server.store).is_fine
    journal = server.store.read("journal.jsonl", 10**6)
    assert journal is not None
    assert journal.count(b'"publish"') == 1
    page = server.store.read("1.0.0/index.html", 100)
    assert page == ("x" if bodies == "same" else f"x{done.index('written')}").encode()


@pytest.mark.slow
def test_aliases_that_move_while_others_publish_lose_nothing(server, tmp_path):
    """Cases 25 and 26: clones of one server; every release is listed, and every move of an alias is noted in order."""
    clones = [clone(server, tmp_path / f"clone{n}") for n in range(8)]
    for name in ("1.0.0", "1.1.0"):
        publish(server.store, tmp_path, name)

    def step(number):
        root = clones[number]
        if number % 2:
            return publish_one((root, tmp_path / f"w{number}", f"2.{number}.0", "x"))
        Steward(GitStore(root, "pages", "origin"), NOW).set_alias("stable", f"1.{number // 2 % 2}.0")
        return "moved"

    with concurrent.futures.ThreadPoolExecutor(len(clones)) as pool:
        done = list(pool.map(step, range(len(clones))))
    assert sorted(done) == ["moved"] * 4 + ["written"] * 4
    store = server.store
    there = {"1.0.0", "1.1.0", "2.1.0", "2.3.0", "2.5.0", "2.7.0"}
    assert set(store.releases()) == set(listed_versions(store) or []) == there
    moves = [event.version for event in read_journal(store).events if event.alias == "stable"]
    assert moves
    assert read_aliases(store)["stable"] == moves[-1]
    assert verify_store(store).is_fine


LARGE = """\
import json
import resource
import sys
from pathlib import Path
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.git_store import GitStore
from reqsite.publish.manifest import Manifest, list_files
from reqsite.publish.verify import verify_store
kind, root, source = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
remote = "origin" if kind == "remote" else ""
store = FolderStore(root / "public") if kind == "folder" else GitStore(root, "pages", remote)
store.commit_release("1.0.0", source, Manifest("1.0.0", list_files(source)))
fine = not verify_store(store, ["1.0.0"]).verdicts[0].problems
used = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([fine, *used]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in KB on Linux")
@pytest.mark.parametrize("kind", ["folder", "branch", "remote"])
def test_a_large_release_is_published_and_verified_in_little_memory(kind, desk, tmp_path):
    """Case 113: 150 MB, under 100 MB of memory; the same goes for git here, though not for that of a server."""
    source = write(tmp_path / "large", {"index.html": "x"})
    with (source / "large.bin").open("wb") as file:
        file.truncate(150_000_000)
    # A shell stands between: what a process took at most counts what its parent held when it was made.
    apart = ["sh", "-c", '"$0" "$@"; exit $?', sys.executable, "-c", LARGE]
    done = subprocess.run([*apart, kind, str(desk), str(source)], check=True, capture_output=True, encoding="utf-8")
    fine, own, of_git = json.loads(done.stdout)
    assert fine
    assert own < 100
    assert of_git < 100 or kind == "remote"
