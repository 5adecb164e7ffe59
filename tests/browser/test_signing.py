"""A client answers in the browser and signs the saved file with an SSH key; the portal shows whose key that is."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.releases import release
from tests.sites import run_mkdocs, violations
from tests.unit.confirm.desk import write

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH signs")
SITE = """\
site_name: Desk
docs_dir: docs_src
use_directory_urls: false
theme: {name: material, language: en}
plugins: [search, {reqsite: {schema: schema.yml, cache: false, fail_on: never}}]
"""
SCHEMA = "confirmation:\n  decider: {signed: true, signers: [li@example.org], priorities: [P0]}\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    write(tmp_path, schema=SCHEMA)
    release(tmp_path, "1.0.0")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", tmp_path / "li"], check=True)
    (tmp_path / "receipts").mkdir()
    line = f'li@example.org namespaces="reqsite-receipt" {(tmp_path / "li.pub").read_text("utf-8")}'
    (tmp_path / "receipts" / "allowed_signers").write_text(line, encoding="utf-8")
    return tmp_path


def test_an_answer_is_given_signed_filed_and_shown(desk: Path, page: Page, run_reqsite):
    site = run_mkdocs(desk)
    page.goto((site / "confirm/decider.html").as_uri())
    expect(page.locator(".rs-must-sign")).to_contain_text("ssh-keygen -Y sign -n reqsite-receipt")
    page.get_by_label("Your name").fill("Li Si")
    page.locator("#REQ-001").get_by_label("I agree").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the receipt").click()
    mail = desk / "mail"
    mail.mkdir()
    file = mail / download.value.suggested_filename
    download.value.save_as(file)
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", "reqsite-receipt", "-f", str(desk / "li"), str(file)]
    subprocess.run(command, check=True)
    done = run_reqsite("confirm", "import", str(file), cwd=desk)
    assert done.returncode == 0, done.stderr
    assert (desk / done.stdout.strip()).read_bytes() == file.read_bytes()
    page.goto((run_mkdocs(desk) / "requirements/REQ-001.html").as_uri())
    standing = page.locator(".rs-votes").first
    expect(standing).to_contain_text("agreed Li Si")
    expect(standing.locator(".rs-signed")).to_contain_text("signed SHA256:")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
