"""`verify` over a web: a portal that is served as it is, and portals that lie in one thing each (case 42)."""

import gzip
import json
import shutil
import ssl
import subprocess
import zlib

import pytest

from reqsite.publish.errors import MisplacedError, TargetError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.journal import parse_journal
from reqsite.publish.life import Steward
from reqsite.publish.lone_release import lone_release
from reqsite.publish.manifest import NAME
from reqsite.publish.verify import verify_store
from reqsite.publish.web_store import WebStore
from tests.unit.publish.hostile import ENDLESS, Answer, Portal
from tests.unit.publish.sites import publish

PAGE = b"<!doctype html><title>Sorry</title>"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = tmp_path_factory.mktemp("published")
    store = FolderStore(root / "public")
    for name in ("1.0.0", "1.1.0"):
        publish(store, root, name)
    return store.root


@pytest.fixture
def portal(published, tmp_path):
    shutil.copytree(published, tmp_path / "public")
    for path in (tmp_path / "public").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with Portal(tmp_path / "public").served() as made:
        yield made


def problems(portal, *names, head="", patience=60.0):
    report = verify_store(WebStore(portal.address, patience), names, head=head)
    found = [p for verdict in report.verdicts for p in verdict.problems] + list(report.problems)
    return [(p.path, str(p.message)) for p in found]


def test_what_is_served_as_it_was_published_verifies(portal):
    assert problems(portal) == []
    assert problems(portal, "1.0.0") == []
    assert "1.0.0/assets/logo.png" in portal.asked


@pytest.mark.parametrize("end", ["1.0.0", "1.0.0/", "1.0.0/index.html"])
def test_the_address_of_one_release_will_do(portal, end):
    shelf = WebStore(portal.address + end)
    lone = lone_release(shelf, "1.0.0")
    assert lone is not None
    report = verify_store(lone, lone.releases())
    assert report.is_fine
    assert [verdict.manifest.version for verdict in report.verdicts] == ["1.0.0"]
    assert lone_release(WebStore(portal.address), "") is None


def test_a_release_under_the_address_of_another_is_found(portal):
    """Case 35: the address names the release."""
    shutil.rmtree(portal.root / "1.1.0")
    shutil.copytree(portal.root / "1.0.0", portal.root / "1.1.0")
    assert any("manifest of 1.0.0" in message for _path, message in problems(portal))
    lone = lone_release(WebStore(f"{portal.address}1.1.0/"), "1.1.0")
    assert lone is not None
    assert not verify_store(lone, lone.releases()).is_fine


def test_a_changed_a_missing_and_a_swapped_file_are_found(portal):
    page = portal.root / "1.0.0/requirements/REQ-1.html"
    content = page.read_bytes()
    page.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    assert problems(portal) == [("1.0.0/requirements/REQ-1.html", "It is changed.")]
    page.unlink()
    assert problems(portal) == [("1.0.0/requirements/REQ-1.html", "It is missing.")]
    page.write_bytes((portal.root / "1.0.0/index.html").read_bytes())
    (portal.root / "1.0.0/index.html").write_bytes(content)
    assert [message for _path, message in problems(portal)] == ["It is changed."] * 2


def test_a_file_that_was_added_cannot_be_seen(portal):
    """It stands among what is not proven."""
    (portal.root / "1.0.0/added.html").write_text("x")
    assert problems(portal) == []
    assert not WebStore(portal.address).lists


