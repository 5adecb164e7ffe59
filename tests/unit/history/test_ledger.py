import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.history.difference import compare
from reqsite.history.entry import state_of
from reqsite.history.ledger_files import dump, read_ledger, seal
from reqsite.history.public import public_ledger
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, Section
from tests.unit.history.histories import SCHEMA, written

NAMES = ("1.0.0", "1.1.0", "2.0.0-rc.1")


def requirement(number, text) -> Record:
    return Record(
        f"REQ-{number:03d}",
        "functional",
        "requirement",
        f"库存 {number}",
        f"docs/{number}.md",
        1,
        fields={"status": "confirmed", "priority": "P1"},
        sections=(Section("statement", "", 0, text, 5),),
    )


def texts_of(number):
    return [requirement(n, f"It is shown in {number if n == 1 else 0} s.") for n in range(1 + number, 5 + number)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A project with three releases, in each of which records came, changed and went."""
    root = tmp_path_factory.mktemp("sound")
    written(root, [state_of(Catalog(texts_of(n), SCHEMA), name) for n, name in enumerate(NAMES)])
    return root


@pytest.fixture
def root(sound, tmp_path):
    shutil.copytree(sound / "baselines", tmp_path / "baselines")
    return tmp_path


def file_of(root, name):
    return root / "baselines" / f"{name}.jsonl"


def edited(root, name, line, change):
    """Change one line of a file by hand, as somebody in a text editor would."""
    path = file_of(root, name)
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[line - 1] = change(lines[line - 1])
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


def resealed(path, **head):
    """Write a file anew whose own digest is right: somebody who knows the format."""
    first, _newline, rest = path.read_bytes().partition(b"\n")
    data = {**json.loads(first), **head}
    data["digest"] = seal({key: value for key, value in data.items() if key != "digest"}, rest)
    path.write_bytes(dump(data).encode() + b"\n" + rest)


def places(root):
    findings = read_ledger(root).findings
    assert all(finding.rule.code == "RQ801" and finding.hint is not None for finding in findings)
    return [f"{finding.place.file}:{finding.place.line}" for finding in findings]


def test_a_sound_ledger_has_no_findings_and_its_releases_in_order(root):
    ledger = read_ledger(root)
    assert ledger.findings == ()
    assert [baseline.name for baseline in ledger.baselines] == list(NAMES)
    assert [baseline.previous for baseline in ledger.baselines] == ["", *NAMES[:-1]]


def test_a_project_without_releases_has_an_empty_ledger(tmp_path):
    assert not read_ledger(tmp_path)
    assert read_ledger(tmp_path).findings == ()
    assert read_ledger(tmp_path).last_state.entries == {}


def test_a_release_is_found_with_and_without_a_v(root):
    ledger = read_ledger(root)
    assert ledger.find("v1.1.0") is ledger.find("1.1.0") is ledger.baselines[1]
    assert ledger.find("1.1") is None


def test_a_word_changed_by_hand_is_named_with_its_line(root):
    edited(root, "1.0.0", 3, lambda line: line.replace("shown", "hidden"))
    assert places(root) == ["baselines/1.0.0.jsonl:3"]


def test_a_record_taken_out_by_hand_is_noticed(root):
    path = file_of(root, "1.0.0")
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:2], *lines[3:]]))
    assert [place.rpartition(":")[0] for place in places(root)] == ["baselines/1.0.0.jsonl"]


def test_a_date_changed_by_hand_is_noticed(root):
    edited(root, "2.0.0-rc.1", 1, lambda line: line.replace("2026-01-03", "2026-01-04"))
    assert places(root) == ["baselines/2.0.0-rc.1.jsonl:1"]


def test_a_file_that_was_sealed_anew_breaks_the_chain(root):
    resealed(file_of(root, "1.0.0"), title="Another one")
    assert places(root) == ["baselines/1.0.0.jsonl:1"]


def test_a_last_release_that_signs_something_else_does_not_count(root):
    resealed(file_of(root, NAMES[-1]), catalog_digest="0" * 64)
    assert places(root) == [f"baselines/{NAMES[-1]}.jsonl:1"]
    assert [baseline.name for baseline in read_ledger(root).baselines] == list(NAMES[:-1])


def test_what_follows_a_broken_release_does_not_count(root):
    resealed(file_of(root, "1.1.0"), title="Another one")
    assert [baseline.name for baseline in read_ledger(root).baselines] in (["1.0.0"], ["1.0.0", "1.1.0"])


@pytest.mark.parametrize("name", NAMES[:-1])
def test_a_missing_release_is_named(root, name):
    file_of(root, name).unlink()
    following = NAMES[NAMES.index(name) + 1]
    assert places(root) == [f"baselines/{following}.jsonl:1"]
    assert name in str(read_ledger(root).findings[0].message)


def test_a_renamed_file_is_named(root):
    file_of(root, "1.1.0").rename(file_of(root, "1.1.1"))
    assert "baselines/1.1.1.jsonl:1" in places(root)


def test_two_files_in_each_others_place_are_named(root):
    one, other = file_of(root, "1.0.0"), file_of(root, "1.1.0")
    texts = one.read_bytes(), other.read_bytes()
    one.write_bytes(texts[1])
    other.write_bytes(texts[0])
    assert places(root) == ["baselines/1.0.0.jsonl:1", "baselines/1.1.0.jsonl:1"]


def test_two_releases_after_the_same_one_are_named(root):
    shutil.copy(file_of(root, "2.0.0-rc.1"), file_of(root, "1.2.0"))
    resealed(file_of(root, "1.2.0"), baseline="1.2.0")
    message = str(read_ledger(root).findings[0].message)
    assert "1.2.0" in message
    assert "2.0.0-rc.1" in message


def test_a_change_that_contradicts_the_releases_before_is_named_with_its_line(tmp_path):
    written(tmp_path, [state_of(Catalog(texts_of(0), SCHEMA), "1.0.0")])
    edited(tmp_path, "1.0.0", 2, lambda line: line.replace('"op":"add"', '"op":"change"'))
    resealed(file_of(tmp_path, "1.0.0"))
    assert places(tmp_path) == ["baselines/1.0.0.jsonl:2"]


def test_a_newer_format_is_no_damage_but_said(root):
    resealed(file_of(root, "2.0.0-rc.1"), format=2)
    finding = read_ledger(root).findings[0]
    assert "format 2" in str(finding.message)
    assert "newer" in str(finding.hint)


def test_a_folder_of_other_files_is_no_ledger(tmp_path):
    (tmp_path / "baselines").mkdir()
    (tmp_path / "baselines/README.md").write_text("# Releases\n", encoding="utf-8")
    assert read_ledger(tmp_path).findings == ()


def test_a_link_in_the_place_of_a_file_is_named(root):
    path = file_of(root, "1.1.0")
    path.rename(root / "elsewhere")
    path.symlink_to(root / "elsewhere")
    assert "baselines/1.1.0.jsonl:1" in places(root)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"{}",
        b"[]\n",
        b"null\n",
        b"\xff\xfe\n",
        b'{"format":1,"baseline":5}\n',
        b"[" * 100_000 + b"\n",
        b'{"a":' * 50_000 + b"\n",
    ],
)
def test_a_file_that_is_no_baseline_is_named(root, content):
    file_of(root, "1.1.0").write_bytes(content)
    assert places(root)[0].startswith("baselines/1.1.0.jsonl:")


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_flipped_byte_anywhere_is_named(sound, tmp_path_factory, data):
    root = tmp_path_factory.mktemp("flipped")
    shutil.copytree(sound / "baselines", root / "baselines")
    path = file_of(root, data.draw(st.sampled_from(NAMES)))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(content))
    findings = read_ledger(root).findings
    assert findings
    assert all(f.place.file.startswith("baselines/") and f.place.line >= 1 for f in findings)
    shutil.rmtree(root)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_torn_file_is_named(sound, tmp_path_factory, data):
    root = tmp_path_factory.mktemp("torn")
    shutil.copytree(sound / "baselines", root / "baselines")
    path = file_of(root, data.draw(st.sampled_from(NAMES)))
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    assert f"baselines/{path.name}" in {f.place.file for f in read_ledger(root).findings}
    shutil.rmtree(root)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("fields", "record", "key", "text", "title")), inner, max_size=3)
    ),
)
HEAD = ("format", "baseline", "date", "title", "previous", "binds", "counts", "changes", "digest", "catalog_digest")
LINE = ("op", "id", "record", "fingerprint", "normative", "internal", "live")
RECORD = ("type", "kind", "title", "fields", "links", "sections", "attachments", "internal", "file")


@settings(max_examples=60, deadline=None)
@given(value=anything, key=st.sampled_from((*HEAD, *LINE, *RECORD)), data=st.data())
def test_values_of_any_shape_in_a_sealed_file_never_crash_the_reader(sound, tmp_path_factory, value, key, data):
    root = tmp_path_factory.mktemp("odd")
    shutil.copytree(sound / "baselines", root / "baselines")
    path = file_of(root, NAMES[-1])
    if key in HEAD and data.draw(st.booleans()):
        resealed(path, **{key: value})
    else:
        first, changed, *rest = path.read_bytes().split(b"\n")
        line = json.loads(changed)
        line = {**line, key: value} if key in LINE else {**line, "record": {**line["record"], key: value}}
        path.write_bytes(b"\n".join([first, dump(line).encode("utf-8", "surrogatepass"), *rest]))
        resealed(path)
    ledger = read_ledger(root)
    states = list(ledger.states())
    compare(states[0], states[-1]).plain()
    assert len(list(public_ledger(ledger).states())) == len(states)
    assert ledger.findings or len(states) == len(NAMES)
    shutil.rmtree(root)
