import pytest

from tests.unit.checks.checked import check_project, named

LIMITED = "checks:\n  too-many-musts: {limit: 60}\n"


def ten(musts, withdrawn=0):
    """Return ten live requirements, and withdrawn ones, all of which are a must."""
    lines = [
        f"  - {{id: REQ-{n:03}, type: functional, title: T{n}, status: {'draft' if n < 10 else 'withdrawn'}, "
        f"moscow: {'must' if n < musts or n >= 10 else 'should'}, body: It shall.}}\n"
        for n in range(10 + withdrawn)
    ]
    return {"r.yml": "records:\n" + "".join(lines)}


@pytest.mark.parametrize("limit", ["60", "60 %", "60%", "60.0"])
def test_a_share_of_musts_above_the_limit_is_one_finding_with_both_figures(tmp_path, limit):
    report = check_project(tmp_path, ten(7), LIMITED.replace("60", limit))
    [finding] = named(report, "too-many-musts")
    assert (finding.severity, str(finding.place)) == ("warning", "schema.yml:2:20")
    assert str(finding.message) == "7 of 10 requirements are a must: 70 %; the limit is 60 %."


def test_a_share_at_the_limit_is_fine_and_withdrawn_musts_do_not_count(tmp_path):
    assert named(check_project(tmp_path, ten(6, withdrawn=5), LIMITED), "too-many-musts") == []


@pytest.mark.parametrize("schema", ["", "checks:\n  too-many-musts: error\n", "checks:\n  vague-word: info\n"])
def test_without_a_limit_all_may_be_a_must(tmp_path, schema):
    assert named(check_project(tmp_path, ten(10), schema), "too-many-musts") == []


def test_a_limit_of_another_name_is_named(tmp_path):
    report = check_project(tmp_path, ten(7), "checks:\n  too-many-musts: {limits: 60}\n")
    assert [f.rule.name for f in named(report, "too-many-musts", "unknown-setting")] == ["unknown-setting"]