def test_a_store_that_was_rolled_back_is_found_by_who_kept_the_head(portal, tmp_path):
    head = parse_journal((portal.root / "journal.jsonl").read_bytes()).head
    assert problems(portal, head=head) == []
    old = FolderStore(tmp_path / "old")
    publish(old, tmp_path, "1.0.0")
    with Portal(old.root).served() as rolled_back:
        assert problems(rolled_back) == []
        assert any("rolled back" in message for _path, message in problems(rolled_back, head=head))


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("1.0.0/assets/logo.png", Answer(status=404), "It is missing."),
        ("1.0.0/assets/logo.png", Answer(status=500), "The server answers 500."),
        ("1.0.0/assets/logo.png", Answer(status=403), "The server answers 403."),
        ("1.0.0/assets/logo.png", Answer(bytes(range(256)), length=300), "The answer broke off"),
        ("1.0.0/assets/logo.png", Answer(bytes(range(100)), length=256), "The answer broke off"),
        ("1.0.0/assets/logo.png", Answer(PAGE, headers={"Content-Type": "text/html"}), "sends a page in its place"),
        ("1.0.0/index.html", Answer(PAGE, headers={"Content-Type": "text/html"}), "It is changed."),
        ("1.0.0/index.html", Answer(b"x" * 65536, length=ENDLESS), "It is changed."),
        ("1.0.0/index.html", Answer(b"xx", length=1 << 20, is_slow=True), "took too long"),
        ("1.0.0/index.html", Answer(is_mute=True), "took too long"),
        ("1.0.0/index.html", Answer(b"x", headers={"Content-Encoding": "br"}), "a form that nobody asked for: br"),
        ("1.0.0/index.html", Answer(b"x", headers={"Content-Encoding": "gzip"}), "The answer broke off"),
        ("1.0.0/index.html", Answer(gzip.compress(PAGE)[:20], headers={"Content-Encoding": "gzip"}), "broke off"),
        ("1.0.0/index.html", Answer(gzip.compress(bytes(1 << 24)), headers={"Content-Encoding": "gzip"}), "changed"),
        ("1.0.0/SHA256SUMS", Answer(b""), "It is changed."),
        ("1.0.0/SHA256SUMS", Answer(status=404), "It is missing."),
        ("1.0.0/requirements.json", Answer(b'{"records": []}'), "It is changed."),
        (f"1.0.0/{NAME}", Answer(PAGE, headers={"Content-Type": "text/html"}), "sends a page in its place"),
        (f"1.0.0/{NAME}", Answer(PAGE), "no JSON"),
        (f"1.0.0/{NAME}", Answer(status=500), "The server answers 500."),
        (f"1.0.0/{NAME}", Answer(b"[" * 100_000), "no JSON"),
        (f"1.0.0/{NAME}.sig", Answer(b"x" * 65536, length=ENDLESS), "too large"),
        (f"1.0.0/{NAME}.sig", Answer(b"garbage"), "no signature"),
        ("journal.jsonl", Answer(status=500), "The server answers 500."),
        ("journal.jsonl", Answer(b"{}\n"), "does not follow"),
        ("versions.json", Answer(status=500), "The server answers 500."),
        ("versions.json", Answer(PAGE, headers={"Content-Type": "text/html"}), "sends a page in its place"),
        ("versions.json", Answer(b'[{"version": "../.."}, {"version": "9.9.9"}]'), "names 9.9.9, which is not there"),
        ("aliases.json", Answer(b"{}"), "names no release that is there as `latest`"),
    ],
)
def test_an_answer_that_is_not_the_file_is_found(portal, path, answer, said):
    portal.answers[path] = answer
    found = problems(portal, patience=1.0 if answer.is_slow or answer.is_mute else 60.0)
    assert any(where == path and said in message for where, message in found), found
    assert {where for where, _message in found} <= {path, "1.0.0"}


def test_nobody_is_followed_to_another_host(portal):
    with Portal(portal.root).served() as other:
        for target in (
            f"{other.address.replace('127.0.0.1', 'localhost')}1.0.0/index.html",
            "file:///etc/passwd",
            "//[x",
        ):
            portal.answers["1.0.0/index.html"] = Answer(status=302, headers={"Location": target})
            assert [path for path, _message in problems(portal)] == ["1.0.0/index.html"]
        assert other.asked == []


def test_a_server_may_send_its_readers_to_another_page_of_its_own(portal):
    content = (portal.root / "1.0.0/index.html").read_bytes()
    portal.answers["1.0.0/index.html"] = Answer(status=308, headers={"Location": "/1.0.0/"})
    portal.answers["1.0.0/"] = Answer(content)
    assert problems(portal) == []
    portal.answers["1.0.0/"] = Answer(status=308, headers={"Location": "/1.0.0/index.html"})
    assert [path for path, _message in problems(portal)] == ["1.0.0/index.html"]


