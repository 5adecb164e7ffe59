"""The first page of a store, read as a browser reads it."""

import re
from dataclasses import replace

import pytest

from reqsite.publish.holdings import Holdings
from reqsite.publish.journal import Event, Journal
from reqsite.publish.root_page import root_page
from tests.unit.publish.sites import NOW
from tests.unit.publish.test_version_lists import DIGEST, head, held


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode().partition("<body>")[2]).split())


def entry(page, folder):
    """Return what the page says of one release."""
    found = re.search(rf'<li id="{re.escape(folder)}">(.*?)</li>', page.decode(), re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


@pytest.fixture
def page():
    taken = Journal().with_event(Event("redact", NOW, "0.8.0", DIGEST, reason="A password.", page_digest=DIGEST))
    gone = taken.with_event(Event("withdraw", NOW, "0.9.0", DIGEST, reason="Wrong prices."))
    return root_page(
        held(
            head("2.0.0-rc.1"),
            replace(head("1.1.0", edition=2, title="As agreed"), has_copy=True),
            head("1.1.0"),
            head("1.0.0", valid_until="2026-12-31"),
            head("0.9.0"),
            head("0.8.0", title="secret"),
            journal=gone,
            agreed="1.0.0",
            latest="1.1.0+e2",
        )
    )


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("2.0.0-rc.1", "2.0.0-rc.1 pre-release 2026-03-01 · 3 records · 1.2 MB"),
        ("1.1.0+e2", "1.1.0, edition 2 newest As agreed 2026-03-01"),
        ("1.1.0", "1.1.0 replaced by edition 2"),
        ("1.0.0", "1.0.0 superseded by 1.1.0 agreed 2026-03-01 · valid until 2026-12-31 · 3 records"),
        ("0.9.0", "0.9.0 withdrawn 2026-03-01 · 3 records · 1.2 MB Withdrawn on 2026-03-01: Wrong prices."),
        ("0.8.0", "0.8.0 content taken away 2026-03-01 Withdrawn on 2026-03-01: A password. Catalog digest"),
    ],
)
def test_what_became_of_each_release_stands_there(folder, said, page):
    """Cases 53 and 54."""
    assert entry(page, folder).startswith(said)


def test_a_release_can_be_taken_along_where_it_has_a_zip_of_itself(page):
    assert b'href="1.1.0%2Be2/portal-1.1.0.zip"' in page
    assert page.count(b".zip") == 1


def test_of_content_that_was_taken_away_only_the_manifest_is_left(page):
    assert "SHA256SUMS" not in entry(page, "0.8.0")
    assert "reqsite-manifest.json" in entry(page, "0.8.0")
    assert b"secret" not in page


def test_the_page_is_the_same_on_every_day_and_says_in_data_what_a_browser_must_know_of_time(page):
    assert b'data-until="2026-12-31" data-expired="no longer valid since the end of 2026-12-31"' in page
    assert text_of(page).startswith("Desk: releases The newest release is 1.1.0. Open the portal")


def test_it_speaks_the_language_of_the_newest_release():
    page = root_page(held(head("1.1.0", language="zh"), head("1.0.0"), latest="1.1.0"))
    assert b'<html lang="zh-Hans">' in page


def test_an_empty_store_says_so():
    assert "Nothing is released yet." in text_of(root_page(Holdings()))
