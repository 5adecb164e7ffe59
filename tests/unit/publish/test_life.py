"""What becomes of a release after it is out, in every kind of store."""

import json
import shutil

import pytest

from reqsite.publish.errors import ConflictError, MisplacedError, RefusedError, UnverifiedError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.git_store import GitStore
from reqsite.publish.life import Steward
from reqsite.publish.pointers import listed_versions, make_pointers, read_aliases, read_holdings, read_journal
from reqsite.publish.verify import verify_store
from tests.repositories import Repository
from tests.unit.publish.sites import NOW, publish, site

LATER = "2026-05-01T09:00:00+00:00"
REASON = 'The prices </script><b>"were"</b> last year\'s.'


@pytest.fixture(scope="module")
def templates(tmp_path_factory):
    """Return a folder with a store of each kind, in which are the releases 1.0.0, 1.1.0 and 2.0.0-rc.1."""
    folder = tmp_path_factory.mktemp("stores")
    repository = Repository(folder / "git")
    repository.commit({"a.txt": "a\n"})
    for store in (FolderStore(folder / "folder"), GitStore(repository.root, "pages")):
        for name in ("1.0.0", "1.1.0", "2.0.0-rc.1"):
            publish(store, folder, name)
    return folder


@pytest.fixture(params=["folder", "git"])
def store(request, templates, tmp_path):
    """Return a store with three releases."""
    copy = tmp_path / "store"
    shutil.copytree(templates / request.param, copy)
    return FolderStore(copy) if request.param == "folder" else GitStore(copy, "pages")


@pytest.fixture
def steward(store):
    return Steward(store, LATER, "Li Si")


def files(store, folder):
    return {i.path: store.read(f"{folder}/{i.path}", 10**8) for i in store.items(folder) if i.kind == "file"}


def releases(store):
    return {name: files(store, name) for name in store.releases()}


def pointers(store):
    names = ("versions.json", "versions.js", "aliases.json", "index.html", "journal.jsonl", "_headers")
    return {**{name: store.read(name, 10**8) for name in names}, **files(store, "latest")}


def script(store):
    text = store.read("versions.js", 10**6).decode()
    return json.loads(text.removeprefix("window.REQSITE_VERSIONS = ").removesuffix(";\n"))


def last_event(store):
    return read_journal(store).events[-1]


# Aliases


def test_going_back_changes_pointers_and_no_release(store, steward):
    """Case 52."""
    before = releases(store)
    head, is_new = steward.set_alias("latest", "1.0.0")
    assert (head.folder, is_new) == ("1.0.0", True)
    assert releases(store) == before
    assert read_aliases(store) == {"latest": "1.0.0"}
    assert b"../1.0.0/index.html" in (store.read("latest/index.html", 10**6) or b"")
    assert script(store)["latest"] == "1.0.0"
    assert verify_store(store).is_fine
    event = last_event(store)
    assert (event.event, event.alias, event.version, event.by, event.at) == (
        "alias",
        "latest",
        "1.0.0",
        "Li Si",
        LATER,
    )


def test_an_alias_of_ones_own_has_pages_and_stays_when_a_release_comes(store, steward, tmp_path):
    steward.set_alias("agreed", "1.0.0")
    publish(store, tmp_path, "1.2.0")
    assert read_aliases(store) == {"agreed": "1.0.0", "latest": "1.2.0"}
    assert b"../../1.0.0/requirements/REQ-1.html" in (store.read("agreed/requirements/REQ-1.html", 10**6) or b"")
    assert "agreed is release 1.0.0." in (store.read("agreed/index.html", 10**6) or b"").decode()
    menu = json.loads(store.read("versions.json", 10**6) or b"")
    assert {entry["version"]: entry["aliases"] for entry in menu if entry["aliases"]} == {
        "1.2.0": ["latest"],
        "1.0.0": ["agreed"],
    }
    assert verify_store(store).is_fine


def test_an_alias_that_leads_there_already_is_left_alone(store, steward):
    before = pointers(store)
    assert steward.set_alias("latest", "1.1.0")[1] is False
    assert pointers(store) == before


