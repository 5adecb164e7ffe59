import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.exceptions import PluginError

from reqsite.exchange.formats import FORMATS
from reqsite.exchange.subject import Subject
from reqsite.exchange.takeaways import TakeAways, file_stem
from reqsite.plugin.downloads import downloads
from reqsite.portal.kept_pages import KeptPages
from tests.releases import release, workspace
from tests.unit.confirm.desk import write


def takeaways(root, asked="", wanted=FORMATS):
    return TakeAways(Subject.of(workspace(root), "client", "en", release=asked), wanted, lambda: b"{}")


@pytest.mark.parametrize(
    ("name", "address", "stem"),
    [
        ("Order desk", "", "order-desk"),
        ("订货台 Order/Desk: 2", "", "order-desk-2"),
        ("订货台", "https://example.org/specs/till/", "till"),
        ("订货台", "https://example.org/", "project"),
        ("订货台", "", "project"),
        ("../../etc", "", "etc"),
        ("B", "", "project"),
    ],
)
def test_files_are_called_by_the_project_in_ascii(name, address, stem):
    assert file_stem(name, address) == stem


@given(st.text(), st.text())
def test_no_name_of_a_project_is_a_path_or_takes_a_sign_that_systems_refuse(name, path):
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", file_stem(name, f"https://example.org/{path}"))


def test_each_file_has_project_and_version_in_its_name(tmp_path):
    write(tmp_path)
    release(tmp_path, "1.0.0")
    assert {found.file.startswith("test-1.0.0") for found in takeaways(tmp_path, "1.0.0").all} == {True}
    assert {found.file.startswith("test-draft") for found in takeaways(tmp_path).all} == {True}
    names = [found.file for found in takeaways(tmp_path).all]
    assert len(names) == len(set(names))


def test_a_project_without_records_has_data_and_nothing_else(tmp_path):
    (tmp_path / "docs_src").mkdir()
    assert [found.name for found in takeaways(tmp_path).all] == ["data"]


def test_only_the_formats_that_are_wanted_are_offered(tmp_path):
    write(tmp_path)
    assert {found.style for found in takeaways(tmp_path, wanted=["csv"]).all} == {"csv"}
    assert takeaways(tmp_path, wanted=["csv"]).find("tables", "xlsx") is None


def test_a_file_is_made_once(tmp_path):
    write(tmp_path)
    (found,) = takeaways(tmp_path, wanted=["xlsx"]).all
    assert found.make() is found.make()


@pytest.mark.parametrize(
    ("asked", "environment", "wanted"),
    [
        (None, {}, None),
        (None, {"REQSITE_STORE": "1"}, FORMATS),
        (True, {}, FORMATS),
        (False, {"REQSITE_STORE": "1"}, None),
        ([], {"REQSITE_STORE": "1"}, None),
        (["docx", "csv", "csv"], {}, ("csv", "docx")),
    ],
)
def test_the_option_says_which_formats_and_what_is_published_has_all(asked, environment, wanted):
    made = downloads(asked, "en", environment, is_served=False)
    assert (made.formats if made else None) == wanted
    assert downloads(asked, "en", environment, is_served=True) is None


@pytest.mark.parametrize("asked", [["pdf"], ["csv", 3], [None], [["csv"]], [{"csv": True}]])
def test_an_option_that_names_no_format_is_refused_with_what_to_write(asked):
    with pytest.raises(PluginError, match=r"'downloads' knows no format .* Write `true`, `false`, or a list of"):
        downloads(asked, "en", {}, is_served=True)


def test_files_of_any_bytes_are_kept_for_the_next_build(tmp_path):
    content = bytes(range(256)) * 3
    for _build in range(2):
        kept = KeptPages(tmp_path / "x.pages")
        kept.begin("key")
        kept.pages(list)
        assert kept.binaries(lambda: {"a.bin": content}) == {"a.bin": content}
        kept.save()
    kept = KeptPages(tmp_path / "x.pages")
    kept.begin("key")
    assert kept.binaries(dict) == {"a.bin": content}
