import json
import os
import resource
import shutil
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.publish.errors import RefusedError
from reqsite.publish.manifest import BadManifestError, Manifest, bad_path, differences, list_files, parse_manifest
from tests.growth import assert_linear
from tests.unit.publish.sites import site, write


def test_the_manifest_says_nothing_of_when_and_where(tmp_path):
    """Case 30: another folder, other times of the files: the same digest."""
    _one, first = site(tmp_path / "one", "1.0.0")
    other, second = site(tmp_path / "elsewhere" / "other", "1.0.0")
    for path in other.rglob("*"):
        os.utime(path, (0, 0))
    assert first.digest == replace(second, files=list_files(other)).digest
    assert str(tmp_path).encode() not in first.content


def test_reading_a_manifest_gives_what_was_written(tmp_path):
    _folder, manifest = site(tmp_path / "site", "1.0.0")
    assert parse_manifest(manifest.content) == manifest


def test_a_day_on_which_the_release_ends_is_said_only_where_there_is_one(tmp_path):
    _folder, manifest = site(tmp_path / "site", "1.0.0")
    limited = replace(manifest, valid_until="2027-12-31")
    assert b"valid_until" not in manifest.content
    assert parse_manifest(limited.content) == limited


@pytest.mark.parametrize("day", ["2027-02-30", "soon", "<b>", " "])
def test_what_is_no_day_is_refused(day, tmp_path):
    _folder, manifest = site(tmp_path / "site", "1.0.0")
    with pytest.raises(BadManifestError):
        parse_manifest(replace(manifest, valid_until=day).content)


def test_a_later_edition_lies_in_a_folder_of_its_own(tmp_path):
    _folder, manifest = site(tmp_path / "site", "1.0.0")
    second = replace(manifest, edition=2)
    assert (manifest.folder, second.folder) == ("1.0.0", "1.0.0+e2")
    assert parse_manifest(second.content) == second
    with pytest.raises(BadManifestError):
        parse_manifest(replace(manifest, edition=0).content)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_verifies_a_folder_and_finds_a_flipped_bit(tmp_path):
    """Case 41."""
    folder, manifest = site(tmp_path / "site", "1.0.0", **{"名字 with blanks.txt": "x"})
    write(folder, {"reqsite-manifest.json": manifest.content, "SHA256SUMS": manifest.sums()})

    def check():
        return subprocess.run(
            ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
        )

    assert check().returncode == 0
    page = folder / "assets/logo.png"
    page.write_bytes(bytes([page.read_bytes()[0] ^ 1]) + page.read_bytes()[1:])
    assert check().returncode == 1


def test_the_paths_that_differ_are_named(tmp_path):
    _one, first = site(tmp_path / "one", "1.0.0")
    _other, second = site(tmp_path / "other", "1.0.0", **{"index.html": "x", "new.html": "y"})
    assert differences(first, second) == ["index.html", "new.html"]


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/passwd", "a//b", "a\\b", "./a", "a/../b", "", "a\nb", "e\u0301.html", "a.", "a ", "SHA256SUMS"],
)
def test_a_path_that_leads_elsewhere_is_refused(path, tmp_path):
    """Case 43."""
    _folder, manifest = site(tmp_path / "site", "1.0.0")
    data = json.loads(manifest.content)
    data["files"] = [{**data["files"][0], "path": path}]
    with pytest.raises(BadManifestError):
        parse_manifest(json.dumps(data).encode())


def mangled(manifest):
    text = manifest.content.decode()
    data = json.loads(text)
    first = data["files"][0]
    yield text.replace('"edition": 1,', '"edition": 1, "edition": 1,')
    yield text.replace('"edition": 1,', '"edition": NaN,')
    yield text.replace('"format": 1', '"format": 2')
    yield json.dumps({**data, "files": [first, first]})
    yield json.dumps({**data, "files": [{**first, "sha256": "0" * 63}]})
    yield json.dumps({**data, "files": [{**first, "size": -1}]})
    yield json.dumps({**data, "more": 1})
    yield json.dumps({**data, "version": 1})
    yield "[" * 100_000
    yield "[]"
    yield ""
    yield text[:-1]


def test_what_is_no_manifest_is_refused(tmp_path):
    """Case 43: a key twice, NaN, a newer format, a file twice, a short digest, and more than a manifest says."""
    _folder, manifest = site(tmp_path / "site", "1.0.0")
    for text in mangled(manifest):
        with pytest.raises(BadManifestError):
            parse_manifest(text.encode())


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_otherwise(content):
    with pytest.raises(BadManifestError):
        parse_manifest(content)


@given(st.text(max_size=30))
def test_a_good_path_stays_in_its_folder(path):
    if not bad_path(path):
        assert os.path.normpath(path) == path
        assert not path.startswith(("/", ".."))


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_no_plain_file_is_refused(kind, tmp_path):
    """Case 16."""
    write(tmp_path, {"index.html": "x"})
    if kind == "link":
        (tmp_path / "other").symlink_to("index.html")
    else:
        os.mkfifo(tmp_path / "other")
    with pytest.raises(RefusedError, match="other"):
        list_files(tmp_path)


def test_two_names_that_are_one_on_some_computers_are_refused(tmp_path):
    write(tmp_path, {"a/REQ-1.html": "x"})
    (tmp_path / "a/req-1.html").write_text("y")
    if len(list((tmp_path / "a").iterdir())) == 1:
        pytest.skip("this is such a computer")
    with pytest.raises(RefusedError, match="one file"):
        list_files(tmp_path)


def test_ten_thousand_files_take_little_memory(tmp_path):
    """Case 113."""
    for folder in range(100):
        (tmp_path / str(folder)).mkdir()
        for number in range(100):
            (tmp_path / str(folder) / f"{number}.html").write_bytes(b"x" * 10_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    manifest = Manifest("1.0.0", list_files(tmp_path))
    assert parse_manifest(manifest.content).digest == manifest.digest
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes on Linux


def test_the_time_that_a_manifest_takes_grows_with_the_files(tmp_path):
    """Case 113."""

    def folder(count):
        return write(tmp_path / str(count), {f"{n % 20}/{n}.html": "x" for n in range(count)})

    assert_linear(lambda files: parse_manifest(Manifest("1.0.0", list_files(files)).content), folder, 200)