@pytest.mark.parametrize(
    ("alias", "version", "error"),
    [
        ("latest", "9.9.9", RefusedError),
        ("latest", "../1.0.0", MisplacedError),
        ("latest", "next", MisplacedError),
        ("1.0.0", "1.1.0", MisplacedError),
        ("v1", "1.1.0", MisplacedError),
        ("next", "1.1.0", MisplacedError),
        ("con", "1.1.0", MisplacedError),
        ("Stable", "1.1.0", MisplacedError),
        ("a/b", "1.1.0", MisplacedError),
        ("<b>", "1.1.0", MisplacedError),
        ("", "1.1.0", MisplacedError),
    ],
)
def test_an_alias_that_cannot_be_is_refused_and_no_pointer_moves(alias, version, error, store, steward):
    """Cases 49, 50 and 51."""
    before = pointers(store)
    with pytest.raises(error):
        steward.set_alias(alias, version)
    assert pointers(store) == before


def test_an_alias_and_a_release_never_have_one_name(store, steward, tmp_path):
    """Case 50."""
    publish(store, tmp_path, "r1")
    with pytest.raises(ConflictError, match="A release is called r1"):
        steward.set_alias("r1", "1.0.0")
    steward.set_alias("r2", "1.0.0")
    folder, manifest = site(tmp_path / "r2", "r2")
    with pytest.raises(ConflictError):
        store.commit_release("r2", folder, manifest)
    assert verify_store(store).is_fine


def test_an_alias_never_leads_to_what_was_tampered_with(tmp_path):
    """Case 51."""
    store = FolderStore(tmp_path / "public")
    for name in ("1.0.0", "1.1.0"):
        publish(store, tmp_path, name)
    page = store.root / "1.0.0/index.html"
    page.chmod(0o644)
    page.write_text("other")
    before = pointers(store)
    with pytest.raises(RefusedError, match="not what was published") as refused:
        Steward(store, LATER).set_alias("latest", "1.0.0")
    assert [str(line) for line in refused.value.details] == ["1.0.0/index.html: It is changed."]
    assert pointers(store) == before


def test_aliases_that_a_file_has_lost_are_found_in_the_journal(tmp_path):
    store = FolderStore(tmp_path / "public")
    for name in ("1.0.0", "1.1.0"):
        publish(store, tmp_path, name)
    steward = Steward(store, LATER)
    steward.set_alias("latest", "1.0.0")
    steward.set_alias("agreed", "1.0.0")
    before = pointers(store)
    (store.root / "aliases.json").write_text('{"../x": {"version": "1.0.0"}, "1.1.0": {"version": "1.0.0"}}')
    store.update(make_pointers(NOW))
    assert pointers(store) == before
    assert not (tmp_path / "x").exists()


# Withdrawing


def test_a_withdrawn_release_is_listed_as_such_and_its_bytes_stay(store, steward):
    """Case 53."""
    before = releases(store)
    assert steward.withdraw("1.0.0", REASON)
    assert releases(store) == before
    assert listed_versions(store) == ["2.0.0-rc.1", "1.1.0"]
    assert script(store)["withdrawn"] == {"1.0.0": {"date": "2026-05-01", "reason": REASON}}
    assert b"<" not in (store.read("versions.js", 10**6) or b"")
    page = (store.read("index.html", 10**6) or b"").decode()
    assert "Withdrawn on 2026-05-01: The prices &lt;/script&gt;&lt;b&gt;" in page
    event = last_event(store)
    assert (event.event, event.version, event.reason, event.by) == ("withdraw", "1.0.0", REASON, "Li Si")
    assert verify_store(store).is_fine
    before_again = pointers(store)
    assert not steward.withdraw("1.0.0", "another reason")
    assert pointers(store) == before_again


def test_an_alias_must_be_moved_away_first(store, steward):
    """Case 53."""
    steward.set_alias("agreed", "1.1.0")
    before = pointers(store)
    for act in (lambda: steward.withdraw("1.1.0", REASON), lambda: steward.redact("1.1.0", REASON, "Zhao Liu")):
        with pytest.raises(RefusedError, match="An alias leads to") as refused:
            act()
        assert "`reqsite alias set agreed 1.0.0 && reqsite alias set latest 1.0.0`" in str(refused.value.hint)
    assert pointers(store) == before
    steward.set_alias("agreed", "1.0.0")
    steward.set_alias("latest", "1.0.0")
    assert steward.withdraw("1.1.0", REASON)
    assert read_aliases(store) == {"agreed": "1.0.0", "latest": "1.0.0"}
    with pytest.raises(RefusedError, match="is withdrawn"):
        steward.set_alias("latest", "1.1.0")
    assert read_aliases(store)["latest"] == "1.0.0"


