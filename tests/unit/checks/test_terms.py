import pytest

from tests.unit.checks.checked import check_project, named, places, requirement


def glossary(*entries):
    return "records:\n" + "".join(f"  - {{type: term, {entry}}}\n" for entry in entries)


CUSTOMER = "title: 客户, forbidden: [顾客, 买家], body: 签约的一方。"


def test_a_forbidden_word_names_the_preferred_term(tmp_path):
    report = check_project(tmp_path, {"t.yml": glossary(CUSTOMER), "a.md": requirement("通知顾客。")})
    [finding] = named(report, "forbidden-synonym")
    assert str(finding.place) == "docs_src/a.md:9:3"
    assert str(finding.hint) == "Write '客户'."


@pytest.mark.parametrize("word", ["Buyer", "buyers"])
def test_case_and_plural_do_not_matter(tmp_path, word):
    files = {
        "t.yml": glossary("title: customer, forbidden: [buyer], body: Who pays."),
        "a.md": requirement(f"A {word} pays."),
    }
    assert len(named(check_project(tmp_path, files), "forbidden-synonym")) == 1


@pytest.mark.parametrize("body", ["客户端升级。", "他说“顾客”。", "`顾客`", "已买家具。", "Buyerless."])
def test_quotes_code_and_longer_words_are_not_meant(tmp_path, body):
    files = {
        "t.yml": glossary(CUSTOMER, "title: 用户, forbidden: [客户], body: 使用者。", "title: 客户端, body: 程序。"),
        "a.md": requirement(body),
    }
    assert named(check_project(tmp_path, files), "forbidden-synonym") == []


def test_the_term_itself_and_meetings_may_say_the_forbidden_word(tmp_path):
    files = {
        "t.yml": glossary("title: 客户, forbidden: [顾客], body: 不说顾客。"),
        "m.md": "---\nid: MTG-001\ntype: meeting\ntitle: M\nheld: 2026-01-01\ndecider: Li\n---\n顾客说。\n",
    }
    assert named(check_project(tmp_path, files), "forbidden-synonym") == []


PAIR = glossary("title: 清算, confusable_with: [结算], body: 计算应收应付。", "title: 结算, body: 划付资金。")


def test_confusable_terms_in_one_requirement_are_a_remark(tmp_path):
    report = check_project(tmp_path, {"t.yml": PAIR, "a.md": requirement("系统应先清算。\n\n然后结算，再清算。")})
    [finding] = named(report, "confusable-terms")
    assert str(finding.place) == "docs_src/a.md:11:3"
    assert "line 9" in str(finding.message)
    assert finding.severity.value == "info"


def test_confusable_terms_in_two_requirements_are_fine(tmp_path):
    files = {"t.yml": PAIR, "a.md": requirement("先清算。"), "b.md": requirement("后结算。", record_id="REQ-002")}
    assert named(check_project(tmp_path, files), "confusable-terms") == []


def test_two_definitions_of_one_name_name_both_places(tmp_path):
    text = glossary("title: Order, body: One.", "title: purchase, aliases: [order], body: Two.")
    [finding] = named(check_project(tmp_path, {"t.yml": text}), "duplicate-definition")
    assert finding.place.line == 3
    assert "docs_src/t.yml:2:" in str(finding.message)


def test_a_term_that_is_defined_twice_is_not_said_twice(tmp_path):
    text = glossary("title: order, body: One.", "title: order, body: Two.")
    assert len(named(check_project(tmp_path, {"t.yml": text}), "duplicate-definition", "duplicate-id")) == 1


def test_terms_of_two_domains_may_share_a_name(tmp_path):
    text = glossary(
        "id: TERM-1, title: position, domain: trading, body: What is held.",
        "id: TERM-2, title: position, domain: staff, body: A job.",
    )
    assert named(check_project(tmp_path, {"t.yml": text}), "duplicate-definition", "duplicate-id") == []


@pytest.mark.parametrize(
    ("more", "count"),
    [("", 1), ("measure: 很高, ", 1), ("measure: 99.9%, ", 0), ("measure: 三个九, ", 0)],
)
def test_a_term_that_must_be_quantified_needs_a_number(tmp_path, more, count):
    text = glossary(f"title: 高可用, quantified: 'true', {more}body: 很少停机。")
    assert len(places(check_project(tmp_path, {"t.yml": text}), "unquantified-term")) == count
