from urllib.parse import parse_qs, urlsplit

import hypothesis.strategies as st
import pytest
from hypothesis import given

from reqsite.source.contact import filled
from reqsite.source.project import Project, ProjectError

SITE = "site_name: Desk\ndocs_dir: docs\nplugins:\n  - reqsite:\n      contact:{}\n"


def contact(root, text):
    (root / "docs").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text(SITE.format(text), encoding="utf-8")
    return dict(Project.find(root).contact)


def test_one_address_serves_all_ways_and_says_what_it_is_about(tmp_path):
    found = contact(tmp_path, " mailto:team@example.org")
    assert set(found) == {"ask", "object", "change"}
    assert found["ask"] == "mailto:team@example.org?subject={reference}%20{title}&body={body}"


def test_each_way_may_have_an_address_of_its_own(tmp_path):
    text = "\n        ask: mailto:a@example.org?subject={id}\n        change: https://git.example.org/new?title={title}"
    assert contact(tmp_path, text) == {
        "ask": "mailto:a@example.org?subject={id}",
        "change": "https://git.example.org/new?title={title}",
    }


def test_without_an_address_there_is_no_way(tmp_path):
    assert contact(tmp_path, "") == {}


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        (" javascript:alert(1)", "no address that a reader can write to", 5),
        (" team@example.org", "no address that a reader can write to", 5),
        ("\n        ask: https://example.org/{name}", "An address knows no {name}.", 6),
    ],
)
def test_what_is_no_address_is_named_on_its_line(tmp_path, text, says, line):
    with pytest.raises(ProjectError) as error:
        contact(tmp_path, text)
    assert says in str(error.value.message)
    assert error.value.line == line


@given(st.text(), st.text())
def test_no_value_breaks_out_of_its_place(title, body):
    address = filled("https://example.org/new?title={title}&body={body}", {"title": title, "body": body})
    parts = urlsplit(address)
    assert (parts.netloc, parts.path, parts.fragment) == ("example.org", "/new", "")
    found = parse_qs(parts.query, keep_blank_values=True, errors="surrogatepass")
    assert (found["title"], found["body"]) == ([title], [body])
