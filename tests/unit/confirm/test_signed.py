"""Signed receipts: with real keys, made by OpenSSH."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from reqsite.confirm.importing import Filing, keep
from reqsite.confirm.incoming import Incoming, Unreadable, incoming
from reqsite.confirm.kept import read_receipts
from reqsite.confirm.receipt import LARGEST
from reqsite.confirm.signed import NAMESPACE, SIGNERS, Signature, SignedReceipt, Signers, now
from reqsite.source.openssh import BadSignatureError, OpenSshError, read_block
from tests.releases import release, workspace
from tests.unit.confirm.desk import receipt, standing, write

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH signs")

SCHEMA = """\
confirmation:
  decider: {signed: true, signers: [li@example.org, 王], signs: true}
  evaluator: {signers: [eve@example.org]}
"""


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Return a folder with the keys of four people."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("li", "wang", "eve", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name], check=True)
    return folder


def listed(keys, *lines):
    """Return a list of allowed signers: (name, options, key) a line."""
    rows = (
        f"{name} {options} {(keys / key).with_suffix('.pub').read_text('utf-8').strip()}"
        for name, options, key in lines
    )
    return "\n".join(rows) + "\n"


@pytest.fixture
def desk(tmp_path, keys):
    write(tmp_path, schema=SCHEMA)
    release(tmp_path, "1.0.0")
    (tmp_path / "receipts").mkdir()
    may = f'namespaces="{NAMESPACE}"'
    lines = (("li@example.org", may, "li"), ("王", may, "wang"), ("eve@example.org", may, "eve"))
    (tmp_path / SIGNERS).write_text(listed(keys, *lines), encoding="utf-8")
    return tmp_path


def sign(keys, name, content, namespace=NAMESPACE):
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", keys / name, "-n", namespace]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def signed(keys, name, given, content=None, **more):
    content = given.content if content is None else content
    return SignedReceipt(given, content, Signature.read(sign(keys, name, content, **more)))


def who(desk, one, *moments):
    return Signers.of(desk, workspace(desk).schema).who(one, moments or (one.receipt.time, now()))


def refusal(desk, one, *moments):
    with pytest.raises(BadSignatureError) as refused:
        who(desk, one, *moments)
    return str(refused.value.message)


def kept(desk, one):
    """File a signed receipt, and return where it lies."""
    return desk / keep({"a": Filing(one.receipt, one.content, one.signature)}, desk)["a"]


def found(desk):
    return read_receipts(desk, workspace(desk).schema)


def told(desk):
    return [(f.rule.code, f.place.file.rpartition("-")[0], str(f.message)) for f in found(desk).findings]


def decided(desk):
    return receipt(desk, "decider", {"REQ-001": "agree", "": "agree"})


def test_whoever_may_sign_for_a_role_is_named(desk, keys):
    one = signed(keys, "li", decided(desk))
    assert who(desk, one) == "li@example.org"
    key = subprocess.run(["ssh-keygen", "-lf", keys / "li.pub"], capture_output=True, text=True, check=True).stdout
    assert one.signature.key == key.split()[1]


def test_one_who_is_listed_by_name_signs_for_that_name_alone(desk, keys):
    given = decided(desk)
    assert who(desk, signed(keys, "wang", given)) == "王"
    assert refusal(desk, signed(keys, "wang", replace(given, name="Li Si"))) == (
        "It was signed by 王, who may not sign as decider in the name of Li Si."
    )


def test_a_key_that_is_allowed_to_somebody_else_does_not_do(desk, keys):
    assert refusal(desk, signed(keys, "eve", decided(desk))) == (
        "It was signed by eve@example.org, who may not sign as decider in the name of 王."
    )


def test_a_key_that_nobody_knows_is_named_by_its_fingerprint(desk, keys):
    one = signed(keys, "stranger", decided(desk))
    assert refusal(desk, one) == f"It was signed with {one.signature.key}, which is not in receipts/allowed_signers."


def test_a_receipt_that_was_changed_after_it_was_signed_is_found_out(desk, keys):
    one = signed(keys, "li", decided(desk))
    changed = one.content.replace(b'"agree"', b'"object"')
    assert refusal(desk, replace(one, content=changed)).startswith("Its signature does not fit")
    other = signed(keys, "li", receipt(desk, "decider", {"REQ-002": "agree"}))
    assert refusal(desk, replace(one, signature=other.signature)).startswith("Its signature does not fit")


def test_a_signature_for_another_purpose_is_none(desk, keys):
    one = signed(keys, "li", decided(desk), namespace="file")
    assert refusal(desk, one) == (
        "Its signature was made for 'file', not for receipts: `ssh-keygen -Y sign -n reqsite-receipt`."
    )


def test_a_role_that_names_no_signers_can_be_signed_for_by_nobody(desk, keys):
    write(desk, schema="confirmation: {decider: {}}\n")
    assert "names no `signers` for this role" in refusal(desk, signed(keys, "li", decided(desk)))


def test_without_a_list_of_keys_nobody_is_known(desk, keys):
    (desk / SIGNERS).unlink()
    one = signed(keys, "li", decided(desk))
    assert refusal(desk, one) == (
        "Its signature fits, but nobody's key is known here: receipts/allowed_signers is missing."
    )
    (desk / SIGNERS).symlink_to(keys / "li.pub")
    assert "is missing" in refusal(desk, one)


def test_a_key_that_has_expired_signs_nothing_more_and_what_it_signed_before_stays(desk, keys):
    lines = listed(keys, ("li@example.org", 'valid-before="20260401"', "li"))
    (desk / SIGNERS).write_text(lines, encoding="utf-8")
    one = signed(keys, "li", decided(desk))
    assert who(desk, one, one.receipt.time) == "li@example.org"
    assert "which was not valid at that time" in refusal(desk, one)
    late = signed(keys, "li", replace(decided(desk), time="2026-04-01T00:00:01+00:00"))
    assert "which was not valid at that time" in refusal(desk, late, late.receipt.time)
    kept(desk, one)
    assert told(desk) == []
    assert standing(desk, "decider")["REQ-001"] == "agreed"


def test_a_key_that_is_listed_for_another_purpose_does_not_do(desk, keys):
    (desk / SIGNERS).write_text(listed(keys, ("li@example.org", 'namespaces="git"', "li")), encoding="utf-8")
    assert "is listed for something else" in refusal(desk, signed(keys, "li", decided(desk)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        b"-----BEGIN SSH SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n-----END SSH SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf\xff\n-----END SSH SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\n" + b"A" * 100_000,
    ],
)
def test_what_is_no_signature_is_refused_as_such(content):
    with pytest.raises(BadSignatureError, match="It is no signature"):
        read_block(content)


def test_a_signature_in_which_a_bit_was_turned_fits_nothing(desk, keys):
    one = signed(keys, "li", decided(desk))
    broken = bytearray(one.signature.content)
    broken[260] ^= 1
    with pytest.raises(BadSignatureError):
        who(desk, replace(one, signature=Signature.read(bytes(broken))))


def test_answers_count_as_signed_where_the_schema_asks_for_it(desk, keys):
    given = decided(desk)
    keep({"a": Filing.of(given)}, desk)
    assert standing(desk, "decider")["REQ-001"] == "unproven"
    assert [item.standing for item in workspace(desk).confirmations.signatures] == ["unproven"]
    later = replace(given, time="2026-03-03T09:00:00+08:00")
    kept(desk, signed(keys, "li", later))
    assert standing(desk, "decider")["REQ-001"] == "agreed"
    assert [item.standing for item in workspace(desk).confirmations.signatures] == ["agreed"]
    item = next(i for i in workspace(desk).confirmations.by_record["REQ-001"] if i.role == "decider")
    assert (item.given.signer, item.given.key[:7]) == ("li@example.org", "SHA256:")


def test_an_unsigned_yes_does_not_cover_a_signed_one_and_an_unsigned_objection_does(desk, keys):
    kept(desk, signed(keys, "li", decided(desk)))
    keep({"a": Filing.of(replace(decided(desk), time="2026-03-04T09:00:00+08:00"))}, desk)
    assert standing(desk, "decider")["REQ-001"] == "agreed"
    objected = receipt(desk, "decider", {"REQ-001": "object"}, time="2026-03-05T09:00:00+08:00")
    keep({"a": Filing.of(objected)}, desk)
    assert standing(desk, "decider")["REQ-001"] == "objected"


def test_a_kept_receipt_that_was_edited_is_an_error_and_counts_no_longer(desk, keys):
    path = kept(desk, signed(keys, "li", decided(desk)))
    assert told(desk) == []
    path.write_bytes(path.read_bytes().replace(b'"comment": ""', b'"comment": "but not so"'))
    [(code, file, message)] = told(desk)
    assert (code, file) == ("RQ845", "receipts/1.0.0-decider-20260302T010000")
    assert message.startswith("Its signature does not fit")
    assert standing(desk, "decider")["REQ-001"] == "open"
    assert "RQ845" in {f.rule.code for f in workspace(desk).report().findings}


def test_other_line_ends_of_a_checkout_break_no_signature(desk, keys):
    path = kept(desk, signed(keys, "li", decided(desk)))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert told(desk) == []
    windows = decided(desk).content.replace(b"\n", b"\r\n")
    path.with_name(path.name + ".sig").write_bytes(sign(keys, "li", windows))
    path.write_bytes(windows.replace(b"\r\n", b"\n"))
    assert told(desk) == []


def test_a_signature_without_its_receipt_and_one_that_is_none_are_errors(desk, keys):
    path = kept(desk, signed(keys, "li", decided(desk)))
    path.rename(path.with_name("elsewhere"))
    assert [message for _code, _file, message in told(desk)] == ["The receipt that it belongs to is missing."]
    path.with_name("elsewhere").rename(path)
    signature = path.with_name(path.name + ".sig")
    signature.write_text("garbage", encoding="utf-8")
    assert [message for _code, _file, message in told(desk)] == ["It is no signature."]
    signature.unlink()
    signature.symlink_to(keys / "li.pub")
    assert [message for _code, _file, message in told(desk)] == ["This is no plain file of a sensible size."]
    assert not found(desk).receipts


def test_a_key_that_is_taken_off_the_list_makes_its_receipts_an_error(desk, keys):
    kept(desk, signed(keys, "li", decided(desk)))
    (desk / SIGNERS).write_text(listed(keys, ("eve@example.org", "", "eve")), encoding="utf-8")
    [(code, _file, message)] = told(desk)
    assert code == "RQ845"
    assert "which is not in receipts/allowed_signers" in message


def test_without_openssh_nothing_fails_and_nothing_is_called_checked(desk, keys, monkeypatch, tmp_path):
    path = kept(desk, signed(keys, "li", decided(desk)))
    path.write_bytes(path.read_bytes().replace(b'"comment": ""', b'"comment": "x"'))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    receipts = found(desk)
    assert (receipts.findings, receipts.is_checked, len(receipts.signatures)) == ((), False, 1)
    with pytest.raises(OpenSshError, match="ssh-keygen is not installed"):
        who(desk, signed_by_hand(receipts))


def signed_by_hand(receipts):
    [(file, given)] = receipts.receipts.items()
    return SignedReceipt(given, given.content, receipts.signatures[file])


@pytest.mark.skipif(sys.platform == "win32", reason="a program is a script here")
@pytest.mark.parametrize(
    "script",
    ["exit 1", "printf '\\377\\376\\033[2Jgood'; exit 1", "yes | head -c 1000000; exit 1", "kill -9 $$"],
)
def test_whatever_openssh_prints_nothing_is_believed_that_it_does_not_confirm(
    script, desk, keys, monkeypatch, tmp_path
):
    one = signed(keys, "li", decided(desk))
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "ssh-keygen"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(BadSignatureError):
        who(desk, one)


@pytest.mark.skipif(sys.platform == "win32", reason="a program is a script here")
def test_openssh_that_does_not_answer_is_not_waited_for(desk, keys, monkeypatch, tmp_path):
    one = signed(keys, "li", decided(desk))
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "ssh-keygen"
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    for limit in ("_SECONDS", "_SECONDS_TO_SAY_WHAT_IT_KNOWS"):
        monkeypatch.setattr(f"reqsite.source.openssh.{limit}", 0.2)
    with pytest.raises(OpenSshError, match="has not answered"):
        who(desk, one)


@pytest.mark.skipif(sys.platform == "win32", reason="a program is a script here")
def test_openssh_that_is_too_old_for_signatures_is_as_good_as_none(desk, keys, monkeypatch, tmp_path):
    one = signed(keys, "li", decided(desk))
    kept(desk, one)
    folder = tmp_path / "old"
    folder.mkdir()
    program = folder / "ssh-keygen"
    program.write_text("#!/bin/sh\necho 'ssh-keygen: unknown option -- Y' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert (found(desk).findings, found(desk).is_checked) == ((), False)
    with pytest.raises(OpenSshError, match="too old"):
        who(desk, one)


def names(files):
    return [(one.name, one.error.message if isinstance(one, Unreadable) else one.signature) for one in incoming(files)]


def test_a_signature_is_found_beside_its_receipt_however_they_are_named(tmp_path):
    file, beside = tmp_path / "receipt.json", tmp_path / "receipt.json.sig"
    file.write_bytes(b"{}")
    assert names([str(file)]) == [(str(file), None)]
    beside.write_bytes(b"s")
    for files in ([str(file)], [str(file), str(beside)], [str(beside)]):
        assert names(files) == [(str(file), b"s")]
    beside.write_bytes(b"")
    assert names([str(file)]) == [(str(file), b"")]
    file.unlink()
    [(_name, said)] = names([str(beside)])
    assert str(said) == "The receipt that this signature belongs to is missing."


def archive(path, members, **more):
    with zipfile.ZipFile(path, "w", **more) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return str(path)


def test_receipts_are_taken_out_of_an_archive_with_their_signatures(tmp_path):
    members = {
        "from Li/receipt.json": b"{}",
        "from Li/receipt.json.sig": b"s",
        "from Li/receipt.csv": b"a,b",
        "../../other.json": b"[]",
        "__MACOSX/from Li/._receipt.json": b"x",
    }
    path = archive(tmp_path / "answers.zip", members)
    assert [(one.content, one.signature) for one in incoming([path]) if isinstance(one, Incoming)] == [
        (b"{}", b"s"),
        (b"[]", None),
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["answers.zip"]


def test_an_archive_that_is_none_or_holds_too_much_is_refused_in_plain_words(tmp_path):
    bomb = archive(tmp_path / "bomb.zip", {"r.json": b" " * (LARGEST + 1)}, compression=zipfile.ZIP_DEFLATED)
    many = archive(tmp_path / "many.zip", {f"{n}.json": b"" for n in range(201)})
    empty = archive(tmp_path / "empty.zip", {"readme.txt": b""})
    torn = tmp_path / "torn.zip"
    torn.write_bytes((tmp_path / "many.zip").read_bytes()[:500])
    locked = tmp_path / "locked.zip"
    content = bytearray((tmp_path / "empty.zip").read_bytes().replace(b"readme.txt", b"readm.json"))
    for head in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[head] |= 1
    locked.write_bytes(content)
    assert [str(said) for _name, said in names([bomb, many, empty, str(torn), str(locked), "nowhere.zip"])] == [
        "The file is too large for a receipt.",
        "The archive has more than 200 files.",
        "There is no receipt in this archive.",
        "This is no archive that can be read.",
        "The archive is locked with a password.",
        "The file cannot be read: No such file or directory",
    ]


def test_a_file_of_any_other_kind_is_not_read(tmp_path):
    [(_name, said)] = names([str(tmp_path)])
    assert str(said) == "This is no plain file of a sensible size."
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    [(_name, said)] = names([str(large)])
    assert str(said) == "The file is too large for a receipt."
    small = tmp_path / "small.json"
    small.write_bytes(b"{}")
    (tmp_path / "small.json.sig").mkdir()
    [(_name, said)] = names([str(small)])
    assert str(said) == "This is no plain file of a sensible size."


def test_what_came_is_kept_byte_by_byte(desk, keys):
    given = decided(desk)
    as_it_came = json.dumps(json.loads(given.content), ensure_ascii=True).encode()
    one = signed(keys, "li", given, as_it_came)
    path = kept(desk, one)
    assert path.read_bytes() == as_it_came
    assert path.with_name(path.name + ".sig").read_bytes() == one.signature.content
    assert told(desk) == []


def test_a_signature_that_comes_later_lies_down_beside_its_receipt(desk, keys):
    given = decided(desk)
    keep({"a": Filing.of(given)}, desk)
    path = kept(desk, signed(keys, "li", given))
    keep({"a": Filing.of(given)}, desk)
    assert sorted(p.name for p in (desk / "receipts").glob("1.0.0*")) == [path.name, f"{path.name}.sig"]


def test_a_receipt_that_an_earlier_version_wrote_anew_is_not_kept_twice(desk):
    given = decided(desk)
    first = keep({"a": Filing.of(given)}, desk)
    as_it_came = json.dumps(json.loads(given.content)).encode()
    assert keep({"a": Filing(given, as_it_came)}, desk) == first
    assert len(list((desk / "receipts").glob("1.0.0*"))) == 1
