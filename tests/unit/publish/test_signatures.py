import functools
import shutil
import subprocess

import pytest

from reqsite.publish.errors import TargetError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.manifest import NAME, SIGNATURE
from reqsite.publish.pointers import make_pointers
from reqsite.publish.signatures import BadSignatureError, Signers, check_key, key_of, sign
from reqsite.publish.verify import verify_store
from tests.unit.publish.sites import NOW, publish, signed

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH signs")
MANIFEST = b"a manifest\n"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Return a folder with the keys of Li, who may sign, and of Eve, who may not."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("li", "eve"):
        make_key(folder / name)
    public = (folder / "li.pub").read_text(encoding="utf-8")
    (folder / "signers").write_text(f'li@example.org namespaces="reqsite-release@1" {public}', encoding="utf-8")
    return folder


def make_key(path, password=""):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", password, "-C", "", "-f", path], check=True)


def signature_for(keys, content, namespace):
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", keys / "li", "-n", namespace]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def test_who_signed_what_is_told(keys):
    signature = sign(keys / "li", MANIFEST)
    assert Signers(keys / "signers").who(MANIFEST, signature) == "li@example.org"
    assert key_of(MANIFEST, signature).startswith("SHA256:")
    assert sign(keys / "li", MANIFEST) == signature


def test_a_signature_that_nobody_made_who_may_is_none(keys):
    """Case 39: the wrong key, purpose and content; nothing, garbage, and more than anybody signs."""
    good = sign(keys / "li", MANIFEST)
    broken = bytearray(good)
    broken[120] ^= 1
    for signature in (
        sign(keys / "eve", MANIFEST),
        signature_for(keys, MANIFEST, "reqsite-signoff@1"),
        signature_for(keys, MANIFEST, "file"),
        sign(keys / "li", b"another manifest\n"),
        b"",
        b"garbage",
        b"-----BEGIN SSH SIGNATURE-----\n",
        bytes(broken),
        good[:200],
        good + b"A" * 100_000_000,
    ):
        with pytest.raises(BadSignatureError):
            Signers(keys / "signers").who(MANIFEST, signature)
    for content, signature in ((b"another", good), (MANIFEST, bytes(broken)), (MANIFEST, b"")):
        with pytest.raises(BadSignatureError):
            key_of(content, signature)


def test_a_name_in_the_list_that_reads_like_an_option_signs_nothing(keys, tmp_path):
    public = (keys / "li.pub").read_text(encoding="utf-8")
    (tmp_path / "signers").write_text(f"-Ohashalg=x {public}", encoding="utf-8")
    with pytest.raises(BadSignatureError):
        Signers(tmp_path / "signers").who(MANIFEST, sign(keys / "li", MANIFEST))


def test_a_key_or_a_list_that_cannot_be_used_is_told_at_once(keys, tmp_path, monkeypatch):
    with pytest.raises(TargetError, match="There is no key"):
        check_key(tmp_path / "nowhere")
    with pytest.raises(TargetError, match="cannot be read"):
        Signers(tmp_path / "nowhere").check()
    with pytest.raises(TargetError, match="no list"):
        Signers(tmp_path).check()
    make_key(tmp_path / "locked", "secret")
    with pytest.raises(TargetError, match="Nothing can be signed") as refused:
        sign(tmp_path / "locked", MANIFEST)
    assert "agent" in str(refused.value.hint)
    signature = sign(keys / "li", MANIFEST)
    monkeypatch.setenv("PATH", str(tmp_path))
    for look in (lambda: check_key(keys / "li"), Signers(keys / "signers").check):
        with pytest.raises(TargetError, match="ssh-keygen is not installed") as missing:
            look()
        assert "OpenSSH" in str(missing.value.hint)
    assert key_of(MANIFEST, signature) == "?"


@pytest.fixture
def store(keys, tmp_path):
    """Return a store with two releases that Li signed, and that can be tampered with."""
    made = FolderStore(tmp_path / "public")
    for name in ("1.0.0", "1.1.0"):
        folder, manifest = signed(tmp_path / name, name, functools.partial(sign, keys / "li"))
        made.commit_release(name, folder, manifest)
    made.update(make_pointers(NOW))
    for path in made.root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return made


def problems(store, signers):
    report = verify_store(store, signers=signers)
    found = [p for verdict in report.verdicts for p in verdict.problems] + list(report.problems)
    return [(p.path, str(p.message)) for p in found]


def test_a_signed_store_verifies_and_names_the_signer(store, keys):
    signers = Signers(keys / "signers")
    assert problems(store, signers) == []
    assert [verdict.signer for verdict in verify_store(store, signers=signers).verdicts] == ["li@example.org"] * 2
    unasked = verify_store(store).verdicts
    assert [verdict.signer for verdict in unasked] == ["", ""]
    assert all(verdict.key.startswith("SHA256:") for verdict in unasked)


def test_a_store_that_was_made_anew_by_somebody_else_is_found(keys, tmp_path):
    """Case 36: release, manifest, lists and journal fit each other, and the signature is somebody else's, or none."""
    for name, by in (("evil", functools.partial(sign, keys / "eve")), ("unsigned", None)):
        forged = FolderStore(tmp_path / name)
        folder, manifest = signed(tmp_path / f"{name}-site", "1.0.0", by)
        forged.commit_release("1.0.0", folder, manifest)
        forged.update(make_pointers(NOW))
        assert problems(forged, None) == []
        assert [path for path, _message in problems(forged, Signers(keys / "signers"))] == [f"1.0.0/{SIGNATURE}"]


def test_the_signature_of_another_release_is_none(store, keys):
    """Case 39."""
    shutil.copyfile(store.root / "1.0.0" / SIGNATURE, store.root / "1.1.0" / SIGNATURE)
    found = [(f"1.1.0/{SIGNATURE}", "It is no signature of this release.")]
    assert problems(store, Signers(keys / "signers")) == found
    assert problems(store, None) == found


def test_a_signature_that_is_changed_is_found_by_who_trusts_nobody_yet(store):
    """Case 31: a bit of the signature, as one of any other file."""
    path = store.root / "1.0.0" / SIGNATURE
    content = bytearray(path.read_bytes())
    content[150] ^= 1
    path.write_bytes(content)
    assert [where for where, _message in problems(store, None)] == [f"1.0.0/{SIGNATURE}"]


def test_a_signature_as_large_as_a_portal_is_not_read(store, keys):
    """Case 39."""
    with (store.root / "1.0.0" / SIGNATURE).open("r+b") as file:
        file.truncate(100_000_000)
    assert [path for path, _message in problems(store, Signers(keys / "signers"))] == [f"1.0.0/{SIGNATURE}"]


def test_a_release_that_is_out_is_not_signed_later(store, keys, tmp_path):
    publish(store, tmp_path / "later", "2.0.0")
    folder, manifest = signed(tmp_path / "again", "2.0.0", functools.partial(sign, keys / "li"))
    assert not store.commit_release("2.0.0", folder, manifest)
    assert not (store.root / "2.0.0" / SIGNATURE).exists()
    assert (store.root / "2.0.0" / NAME).read_bytes() == manifest.content
