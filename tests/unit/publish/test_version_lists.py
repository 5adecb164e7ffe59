"""What a store says of many releases, of all kinds, to programs and to web hosts."""

import json
import tracemalloc
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.heads import Head
from reqsite.publish.holdings import Holdings
from reqsite.publish.host_files import host_files
from reqsite.publish.journal import Event, Journal
from reqsite.publish.manifest import FileEntry, Manifest
from reqsite.publish.pointers import make_pointers, read_holdings, read_releases
from reqsite.publish.root_page import root_page
from reqsite.publish.version_lists import LISTED, version_lists
from tests.growth import assert_linear
from tests.unit.publish.sites import NOW

DIGEST = "ab" * 32


def head(version, edition=1, **more):
    frame = Manifest(version, (), edition=edition, site="Desk", catalog_digest=DIGEST, counts={"records": 3})
    return Head(replace(frame, **{"date": "2026-03-01", **more}), DIGEST, 1_234_567)


def held(*heads, journal=None, **named):
    known = journal or Journal()
    for one in heads:
        known = known.with_event(Event("publish", NOW, one.folder, one.digest))
    return Holdings(heads, named, known)


def withdrawn(reason="Wrong.", *folders):
    made = Journal()
    for folder in folders:
        made = made.with_event(Event("withdraw", NOW, folder, DIGEST, reason=reason))
    return made


def script(holdings):
    content = dict(version_lists(holdings))["versions.js"]
    return json.loads(content.decode().removeprefix("window.REQSITE_VERSIONS = ").removesuffix(";\n"))


def test_a_script_says_what_portals_must_know_of_each_other():
    holdings = held(
        head("2.0.0-rc.1"),
        head("1.1.0", edition=2, title="Mended"),
        head("1.1.0"),
        head("1.0.0", valid_until="2026-12-31"),
        head("0.9.0"),
        journal=withdrawn("Wrong.", "0.9.0"),
        latest="1.1.0+e2",
    )
    assert script(holdings) == {
        "format": 1,
        "latest": "1.1.0+e2",
        "releases": [
            {"folder": f, "version": v, "edition": e, "title": t, "date": "2026-03-01", "final": final}
            for f, v, e, t, final in [
                ("2.0.0-rc.1", "2.0.0-rc.1", 1, "", False),
                ("1.1.0+e2", "1.1.0", 2, "Mended", True),
                ("1.0.0", "1.0.0", 1, "", True),
            ]
        ],
        "withdrawn": {"0.9.0": {"date": "2026-03-01", "reason": "Wrong."}},
        "until": {"1.0.0": "2026-12-31"},
        "replaced": {"1.1.0": "1.1.0+e2"},
        "draft": False,
    }


def test_the_menu_says_since_when_each_release_holds_until_when_and_what_came_after_it():
    holdings = held(
        head("2.0.0", date="2026-09-01"),
        head("2.0.0-rc.1", date="2026-08-01"),
        head("1.1.0", edition=2, date="2026-05-01"),
        head("1.1.0", date="2026-05-01"),
        head("1.0.0", date="2026-03-01", valid_until="2026-12-31"),
        head("0.9.0", date="2026-01-01"),
        latest="1.1.0+e2",
    )
    menu = json.loads(dict(version_lists(holdings))["versions.json"])
    assert {entry["version"]: entry["properties"] for entry in menu} == {
        "2.0.0": {"date": "2026-09-01"},
        "2.0.0-rc.1": {"date": "2026-08-01"},
        "1.1.0+e2": {"date": "2026-05-01"},
        "1.0.0": {
            "date": "2026-03-01",
            "valid_until": "2026-12-31",
            "superseded_by": "1.1.0+e2",
            "superseded": "2026-05-01",
        },
        "0.9.0": {"date": "2026-01-01", "superseded_by": "1.0.0", "superseded": "2026-03-01"},
    }


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_title_and_no_reason_can_get_out_of_the_script_or_the_page(title, reason):
    """Case 96."""
    holdings = held(head("1.1.0", title=title), head("1.0.0"), journal=withdrawn(reason, "1.0.0"), latest="1.1.0")
    text = dict(version_lists(holdings))["versions.js"]
    assert b"<" not in text
    assert text.isascii()
    assert script(holdings)["releases"][0]["title"] == title
    try:
        page = root_page(holdings).decode()
    except UnicodeEncodeError:  # a lone surrogate, which no manifest can hold
        return
    assert page.count("<script") == 1
    assert page.count("<li") == 2


