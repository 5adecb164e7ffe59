import json

import pytest

SITE = "site_name: Desk\ndocs_dir: docs_src\n"
CHINESE = SITE + "theme: {name: mkdocs, language: zh}\n"


def record(record_id, kind="functional"):
    return f"---\nid: {record_id}\ntype: {kind}\ntitle: T\nstatus: draft\npriority: P1\n---\nIt is shown.\n"


@pytest.fixture
def desk(project):
    return project(
        {
            "mkdocs.yml": SITE,
            "docs_src/index.md": "# Desk\n",
            "docs_src/stock/REQ-001.md": record("REQ-001"),
            "docs_src/stock/REQ-007.md": record("REQ-007"),
            "docs_src/orders/REQ-003.md": record("REQ-003"),
        }
    )


def test_a_new_record_gets_the_next_id_and_stands_beside_its_like(run_reqsite, desk):
    done = run_reqsite("new", "functional", "Reserve stock", cwd=desk)
    assert done.returncode == 0
    assert done.stdout == "docs_src/stock/REQ-008.md\n"
    text = (desk / "docs_src/stock/REQ-008.md").read_text(encoding="utf-8")
    assert text.startswith(
        "---\nid: REQ-008\ntype: functional\ntitle: Reserve stock\nstatus: idea\npriority: P0\n---\n"
    )
    assert "## Acceptance criteria\n\n- Given …, when …, then …\n" in text


def test_the_new_record_is_read_as_one(run_reqsite, desk):
    run_reqsite("new", "functional", 'A "quoted": title # 1', cwd=desk)
    data = json.loads(run_reqsite("show", "REQ-008", "--format", "json", cwd=desk).stdout)
    assert data["title"] == 'A "quoted": title # 1'


def test_the_printed_path_leads_there_from_where_the_person_stands(run_reqsite, desk):
    assert run_reqsite("new", "functional", cwd=desk / "docs_src/stock").stdout == "REQ-008.md\n"


def test_the_first_record_of_a_kind_founds_its_folder(run_reqsite, desk):
    assert run_reqsite("new", "goal", "Fewer calls", cwd=desk).stdout == "docs_src/goals/GOAL-001.md\n"


def test_a_number_of_an_old_release_is_not_used_again(run_reqsite, desk):
    (desk / "baselines").mkdir()
    (desk / "baselines/1.0.0.jsonl").write_text('{"op": "add", "id": "REQ-019"}\n', encoding="utf-8")
    assert run_reqsite("new", "functional", cwd=desk).stdout.endswith("REQ-020.md\n")


def test_a_number_of_a_file_that_cannot_be_read_is_not_used_again(run_reqsite, desk):
    (desk / "docs_src/stock/REQ-030.md").write_text("---\nid：REQ-030\n---\n", encoding="utf-8")
    assert run_reqsite("new", "functional", cwd=desk).stdout.endswith("REQ-031.md\n")


def test_an_id_of_ones_own_choice(run_reqsite, desk):
    assert run_reqsite("new", "functional", "--id", "REQ-INV-100", cwd=desk).stdout == "docs_src/stock/REQ-INV-100.md\n"


@pytest.mark.parametrize(
    "wanted", ["REQ-001", "req-001", "GOAL-1", "../../etc/passwd", "REQ-\x1b[31m", "", "REQ-１" * 9]
)
def test_an_id_that_is_taken_or_none_of_this_type_is_refused(wanted, run_reqsite, desk):
    before = sorted(desk.rglob("*"))
    done = run_reqsite("new", "functional", "--id", wanted, cwd=desk)
    assert done.returncode == 2
    assert sorted(desk.rglob("*")) == before
    assert "\x1b" not in done.stderr


def test_a_file_that_is_there_is_not_overwritten(run_reqsite, desk):
    (desk / "docs_src/stock/REQ-010.md").write_text("my notes", encoding="utf-8")
    done = run_reqsite("new", "functional", "--id", "REQ-010", cwd=desk)
    assert done.returncode == 2
    assert (desk / "docs_src/stock/REQ-010.md").read_text(encoding="utf-8") == "my notes"


def test_stdout_writes_no_file(run_reqsite, desk):
    before = sorted(desk.rglob("*"))
    assert run_reqsite("new", "functional", "--stdout", cwd=desk).stdout.startswith("---\nid: REQ-008\n")
    assert sorted(desk.rglob("*")) == before


def test_a_term_goes_by_its_title(run_reqsite, desk):
    assert run_reqsite("new", "term", "库存", cwd=desk).stdout == "docs_src/terms/库存.md\n"
    text = (desk / "docs_src/terms/库存.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntype: term\ntitle: 库存\n---\n")


def test_a_term_without_a_title_is_asked_for_it(run_reqsite, desk):
    done = run_reqsite("new", "term", cwd=desk)
    assert done.returncode == 2
    assert "reqsite new term TITLE" in done.stderr


def test_a_term_that_is_there_is_named_with_its_place(run_reqsite, desk):
    run_reqsite("new", "term", "Stock", cwd=desk)
    done = run_reqsite("new", "term", "stock", cwd=desk)
    assert done.returncode == 2
    assert "docs_src/terms/Stock.md:" in done.stderr


@pytest.mark.parametrize("title", ["a/b", "..", "con", "index", "C:\\x", "x" * 150])
def test_a_terms_file_has_a_name_that_every_system_takes(title, run_reqsite, desk):
    done = run_reqsite("new", "term", title, cwd=desk)
    assert done.returncode == 0
    (file,) = (desk / "docs_src/terms").iterdir()
    assert file.name.endswith(".md")
    assert file.stem.lower() not in {"con", "index", ".."}
    assert len(file.name) < 100


def test_headings_are_chinese_where_the_site_is(run_reqsite, project):
    desk = project({"mkdocs.yml": CHINESE, "docs_src/index.md": "# 单\n"})
    assert "## 验收标准\n" in run_reqsite("new", "functional", "查询库存", "--stdout", cwd=desk).stdout


def test_ids_without_a_prefix_in_the_schema_go_on_as_they_began(run_reqsite, project):
    schema = "types:\n  functional: {id: '\\S+', prefix: ''}\n"
    desk = project(
        {
            "mkdocs.yml": SITE + "plugins:\n  - reqsite: {schema: schema.yml}\n",
            "schema.yml": schema,
            "docs_src/a.md": record("cES1041"),
        }
    )
    assert run_reqsite("new", "functional", cwd=desk).stdout == "docs_src/cES1042.md\n"


def test_a_pattern_that_wants_more_digits_gets_them(run_reqsite, project):
    desk = project(
        {
            "mkdocs.yml": SITE + "plugins:\n  - reqsite: {schema: schema.yml}\n",
            "schema.yml": "types:\n  goal: {id: 'GOAL-\\d{5}'}\n",
            "docs_src/index.md": "# Desk\n",
        }
    )
    assert run_reqsite("new", "goal", cwd=desk).stdout == "docs_src/goals/GOAL-00001.md\n"


def test_a_folder_that_cannot_be_written_ends_with_5(run_reqsite, desk):
    (desk / "docs_src/goals").write_text("a file where the folder should be", encoding="utf-8")
    done = run_reqsite("new", "goal", cwd=desk)
    assert done.returncode == 5
    assert "goals" in done.stderr
