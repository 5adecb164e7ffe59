import pytest

from tests.unit.checks.checked import check_project, named, places

SCHEMA = "languages: {binding: zh, others: [en]}\n"
FRONT = "id: REQ-001\ntype: functional\ntitle: 查询库存\ntitle_en: Look up stock\nstatus: reviewed\npriority: P0\n"
TEXT = "系统应在 2 秒内显示库存。\n\n## 验收标准\n\n- 显示 12 件。\n- 显示单位。\n"
ENGLISH = (
    "\n## Statement {lang=en}\n\nThe system shall show the stock within 2 s.\n"
    "\n## Acceptance criteria {lang=en}\n\n- It says 12 pieces.\n- It says the unit.\n"
)
ALL = (
    *("stale-translation", "missing-translation", "unknown-language", "translation-without-original"),
    *("translated-criteria-differ", "translated-numbers-differ", "marked-without-translation"),
)


def checked(root, text=TEXT + ENGLISH, front="", schema=SCHEMA, **files):
    return check_project(root, {"r.md": f"---\n{FRONT}{front}---\n{text}", **files}, schema)


def said(report, *names):
    return [str(finding.message) for finding in named(report, *(names or ALL))]


def test_a_translation_that_says_the_same_is_let_pass(tmp_path):
    assert said(checked(tmp_path)) == []


def test_what_is_not_translated_is_one_finding_a_record_and_language(tmp_path):
    report = checked(tmp_path, TEXT, schema="languages: {binding: zh, others: [en, de]}\n")
    assert places(report, "missing-translation") == ["r.md:4:1", "r.md:4:1"]
    assert said(report) == [
        "REQ-001 is not translated (English): statement, acceptance_criteria.",
        "REQ-001 is not translated (German): title, statement, acceptance_criteria.",
    ]


@pytest.mark.parametrize(
    "front",
    ["visibility: internal\n", "scope: out\n"],
)
def test_what_no_client_agrees_to_needs_no_translation(tmp_path, front):
    assert said(checked(tmp_path, TEXT, front)) == []


def test_what_is_withdrawn_needs_no_translation(tmp_path):
    text = f"---\n{FRONT.replace('reviewed', 'withdrawn')}---\n{TEXT}"
    assert said(check_project(tmp_path, {"r.md": text}, SCHEMA), "missing-translation") == []


def test_the_project_says_which_records_are_translated(tmp_path):
    schema = f"{SCHEMA}checks:\n  missing-translation: {{records: [P1]}}\n"
    assert said(checked(tmp_path, TEXT, schema=schema)) == []
    schema = f"{SCHEMA}checks:\n  missing-translation: {{records: [goal, P0]}}\n"
    assert len(said(checked(tmp_path, TEXT, schema=schema))) == 1


def test_a_missing_title_is_told_once(tmp_path):
    more = "---\nid: REQ-002\ntype: functional\ntitle: 打印\nstatus: reviewed\npriority: P0\n---\n打印。\n"
    report = checked(tmp_path, **{"b.md": more})
    assert said(report, "missing-title", "missing-translation") == [
        "REQ-002 is not translated (English): title, statement."
    ]


def test_a_title_alone_asks_for_no_mark(tmp_path):
    assert said(checked(tmp_path, TEXT), "unmarked-translation") == []


def test_a_term_is_called_by_its_other_name(tmp_path):
    english = "## Statement {lang=en}\n\nGoods in the store.\n"
    term = f"---\ntype: term\ntitle: 库存\nen: stock\n---\n仓库里的商品。\n\n{english}"
    assert said(checked(tmp_path, **{"t.md": term})) == []


def test_a_record_may_bind_in_another_language(tmp_path):
    front = "id: REQ-002\ntype: functional\ntitle: Print\nstatus: reviewed\npriority: P0\nbinding_language: en\n"
    text = f"---\n{front}---\nIt prints.\n"
    report = checked(tmp_path, **{"b.md": text})
    assert said(report) == ["REQ-002 is not translated (Chinese): title, statement."]


def test_an_original_that_has_changed_makes_its_translation_stale(tmp_path):
    marks = "translated_from: {en: {title: 5deb668a, statement: 00000000, acceptance_criteria: 0000000}}\n"
    report = checked(tmp_path, front=marks)
    assert places(report, "stale-translation") == ["r.md:17:1"]
    [finding] = named(report, "stale-translation")
    assert str(finding.message) == (
        "The original has changed since it was translated (English): statement, acceptance_criteria."
    )
    assert "reqsite review --translations REQ-001" in str(finding.hint)


