"""Acceptance criteria of reqsite's own requirements about meetings, changes and terms that speak of the portal."""

import os
import subprocess
import sys

import pytest

from tests.integration.test_rows_in_the_portal import CONFIG, article, words

RECORDS = """\
records:
  - type: term
    title: 实时数据
    agreed: 2026-05-01
    readings:
      - {who: 市场部, meaning: 当天的数据}
      - {who: 技术部, meaning: 延迟低于五秒}
    body: 产生后五秒以内可见的数据。
  - type: meeting
    id: MTG-001
    title: Review of May
    status: minuted
    held: 2026-05-04 10:00
    minutes_issued: 2026-05-04 17:00
    decider: Zhao Liu
    agenda: [Login by card]
    signed_by: [{name: Zhao Liu, party: client}, {name: Wu Fang, party: supplier}]
    body: |
      We met.

      ## Minutes

      Cards it is.
  - type: change
    id: CR-001
    title: Login by card
    status: approved
    reason: Cards are safer.
    proposer: Zhao Liu
    impact: {schedule_days: 3, cost: CNY 12 000, resources: 1 developer}
    reviews:
      - {by: Zhao Liu, party: client, date: 2026-05-05, result: Useful}
      - {by: Wu Fang, party: supplier, date: 2026-05-06, result: Feasible}
    approvals:
      - {by: Qian Duo, party: client, date: 2026-05-07}
      - {by: Sun Li, party: supplier, date: 2026-05-08}
    objections:
      - {by: Zhou Wu, objection: Cards get lost, answer: Lost cards are locked, date: 2026-05-03}
    body: Staff log in by card.
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    root = tmp_path_factory.mktemp("agreement")
    files = {"mkdocs.yml": CONFIG, "docs_src/index.md": "# Shop\n", "docs_src/all.yml": RECORDS}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "REQSITE_AUDIENCE": "client"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


def rows(page):
    return [words(row) for row in page.iter("tr")]


def test_a_term_shows_its_definition_before_the_readings_and_the_date_of_their_agreement(portal):
    [path] = (portal / "terms").glob("r-*.html")
    said = words(article(portal, path.relative_to(portal)))
    assert said.index("产生后五秒以内可见的数据。") < said.index("当天的数据") < said.index("延迟低于五秒")
    assert all(word in said for word in ("市场部", "技术部", "2026-05-01"))


def test_a_meeting_shows_the_decider_and_the_agenda_above_the_minutes(portal):
    said = words(article(portal, "meetings/MTG-001.html"))
    minutes = said.index("Cards it is.")
    assert said.index("Zhao Liu") < minutes
    assert said.index("Login by card") < minutes


def test_a_change_shows_the_reviews_of_both_parties_with_person_date_and_result(portal):
    found = rows(article(portal, "changes/CR-001.html"))
    for parts in (("Zhao Liu", "Client", "2026-05-05", "Useful"), ("Wu Fang", "Supplier", "2026-05-06", "Feasible")):
        assert any(all(part in row for part in parts) for row in found), parts


def test_a_change_shows_the_approvals_of_both_parties_with_person_and_date(portal):
    found = rows(article(portal, "changes/CR-001.html"))
    for parts in (("Qian Duo", "Client", "2026-05-07"), ("Sun Li", "Supplier", "2026-05-08")):
        assert any(all(part in row for part in parts) for row in found), parts


def test_a_settled_objection_shows_concern_reply_and_date(portal):
    found = rows(article(portal, "changes/CR-001.html"))
    parts = ("Zhou Wu", "Cards get lost", "Lost cards are locked", "2026-05-03")
    assert any(all(part in row for part in parts) for row in found)
