import pytest

from reqsite.cli.session import Session
from reqsite.cli.store_size import tell_size
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.manifest import FileEntry, Manifest

MEGABYTE = 1_000_000


@pytest.fixture
def grown(tmp_path):
    """Return what makes a store of so many releases of so many megabytes, as far as their manifests say."""

    def make(releases, megabytes):
        for number in range(releases):
            manifest = Manifest(f"1.{number}.0", (FileEntry("index.html", megabytes * MEGABYTE, "ab" * 32),))
            folder = tmp_path / manifest.folder
            folder.mkdir()
            (folder / "reqsite-manifest.json").write_bytes(manifest.content)
        return FolderStore(tmp_path), manifest

    return make


def told(capsys, store, manifest):
    session = Session()
    session.language_option = "en"
    tell_size(session, store, manifest)
    return capsys.readouterr().err


def test_the_size_of_a_release_and_of_its_store_is_told(grown, capsys):
    """Case 114."""
    assert told(capsys, *grown(3, 20)) == "Size: 20.0 MB; the store holds 60.0 MB.\n"


def test_a_store_that_outgrows_its_host_is_warned_of(grown, capsys):
    """Case 114."""
    warned = told(capsys, *grown(9, 90))
    assert "warning: GitHub Pages serves 1000 MB at most, and the store holds 810 MB." in warned
