import pytest

from tests.unit.checks.checked import check_project, named


@pytest.mark.parametrize(
    ("setting", "place"),
    [
        ("too-many-musts: {limit: most}", "schema.yml:2:20"),
        ("late-minutes: {hours: -3}", "schema.yml:2:18"),
        ("RQ722: {normal: [48], urgent: [1, 2]}", "schema.yml:2:25"),
        ("long-sentence: {words: 1e400}", "schema.yml:2:19"),
    ],
)
def test_a_limit_that_is_no_number_is_found_where_it_stands(tmp_path, setting, place):
    report = check_project(tmp_path, {"a.md": "# A page\n"}, f"checks:\n  {setting}\n")
    assert [(f.severity, str(f.place)) for f in named(report, "wrong-limit")] == [("warning", place)]


@pytest.mark.parametrize(
    "setting", ["late-minutes: {hours: 0.5}", "late-answer: info", "too-many-musts: {limit: 60 %}"]
)
def test_numbers_and_settings_without_one_are_fine(tmp_path, setting):
    report = check_project(tmp_path, {"a.md": "# A page\n"}, f"checks:\n  {setting}\n")
    assert named(report, "wrong-limit", "unknown-setting", "unknown-rule") == []
