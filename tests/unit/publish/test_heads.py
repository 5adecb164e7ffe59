from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.publish.heads import parse_head
from reqsite.publish.manifest import BadManifestError, FileEntry, Manifest
from tests.unit.publish.sites import site

DIGEST = "ab" * 32


def manifest(*paths):
    files = tuple(FileEntry(path, number + 1, DIGEST) for number, path in enumerate(sorted(paths)))
    return Manifest("1.0.0", files, date="2026-03-01", title="As agreed", catalog_digest="cd" * 32)


def test_a_head_says_what_the_manifest_says(tmp_path):
    whole = site(tmp_path, "1.0.0")[1]
    head = parse_head(whole.content)
    assert (head.frame, head.digest, head.size) == (replace(whole, files=()), whole.digest, whole.size)
    assert (head.folder, head.copy) == ("1.0.0", "")


def test_the_zip_of_the_portal_is_found_among_the_files():
    assert parse_head(manifest("index.html", "portal-1.0.0.zip").content).copy == "portal-1.0.0.zip"
    assert parse_head(manifest("index.html", "a/portal-1.0.0.zip").content).copy == ""
    assert parse_head(manifest("index.html", "portal-1.1.0.zip").content).copy == ""


@given(st.text(max_size=30), st.text("abc/\"\\ \n:[],'", min_size=1, max_size=30))
def test_no_title_and_no_path_can_pass_for_something_else(title, path):
    whole = replace(manifest(path, "index.html" if path != "index.html" else "b"), title=title)
    try:
        content = whole.content
    except UnicodeEncodeError:
        return
    head = parse_head(content)
    assert (head.frame.title, head.size, head.digest) == (title, whole.size, whole.digest)


def test_a_manifest_without_files_has_a_head_too():
    assert parse_head(manifest().content).size == 0


@pytest.mark.parametrize("content", [b"", b"{}", b'{\n "files": [\n ],\n "format": 1}', b"[1]", b"\xff"])
def test_what_is_no_manifest_has_no_head(content):
    with pytest.raises(BadManifestError) as refused:
        parse_head(content)
    assert not refused.value.is_newer


def test_a_manifest_of_a_newer_reqsite_is_told_from_a_broken_one():
    """Case 110."""
    newer = manifest("index.html").content.replace(b'"format": 1,', b'"format": 2,')
    with pytest.raises(BadManifestError, match="newer reqsite") as refused:
        parse_head(newer)
    assert refused.value.is_newer