def test_what_the_server_packs_on_the_way_is_unpacked(portal):
    content = (portal.root / "1.0.0/index.html").read_bytes()
    packed = gzip.compress(content)
    portal.answers["1.0.0/index.html"] = Answer(packed, headers={"Content-Encoding": "gzip"})
    assert problems(portal) == []


def test_a_packed_file_that_the_server_calls_packed_on_the_way_stays_packed(portal):
    content = gzip.compress(b"<urlset/>")
    (portal.root / "sitemap.xml.gz").write_bytes(content)
    portal.answers["sitemap.xml.gz"] = Answer(content, headers={"Content-Encoding": "x-gzip"})
    with WebStore(portal.address).open("sitemap.xml.gz") as file:
        assert file.read() == content


def test_a_manifest_that_leads_elsewhere_asks_for_nothing_there(portal):
    """Case 43."""
    path = portal.root / "1.0.0" / NAME
    path.write_bytes(path.read_bytes().replace(b'"index.html"', b'"../../secret"'))
    assert any("which no manifest may" in message for _path, message in problems(portal))
    assert not any("secret" in asked for asked in portal.asked)


def test_the_names_in_a_list_are_asked_for_as_they_are(portal):
    portal.answers["versions.json"] = Answer(json.dumps([{"version": "a?b#c"}, {"version": 1}, 2]).encode())
    assert WebStore(portal.address).releases() == []


def test_who_does_not_answer_at_all_cannot_be_reached(portal):
    with pytest.raises(TargetError, match="cannot be reached"):
        WebStore("http://127.0.0.1:1/").reach()
    WebStore(portal.address).reach()
    WebStore(f"{portal.address}nowhere/").reach()


@pytest.mark.parametrize("address", ["http://", "https:///x", "https://li:secret@example.org/", "ftp://example.org/"])
def test_what_is_no_address_of_a_store_is_refused(address):
    with pytest.raises(MisplacedError) as refused:
        WebStore(address)
    assert "secret" not in str(refused.value)


def test_a_content_that_does_not_unpack_is_an_error_and_no_crash(portal):
    body = bytearray(gzip.compress(bytes(range(256)) * 40))
    body[40] ^= 0xFF
    portal.answers["x.txt"] = Answer(bytes(body), headers={"Content-Encoding": "gzip"})
    with WebStore(portal.address).open("x.txt") as file, pytest.raises(OSError, match="broke off"):
        file.read()
    with pytest.raises(zlib.error):
        zlib.decompress(bytes(body), wbits=31)


def test_a_release_whose_content_was_taken_away_is_told_as_such(portal):
    """Case 54, from outside."""
    steward = Steward(FolderStore(portal.root), "2026-05-06T12:00:00+00:00", "Li Si")
    steward.redact("1.0.0", "A password was in it.", "Zhao Liu")
    assert problems(portal) == []
    for answer in (Answer(status=500), Answer(b"It is all there."), Answer(status=404)):
        portal.answers["1.0.0/index.html"] = answer
        assert [path for path, _message in problems(portal)] == ["1.0.0/index.html"]


@pytest.fixture
def security(tmp_path):
    """Return what a server does TLS with, and the file that a client must trust."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = [
        "-keyout",
        key,
        "-out",
        certificate,
        "-days",
        "2",
        "-subj",
        "/CN=x",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    subprocess.run([*made, *named], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


def test_over_tls_the_server_must_be_who_it_says_it_is(portal, security, monkeypatch):
    context, certificate = security
    with Portal(portal.root).served(context) as secure:
        with pytest.raises(TargetError, match="cannot be reached"):
            WebStore(secure.address).reach()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert problems(secure) == []
        portal.answers["1.0.0/index.html"] = Answer(
            status=301, headers={"Location": f"{secure.address}1.0.0/index.html"}
        )
        assert problems(portal) == []
        secure.answers["1.0.0/index.html"] = Answer(
            status=301, headers={"Location": f"{portal.address}1.0.0/index.html"}
        )
        assert [path for path, _message in problems(secure)] == ["1.0.0/index.html"]