def test_an_alias_that_cannot_be_is_in_no_list():
    """Cases 49 and 50."""
    odd = {"../x": "1.1.0", "next": "r1", "gone": "9", "r1": "1.1.0"}
    holdings = held(head("1.1.0"), head("r1"), latest="1.1.0", **odd)
    assert list(holdings.aliases) == ["latest"]


def test_the_menu_has_the_newest_releases_and_those_with_a_name():
    """Case 111."""
    heads = [head(f"1.{number}.0") for number in range(80, -1, -1)]
    holdings = held(*heads, agreed="1.3.0", latest="1.80.0")
    menu = json.loads(dict(version_lists(holdings))["versions.json"])
    assert [entry["version"] for entry in menu] == [*(f"1.{n}.0" for n in range(80, 30, -1)), "1.3.0"]
    assert len(menu) == LISTED + 1
    assert root_page(holdings).count(b"<li") == 81


def test_a_host_keeps_releases_and_asks_for_everything_else_anew():
    taken = Journal().with_event(Event("redact", NOW, "0.9.0", DIGEST, page_digest=DIGEST))
    holdings = held(head("1.0.0"), head("0.9.0"), journal=taken, agreed="1.0.0", latest="1.0.0")
    files = dict(host_files(holdings, ("index.html", "aliases.json")))
    rules: dict[str, list[str]] = {}
    for line in files["_headers"].decode().splitlines():
        rules.setdefault(line, []) if not line.startswith(" ") else rules[list(rules)[-1]].append(line.strip())
    assert "Content-Security-Policy: frame-ancestors 'self'" in rules["/*"]
    kept = [path for path, lines in rules.items() if any("immutable" in line for line in lines)]
    asked = [path for path, lines in rules.items() if lines == ["Cache-Control: no-cache"]]
    assert kept == ["/1.0.0/*"]
    assert asked == ["/", "/index.html", "/aliases.json", "/agreed/*", "/latest/*", "/next/*"]
    assert sum("Cache-Control" in line for line in rules["/*"]) == 0
    assert files[".nojekyll"] == b""


def test_a_host_that_takes_a_hundred_rules_takes_these():
    holdings = held(*(head(f"1.{number}.0") for number in range(300, -1, -1)), latest="1.300.0")
    text = dict(host_files(holdings, ("index.html",)))["_headers"].decode()
    assert sum(not line.startswith(" ") for line in text.splitlines()) < 100


def many_releases(root, count, files):
    """Lay manifests into a store, as so many releases of so many files would have left them."""
    entries = tuple(sorted((FileEntry(f"records/REQ-{n}.html", n, DIGEST) for n in range(files)), key=lambda f: f.path))
    for number in range(count):
        manifest = Manifest(f"1.{number}.0", (FileEntry("index.html", 7, DIGEST), *entries), date="2026-03-01")
        folder = root / manifest.folder
        folder.mkdir(parents=True)
        (folder / "reqsite-manifest.json").write_bytes(manifest.content)
    return sum(entry.size for entry in entries) + 7


def test_the_head_of_each_of_many_releases_is_read_and_its_files_are_not_kept(tmp_path):
    """Case 111: 400 releases of 300 files each, of the 10,000."""
    store = FolderStore(tmp_path / "public")
    size = many_releases(store.root, 400, 300)
    tracemalloc.start()
    heads = read_releases(store)
    kept, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {one.size for one in heads} == {size}
    assert heads[0].folder == "1.399.0"
    assert kept < 3_000_000


def test_the_time_that_reading_the_heads_takes_grows_with_the_releases(tmp_path):
    """Case 111: the work for each is the same."""

    def store(count):
        many_releases(tmp_path / str(count), count, 10)
        return FolderStore(tmp_path / str(count))

    assert_linear(read_releases, store, 60)


def test_one_more_release_changes_as_many_files_as_there_are_pointers(tmp_path):
    """Case 111."""
    store = FolderStore(tmp_path / "public")
    many_releases(store.root, 120, 1)
    first = set(store.update(make_pointers(NOW)))
    many_releases(tmp_path / "more", 121, 1)
    (tmp_path / "more/1.120.0").rename(store.root / "1.120.0")
    second = set(store.update(make_pointers(NOW)))
    assert second <= first
    assert len(second) < 12
    assert len(read_holdings(store).current) == 121
