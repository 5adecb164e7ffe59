import pytest

from reqsite.publish.leaks import leak_finder
from tests.releases import release, workspace

RECORDS = {
    "mkdocs.yml": "site_name: Desk\ndocs_dir: docs_src\n",
    "docs_src/a.md": "---\nid: REQ-1\ntype: functional\ntitle: Look up the stock\n---\n"
    "The desk shows the stock at once.\n",
    "docs_src/b.md": "---\nid: REQ-2\ntype: functional\ntitle: Margin\nvisibility: internal\n---\n"
    "We add thirty percent to whatever the supplier asks.\nThe desk shows the stock at once.\n"
    "我们在供应商报价上加价百分之三十五后报给客户。\n",
}


@pytest.fixture
def desk(project):
    return project(RECORDS)


def finder(desk, hidden=("REQ-2",)):
    held = workspace(desk)
    past = (c.entry for steps in held.ledger.history.values() for _b, c in steps if c.entry)
    return leak_finder(held.state, hidden, past)


@pytest.mark.parametrize(
    "text",
    [
        "see REQ-2 for this",
        '{"id":"req-2"}',
        "We add thirty percent to whatever the supplier asks.",
        "<p>We  add thirty\npercent to whatever the supplier asks</p>",
        "后来我们在供应商报价上加价百分之三十五后报给客户",
    ],
)
def test_ids_and_sentences_of_hidden_records_are_found(desk, text):
    assert finder(desk)(text)


@pytest.mark.parametrize("text", ["", "see REQ-1 and REQ-20", "The desk shows the stock at once.", "Margin"])
def test_what_others_may_know_is_no_leak(desk, text):
    assert finder(desk)(text) == ""


def test_what_an_earlier_release_told_is_no_leak(desk):
    page = desk / "docs_src/a.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nWe add thirty percent to whatever the supplier asks.\n", encoding="utf-8")
    release(desk, "1.0.0")
    page.write_text(text, encoding="utf-8")
    assert finder(desk)("We add thirty percent to whatever the supplier asks.") == ""


def test_where_nothing_is_internal_nothing_is_looked_for(project):
    desk = project({path: text for path, text in RECORDS.items() if path != "docs_src/b.md"})
    assert leak_finder(workspace(desk).state, ()) is None
