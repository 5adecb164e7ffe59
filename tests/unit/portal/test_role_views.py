"""A view for each role, with the requirements of its tags and no others."""

from tests.unit.portal.portals import html_of, press, record, rows, table_of

PEOPLE = (
    record("STK-1", "stakeholder", "Li", fields={"role": "budget-approver", "tags": ("成本", "工期")}),
    record(
        "STK-2", "stakeholder", "Wu", fields={"role": "budget-approver", "tags": ("成本",), "concerns": ("预算紧张",)}
    ),
    record("STK-3", "stakeholder", "Sun", fields={"role": "user", "tags": ("界面",), "status": "left"}),
    record("STK-4", "stakeholder", "Zhou", fields={"role": "my role", "tags": ("界面",)}),
)
REQUIREMENTS = (
    record("REQ-1", statement="It costs **3**.", fields={"tags": ("成本", "界面"), "priority": "P1"}),
    record("REQ-2", fields={"tags": ("工期",)}),
    record("REQ-3", fields={"tags": ("界面",)}),
    record("REQ-4", fields={"tags": ("成本",), "status": "withdrawn"}),
    record("REQ-5", fields={"tags": ("成本",), "visibility": "internal"}),
)


def test_a_view_lists_exactly_the_requirements_with_one_of_the_tags_of_its_role():
    made = press(*PEOPLE, *REQUIREMENTS)
    assert rows(table_of(made, "registers/for-budget-approver.md")) == [
        ["REQ-1", "P1 important", "It costs 3.", "成本"],
        ["REQ-2", "", "", "工期"],
    ]


def test_the_house_reads_what_is_internal_too():
    made = press(*PEOPLE, *REQUIREMENTS, audience="internal")
    assert len(rows(table_of(made, "registers/for-budget-approver.md"))) == 3


def test_the_list_of_stakeholders_leads_to_the_views_of_those_in_force():
    html = html_of(press(*PEOPLE, *REQUIREMENTS), "stakeholders/index.md")
    assert "To be read by: Budget approver" in html
    assert "To be read by: User" not in html
    assert "To be read by: my role" in html


def test_without_tags_there_is_no_view():
    html = html_of(press(record("STK-1", "stakeholder", "Li", fields={"role": "user"})), "stakeholders/index.md")
    assert "To be read by" not in html


def test_no_page_for_clients_says_what_a_person_worries_about():
    made = press(*PEOPLE, *REQUIREMENTS)
    for source in ("registers/for-budget-approver.md", "stakeholders/index.md", "stakeholders/STK-2.md"):
        assert "预算紧张" not in html_of(made, source)