def test_a_stale_part_is_not_told_again_for_its_numbers(tmp_path):
    marks = "translated_from: {en: {statement: 00000000}}\n"
    assert said(checked(tmp_path, (TEXT + ENGLISH).replace("2 s.", "3 s."), marks), "translated-numbers-differ") == []


def test_a_translation_without_marks_is_told_lightly(tmp_path):
    [finding] = named(checked(tmp_path), "unmarked-translation")
    assert (finding.severity, str(finding.place)) == ("info", "docs_src/r.md:5:1")


@pytest.mark.parametrize(
    ("heading", "place"),
    [("## Notes {lang=de}", "r.md:25:1"), ("\n\nNotes {lang=de}\n-----\n", "r.md:27:1")],
)
def test_a_language_that_the_project_does_not_speak_is_found_at_its_heading(tmp_path, heading, place):
    report = checked(tmp_path, f"{TEXT}{ENGLISH}\n{heading}\n\nFertig.\n")
    assert places(report, "unknown-language") == [place]
    assert str(named(report, "unknown-language")[0].hint).startswith("Write one of zh, en,")


def test_a_project_without_languages_learns_that_nobody_reads_the_mark(tmp_path):
    report = checked(tmp_path, "It shows.\n\n## Statement {lang=en}\n\nMore.\n", schema="extends: default\n")
    assert places(report, "unknown-language") == ["r.md:11:1"]
    assert said(report) == ["This heading names a language, but the project has none."]
    [finding] = named(report, "unknown-language")
    assert str(finding.hint) == "Add `languages: {binding: zh, others: [en]}` to schema.yml."


def test_a_translation_of_nothing_is_found_in_text_and_fields(tmp_path):
    report = checked(tmp_path, f"{TEXT}{ENGLISH}\n## Exceptions {{lang=en}}\n\nNone.\n", "need_en: Speed\n")
    assert places(report, "translation-without-original") == ["r.md:8:1", "r.md:26:1"]


def test_more_or_fewer_criteria_are_found(tmp_path):
    report = checked(tmp_path, (TEXT + ENGLISH).replace("- It says the unit.\n", ""))
    assert places(report, *ALL) == ["r.md:20:1"]
    assert said(report) == ["The translation has 1 criteria, its original 2."]


def test_other_numbers_are_found_at_the_translation(tmp_path):
    report = checked(tmp_path, (TEXT + ENGLISH).replace("2 s.", "3 s."))
    assert places(report, *ALL) == ["r.md:16:1"]
    assert said(report) == ["'statement' has other numbers than its original: 3 instead of 2."]


@pytest.mark.parametrize(
    ("marks", "place", "message"),
    [
        ("{de: {title: 5deb668a}}", "r.md:8:19", "'de': there is no such translation."),
        ("{en: 5deb668a}", "r.md:8:23", "Here belongs the fingerprint of each part, not a text."),
        ("{en: {need: 5deb668a}}", "r.md:8:24", "'need' is not translated."),
        ("{en: {title: yes}}", "r.md:8:31", "This is no fingerprint: six or more of the digits 0 to 9 and a to f."),
    ],
)
def test_a_mark_that_watches_over_nothing_is_found_where_it_stands(tmp_path, marks, place, message):
    report = checked(tmp_path, front=f"translated_from: {marks}\n")
    assert places(report, "marked-without-translation") == [place]
    assert said(report, "marked-without-translation") == [message]


def test_an_unknown_binding_language_is_found(tmp_path):
    report = checked(tmp_path, front="binding_language: fr\n")
    assert "r.md:8:19" in places(report, "unknown-value")


def test_a_translation_states_nothing_by_itself(tmp_path):
    assert len(named(checked(tmp_path, ENGLISH), "empty-statement")) == 1


def test_text_in_a_list_file_has_its_place(tmp_path):
    entry = (
        "records:\n  - id: REQ-002\n    type: functional\n    title: 打印\n    title_en: Print\n    status: reviewed\n"
        "    priority: P0\n    body: |\n      打印 2 份。\n\n      ## Statement {lang=en}\n\n      Prints 3 copies.\n"
    )
    assert places(checked(tmp_path, **{"l.yml": entry}), "translated-numbers-differ") == ["l.yml:11:7"]


def test_a_translation_is_not_judged_by_the_words_of_another_language(tmp_path):
    text = (TEXT + ENGLISH).replace("within 2 s", "quickly within 2 s, as soon as possible")
    assert said(checked(tmp_path, text), "vague-word") == []


def test_findings_of_translations_can_be_waived(tmp_path):
    front = "waive:\n  - {rule: translated-numbers-differ, reason: As agreed.}\n"
    report = checked(tmp_path, (TEXT + ENGLISH).replace("2 s.", "3 s."), front)
    assert said(report) == []
