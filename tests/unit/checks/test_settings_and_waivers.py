import pytest

from reqsite.model.finding import Severity
from tests.unit.checks.checked import check_project, named, places, requirement, words

VAGUE = "It shall be fast.\n\nIt shall be easy."


@pytest.mark.parametrize("key", ["RQ401", "vague-word"])
def test_a_severity_is_changed_by_code_or_by_name(tmp_path, key):
    report = check_project(tmp_path, {"a.md": requirement(VAGUE)}, f"checks:\n  {key}: {{severity: error}}\n")
    assert {f.severity for f in named(report, "vague-word")} == {Severity.ERROR}
    assert report.counts["error"] == 2


def test_the_readers_rules_have_severities_too(tmp_path):
    text = requirement("It shall.", "tags: [功能，性能]\n")
    report = check_project(tmp_path, {"a.md": text}, "checks: {full-width-comma: error}\n")
    assert [f.severity for f in named(report, "full-width-comma")] == [Severity.ERROR]


def test_a_rule_that_is_off_says_nothing(tmp_path):
    assert named(check_project(tmp_path, {"a.md": requirement("")}, "checks: {RQ501: off}\n"), "empty-statement") == []


def test_settings_for_a_rule_that_does_not_exist_are_a_finding_with_its_place(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.")}, "checks:\n  vage-word: info\n")
    [finding] = named(report, "unknown-rule")
    assert str(finding.place) == "schema.yml:2:3"
    assert str(finding.hint) == "Did you mean vague-word?"


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ("vague-word: {alow: [fast]}", "schema.yml:2:16", "Did you mean allow?"),
        ("RQ401: {on: [absolutes]}", "schema.yml:2:11", "Did you mean absolute?"),
        ("orphan: {allow: [REQ-001]}", "schema.yml:2:12", "Write one of: severity."),
    ],
)
def test_a_setting_that_a_rule_does_not_have_is_a_finding(tmp_path, line, place, hint):
    report = check_project(tmp_path, {"a.md": requirement("It shall.")}, f"checks:\n  {line}\n")
    [finding] = named(report, "unknown-setting")
    assert (str(finding.place), str(finding.hint)) == (place, hint)


def waived(report):
    return [(str(f.message.values.get("word", "")), f.waived) for f in report.waived]


def test_a_comment_waives_a_rule_in_its_paragraph(tmp_path):
    body = "<!-- reqsite: ok RQ401 because the contract says so -->\n" + VAGUE
    report = check_project(tmp_path, {"a.md": requirement(body)})
    assert words(report) == ["easy"]
    assert waived(report) == [("fast", "the contract says so")]
    assert report.counts["waived"] == 1


@pytest.mark.parametrize("subject", ["vague-word", "实时", "'实时'", 'RQ401 "实时"'])
def test_a_waiver_names_a_rule_or_a_word_or_both(tmp_path, subject):
    body = f"系统应实时更新。<!-- reqsite: ok {subject} 因为 合同如此 -->"
    report = check_project(tmp_path, {"a.md": requirement(body)})
    assert words(report) == []
    assert waived(report) == [("实时", "合同如此")]


def test_a_word_of_two_parts_is_waived_by_itself(tmp_path):
    body = "It is updated in real-time, fast. <!-- reqsite: ok real-time because the client knows it -->"
    report = check_project(tmp_path, {"a.md": requirement(body.replace("in real-time", "real-time"))})
    assert words(report) == ["fast"]


def test_front_matter_waives_in_the_whole_record_and_in_no_other(tmp_path):
    front = "waive: [{rule: vague-word, word: fast, reason: agreed}]\n"
    files = {"a.md": requirement(VAGUE, front), "b.md": requirement(VAGUE, record_id="REQ-002")}
    report = check_project(tmp_path, files)
    assert [(f.record, str(f.message.values["word"])) for f in named(report, "vague-word")] == [
        ("REQ-001", "easy"),
        ("REQ-002", "fast"),
        ("REQ-002", "easy"),
    ]


def test_a_finding_about_front_matter_is_waived_in_front_matter(tmp_path):
    text = requirement("It shall.", "waive: ['RQ503: it is a mere link']\n", criteria="")
    report = check_project(tmp_path, {"a.md": text})
    assert named(report, "no-acceptance-criteria") == []
    assert len(report.waived) == 1


def test_a_waiver_that_covers_nothing_is_a_remark_on_its_line(tmp_path):
    body = "<!-- reqsite: ok RQ401 because of nothing -->\nIt shall ask."
    assert places(check_project(tmp_path, {"a.md": requirement(body)}), "unused-waiver") == ["a.md:9:1"]


def test_findings_come_in_the_order_of_the_files(tmp_path):
    files = {f"{n}.md": requirement("Fast.\n\nTBD", record_id=f"REQ-00{n}") for n in (3, 1, 2)}
    report = check_project(tmp_path, files)
    assert [f.place for f in report.findings] == sorted(f.place for f in report.findings)


def test_twelve_mistakes_in_twelve_files_are_twelve_findings(tmp_path):
    good = requirement("It shall ask.")
    mistakes = {
        "01.md": (good.replace("status: draft", "status：draft"), "unreadable-front-matter"),
        "02.md": (good.replace("P0", "P9"), "unknown-value"),
        "03.md": (good.replace("priority: P0\n", ""), "missing-field"),
        "04.md": (good.replace("draft", "done"), "illegal-state"),
        "05.md": (requirement("It shall ask.", "depends_on: [REQ-099]\n"), "dangling-link"),
        "06.md": (requirement(""), "empty-statement"),
        "07.md": (requirement("It shall be fast."), "vague-word"),
        "08.md": (requirement("It takes TBD s."), "placeholder"),
        "09.md": (requirement("![x](no.png)"), "missing-image"),
        "10.md": (requirement("It has:\n- one"), "list-without-blank-line"),
        "11.md": (requirement("It shall ask.", criteria=""), "no-acceptance-criteria"),
        "12.md": (good.replace("REQ-", "RQ"), "malformed-id"),
    }
    files = {
        name: text.replace("REQ-001", f"REQ-0{name[:2]}").replace("RQ001", f"RQ0{name[:2]}")
        for name, (text, _rule) in mistakes.items()
    }
    report = check_project(tmp_path, files)
    assert [(f.place.file.removeprefix("docs_src/"), f.rule.name) for f in report.findings] == [
        (name, rule) for name, (_text, rule) in sorted(mistakes.items())
    ]
    assert all(f.place.line > 1 for f in report.findings)
