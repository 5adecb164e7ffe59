import json

import pytest

from tests.releases import release
from tests.unit.confirm.desk import SCHEMA, receipt, write

SITE = "site_name: Desk\ndocs_dir: docs_src\nplugins: [{reqsite: {schema: schema.yml}}]\n"


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    write(tmp_path)
    release(tmp_path, "1.0.0")
    return tmp_path


def file_of(folder, given):
    path = folder / "came-back.json"
    path.write_bytes(given.content)
    return str(path)


def filed(desk):
    folder = desk / "receipts"
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def test_a_receipt_is_filed_and_shows(run_reqsite, desk, tmp_path_factory):
    path = file_of(
        tmp_path_factory.mktemp("mail"), receipt(desk, "evaluator", {"REQ-001": "agree", "REQ-002": "object"})
    )
    done = run_reqsite("confirm", "import", path, cwd=desk)
    assert (done.returncode, done.stdout) == (0, f"receipts/{filed(desk)[0]}\n")
    assert done.stderr == "王 (Evaluator) on 1.0.0: 1 agreed, 1 objected, 0 to discuss.\n"
    said = json.loads(run_reqsite("confirm", "status", "--format", "json", cwd=desk).stdout)
    evaluator = next(role for role in said["roles"] if role["role"] == "evaluator")
    assert {item["id"]: item["standing"] for item in evaluator["items"]} == {
        "REQ-001": "agreed",
        "REQ-002": "objected",
        "REQ-003": "open",
    }


def test_the_same_receipt_again_changes_nothing(run_reqsite, desk, tmp_path_factory):
    path = file_of(tmp_path_factory.mktemp("mail"), receipt(desk, "decider", {"REQ-001": "agree"}))
    run_reqsite("confirm", "import", path, cwd=desk)
    before = filed(desk)
    done = run_reqsite("confirm", "import", path, cwd=desk)
    assert done.returncode == 0
    assert "It was filed already." in done.stderr
    assert filed(desk) == before


def test_a_tampered_receipt_is_refused_and_nothing_is_filed(run_reqsite, desk, tmp_path_factory):
    mail = tmp_path_factory.mktemp("mail")
    good = mail / "good.json"
    good.write_bytes(receipt(desk, "decider", {"REQ-001": "agree"}).content)
    bad = file_of(mail, receipt(desk, "evaluator", {"REQ-001": "agree"}))
    text = (mail / "came-back.json").read_text("utf-8")
    (mail / "came-back.json").write_text(text.replace('"fingerprint": "', '"fingerprint": "0')[:-1], encoding="utf-8")
    done = run_reqsite("confirm", "import", str(good), bad, cwd=desk)
    assert done.returncode == 1
    assert "came-back.json: 'fingerprint' is no fingerprint." in done.stderr
    assert "nothing was filed" in done.stderr
    assert filed(desk) == []


def test_what_was_signed_on_paper_is_noted_down_with_its_evidence(run_reqsite, desk):
    said = ("--role", "decider", "--name", "王", "--evidence", "DOC-012", "--date", "2026-03-05")
    done = run_reqsite("confirm", "record", *said, "req-001", cwd=desk)
    assert done.returncode == 0
    assert filed(desk)[0].startswith("1.0.0-decider-20260305T120000-")
    kept = json.loads((desk / "receipts" / filed(desk)[0]).read_text("utf-8"))
    assert (kept["evidence"], kept["answers"][0]["id"]) == (["DOC-012"], "REQ-001")


def test_all_that_a_role_has_to_confirm_may_be_noted_down_at_once(run_reqsite, desk):
    done = run_reqsite(
        "confirm", "record", "--role", "evaluator", "--name", "李", "--evidence", "mail", "--all", cwd=desk
    )
    assert "3 agreed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("import",), "Which files?"),
        (("import", "x.json", "--name", "Li"), "belong to `reqsite confirm record`"),
        (("record", "--role", "decider", "REQ-001"), "Who has answered?"),
        (("record", "--role", "decider", "--name", "Li", "REQ-001"), "What proves it?"),
        (("record", "--role", "decider", "--name", "Li", "--evidence", "x"), "Name the records"),
        (("record", "--role", "cook", "--name", "Li", "--evidence", "x", "REQ-001"), "Nobody has the role cook"),
        (("record", "--role", "decider", "--name", "Li", "--evidence", "x", "REQ-9"), "has no record REQ-9"),
        (("record", "--role", "decider", "--name", "Li", "--evidence", "x", "--date", "1.3.", "REQ-001"), "no date"),
        (
            ("record", "--role", "decider", "--name", "Li", "--evidence", "x", "--release", "9", "REQ-001"),
            "no release 9",
        ),
        (("status", "REQ-001"), "takes no records"),
        (("status", "--role", "cook"), "cook has nothing to confirm"),
    ],
)
def test_a_wrong_call_is_told_what_is_missing(arguments, says, run_reqsite, desk):
    done = run_reqsite("confirm", *arguments, cwd=desk)
    assert done.returncode == 2
    assert says in done.stderr
    assert filed(desk) == []


