"""A client signs a receipt with an SSH key, and the project files it: from the command line to the pages."""

import json
import shutil
import subprocess
import zipfile

import pytest

from tests.releases import release
from tests.unit.confirm.desk import receipt, write

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH signs")
SITE = "site_name: Desk\ndocs_dir: docs_src\nplugins: [{reqsite: {schema: schema.yml}}]\n"
SCHEMA = "confirmation:\n  decider: {signed: true, signers: [li@example.org], priorities: [P0]}\n  evaluator: {}\n"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    for name in ("li", "eve"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name], check=True)
    return folder


@pytest.fixture
def desk(tmp_path, keys):
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    write(tmp_path, schema=SCHEMA)
    release(tmp_path, "1.0.0")
    (tmp_path / "receipts").mkdir()
    rows = [
        f'{name}@example.org namespaces="reqsite-receipt" {(keys / f"{name}.pub").read_text("utf-8")}'
        for name in ("li", "eve")
    ]
    (tmp_path / "receipts" / "allowed_signers").write_text("".join(rows), encoding="utf-8")
    return tmp_path


@pytest.fixture
def came(desk, tmp_path_factory):
    """Return the receipt of the decider, as it came by mail."""
    path = tmp_path_factory.mktemp("mail") / "receipt.json"
    path.write_bytes(receipt(desk, "decider", {"REQ-001": "agree"}).content)
    return path


def sign(path, key):
    subprocess.run(["ssh-keygen", "-Y", "sign", "-q", "-n", "reqsite-receipt", "-f", key, path], check=True)


def filed(desk):
    return sorted(p.name for p in (desk / "receipts").iterdir() if p.name != "allowed_signers")


def test_a_signed_receipt_is_filed_with_its_signature_and_shown_as_such(run_reqsite, desk, came, keys):
    sign(came, keys / "li")
    done = run_reqsite("confirm", "import", str(came), cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "Signed by li@example.org with SHA256:" in done.stderr
    name, signature = filed(desk)
    assert (signature, (desk / "receipts" / name).read_bytes()) == (f"{name}.sig", came.read_bytes())
    again = run_reqsite("confirm", "import", str(came), cwd=desk)
    assert "It was filed already." in again.stderr
    assert filed(desk) == [name, signature]
    said = json.loads(run_reqsite("confirm", "status", "--format", "json", cwd=desk).stdout)
    assert said["signatures_checked"] is True
    [item] = next(role for role in said["roles"] if role["role"] == "decider")["items"]
    assert (item["standing"], item["signature"]["signer"]) == ("agreed", "li@example.org")
    text = run_reqsite("confirm", "status", "--role", "decider", cwd=desk).stdout
    assert f"signed: li@example.org {item['signature']['key']}" in text
    assert run_reqsite("check", cwd=desk).returncode == 0


def test_a_receipt_that_must_be_signed_and_is_not_is_refused(run_reqsite, desk, came):
    done = run_reqsite("confirm", "import", str(came), cwd=desk)
    assert done.returncode == 1
    assert "It is not signed, and answers as decider must be: `ssh-keygen -Y sign -n reqsite-receipt" in done.stderr
    assert filed(desk) == []


def test_a_wrong_signature_is_refused_with_its_reason_and_nothing_is_filed(run_reqsite, desk, came, keys):
    sign(came, keys / "eve")
    other = came.with_name("evaluator.json")
    other.write_bytes(receipt(desk, "evaluator", {"REQ-002": "agree"}).content)
    done = run_reqsite("confirm", "import", str(other), str(came), cwd=desk)
    assert done.returncode == 1
    assert (
        "receipt.json: It was signed by eve@example.org, who may not sign as decider in the name of 王." in done.stderr
    )
    assert filed(desk) == []


def test_receipt_and_signature_may_come_in_an_archive(run_reqsite, desk, came, keys):
    sign(came, keys / "li")
    with zipfile.ZipFile(came.with_name("answers.zip"), "w") as archive:
        for path in (came, came.with_name("receipt.json.sig")):
            archive.write(path, path.name)
    done = run_reqsite("confirm", "import", str(came.with_name("answers.zip")), cwd=desk)
    assert (done.returncode, len(filed(desk))) == (0, 2), done.stderr


def test_what_was_said_on_paper_counts_once_whoever_filed_it_has_signed(run_reqsite, desk, keys):
    said = ("--role", "decider", "--name", "王", "--evidence", "DOC-012", "--date", "2026-03-05")
    done = run_reqsite("confirm", "record", *said, "REQ-001", cwd=desk)
    assert "It counts once it is signed: `ssh-keygen -Y sign -n reqsite-receipt -f KEY receipts/" in done.stderr
    assert "no evidence" in run_reqsite("confirm", "status", "--role", "decider", cwd=desk).stdout
    sign(desk / done.stdout.strip(), keys / "li")
    assert "agreed" in run_reqsite("confirm", "status", "--role", "decider", cwd=desk).stdout


def test_a_kept_receipt_that_was_edited_stops_the_checks(run_reqsite, desk, came, keys):
    sign(came, keys / "li")
    run_reqsite("confirm", "import", str(came), cwd=desk)
    path = desk / "receipts" / filed(desk)[0]
    path.write_bytes(path.read_bytes().replace(b'"comment": ""', b'"comment": "on the condition that"'))
    done = run_reqsite("check", cwd=desk)
    assert done.returncode == 1
    assert f"receipts/{path.name}.sig:1" in done.stdout
    assert "RQ845" in done.stdout


def test_without_openssh_the_checks_say_that_nobody_looked_and_no_release_believes_it(
    run_reqsite, desk, came, keys, tmp_path_factory
):
    sign(came, keys / "li")
    run_reqsite("confirm", "import", str(came), cwd=desk)
    path = {"PATH": str(tmp_path_factory.mktemp("nothing"))}
    done = run_reqsite("check", cwd=desk, env=path)
    assert done.returncode == 0
    assert "The signatures of the receipts were not checked: there is no ssh-keygen that could do it." in done.stderr
    said = json.loads(run_reqsite("confirm", "status", "--format", "json", cwd=desk, env=path).stdout)
    assert said["signatures_checked"] is False
    done = run_reqsite("release", "1.1.0", "--require-confirmed", cwd=desk, env=path)
    assert done.returncode == 1
    assert "not checked" in done.stderr
    refused = run_reqsite("confirm", "import", str(came), cwd=desk, env=path)
    assert (refused.returncode, "ssh-keygen is not installed" in refused.stderr) == (1, True)


def test_a_record_page_and_the_status_page_name_the_key(run_reqsite, desk, came, keys):
    sign(came, keys / "li")
    run_reqsite("confirm", "import", str(came), cwd=desk)
    built = run_reqsite("build", cwd=desk)
    assert built.returncode == 0, built.stderr
    key = subprocess.run(["ssh-keygen", "-lf", keys / "li.pub"], capture_output=True, text=True, check=True).stdout
    pages = [p for p in (desk / "site").rglob("*.html") if "req-001" in p.as_posix().lower()]
    assert any(key.split()[1] in page.read_text("utf-8") for page in pages)
