import json

import jsonschema
import pytest

SITE = "site_name: Desk\ndocs_dir: docs_src\nplugins:\n  - reqsite: {schema: schema.yml}\n"
SCHEMA = """\
types:
  hlr: {kind: requirement, label: {en: High-level requirement, zh: 高层需求}, prefix: HLR, required: [title, asil]}
fields:
  asil: {kind: enum, label: {en: ASIL, zh: 安全等级}, values: [QM, A, B]}
"""


@pytest.fixture
def desk(project):
    return project({"mkdocs.yml": SITE, "schema.yml": SCHEMA, "docs_src/index.md": "# Desk\n"})


def test_the_vocabulary_is_printed_in_both_languages(run_reqsite, desk):
    done = run_reqsite("schema", cwd=desk)
    assert done.returncode == 0
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line.strip()}
    assert (
        "High-level requirement / 高层需求; kind requirement; ids begin with HLR; must have title, asil" in lines["hlr"]
    )
    assert "Derives from / 源自" in lines["derives_from"]
    assert "Draft / 草稿" in lines["draft"]
    assert "Acceptance criteria / 验收标准" in lines["acceptance_criteria"]


def test_a_type_alone_has_only_what_belongs_to_it(run_reqsite, desk):
    shown = run_reqsite("schema", "--type", "hlr", cwd=desk).stdout
    assert "asil" in shown
    assert "aliases" not in shown  # a field of terms
    assert "functional" not in shown


def test_json_schema_tells_an_editor_what_is_wrong(run_reqsite, desk):
    done = run_reqsite("schema", "--json", cwd=desk)
    validator = jsonschema.validators.validator_for(document := json.loads(done.stdout))
    validator.check_schema(document)
    good = {"id": "HLR-001", "type": "hlr", "title": "Stop", "asil": "B"}
    assert list(validator(document).iter_errors(good)) == []
    assert list(validator(document).iter_errors(good | {"asil": "Z"}))


def test_json_schema_speaks_the_language_of_the_reader(run_reqsite, desk):
    assert "安全等级" in run_reqsite("schema", "--json", "--lang", "zh", cwd=desk).stdout


def test_a_type_that_is_none_gets_a_suggestion(run_reqsite, desk):
    done = run_reqsite("schema", "--type", "functionl", cwd=desk)
    assert done.returncode == 2
    assert "Did you mean functional?" in done.stderr


def test_mistakes_in_schema_yml_are_told_and_end_with_1(run_reqsite, project):
    desk = project(
        {"mkdocs.yml": SITE, "schema.yml": "types:\n  hlr: {kindd: requirement}\n", "docs_src/index.md": "#\n"}
    )
    done = run_reqsite("schema", cwd=desk)
    assert done.returncode == 1
    assert "schema.yml:2:" in done.stderr
    assert "functional" in done.stdout