def test_a_file_that_is_not_there_is_named(run_reqsite, desk):
    done = run_reqsite("confirm", "import", "nowhere.json", cwd=desk)
    assert done.returncode == 1
    assert "nowhere.json: The file cannot be read: No such file or directory" in done.stderr


def test_without_a_release_nothing_can_be_confirmed(run_reqsite, tmp_path):
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    write(tmp_path)
    done = run_reqsite(
        "confirm", "record", "--role", "decider", "--name", "L", "--evidence", "x", "REQ-001", cwd=tmp_path
    )
    assert done.returncode == 1
    assert "There is no release yet" in done.stderr


def test_a_project_that_asks_nobody_says_how_to_begin(run_reqsite, tmp_path):
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    write(tmp_path, schema=SCHEMA.replace("confirmation", "checks").partition("\n")[0] + " {}\n")
    done = run_reqsite("confirm", "status", cwd=tmp_path)
    assert done.returncode == 0
    assert "`confirmation:` in schema.yml" in done.stderr


def test_the_items_of_a_role_begin_with_what_is_in_the_way(run_reqsite, desk, tmp_path_factory):
    answers = {"REQ-001": "agree", "REQ-003": "object"}
    path = file_of(tmp_path_factory.mktemp("mail"), receipt(desk, "evaluator", answers))
    run_reqsite("confirm", "import", path, cwd=desk)
    lines = run_reqsite("confirm", "status", "--role", "evaluator", cwd=desk).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["REQ-003", "REQ-002", "REQ-001"]


def test_a_release_can_be_made_to_wait_for_every_answer(run_reqsite, desk):
    done = run_reqsite("release", "1.1.0", "--require-confirmed", cwd=desk)
    assert done.returncode == 1
    assert "REQ-001, Final decider: open" in done.stderr
    assert "The whole release, Final decider: open" in done.stderr
    assert not (desk / "baselines" / "1.1.0.jsonl").exists()
    for role in ("decider", "evaluator"):
        said = ("--role", role, "--name", "Li", "--evidence", "DOC-1", "--all")
        assert run_reqsite("confirm", "record", *said, cwd=desk).returncode == 0
    whole = receipt(desk, "decider", {"": "agree"})
    (desk / "whole.json").write_bytes(whole.content)
    assert run_reqsite("confirm", "import", "whole.json", cwd=desk).returncode == 0
    done = run_reqsite("release", "1.1.0", "--require-confirmed", cwd=desk)
    assert done.returncode == 0
    head = json.loads((desk / "baselines" / "1.1.0.jsonl").read_text("utf-8").splitlines()[0])
    assert head["receipts"] == [f"receipts/{name}" for name in filed(desk)]


def test_a_waiver_with_a_reason_lets_a_record_through_and_no_objection(run_reqsite, desk):
    waive = "waive:\n  - {rule: unconfirmed, reason: agreed by phone until May}\n"
    write(
        desk, more=dict.fromkeys(("REQ-001", "REQ-002", "REQ-003"), waive), schema=SCHEMA.replace("signs: true, ", "")
    )
    assert run_reqsite("release", "1.1.0", "--require-confirmed", cwd=desk).returncode == 0
    said = ("--role", "evaluator", "--name", "Li", "--evidence", "DOC-1", "--answer", "object", "REQ-002")
    assert run_reqsite("confirm", "record", *said, cwd=desk).returncode == 0
    done = run_reqsite("release", "1.2.0", "--require-confirmed", cwd=desk)
    assert done.returncode == 1
    assert not (desk / "baselines" / "1.2.0.jsonl").exists()


def test_the_signature_of_the_whole_release_may_be_on_paper_too(run_reqsite, desk):
    said = ("--role", "decider", "--name", "Li", "--evidence", "DOC-1")
    assert run_reqsite("confirm", "record", *said, "*", "REQ-001", cwd=desk).returncode == 0
    lines = run_reqsite("confirm", "status", "--role", "decider", cwd=desk).stdout
    assert [line.split()[:2] for line in lines.splitlines()] == [["*", "agreed"], ["REQ-001", "agreed"]]