def test_the_only_release_can_be_withdrawn_and_latest_leads_to_the_list(tmp_path):
    store = FolderStore(tmp_path / "public")
    publish(store, tmp_path, "1.0.0")
    assert Steward(store, LATER).withdraw("1.0.0", REASON)
    assert read_aliases(store) == {}
    assert 'href="../../index.html"' in (store.root / "latest/requirements/REQ-1.html").read_text()
    assert verify_store(store).is_fine
    publish(store, tmp_path, "1.1.0")
    assert read_aliases(store) == {"latest": "1.1.0"}
    assert "1.1.0/requirements" in (store.root / "latest/requirements/REQ-1.html").read_text()


def test_a_name_that_was_withdrawn_is_never_used_again(store, steward, tmp_path):
    """Case 55: the same content does not come back either."""
    steward.withdraw("1.0.0", REASON)
    for texts in ({}, {"index.html": "other"}):
        folder, manifest = site(tmp_path / f"again{len(texts)}", "1.0.0", **texts)
        with pytest.raises(ConflictError, match="is withdrawn"):
            store.commit_release("1.0.0", folder, manifest)


def test_what_is_not_there_cannot_be_withdrawn(store, steward):
    before = pointers(store)
    with pytest.raises(RefusedError, match=r"No release 9\.9\.9"):
        steward.withdraw("9.9.9", REASON)
    with pytest.raises(MisplacedError):
        steward.withdraw("latest", REASON)
    assert pointers(store) == before


# Taking content away


def test_content_that_must_not_be_anywhere_goes_and_leaves_its_manifest_and_a_page(store, steward):
    """Case 54."""
    manifest = store.read("1.0.0/reqsite-manifest.json", 10**6)
    head = next(head for head in read_holdings(store).releases if head.folder == "1.0.0")
    assert steward.redact("1.0.0", REASON, "Zhao Liu")
    left = files(store, "1.0.0")
    assert sorted(left) == ["index.html", "reqsite-manifest.json"]
    assert left["reqsite-manifest.json"] == manifest
    page = left["index.html"].decode()
    assert all(text in page for text in ("2026-05-01", head.digest, "The prices &lt;/script&gt;"))
    event = last_event(store)
    assert (event.event, event.reason, event.by, event.witness, event.site_digest) == (
        "redact",
        REASON,
        "Li Si",
        "Zhao Liu",
        head.digest,
    )
    report = verify_store(store, known=dict.fromkeys(store.releases(), head.frame.catalog_digest))
    assert report.is_fine, report
    [verdict] = [verdict for verdict in report.verdicts if verdict.version == "1.0.0"]
    assert verdict.redaction == event
    assert not verdict.is_signed_for
    assert "/1.0.0/*" not in (store.read("_headers", 10**6) or b"").decode()
    before = (pointers(store), left)
    assert not steward.redact("1.0.0", "another reason", "Wu Fang")
    assert (pointers(store), files(store, "1.0.0")) == before


def test_a_withdrawn_release_can_lose_its_content_too(store, steward):
    steward.withdraw("1.0.0", "first")
    assert steward.redact("1.0.0", REASON, "Zhao Liu")
    assert script(store)["withdrawn"]["1.0.0"]["reason"] == REASON
    assert verify_store(store).is_fine


class DyingStore(FolderStore):
    """Somebody pulls the plug when content should go."""

    def replace_release(self, *_given):
        raise KeyboardInterrupt


def test_a_redaction_that_died_before_the_content_was_gone_is_found_and_ended(templates, tmp_path):
    """Case 54."""
    shutil.copytree(templates / "folder", tmp_path / "store")
    store = FolderStore(tmp_path / "store")
    with pytest.raises(KeyboardInterrupt):
        Steward(DyingStore(store.root), LATER, "Li Si").redact("1.0.0", REASON, "Zhao Liu")
    found = [str(problem.message) for verdict in verify_store(store).verdicts for problem in verdict.problems]
    assert "The journal says that this was taken away." in found
    later = Steward(store, "2026-06-01T00:00:00+00:00", "Wu Fang")
    assert later.redact("1.0.0", "another reason", "Qian Duo")
    assert [event.by for event in read_journal(store).events if event.event == "redact"] == ["Li Si"]
    assert verify_store(store).is_fine


