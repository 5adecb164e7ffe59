"""`reqsite verify` on stores as people have them: in a folder, behind a web server, signed, handed on alone."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.manifest import NAME, SIGNATURE
from reqsite.publish.pointers import make_pointers
from tests.integration.test_release import record
from tests.repositories import Repository
from tests.unit.publish.hostile import Answer, Portal
from tests.unit.publish.sites import NOW, contents, publish, site

SITE = """\
site_name: Desk
docs_dir: docs
use_directory_urls: false
theme: {name: material, language: en}
plugins: [search, {reqsite: {fail_on: never}}]
"""
TRACED = "trace=openat,open,creat,mkdir,rename,renameat2,unlink,chmod,truncate"
NO_PROXY = {"no_proxy": "127.0.0.1"}


@pytest.fixture
def store(tmp_path):
    """Return a store with two releases that can be tampered with."""
    made = FolderStore(tmp_path / "public")
    for name in ("1.0.0", "1.1.0"):
        publish(made, tmp_path / "sites", name)
    for path in made.root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return made.root


@pytest.fixture
def keys(tmp_path):
    """Return a folder with the keys of Li, who may sign, and of Eve, who may not."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("OpenSSH signs")
    for name in ("li", "eve"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", tmp_path / name]
        subprocess.run(command, check=True)
        public = (tmp_path / f"{name}.pub").read_text(encoding="utf-8")
        (tmp_path / f"{name}.signers").write_text(f"{name}@example.org {public}", encoding="utf-8")
    return tmp_path


def test_a_store_behind_a_web_server_verifies_and_what_cannot_be_seen_is_said(run_reqsite, store, tmp_path):
    """Case 42."""
    with Portal(store).served() as portal:
        done = run_reqsite("verify", portal.address, cwd=tmp_path, env=NO_PROXY)
        assert done.returncode == 0, done.stdout
        assert "Proven: every file is what its manifest says, and none is missing.\n" in done.stdout
        assert "Not proven: that nothing was added. A web server does not tell what else it has.\n" in done.stdout
        alone = run_reqsite("verify", f"{portal.address}1.0.0/", "--format", "json", cwd=tmp_path, env=NO_PROXY)
        assert [release["version"] for release in json.loads(alone.stdout)["releases"]] == ["1.0.0"]

        portal.answers["1.0.0/assets/logo.png"] = Answer(status=500)
        wrong = run_reqsite("verify", portal.address, cwd=tmp_path, env=NO_PROXY)
        assert wrong.returncode == 4
        assert "1.0.0/assets/logo.png: It cannot be read. The server answers 500." in wrong.stdout

        nothing = run_reqsite("verify", f"{portal.address}nowhere/", cwd=tmp_path, env=NO_PROXY)
        assert nothing.returncode == 5
        assert "No release lies in" in nothing.stderr
        portal.answers[f"1.0.0/{NAME}"] = Answer(status=503)
        assert run_reqsite("verify", f"{portal.address}1.0.0/", cwd=tmp_path, env=NO_PROXY).returncode == 4
    silent = run_reqsite("verify", "http://127.0.0.1:1/", cwd=tmp_path, env=NO_PROXY)
    assert silent.returncode == 5
    assert "cannot be reached" in silent.stderr
    assert run_reqsite("verify", "https://li:secret@example.org/", cwd=tmp_path).returncode == 2


def test_one_release_out_of_its_store_verifies_under_whatever_name(run_reqsite, store, tmp_path):
    shutil.copytree(store / "1.0.0", tmp_path / "from the client")
    for folder in ("from the client", "public/1.0.0"):
        done = run_reqsite("verify", folder, cwd=tmp_path)
        assert done.returncode == 0, done.stdout
        assert done.stdout.startswith("1.0.0: 4 files")
    (store / "1.0.0").rename(store / "2.0.0")
    assert run_reqsite("verify", "public/2.0.0", cwd=tmp_path).returncode == 4


def test_a_store_that_has_nothing_but_a_draft_has_nothing_to_prove(run_reqsite, tmp_path):
    made = FolderStore(tmp_path / "public")
    made.replace_draft(*site(tmp_path / "site", "next"))
    made.update(make_pointers(NOW))
    done = run_reqsite("verify", "public", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "No release is published yet: there is nothing to prove.\n")
    assert json.loads(run_reqsite("verify", "public", "--format", "json", cwd=tmp_path).stdout)["releases"] == []
    (tmp_path / "empty").mkdir()
    assert run_reqsite("verify", "empty", cwd=tmp_path).returncode == 5


def test_each_of_two_hundred_releases_is_told_of_though_one_is_bad(run_reqsite, tmp_path):
    """Case 45."""
    made = FolderStore(tmp_path / "public")
    names = [f"1.{number}.0" for number in range(200)]
    for name in names:
        folder, manifest = site(tmp_path / "sites" / name, name)
        made.commit_release(name, folder, manifest)
    made.update(make_pointers(NOW))
    page = made.root / "1.7.0" / "index.html"
    page.chmod(0o644)
    page.write_text("x", encoding="utf-8")
    done = run_reqsite("verify", "public", "--all", "--format", "json", cwd=tmp_path)
    assert done.returncode == 4
    told = {release["version"]: release["fine"] for release in json.loads(done.stdout)["releases"]}
    assert told == {name: name != "1.7.0" for name in names}


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace sees what is opened")
def test_nothing_is_opened_for_writing_and_nothing_outside(store, tmp_path):
    """Cases 43 and 44: seen in the calls to the system, on a store whose manifest leads elsewhere."""
    outside = tmp_path / "secret.html"
    outside.write_text("secret", encoding="utf-8")
    manifest = store / "1.0.0" / NAME
    manifest.write_bytes(manifest.read_bytes().replace(b'"index.html"', b'"../../secret.html"'))
    log = tmp_path / "calls"
    done = subprocess.run(
        ["strace", "-f", "-o", log, "-e", TRACED, sys.executable, "-m", "reqsite", "verify", str(store)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    if not log.exists() or "ptrace" in done.stderr:
        pytest.skip("strace may not look")
    assert done.returncode == 4, done.stderr
    calls = log.read_text(encoding="utf-8", errors="replace").splitlines()
    assert any(str(store / "1.1.0/index.html") in call for call in calls)
    assert not any("secret.html" in call for call in calls)
    ours = [call for call in calls if str(tmp_path) in call]
    assert not any(call for call in ours if "O_WRONLY" in call or "O_RDWR" in call or "openat" not in call)


def test_a_name_that_differs_by_case_alone_is_found(run_reqsite, store, tmp_path):
    """Case 34: as far as it can be seen where both names can lie beside each other."""
    folder = store / "1.0.0/requirements"
    (folder / "REQ-1.html").rename(folder / "req-1.html")
    done = run_reqsite("verify", "public", cwd=tmp_path)
    assert done.returncode == 4
    assert "1.0.0/requirements/req-1.html: It is unexpected" in done.stdout
    assert "1.0.0/requirements/REQ-1.html: It is missing." in done.stdout


def test_a_release_is_signed_as_it_is_published_and_the_signer_is_named(run_reqsite, keys, tmp_path):
    """Cases 36 and 39: with whose key, and what else a signature may be."""
    desk = Repository(tmp_path / "desk")
    desk.commit({"mkdocs.yml": SITE, ".gitignore": "/public/\n", "docs/a.md": record("REQ-001")})
    assert run_reqsite("release", "1.0.0", cwd=desk.root, env={"SOURCE_DATE_EPOCH": "1770000000"}).returncode == 0
    desk.commit(tag="1.0.0")
    arguments = ("publish", "--release", "1.0.0", "--sign", str(keys / "li"))
    done = run_reqsite(*arguments, cwd=desk.root)
    assert done.returncode == 0, done.stderr
    folder = desk.root / "public/1.0.0"
    assert (folder / SIGNATURE).is_file()

    trusted = run_reqsite("verify", "--signers", str(keys / "li.signers"), cwd=desk.root)
    assert trusted.returncode == 0, trusted.stdout
    assert "1.0.0: signed by li@example.org with SHA256:" in trusted.stdout
    assert "Proven: each release was signed by the one named with it" in trusted.stdout
    unasked = run_reqsite("verify", cwd=desk.root)
    assert unasked.returncode == 0
    assert "nobody here vouches for it" in unasked.stdout
    assert "Not proven: who published it." in unasked.stdout
    stranger = run_reqsite("verify", "--signers", str(keys / "eve.signers"), "--format", "json", cwd=desk.root)
    assert stranger.returncode == 4
    [release] = json.loads(stranger.stdout)["releases"]
    assert release["problems"] == [
        {"path": f"1.0.0/{SIGNATURE}", "message": "None of those who may sign has signed it."}
    ]

    before = contents(folder)
    again = run_reqsite(*arguments, cwd=desk.root)
    assert again.returncode == 0
    assert "Nothing was signed" in again.stderr
    assert contents(folder) == before
    who, purpose = ("-I", "li@example.org"), ("-n", "reqsite-release@1")
    checked = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", keys / "li.signers", *who, *purpose, "-s", folder / SIGNATURE],
        input=(folder / NAME).read_bytes(),
        check=False,
    )
    assert checked.returncode == 0

    with zipfile.ZipFile(folder / "portal-1.0.0.zip") as packed:
        held = {f"portal-1.0.0/{path}": content for path, content in before.items()}
        assert {name: packed.read(name) for name in packed.namelist()} == {
            path: content
            for path, content in held.items()
            if not path.endswith((NAME, SIGNATURE, "/SHA256SUMS", "/portal-1.0.0.zip"))
        }


def test_without_openssh_nothing_is_signed_and_no_signature_believed(run_reqsite, store, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "git").symlink_to(shutil.which("git") or "")
    (tmp_path / "signers").write_text("", encoding="utf-8")
    (tmp_path / "key").write_text("", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    for arguments in (
        ("verify", str(store), "--signers", "signers"),
        ("publish", "--release", "1.0.0", "--sign", "key"),
    ):
        done = run_reqsite(*arguments, cwd=tmp_path, env={"PATH": str(programs)})
        assert done.returncode == 5, done.stderr
        assert "ssh-keygen is not installed" in done.stderr
        assert "OpenSSH" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("publish", "--draft", "--sign", "key"), 2),
        (("publish", "--release", "1.0.0", "--sign", "nowhere"), 5),
        (("verify", ".", "--signers", "nowhere"), 5),
    ],
)
def test_a_call_about_signatures_that_cannot_be_obeyed_ends_at_once(arguments, code, run_reqsite, tmp_path, keys):
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "key").write_text("", encoding="utf-8")
    assert Path(keys / "li").is_file()
    done = run_reqsite(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
