import pytest

from tests.unit.checks.checked import check_project, named, places, requirement, words


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("It takes TBD minutes.", "TBD"),
        ("It takes ??? minutes.", "???"),
        ("FIXME: say how.", "FIXME"),
        ("The limit is to be determined.", "to be determined"),
        ("时限待定。", "待定"),
        ("时限：？？？", "？？？"),
        ("时限（待确认）。", "待确认"),
        ("該項待補充。", "待補充"),
    ],
)
def test_placeholders_are_found(tmp_path, body, found):
    assert words(check_project(tmp_path, {"a.md": requirement(body)}), "placeholder") == [found]


@pytest.mark.parametrize(
    "body",
    [
        "显示待确认订单。",
        "订单待确认时发送短信。",
        "变量未定义，待定位的设备。",
        "`TODO` is a keyword.",
        "It keeps a TODO list.",
        "It counts every TBD/TBC.",
        "A mask such as REQ-XXX.",
        "STBD and TBDs.",
        "客户问「XXX 功能是什么」。",
        "Really??",
        "It is to be determined by the user whether to go on.",
    ],
)
def test_what_only_looks_like_a_placeholder_passes(tmp_path, body):
    assert named(check_project(tmp_path, {"a.md": requirement(body)}), "placeholder") == []


def test_a_placeholder_stands_where_it_is_written_in_text_and_in_fields(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall ask.\nIn TBD s.", "owner: TBD\n")})
    assert places(report, "placeholder") == ["a.md:7:8", "a.md:11:4"]


def test_meetings_may_leave_things_open(tmp_path):
    text = "---\nid: MTG-001\ntype: meeting\ntitle: M\nheld: 2026-01-01\ndecider: Li\n---\nLimit: TBD.\n"
    assert named(check_project(tmp_path, {"m.md": text}), "placeholder") == []


def abbreviations(root, body, terms=""):
    files = {"a.md": requirement(body)}
    if terms:
        files["t.yml"] = "records:\n" + terms
    return words(check_project(root, files), "undefined-abbreviation")


def test_an_abbreviation_that_nobody_explains_is_a_remark(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("Report the RTO, and each RTO again.")})
    [finding] = named(report, "undefined-abbreviation")
    assert str(finding.place) == "docs_src/a.md:9:12"
    assert finding.severity.value == "info"


def test_it_is_reported_once_with_the_number_of_records_that_use_it(tmp_path):
    files = {f"{n}.md": requirement("The RTO counts.", record_id=f"REQ-00{n}") for n in (1, 2, 3)}
    [finding] = named(check_project(tmp_path, files), "undefined-abbreviation")
    assert "3 records" in str(finding.message)
    assert finding.record == "REQ-001"


@pytest.mark.parametrize(
    "body",
    [
        "It keeps the Recovery Time Objective (RTO). The RTO counts.",
        "RTO (Recovery Time Objective) and RTO.",
        "恢复时间目标（RTO）应达标，RTO 以小时计。",
        "RTO：恢复时间目标。",
        "The API returns JSON over HTTPS.",
        "The system SHALL NOT ask.",
        "SEE ALL OF THESE LOUD WORDS HERE",
        "Use `RTO` or RTO_MAX or X-RTO or RTO-1.",
        "Part II and III.",
    ],
)
def test_explained_and_universally_known_abbreviations_pass(tmp_path, body):
    assert abbreviations(tmp_path, body) == []


def test_an_abbreviation_of_a_term_is_defined(tmp_path):
    term = "  - {type: term, title: recovery time objective, abbr: RTO, body: How long it may take.}\n"
    assert abbreviations(tmp_path, "The RTOs count.", term) == []


def test_a_term_with_its_abbreviation_in_brackets_defines_it(tmp_path):
    assert abbreviations(tmp_path, "RTO 达标。", "  - {type: term, title: 恢复时间目标 (RTO), body: 见上。}\n") == []


def test_business_wording_does_without_technical_words(tmp_path):
    body = "系统应写入缓存。\n\n## 业务表述\n\n数据来自缓存，经 API 返回。\n\n## 技术表述\n\n经 API 写入缓存。"
    report = check_project(tmp_path, {"a.md": requirement(body)})
    assert places(report, "jargon") == ["a.md:13:5", "a.md:13:10"]


def test_a_technical_word_that_the_glossary_explains_is_fine(tmp_path):
    files = {
        "a.md": requirement("It shall.\n\n## Business wording\n\nIt comes from the cache."),
        "t.yml": "records:\n  - {type: term, title: cache, body: A copy near by.}\n",
    }
    assert named(check_project(tmp_path, files), "jargon") == []
