"""What pages say of signatures, of citations, and of changes that are asked for, made from a project on the disk."""

import shutil
import subprocess

import pytest

from reqsite.confirm.importing import Filing, keep
from reqsite.confirm.signed import Signature
from tests.releases import release
from tests.unit.checks.checked import check_project
from tests.unit.confirm.desk import receipt, write
from tests.unit.portal.portals import parse, with_class, words
from tests.unit.portal.test_requirement_matrix import Made

SIGNED = "confirmation:\n  decider: {signed: true, signers: [li@example.org], signs: true}\n  evaluator: {}\n"
REQUESTS = """\
records:
  - {id: CR-001, type: change, title: Faster, status: draft, modifies: [REQ-001, REQ-002], body: Faster.}
  - {id: CR-002, type: change, title: Done, status: implemented, modifies: [REQ-001], body: Done.}
  - {id: CR-003, type: change, title: Gone, status: rejected, modifies: [REQ-001], body: No.}
  - {id: CR-005, type: change, title: Out, status: approved, implemented_in: 1.0.0, modifies: [REQ-001], body: Out.}
  - {id: CR-004, type: change, title: Beside, status: draft, modifies: [REQ-002], body: Beside.}
"""


def page(root, name):
    return Made(root).tree(f"requirements/{name}.md")


def said(tree, name):
    return [words(part) for part in with_class(tree, name)]


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH signs")
def test_the_key_of_a_signed_answer_stands_on_the_record_and_on_the_status_page(tmp_path):
    write(tmp_path, schema=SIGNED)
    release(tmp_path, "1.0.0")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", tmp_path / "li"], check=True)
    (tmp_path / "receipts").mkdir()
    public = (tmp_path / "li.pub").read_text("utf-8")
    (tmp_path / "receipts" / "allowed_signers").write_text(f"li@example.org {public}", encoding="utf-8")
    given = receipt(tmp_path, "decider", {"REQ-001": "agree", "": "agree"})
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", tmp_path / "li", "-n", "reqsite-receipt"]
    content = subprocess.run(command, input=given.content, capture_output=True, check=True).stdout
    signature = Signature.read(content)
    keep({"a": Filing(given, given.content, signature)}, tmp_path)
    made = Made(tmp_path)
    on_record = said(made.tree("requirements/REQ-001.md"), "rs-signed")
    assert on_record == [f"signed {signature.key}"] * 2  # how the role stands, and its one round
    assert said(made.tree("confirm/index.md"), "rs-signed") == [f"signed {signature.key}"]
    assert said(made.tree("requirements/REQ-002.md"), "rs-signed") == []


def test_the_sheet_of_a_role_that_signs_says_how_and_no_other_one_does(tmp_path):
    write(tmp_path, schema=SIGNED)
    release(tmp_path, "1.0.0")
    made = Made(tmp_path)
    sheets = {role: said(made.tree(f"confirm/{role}.md"), "rs-must-sign") for role in ("decider", "evaluator")}
    assert sheets["evaluator"] == []
    assert "ssh-keygen -Y sign -n reqsite-receipt -f KEY receipt.json" in sheets["decider"][0]


def test_a_record_is_cited_by_the_release_that_has_its_words(tmp_path):
    write(tmp_path)
    assert said(page(tmp_path, "REQ-001"), "rs-short") == ["No release has these words yet."]
    release(tmp_path, "1.0.0")
    [line] = with_class(page(tmp_path, "REQ-001"), "rs-short")
    citation, digits = words(line).removeprefix("Citation ").split(" #")
    assert (citation, line.get("data-release")) == ("REQ-001@1.0.0", "1.0.0")
    assert line.get("data-fingerprint").startswith(digits)
    assert len(digits) == 8
    write(tmp_path, {"REQ-001": "系统应在 1 秒内显示库存。"})
    [line] = with_class(page(tmp_path, "REQ-001"), "rs-short")
    assert words(line) == f"No release has these words yet. Last released, in other words: REQ-001@1.0.0 #{digits}"
    assert line.get("data-release") is None
    assert not line.get("data-fingerprint").startswith(digits)


def test_a_title_in_a_citation_is_no_markup(tmp_path):
    check_project(tmp_path, {"t.yml": "records:\n  - {type: term, title: 'a <b> c', body: Words.}\n"})
    release(tmp_path, "1.0.0")
    made = Made(tmp_path)
    [source] = [name for name in made.pages if name.startswith(("terms/", "glossary/"))]
    tree = parse(made.pages[source].build().html)
    assert said(tree, "rs-short-citation")[0].startswith("a <b> c@1.0.0 #")


def test_a_record_names_the_open_change_requests_that_name_it(tmp_path):
    check_project(tmp_path, {"changes.yml": REQUESTS})
    write(tmp_path)
    title = "Changes asked for, and not carried out yet:"
    assert said(page(tmp_path, "REQ-001"), "rs-pending") == [f"{title} CR-001 Faster draft"]
    assert said(page(tmp_path, "REQ-002"), "rs-pending") == [f"{title} CR-001 Faster draft CR-004 Beside draft"]
    assert said(page(tmp_path, "REQ-003"), "rs-pending") == []
