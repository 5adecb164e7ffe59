import os
import zipfile
from dataclasses import replace

import pytest

from reqsite.publish.conflicts import is_published
from reqsite.publish.errors import RefusedError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.gate import Rules
from reqsite.publish.manifest import list_files
from reqsite.publish.offline_copy import add_offline_copy
from reqsite.publish.publisher import Publisher
from reqsite.publish.verify import verify_store
from tests.unit.publish.sites import NOW, contents, site, write

NAME = "portal-1.0.0.zip"


def test_it_is_made_of_just_the_files_of_the_site(tmp_path):
    folder, frame = site(tmp_path / "site", "1.0.0", **{"术语/名.html": "x"})
    manifest = add_offline_copy(folder, frame)
    assert manifest.files == list_files(folder)
    with zipfile.ZipFile(folder / NAME) as packed:
        packed.extractall(tmp_path / "unzipped")
        assert packed.testzip() is None
        assert {entry.external_attr >> 16 for entry in packed.infolist()} == {0o100644}
    held = contents(folder)
    held.pop(NAME)
    assert contents(tmp_path / "unzipped" / "portal-1.0.0") == held
    assert [path.name for path in (tmp_path / "unzipped").iterdir()] == ["portal-1.0.0"]


def test_the_same_files_give_the_same_bytes(tmp_path):
    """Case 101."""
    made = []
    for name, order in (("one", 1), ("two", -1)):
        folder = tmp_path / name
        _folder, frame = site(folder, "1.0.0")
        for number, path in enumerate(sorted(folder.rglob("*.html"))[::order]):
            os.utime(path, (number * 1e6, number * 1e6))
            path.chmod(0o600 if number else 0o644)
        add_offline_copy(folder, frame)
        made.append((folder / NAME).read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(("date", "year"), [("2026-03-01", 2026), ("1970-01-01", 1980), ("", 1980)])
def test_its_files_have_the_day_of_the_release(date, year, tmp_path):
    folder, frame = site(tmp_path, "1.0.0")
    add_offline_copy(folder, replace(frame, date=date))
    with zipfile.ZipFile(folder / NAME) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {year}


def test_a_file_of_the_site_in_its_place_is_refused(tmp_path):
    folder, frame = site(tmp_path, "1.0.0", **{NAME: "x"})
    with pytest.raises(RefusedError, match=NAME):
        add_offline_copy(folder, frame)


def test_another_zip_program_does_not_make_another_release(tmp_path):
    """Case 30: the copy says nothing that the other files do not say."""
    folder, frame = site(tmp_path / "site", "1.0.0")
    store = FolderStore(tmp_path / "public")
    store.commit_release("1.0.0", folder, add_offline_copy(folder, frame))
    write(folder, {NAME: "packed otherwise"})
    assert is_published(store, "1.0.0", replace(frame, files=list_files(folder)))


def test_a_release_holds_one_and_a_draft_none(tmp_path):
    def build(folder, _environment):
        site(folder, "1.0.0")

    store = FolderStore(tmp_path / "public")
    publisher = Publisher(store, build, NOW, {})
    for name in ("1.0.0", "next"):
        frame = replace(site(tmp_path / name, name)[1], files=())
        publisher.publish(frame, 0, Rules())
    assert [path.relative_to(store.root).as_posix() for path in store.root.rglob("*.zip")] == [f"1.0.0/{NAME}"]
    assert verify_store(store).is_fine