def test_another_page_in_the_place_of_the_content_is_found(tmp_path):
    """Case 54."""
    store = FolderStore(tmp_path / "public")
    for name in ("1.0.0", "1.1.0"):
        publish(store, tmp_path, name)
    Steward(store, LATER, "Li Si").redact("1.0.0", REASON, "Zhao Liu")
    folder = store.root / "1.0.0"
    folder.chmod(0o755)
    (folder / "index.html").chmod(0o644)
    (folder / "index.html").write_text("All is well.")
    (folder / "more.html").write_text("x")
    problems = {problem.path for verdict in verify_store(store).verdicts for problem in verdict.problems}
    assert problems == {"1.0.0/index.html", "1.0.0/more.html"}


# Editions


def test_a_new_edition_is_where_lists_and_aliases_lead_and_the_old_one_stays(store, steward, tmp_path):
    steward.set_alias("agreed", "1.1.0")
    before = files(store, "1.1.0")
    publish(store, tmp_path, "1.1.0", edition=2)
    assert store.releases() == ["1.0.0", "1.1.0", "1.1.0+e2", "2.0.0-rc.1"]
    assert listed_versions(store) == ["2.0.0-rc.1", "1.1.0+e2", "1.0.0"]
    assert read_aliases(store) == {"agreed": "1.1.0+e2", "latest": "1.1.0+e2"}
    assert b"../1.1.0%2Be2/index.html" in (store.read("latest/index.html", 10**6) or b"")
    assert script(store)["replaced"] == {"1.1.0": "1.1.0+e2"}
    assert files(store, "1.1.0") == before
    assert verify_store(store).is_fine
    assert "replaced by edition 2" in (store.read("index.html", 10**6) or b"").decode()
    assert steward.set_alias("agreed", "1.1.0")[0].folder == "1.1.0+e2"


def test_an_edition_of_the_newest_release_does_not_undo_a_way_back(store, steward, tmp_path):
    steward.set_alias("latest", "1.0.0")
    publish(store, tmp_path, "1.1.0", edition=2)
    assert read_aliases(store)["latest"] == "1.0.0"
    publish(store, tmp_path, "1.2.0")
    assert read_aliases(store)["latest"] == "1.2.0"


def test_the_edition_before_may_be_withdrawn_and_the_newest_falls_back_to_none(store, steward, tmp_path):
    publish(store, tmp_path, "1.1.0", edition=2)
    assert steward.withdraw("1.1.0", "A hole in the theme.")
    assert read_aliases(store)["latest"] == "1.1.0+e2"
    assert verify_store(store).is_fine


# What a newer reqsite has written


def test_what_a_newer_reqsite_has_written_is_left_alone(tmp_path):
    """Case 110."""
    store = FolderStore(tmp_path / "public")
    for name in ("1.0.0", "1.1.0"):
        publish(store, tmp_path, name)
    journal = store.root / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"event":"bless","format":2}\n')
    before = pointers(store)
    steward = Steward(store, LATER)
    for act in (
        lambda: steward.set_alias("latest", "1.0.0"),
        lambda: steward.withdraw("1.0.0", REASON),
        lambda: store.update(make_pointers(LATER)),
    ):
        with pytest.raises(UnverifiedError, match="needs a newer reqsite"):
            act()
    assert pointers(store) == before


def test_a_release_of_a_newer_reqsite_stops_the_lists_from_being_made_without_it(tmp_path):
    """Case 110."""
    store = FolderStore(tmp_path / "public")
    publish(store, tmp_path, "1.0.0")
    folder = store.root / "2.0.0"
    folder.mkdir()
    newer = site(tmp_path / "new", "2.0.0")[1].content.replace(b'"format": 1,', b'"format": 7,')
    (folder / "reqsite-manifest.json").write_bytes(newer)
    before = pointers(store)
    with pytest.raises(UnverifiedError, match="format 7"):
        store.update(make_pointers(LATER))
    assert pointers(store) == before
